"""Documents come in, change, move and go, and the library says what became of each."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from coach.coach import Coach
from coach.library import Ingested, Library
from coach.settings import Settings
from corpus.errors import Misconfigured, NotFound
from tests.corpus import samples
from tests.servers import Request, serving

KNOTS = """\
# Knots

## What is a bowline?

A loop that does not slip.

## What is a hitch?

It ties a rope to a pole.
"""
BENDS = "# Bends\n\n## What is a bend?\n\nIt joins two ropes.\n"


@pytest.fixture
def coach(tmp_path: Path) -> Iterator[Coach]:
    opened = Coach(Settings(home=tmp_path / "home", builtin_corpus=False))
    yield opened
    opened.close()


@pytest.fixture
def library(coach: Coach) -> Library:
    return coach.library


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "notes"
    made.mkdir()
    (made / "knots.md").write_text(KNOTS)
    (made / "bends.md").write_text(BENDS)
    return made


def statuses(done: Iterator[Ingested]) -> dict[str, str]:
    return {one.document: one.status for one in done}


def test_a_changed_document_says_what_is_new_changed_and_gone(library: Library, folder: Path) -> None:
    list(library.ingest([folder]))
    text = KNOTS.replace("does not slip", "holds fast").replace("What is a hitch", "When would you use a hitch")
    (folder / "knots.md").write_text(f"{text}\n## What is a splice?\n\nRopes woven together.\n")

    done = {one.document: one for one in library.ingest([folder])}

    assert (done["knots.md"].new, done["knots.md"].changed, done["knots.md"].gone) == (2, 1, 1)
    assert done["bends.md"].status == "unchanged"


def test_a_question_that_only_moved_has_not_changed(library: Library, folder: Path) -> None:
    list(library.ingest([folder]))
    (folder / "knots.md").write_text("A word before.\n\n" + KNOTS)

    moved = next(iter(library.ingest([folder / "knots.md"])))

    assert (moved.status, moved.new, moved.changed, moved.gone, moved.embedded) == ("updated", 0, 0, 0, 0)


def test_the_same_text_under_another_name_is_a_renamed_document(coach: Coach, library: Library, folder: Path) -> None:
    list(library.ingest([folder]))
    chunks = coach.index.search("a loop that does not slip").hits[0]
    (folder / "knots.md").rename(folder / "bowlines.md")

    done = {one.document: one for one in library.ingest([folder])}

    assert (done["bowlines.md"].status, done["bowlines.md"].was, done["bowlines.md"].embedded) == (
        "renamed",
        "knots.md",
        0,
    )
    assert [info.name for info in coach.index.documents()] == ["bends.md", "bowlines.md"]
    found = coach.index.search("a loop that does not slip").hits[0]
    assert (found.entry.document, found.passage) == ("bowlines.md", chunks.passage)
    assert library.reindex() == 0


def test_a_copy_beside_its_original_is_a_document_of_its_own_and_shown_once(coach: Coach, folder: Path) -> None:
    (folder / "copy.md").write_text(KNOTS)

    done = statuses(coach.ingest([folder]))
    hits = coach.index.search("what is a bowline?").hits

    assert done == {"bends.md": "added", "copy.md": "added", "knots.md": "added"}
    assert [hit.entry.question for hit in hits].count("What is a bowline?") == 1
    assert {hits[0].entry.document, *hits[0].also_in} == {"copy.md", "knots.md"}


def test_what_has_vanished_from_a_folder_is_removed_when_it_is_taken_in_again(coach: Coach, folder: Path) -> None:
    list(coach.ingest([folder]))
    (folder / "bends.md").unlink()

    done = statuses(coach.ingest([folder]))

    assert done == {"knots.md": "unchanged", "bends.md": "removed"}
    assert [info.name for info in coach.index.documents()] == ["knots.md"]


def test_an_empty_folder_removes_nothing(coach: Coach, folder: Path) -> None:
    list(coach.ingest([folder]))
    for file in folder.iterdir():
        file.unlink()

    done = list(coach.ingest([folder]))

    assert (done, len(coach.index.documents())) == ([], 2)


def test_an_archive_is_taken_in_document_by_document(coach: Coach, tmp_path: Path) -> None:
    packed = tmp_path / "pack.zip"
    packed.write_bytes(samples.zipped({"a/knots.md": KNOTS.encode(), "bends.md": BENDS.encode(), "x.md": b"\x00\x01"}))

    done = statuses(coach.ingest([packed]))

    assert done == {"pack.zip/a/knots.md": "added", "pack.zip/bends.md": "added", "pack.zip/x.md": "failed"}


def test_nothing_is_indexed_before_it_is_kept(coach: Coach, library: Library, folder: Path) -> None:
    [preview] = library.look_at(folder / "knots.md")
    before = coach.index.documents()

    kept = library.keep(preview.token)

    assert before == []
    assert (preview.status, len(preview.entries), preview.changes.new) == (
        "added",
        2,
        tuple(entry.id for entry in preview.entries),
    )
    assert (kept.status, kept.entries) == ("added", 2)
    with pytest.raises(NotFound, match="not waiting any more"):
        library.keep(preview.token)


def test_what_is_discarded_cannot_be_kept(coach: Coach, library: Library, folder: Path) -> None:
    [preview] = library.look_at(folder / "knots.md")

    library.discard(preview.token)

    with pytest.raises(NotFound, match="not waiting any more"):
        library.keep(preview.token)
    assert coach.index.documents() == []


def test_a_preview_warns_when_another_document_would_be_replaced(library: Library, folder: Path) -> None:
    list(library.ingest([folder]))
    (folder / "knots.md").write_text(BENDS)

    [preview] = library.look_at(folder / "knots.md")

    assert (preview.status, len(preview.changes.gone)) == ("updated", 2)
    assert "give its file another name" in preview.warnings[-1]


def test_where_nothing_is_recognised_the_preview_shows_what_was_read(library: Library, tmp_path: Path) -> None:
    page = tmp_path / "essay.html"
    page.write_text("<h1>Ropes</h1><p>Ropes are old.</p><script>alert(1)</script>")

    [preview] = library.look_at(page)

    assert (preview.status, preview.token) == ("failed", "")
    assert "It has 1 heading, 1 line of text" in (preview.error or "")
    assert preview.seen == "# Ropes\n\nRopes are old.\n"


def test_a_removed_document_can_be_put_back(coach: Coach, folder: Path) -> None:
    list(coach.ingest([folder]))

    removed = coach.remove("knots.md")
    back = coach.library.put_back("knots.md")

    assert (removed.status, removed.entries, back.status, back.entries) == ("removed", 2, "added", 2)
    assert coach.index.search("a loop that does not slip").hits[0].entry.document == "knots.md"


def test_exported_documents_read_back_as_they_were(coach: Coach, library: Library, folder: Path) -> None:
    list(coach.ingest([folder]))

    (folder / "knots.md").write_text(library.exported("md", "knots.md"))
    (folder / "sheet.csv").write_text(library.exported("csv"))
    done = {one.document: one for one in library.ingest([folder])}

    assert (done["knots.md"].new, done["knots.md"].gone) == (0, 0)
    assert done["sheet.csv"].entries == 3
    with pytest.raises(NotFound, match=r"no document called other\.md"):
        library.exported("md", "other.md")


def test_limits_are_settings_and_a_refusal_says_how_to_raise_them(
    tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COACH_MAX_ENTRIES", "1")
    small = Coach(Settings(home=tmp_path / "small", builtin_corpus=False))

    done = {one.document: one for one in small.ingest([folder])}
    small.close()

    assert done["bends.md"].status == "added"
    assert done["knots.md"].error == (
        "knots.md has 2 questions; the limit is 1. Split it into smaller documents, or raise the limit: set "
        "COACH_MAX_ENTRIES."
    )


def drawing(request: Request) -> str:
    """A model that finds one point that holds, and three that do not."""
    if "bowline" not in request.text:
        return "I would rather not."
    points = [
        ("A bowline is a loop that does not slip.", "a loop that does not slip even when it is wet"),
        ("A bowline was invented in Norway.", "a loop that does not slip"),
        ("It holds 900 kg.", "It is tied at the end of a rope"),
        ("It never jams under load.", "it never jams"),
    ]
    return json.dumps({"points": [{"point": point, "quote": quote} for point, quote in points]})


def test_a_model_draws_key_points_on_request_and_only_those_in_the_answer_count(tmp_path: Path, folder: Path) -> None:
    long = "A bowline is a loop that does not slip even when it is wet. It is tied at the end of a rope, by sailors."
    longer = "to a pole, and comes off as soon as it is asked to."
    (folder / "knots.md").write_text(KNOTS.replace("A loop that does not slip.", long).replace("to a pole.", longer))
    with serving(drawing) as server:
        coach = Coach(
            Settings(home=tmp_path / "home", builtin_corpus=False, llm="openai:scripted", base_url=server.openai())
        )
        done = {one.document: one for one in coach.ingest_with_key_points([folder / "knots.md"])}
        again = statuses(coach.ingest([folder / "knots.md"]))
        entry = coach.index.entries("knots.md")[0]
        coach.close()

    assert entry.key_points == ("A bowline is a loop that does not slip.",)
    assert done["knots.md"].warnings[-1].startswith("1 of 2 answers got no key points from the model:")
    assert again == {"knots.md": "unchanged"}


def test_without_a_model_no_key_points_are_drawn(coach: Coach, folder: Path) -> None:
    with pytest.raises(Misconfigured, match="none is chosen"):
        list(coach.ingest_with_key_points([folder]))


def test_a_document_that_cannot_be_read_leaves_what_was_there(coach: Coach, library: Library, folder: Path) -> None:
    list(coach.ingest([folder]))
    (folder / "knots.md").write_text("Nothing to see here.")

    done = next(iter(library.ingest([folder / "knots.md"])))

    assert (done.status, len(coach.index.entries("knots.md"))) == ("failed", 2)

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import NotFound
from index import Embedder, Index, SyncReport
from index.database import connect
from index.embedding import DEFAULT_MODEL, packaged_folder
from index.sync import plan

from .conftest import NOTES, parsed

keys = st.frozensets(st.sampled_from("abcdefgh"))


@given(wanted=keys, before=keys, elsewhere=keys, embedded=keys)
def test_after_a_plan_chroma_holds_exactly_what_documents_hold(
    wanted: frozenset[str], before: frozenset[str], elsewhere: frozenset[str], embedded: frozenset[str]
) -> None:
    todo = plan(wanted, before, elsewhere, embedded)

    assert ((before | elsewhere) | todo.add) - todo.delete == wanted | elsewhere
    assert todo.embed == wanted - embedded
    assert not todo.delete & elsewhere


def test_an_unchanged_document_embeds_nothing(empty: Index) -> None:
    first = empty.sync(*parsed(NOTES))

    again = empty.sync(*parsed(NOTES))

    assert (first.status, first.entries) == ("added", 6)
    assert again == SyncReport(document="notes.md", status="unchanged", entries=6, chunks=first.chunks, embedded=0)


def test_a_changed_entry_embeds_only_its_own_chunks(empty: Index) -> None:
    empty.sync(*parsed(NOTES))

    report = empty.sync(*parsed(NOTES.replace("The k scores are\naveraged.", "The mean of the k scores counts.")))

    assert report.status == "updated"
    assert 0 < report.embedded <= 3
    assert "mean of the k scores" in empty.entry("cross-validation").answer


def test_what_another_document_holds_stays_when_one_is_removed(empty: Index) -> None:
    empty.sync(*parsed(NOTES))
    empty.sync(*parsed(NOTES, name="copy.md"))

    removed = empty.remove("notes.md")

    assert (removed.status, removed.entries) == ("removed", 6)
    assert [info.name for info in empty.documents()] == ["copy.md"]
    assert empty.search("what is overfitting?").hits[0].entry.document == "copy.md"
    assert empty.heal() == 0


def test_removing_what_is_not_there_is_an_error_that_names_it(empty: Index) -> None:
    with pytest.raises(NotFound, match=r"no document called other\.md"):
        empty.remove("other.md")


def test_the_same_question_in_two_documents_is_shown_once_with_both_sources(empty: Index) -> None:
    empty.sync(*parsed(NOTES))
    empty.sync(*parsed(NOTES, name="zz.md"))

    hits = empty.search("what is overfitting?", k=3).hits

    assert hits[0].entry.id == "overfitting"
    assert {hits[0].entry.document, *hits[0].also_in} == {"notes.md", "zz.md"}
    assert len({hit.entry.id for hit in hits}) == len(hits)


def test_a_kill_in_the_middle_leaves_nothing_half_done_and_keeps_the_vectors(
    empty: Index,
) -> None:
    def kill(what: str, done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        empty.sync(*parsed(NOTES), kill)
    in_between = empty.documents()
    report = empty.sync(*parsed(NOTES))

    assert in_between == []
    assert (report.status, report.entries, report.embedded) == ("added", 6, 0)


def test_progress_counts_up_to_the_whole(empty: Index) -> None:
    seen: list[tuple[int, int]] = []

    report = empty.sync(*parsed(NOTES), lambda what, done, total: seen.append((done, total)))

    assert seen[-1] == (report.embedded, report.embedded)


def test_another_model_means_the_document_is_not_current(
    tmp_path_factory: pytest.TempPathFactory, empty: Index
) -> None:
    document, entries = parsed(NOTES)
    empty.sync(document, entries)
    home = tmp_path_factory.mktemp("other")
    other = Index(connect(f"sqlite:///{home / 'coach.db'}"), home, Embedder("another-model"))

    assert empty.is_current(document)
    assert not other.is_current(document)


def test_a_users_document_of_another_recipe_is_stale_and_kept_out_of_searches_until_it_is_synced(
    empty: Index, tmp_path: Path
) -> None:
    document, entries = parsed(NOTES)
    empty.sync(document, entries)
    engine = empty._store._engine
    other = Index(engine, tmp_path / "other", Embedder(str(packaged_folder(DEFAULT_MODEL)), cache=tmp_path / "models"))

    before = other.search("what is overfitting?").hits
    stale = other.stale()
    report = other.sync(stale[0], entries)

    assert before == ()
    assert [found.name for found in stale] == ["notes.md"]
    assert report.status == "updated"
    assert report.embedded > 0
    assert other.stale() == []
    assert other.search("what is overfitting?").hits[0].entry.id == "overfitting"
    other.close()

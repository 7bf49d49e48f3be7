"""The command line as scripts use it: real processes, JSON lines, exit codes."""

import json
import socket
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

COACH = Path(sys.executable).with_name("coach")


@dataclass(frozen=True)
class Result:
    """What a command left behind. rows: its stdout, line by line."""

    code: int
    rows: list[Any]
    stdout: str
    stderr: str


def coach(*words: str | Path, said: str | None = None) -> Result:
    """Run a command to its end. With --json, anything on stdout that is not JSON fails the test."""
    done = subprocess.run(
        [str(COACH), *map(str, words)], input=said, capture_output=True, text=True, timeout=120, check=False
    )
    assert "Traceback" not in done.stderr, done.stderr
    rows = [json.loads(line) for line in done.stdout.splitlines()] if "--json" in words else []
    return Result(done.returncode, rows, done.stdout, done.stderr)


def test_a_document_is_added_once_and_then_unchanged(notes: Path) -> None:
    first = coach("ingest", notes, "--json")
    second = coach("ingest", notes, "--json")

    assert (first.rows[0]["status"], first.rows[0]["entries"]) == ("added", 4)
    assert (second.rows[0]["status"], second.rows[0]["embedded"]) == ("unchanged", 0)


def test_a_changed_answer_embeds_only_what_changed(notes: Path) -> None:
    all_of_it = coach("ingest", notes, "--json").rows[0]["embedded"]
    notes.write_text(notes.read_text().replace("about seven per cent", "about nine per cent"), encoding="utf-8")

    again = coach("ingest", notes, "--json").rows[0]

    assert again["status"] == "updated"
    assert 0 < again["embedded"] < all_of_it


def test_a_removed_document_is_not_found_any_more(notes: Path) -> None:
    coach("ingest", notes, "--json")

    removed = coach("remove", "trains.txt", "--json")
    left = coach("entries", "--json")

    assert (removed.rows[0]["status"], left.rows) == ("removed", [])


def test_entries_have_the_fields_that_scripts_read(notes: Path) -> None:
    coach("ingest", notes, "--json")

    entry = coach("entries", "--json").rows[0]

    assert entry["question"] == "What is a bogie and why do trains have them?"
    assert entry.keys() >= {"id", "answer", "kind", "level", "topics", "key_points", "follow_ups", "document"}
    assert entry["location"]["start_line"] < entry["location"]["end_line"]


def test_a_question_finds_its_entry_in_other_words(notes: Path) -> None:
    coach("ingest", notes, "--json")

    found = coach("search", "what stops a second train running into the first?", "--json").rows[0]

    assert found["results"][0]["question"] == "How does a block signal keep two trains apart?"


def test_a_batch_answers_line_by_line_and_follows_the_conversation(notes: Path, tmp_path: Path) -> None:
    coach("ingest", notes, "--json")
    batch = tmp_path / "batch.jsonl"
    turns = [
        {"role": "user", "content": "what is a steam locomotive?"},
        {"role": "assistant", "content": "It boils water outside its cylinders."},
        {"role": "user", "content": "and a diesel one?"},
    ]
    batch.write_text(json.dumps({"query": "rack railway"}) + "\n" + json.dumps({"turns": turns}) + "\n")

    rows = coach("search", "--batch", batch, "--json").rows

    assert [row["results"][0]["question"] for row in rows] == [
        "When would you use a rack railway?",
        "Please explain the difference between a steam and a diesel locomotive.",
    ]


def test_an_answer_quotes_the_document(notes: Path) -> None:
    coach("ingest", notes, "--json")

    answer = coach("ask", "what is a bogie?", "--json").rows[0]

    text = " ".join(notes.read_text().split())
    assert answer["answerable"]
    assert answer["citations"]
    assert all(" ".join(c["quote"].split()) in text for c in answer["citations"])


def test_what_the_notes_do_not_hold_is_declined(notes: Path) -> None:
    coach("ingest", notes, "--json")

    answer = coach("ask", "how do I configure a Kubernetes ingress with TLS?", "--json").rows[0]

    assert (answer["answerable"], answer["citations"]) == (False, [])


def test_answers_are_graded_by_the_line(notes: Path, tmp_path: Path) -> None:
    coach("ingest", notes, "--json")
    batch = tmp_path / "answers.jsonl"
    question = "What is a bogie and why do trains have them?"
    good = "A bogie is the frame with wheels under a carriage. It turns, so a long carriage can go round tight curves."
    lines = [{"question": question, "answer": good}, {"question": question, "answer": ""}]
    batch.write_text("".join(json.dumps(line) + "\n" for line in lines))

    good_grade, empty_grade = coach("grade", "--batch", batch, "--json").rows

    assert good_grade["score"] > 0.3
    assert empty_grade["score"] == 0
    assert all(v["evidence"] in good for v in good_grade["verdicts"])


def test_in_the_terminal_a_tough_interviewer_keeps_grades_for_the_report(notes: Path) -> None:
    coach("ingest", notes, "--json")
    said = "A bogie is the frame with wheels below a carriage.\n\n/hint\n/skip\n/end\n"

    told = coach(
        "interview", "--tone", "tough", "--feedback", "end", "--questions", "1", "--seed", "3", said=said
    ).stdout

    talk, _, report = told.partition("Interview report")
    assert "Let us not waste time." in talk
    assert "costs 10% of this question" in talk
    assert "%." not in talk.replace("costs 10% of", "")
    assert "You made" not in talk
    assert "Score" in report


def test_an_interview_over_json_can_be_left_and_gone_on_with(notes: Path) -> None:
    coach("ingest", notes, "--json")
    answer = json.dumps({"type": "answer", "text": "A line is cut into blocks, and a red signal guards each of them."})

    first = coach("interview", "--json", "--questions", "2", "--seed", "3", said=answer + "\n")
    session = first.rows[0]["session"]
    second = coach("interview", "--json", "--resume", session, said='{"type": "end"}\n')

    assert first.rows[-1]["type"] == "paused"
    assert second.rows[: len(first.rows)] == first.rows
    assert [row["seq"] for row in second.rows] == list(range(1, len(second.rows) + 1))
    assert second.rows[-1]["type"] == "report"
    assert coach("report", session).stdout.startswith("# ")
    assert coach("interview", "--json", "--resume", session, said="").rows == second.rows
    pdf = subprocess.run([COACH, "report", session, "--format", "pdf"], capture_output=True, check=True).stdout
    assert pdf.startswith(b"%PDF-")
    assert [row["id"] for row in coach("sessions", "--json").rows] == [session]


def test_a_line_that_is_no_command_is_an_error_and_stores_nothing(notes: Path) -> None:
    coach("ingest", notes, "--json")

    rows = coach("interview", "--json", said='{"type": "sing"}\nnot json\n').rows

    errors = [row for row in rows if row["type"] == "error"]
    assert len(errors) == 2
    assert "hint" in errors[0]["message"]


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("ask", "hello", "--llm", "nosuch:model"), 2, "nosuch"),
        (("ask",), 2, "--batch"),
        (("ingest", "nowhere.md"), 1, "nowhere.md"),
        (("remove", "nowhere.md"), 1, "nowhere.md"),
        (("report", "nothing"), 1, "nothing"),
        (("interview", "--resume", "nothing"), 1, "nothing"),
        (("search", "--batch", "nowhere.jsonl"), 2, "nowhere.jsonl"),
    ],
)
def test_a_mistake_is_said_in_words(words: tuple[str, ...], code: int, said: str) -> None:
    result = coach(*words)

    assert result.code == code
    assert said in result.stderr


def test_a_home_that_is_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    result = coach("entries", "--home", tmp_path / "file")

    assert result.code == 2
    assert "--home" in result.stderr


def test_a_home_that_another_process_writes_to_is_read_but_not_written(notes: Path, tmp_path: Path) -> None:
    from filelock import FileLock

    coach("ingest", notes, "--json")
    other = tmp_path / "other.txt"
    other.write_text(notes.read_text(encoding="utf-8").replace("rack railway", "cog railway"), encoding="utf-8")

    with FileLock(tmp_path / "home" / "write.lock"):
        reading = coach("search", "bogie", "--json")
        writing = coach("ingest", other, "--json")

    assert reading.rows[0]["results"]
    assert writing.code == 1
    assert "is writing to" in writing.stderr


def test_a_taken_port_is_said_with_the_next_free_one() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        result = coach("serve", "--no-browser", "--port", str(port))

    assert result.code == 2
    assert f"Port {port}" in result.stderr
    assert "--port" in result.stderr


def test_saved_settings_that_are_broken_are_named(tmp_path: Path) -> None:
    (tmp_path / "home" / "settings.json").write_text("{broken")

    result = coach("entries")

    assert result.code == 2
    assert "settings.json" in result.stderr


def test_the_doctor_finds_an_empty_library_and_says_what_to_do() -> None:
    checks = {row["name"]: row for row in coach("doctor", "--json").rows}

    assert checks["home"]["ok"]
    assert not checks["library"]["ok"]
    assert "coach ingest" in checks["library"]["remedy"]


def test_the_command_line_starts_without_the_heavy_libraries() -> None:
    code = (
        "import sys, ui.cli; print([m for m in ('torch', 'chromadb', 'gradio', 'sentence_transformers') "
        "if m in sys.modules])"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)

    assert done.stdout.strip() == "[]"

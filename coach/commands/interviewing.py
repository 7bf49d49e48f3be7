"""interview and grade."""

import json
import sys
from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from pydantic import ValidationError
from rich.console import Console
from rich.markdown import Markdown
from rich.padding import Padding

from coach.coach import Coach
from coach.commands.options import (
    BaseUrl,
    Home,
    Json,
    Llm,
    failed,
    lines_of,
    opened,
    progress_shown,
)
from coach.events import (
    Clarified,
    Ended,
    Event,
    FollowUpAsked,
    Graded,
    HintGiven,
    QuestionAsked,
    Repeated,
    to_json,
)
from coach.grading_lines import GradeLine, grade_line
from coach.interviewing import briefing
from coach.interviewing.interview import (
    Answer,
    Clarify,
    Command,
    Dispute,
    End,
    Hint,
    Pause,
    Regrade,
    Repeat,
    Resume,
    Skip,
)
from coach.interviewing.planning import MOST_QUESTIONS, Room, Setup
from coach.reports import formats as report_formats
from corpus.entries import Kind, Level
from corpus.errors import CoachError, Misconfigured

BARE: dict[str, type[Hint | Repeat | Skip | Clarify | Pause | Resume | End]] = {
    "hint": Hint,
    "repeat": Repeat,
    "skip": Skip,
    "clarify": Clarify,
    "pause": Pause,
    "resume": Resume,
    "end": End,
}
"""Commands without fields, by the name they have on stdin and, behind a slash, in the terminal."""


class ToneOption(StrEnum):
    """How the interviewer talks, as the command line lists it."""

    FRIENDLY = "friendly"
    NEUTRAL = "neutral"
    TOUGH = "tough"


class When(StrEnum):
    """When feedback is given, as the command line lists it."""

    EACH = "each"
    END = "end"


HELP = "Answer in your own words, and end with an empty line. /hint /repeat /clarify /skip /pause /end"


def interview(
    questions: Annotated[int | None, typer.Option(min=1, max=MOST_QUESTIONS, help="How many questions.")] = None,
    minutes: Annotated[float | None, typer.Option(min=1, max=240, help="Stop asking after this time.")] = None,
    topic: Annotated[list[str] | None, typer.Option(help="Only these topics; may be given again.")] = None,
    level: Annotated[Level | None, typer.Option(help="Only this level.")] = None,
    kind: Annotated[list[Kind] | None, typer.Option(help="Only these kinds; may be given again.")] = None,
    document: Annotated[list[str] | None, typer.Option(help="Only from these documents; may be given again.")] = None,
    role: Annotated[str, typer.Option(help="The role you apply for: ML engineer, data scientist, ...")] = "",
    job_description: Annotated[Path | None, typer.Option(help="A job description to take the topics from.")] = None,
    tone: Annotated[ToneOption, typer.Option(help="How the interviewer talks.")] = ToneOption.FRIENDLY,
    feedback: Annotated[When, typer.Option(help="Feedback after each question, or only at the end.")] = When.EACH,
    seed: Annotated[
        int | None, typer.Option(help="The same seed asks the same questions, if none was asked in between.")
    ] = None,
    resume: Annotated[str | None, typer.Option(metavar="ID", help="Go on with an interview.")] = None,
    home: Home = None,
    llm: Llm = None,
    base_url: BaseUrl = None,
    as_json: Json = False,
) -> None:
    """Hold a mock interview: in the terminal, or over JSON lines with --json."""
    setup = Setup(
        questions=questions,
        minutes=minutes,
        topics=tuple(topic or ()),
        level=level,
        kinds=tuple(kind or ()),
        documents=tuple(document or ()),
        role=role,
        job_description=briefing.text_of(job_description) if job_description else "",
        seed=seed,
        tone=tone.value,
        feedback=feedback.value,
    )
    with opened(home, llm, base_url) as coach:
        with progress_shown() as progress:
            coach.look(progress)
        if not resume and not as_json:
            _tell_of_few(coach.interviews.room(setup), setup.length)
        session_id = resume or coach.interviews.start(setup)
        before = coach.interviews.events(session_id)
        if as_json:
            _over_json(coach, session_id, before, resuming=bool(resume))
        else:
            _in_terminal(coach, session_id, before, resuming=bool(resume))


def _tell_of_few(room: Room, wished: int) -> None:
    if 0 < room.asked < wished:
        fit = "1 question fits" if room.asked == 1 else f"{room.asked} questions fit"
        typer.echo(
            f"Only {fit} these choices and {'was' if room.asked == 1 else 'were'} not asked last time.", err=True
        )


def review(
    count: Annotated[int | None, typer.Option(min=1, max=MOST_QUESTIONS, help="How many questions at most.")] = None,
    home: Home = None,
    llm: Llm = None,
    base_url: BaseUrl = None,
    as_json: Json = False,
) -> None:
    """Be asked what is due: what was graded before and is nearly forgotten, or was known badly."""
    with opened(home, llm, base_url) as coach:
        with progress_shown() as progress:
            coach.look(progress)
        session_id = coach.start_review(count)
        before = coach.interviews.events(session_id)
        hold = _over_json if as_json else _in_terminal
        hold(coach, session_id, before, resuming=False)


def grade(
    batch: Annotated[Path, typer.Option("--batch", metavar="FILE", help='JSON lines: {"question", "answer", ...}.')],
    home: Home = None,
    llm: Llm = None,
    base_url: BaseUrl = None,
    as_json: Json = False,
) -> None:
    """Grade answers: each line has question and answer, and may have entry_id, reference or key_points."""
    lines = lines_of(batch, GradeLine)
    bad = False
    with opened(home, llm, base_url) as coach, progress_shown() as progress:
        coach.look(progress)
        for line in lines:
            try:
                graded = grade_line(line, coach.index, coach.grade, coach.probe)
            except CoachError as error:
                bad = True
                failed(error)
                if as_json:
                    typer.echo(json.dumps({"question": line.question, "error": str(error)}, ensure_ascii=False))
                continue
            typer.echo(graded.model_dump_json() if as_json else f"{graded.score:.2f}  {line.question}")
    raise typer.Exit(1 if bad else 0)


# --- Over JSON ---------------------------------------------------------------------------------------------------


def _over_json(coach: Coach, session_id: str, before: list[Event], *, resuming: bool) -> None:
    _print(before)
    over = coach.interviews.state(session_id).ended is not None  # then points can still be disputed
    if resuming:
        _print(coach.interviews.resume(session_id))
    for line in sys.stdin:
        if not line.strip():
            continue
        try:
            _print(coach.interviews.send(session_id, command_from(line)))
        except CoachError as error:
            print(json.dumps({"type": "error", "message": str(error)}, ensure_ascii=False), flush=True)  # noqa: T201
        if not over and coach.interviews.state(session_id).ended:
            return
    if not over:
        _print(coach.interviews.send(session_id, Pause()))


def command_from(line: str) -> Command:
    """The command that a JSON line gives. Raises Misconfigured."""
    try:
        given = json.loads(line)
        match given:
            case {"type": "answer", "text": str(text)}:
                return Answer(text=text)
            case {"type": "dispute", "entry_id": str(entry_id), "key_point": str(key_point)}:
                return Dispute(entry_id=entry_id, key_point=key_point)
            case {"type": "regrade", "entry_id": str(entry_id)}:
                return Regrade(entry_id=entry_id)
            case {"type": str(name)} if name in BARE:
                return BARE[name]()
    except (json.JSONDecodeError, ValidationError):
        pass
    raise Misconfigured(
        f"This is no command: {line.strip()[:80]}",
        remedy='Send {"type": "answer", "text": "..."}, or one of: ' + ", ".join(BARE) + ".",
    )


def _print(events: Iterable[Event]) -> None:
    for event in events:
        print(to_json(event), flush=True)  # noqa: T201


# --- In the terminal ---------------------------------------------------------------------------------------------


def _in_terminal(coach: Coach, session_id: str, before: list[Event], *, resuming: bool) -> None:
    console = Console()
    console.print(HELP, style="dim")
    silent = coach.interviews.state(session_id).feedback == "end"
    if resuming:
        _show(console, [event for event in before if isinstance(event, QuestionAsked | FollowUpAsked)][-1:])
        _show(console, coach.interviews.resume(session_id), silent=silent)
    else:
        _show(console, before)
    while coach.interviews.state(session_id).ended is None:
        said = _heard()
        if said is None or said == "/pause":
            _show(console, coach.interviews.send(session_id, Pause()))
            console.print(f"\nPaused. Go on with: coach interview --resume {session_id}")
            return
        try:
            command = BARE[said[1:]]() if said[1:] in BARE and said.startswith("/") else Answer(text=said)
            with console.status("Thinking it over"):
                events = list(coach.interviews.send(session_id, command))
            _show(console, events, silent=silent)
        except CoachError as error:
            console.print(str(error), style="yellow")
    console.print(Markdown(report_formats.to_markdown(coach.report(session_id))))


def _heard() -> str | None:
    """An answer of one or more lines; None at the end of input."""
    lines: list[str] = []
    while True:
        try:
            line = input("> " if not lines else "  ")
        except EOFError:
            return "\n".join(lines) or None
        if line.startswith("/") and not lines:
            return line.strip()
        if not line.strip() and lines:
            return "\n".join(lines)
        if line.strip():
            lines.append(line)


def _show(console: Console, events: Iterable[Event], *, silent: bool = False) -> None:
    """silent: grades wait for the report."""
    for event in events:
        match event:
            case Graded() if silent:
                pass
            case QuestionAsked():
                console.print()
                if event.lead_in:
                    console.print(event.lead_in)
                console.print(f"Question {event.number} of {event.of}", style="dim")
                console.print(Padding(event.question, (0, 2)), style="bold")
            case FollowUpAsked() | Clarified() | Repeated():
                console.print(Padding(event.text, (1, 2)), style="bold")
            case HintGiven():
                cost = f"costs {event.cost:.0%} of this question"
                console.print(Padding(f"Hint {event.step} of {event.of} ({cost}): {event.text}", (1, 2)), style="cyan")
            case Graded():
                worth = f"{event.score:.0%}. " if event.verdicts else ""
                console.print(Padding(f"{worth}{event.feedback}", (1, 2)), style="green")
                if event.notice:
                    console.print(Padding(event.notice, (0, 2)), style="yellow")
            case Ended():
                console.print(Padding(event.text, (1, 2)))
            case _:
                pass

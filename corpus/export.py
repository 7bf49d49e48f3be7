"""Entries to documents again: in the library format, to mend and keep by hand, or as rows for a spreadsheet."""

import csv
import io
import re
from collections.abc import Sequence
from itertools import zip_longest

from corpus.entries import Entry
from corpus.library_format import is_id

UNFILED = "general"


def to_library(entries: Sequence[Entry], title: str) -> str:
    """A document of these entries: reading it gives the same entries back, other than where they stand."""
    head = f"# {_one_line(title)}\n\nQuestions and answers, {len(entries)} in all.\n"
    return "\n".join([head, *(_entry(entry) for entry in entries)])


def to_csv(entries: Sequence[Entry]) -> str:
    """The entries as rows, with a header that reading them back knows."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["Question", "Answer", "Level", "Topic", "Key points", "Follow-ups", "Hints", "References"])
    for entry in entries:
        follow_ups = [follow_up.question for follow_up in entry.follow_ups]
        lists = ("\n".join(items) for items in (entry.key_points, follow_ups, entry.hints, entry.references))
        row = (entry.question, entry.answer, entry.level, ", ".join(entry.topics), *lists)
        writer.writerow([_no_formula(cell) for cell in row])
    return out.getvalue()


def _no_formula(cell: str) -> str:
    """A cell that a spreadsheet shows and never runs: what begins like a formula gets an apostrophe in front."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell


def _entry(entry: Entry) -> str:
    parts = [
        f"## {_one_line(entry.question)}",
        "",
        f"- id: {entry.id if is_id(entry.id) else 'entry-' + re.sub('[^a-z0-9]+', '-', entry.id.lower()).strip('-')}",
        f"- level: {entry.level}",
        f"- kind: {entry.kind}",
        f"- topics: {', '.join(entry.topics) or UNFILED}",
    ]
    if entry.related:
        parts.append(f"- related: {', '.join(entry.related)}")
    parts += ["", *([_answer(entry.answer), ""] if entry.answer else [])]
    parts += _section("Key points", [_nested(*pair) for pair in zip_longest(entry.key_points, entry.probes)])
    parts += _section(
        "Follow-ups", [_nested(follow_up.question, follow_up.good_reply) for follow_up in entry.follow_ups]
    )
    parts += _section("Pitfalls", [f"- {_one_line(pitfall)}" for pitfall in entry.pitfalls])
    parts += _section("Hints", [f"{i}. {_one_line(hint)}" for i, hint in enumerate(entry.hints, start=1)])
    parts += _section("Also asked", [f"- {_one_line(asked)}" for asked in entry.also_asked])
    parts += _section("Details", [_nested(one.question, one.says, one.next) for one in entry.details])
    parts += _section("References", [f"- {_one_line(reference)}" for reference in entry.references])
    return "\n".join(parts)


def _section(name: str, items: list[str]) -> list[str]:
    return [f"### {name}", "", *items, ""] if items else []


def _nested(text: str, *below: str | None) -> str:
    """An item, with those below it that there are."""
    return "\n  - ".join([f"- {_one_line(text)}", *(_one_line(some) for some in below if some)])


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _answer(answer: str) -> str:
    """An answer with its headings as bold lines: in the format, headings divide entries and sections."""
    lines = []
    fence = ""
    for line in answer.split("\n"):
        bare = line.strip()
        mark = re.match(r" {0,3}(`{3,}|~{3,})", line)
        if fence:
            fence = "" if bare.startswith(fence) and not bare.strip(fence[0]) else fence
        elif mark:
            fence = mark[1]
        elif heading := re.match(r"#{1,6}\s+(.*?)\s*#*$", line):
            line = f"**{heading[1].strip('* ')}**" if heading[1].strip("* ") else ""
        lines.append(line)
    return "\n".join([*lines, fence] if fence else lines)

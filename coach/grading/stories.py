"""Stories about one's own work: judged by whether their parts are there, not by likeness to anybody's story.

The parts are those of STAR (situation, task, action, result) with reflection. Each is recognised by how it is said:
in the first person and the past, about one case; habits ("I usually ...") tell no story.
"""

import re
from collections.abc import Sequence

from coach.grading.text import Unit

_PAST = (
    r"built|wrote|made|found|ran|set|chose|split|took|gave|went|began|led|met|saw|got|did|put|cut|moved|kept|let|tested|"
    r"\w{3,}ed"
)
CUES: dict[str, tuple[str, ...]] = {
    "situation": (
        r"\b(?:at|in|for) (?:my|our|a|an|the) (?:\w+ ){0,3}"
        r"(?:job|company|team|project|role|start-?up|bank|client|internship|firm|shop)",
        r"\b(?:our|my|the) (?:\w+ ){0,4}"
        r"(?:model|system|pipeline|service|search|forecast|classifier|product|team|dashboard|app)\w*"
        r"(?: \w+){0,6} (?:was|were|had|took|needed|failed|broke|kept|began|started|suddenly)",
        r"\b(?:last year|in 20\d\d|two years ago|a year ago|back then|one (?:weekend|day|morning|night))"
        r"|\bwhen i (?:was|worked|joined)",
        r"\b(?:complain|customers?|users?|deadline|outage|incident|because of|problem was|too slow|was losing)",
    ),
    "task": (
        r"\bi (?:was|had been) (?:asked|responsible|in charge|told|the (?:only|lead|owner))"
        r"|\bmy (?:task|goal|job|role|responsibility)\b",
        r"\bi owned\b|\bi had to\b|\bwe (?:had to|needed to|wanted to|were asked)|\bthe (?:goal|target|aim|task) was\b",
        r"\b(?:below|under|at least|within|without (?:losing|dropping)|no more than|down to)\b.{0,30}\d",
    ),
    "action": (
        rf"\bi (?:first |then |also |therefore |finally |quickly )?(?:{_PAST})\b",
        rf"\b(?:first|then|next|after that|finally|before (?:changing|touching))\b.{{0,40}}\b(?:{_PAST})\b",
        rf"\bwe (?:first |then |also )?(?:{_PAST})\b",
        r"\bprofil\w+|\bmeasur\w+|\bcompar\w+|\brolled back|\bswitched|\binterviewed|\btalked to|\bread through",
    ),
    "result": (
        r"\b(?:from|down|up|to|by|of|about|only|over|under|cost|saved|instead of)\b.{0,25}\d",
        r"\b(?:in the end|as a result|afterwards|we ended|the result|outcome|finally|fell|rose|dropped|improved|"
        r"went (?:down|up)|reduced|saved|increased|decreased|repaired|recovered|accuracy|latency)\b",
        r"\d\s*(?:%|per ?cent|ms|seconds?|minutes?|hours?|days?|points?|euros?|dollars?|k\b|times|users|customers)",
    ),
    "reflection": (
        r"\b(?:i|we) (?:have )?(?:learn(?:ed|t)|realised|realized)\b"
        r"|\b(?:in hindsight|looking back|in retrospect|next time)\b",
        r"\bi(?:'d| would| should) (?:have|now|do|put|start|never|always|not)\b"
        r"|\bmy (?:own )?mistake\b|\bsince then\b|\bthe lesson\b",
    ),
}
"""Per part, what it is told by. Two kinds of cue tell a part for sure; reflection is short and needs one."""
NEEDED = {"situation": 2, "task": 1, "action": 2, "result": 2, "reflection": 1}
_HABIT = re.compile(
    r"\b(?:usually|always|often|normally|generally|typically|sometimes|in general|i would|people|one should)\b"
)
_OWN = re.compile(rf"\b(?:i|we) (?:\w+ ){{0,2}}(?:{_PAST}|was|were|had)\b|\b(?:my|our)\b")


def part_of(key_point: str) -> str:
    """Which part of a story a key point asks for; "" where it asks for something else."""
    label = key_point.partition(":")[0].strip().casefold()
    return label if label in CUES else ""


def told(part: str, units: Sequence[Unit]) -> tuple[float, Unit | None]:
    """How surely that part is told, in [0, 1], and the unit that tells most of it."""
    clauses = [unit for unit in units if unit.clause]
    found: set[int] = set()
    best: tuple[int, Unit | None] = (0, None)
    for unit in clauses:
        text = unit.text.casefold()
        if _HABIT.search(text) and part != "reflection":
            continue
        hits = {n for n, cue in enumerate(CUES[part]) if re.search(cue, text)}
        found |= hits
        if len(hits) > best[0]:
            best = (len(hits), unit)
    if not any(_OWN.search(unit.text.casefold()) and not _HABIT.search(unit.text.casefold()) for unit in clauses):
        return 0.0, None
    return min(1.0, len(found) / NEEDED[part]), best[1]

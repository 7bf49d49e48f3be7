"""The nouns of grading: what one answer is worth, key point by key point."""

from enum import StrEnum

from pydantic import Field

from corpus.entries import Frozen


class Verdict(StrEnum):
    """What an answer does with a key point. Contradicted is worse than missed: it says the opposite."""

    COVERED = "covered"
    PARTIAL = "partial"
    MISSED = "missed"
    CONTRADICTED = "contradicted"


class KeyPointVerdict(Frozen):
    """One key point, judged.

    key_point: as the entry has it, or as it was derived from the entry's answer.
    evidence: the candidate's own words, a verbatim part of the answer; empty where nothing was said.
    reference: the sentence of the corpus that it was judged by.
    degree: how much of the point the answer states, in [0, 1]; 0 when contradicted. The score is computed from it.
    sure: whether the grader would stand by it. Where it is not, the interviewer asks instead of guessing.
    disputed: the candidate said that it counts; then it does, and it stays marked.
    """

    key_point: str
    verdict: Verdict
    evidence: str = ""
    reference: str = ""
    degree: float = Field(default=0.0, ge=0, le=1)
    sure: bool = True
    grader: str = "offline"
    disputed: bool = False


class Grade(Frozen):
    """The verdicts on one answer, and what code computed from them.

    score: in [0, 1]. flags: what was odd about the answer ("empty", "instructions", "term list", ...).
    feedback: a few sentences to the candidate.
    grader: "offline" or the model's spec; notice: why another grader than the wished-for one was used.
    follow_up: what an interviewer would ask next about it; empty where nothing is open.
    """

    verdicts: tuple[KeyPointVerdict, ...]
    score: float = Field(ge=0, le=1)
    flags: tuple[str, ...] = ()
    feedback: str = ""
    grader: str = "offline"
    notice: str | None = None
    follow_up: str = ""

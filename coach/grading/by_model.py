"""Grading with a language model: it gives verdicts with quotes, code checks the quotes and computes the score.

A verdict stands only if its quote is the candidate's own words, is not the question's, and speaks of the key point.
Where it does not, the offline verdict on that point stays. What the offline guards found to be no answer is never sent.
"""

import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict

from coach.grading import scoring
from coach.grading.code_answers import read_code
from coach.grading.code_demands import remarks
from coach.grading.feedback import feedback
from coach.grading.grades import Grade, KeyPointVerdict, Verdict
from coach.grading.guards import OTHER_LANGUAGE
from coach.grading.orders import without_orders
from coach.models import prompts
from coach.models.asking import Limits, structured
from coach.models.spec import ModelSpec
from corpus.entries import Entry
from corpus.errors import ModelFailed

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

Embed = Callable[[Sequence[str]], NDArray[np.float32]]

ABOUT = 0.2  # cosine of a quote and a key point below which the quote does not speak of it
FEWEST_WORDS = 2  # of a quote: a single word can be found anywhere
LONGEST_ANSWER = 6000  # characters that are sent; what is longer is graded offline
_GAP = re.compile(r"\[?(?:\.{3}|…)\]?")
REPLY = Limits(tokens=900, characters=9000, silence=60.0, total=120.0)


class JudgedPoint(BaseModel):
    """A model's verdict on the key point of that number, counted from 1."""

    model_config = ConfigDict(extra="forbid")

    number: int
    verdict: Literal["covered", "partial", "missed", "contradicted"]
    quote: str = ""


class Judgement(BaseModel):
    """What a model replies."""

    model_config = ConfigDict(extra="forbid")

    points: list[JudgedPoint]


def grade_with_model(
    entry: Entry, answer: str, offline: Grade, model: "BaseChatModel", spec: ModelSpec, embed: Embed
) -> Grade:
    """The offline grade with the model's verdicts in it, as far as they hold; with a notice where the model failed.

    offline: the grade of the same answer without a model.
    """
    foreign = offline.flags == (OTHER_LANGUAGE,)  # the offline grader could not read it: no reason to refuse it
    refused = offline.flags and offline.score == 0 and not foreign
    if not offline.verdicts or refused or len(answer) > LONGEST_ANSWER:
        return offline
    from langchain_core.messages import HumanMessage

    listed = "\n".join(f"{n}. {v.key_point}" for n, v in enumerate(offline.verdicts, 1))
    told = without_orders(answer)  # a model cannot obey what it never reads
    asked = prompts.load(
        "grade", question=entry.question, key_points=listed, answer=told.replace("ANSWER>>>", "ANSWER")
    )
    try:
        judged = structured(model, [HumanMessage(asked)], Judgement, REPLY.no_more_than(spec.timeout))
    except ModelFailed as failure:
        return offline.model_copy(update={"notice": f"{failure.message} This was graded without a model."})
    by_number = {point.number: point for point in judged.points}
    verdicts = tuple(
        _checked(by_number.get(n), verdict, entry, told, str(spec), None if foreign else embed)
        for n, verdict in enumerate(offline.verdicts, 1)
    )
    if not any(verdict.grader == str(spec) for verdict in verdicts):
        notice = f"{spec} gave no verdict with the answer's own words behind it. This was graded without a model."
        return offline.model_copy(update={"notice": notice})
    said = feedback(verdicts, () if foreign else offline.flags)
    return offline.model_copy(
        update={
            "verdicts": verdicts,
            "score": scoring.score(verdicts),
            "flags": () if foreign else offline.flags,
            "feedback": " ".join((*remarks(entry.question, read_code(answer)), said)),
            "grader": str(spec),
        }
    )


def own_words(quote: str, answer: str) -> str:
    """The part of the answer that a quote stands for, as it stands there; empty where it is not there.

    Case, spaces and the kind of quotation marks may differ, and something may be left out: models tidy what they copy.
    Of a quote with gaps it is the longest piece, and all pieces have to be there.
    """
    pieces = [words for piece in _GAP.split(quote) if (words := re.findall(r"\w+", piece))]
    found = [re.search(r"\W+".join(map(re.escape, words)), answer, re.IGNORECASE) for words in pieces]
    whole = max((match[0] for match in found if match), key=len, default="")
    return whole if all(found) and len(re.findall(r"\w+", whole)) >= FEWEST_WORDS else ""


def _checked(
    point: JudgedPoint | None, offline: KeyPointVerdict, entry: Entry, answer: str, grader: str, embed: Embed | None
) -> KeyPointVerdict:
    """embed: says whether a quote speaks of the point; None where it does not know the answer's language."""
    if point is None:
        return offline
    verdict = Verdict(point.verdict)
    if verdict is Verdict.MISSED:
        return offline.model_copy(update=_as(verdict, "", grader))
    evidence = own_words(point.quote, answer)
    if not evidence or own_words(evidence, entry.question):
        return offline
    if embed is not None:
        quote, wanted = embed([evidence, offline.key_point])
        if float(quote @ wanted) < ABOUT:
            return offline
    return offline.model_copy(update=_as(verdict, evidence, grader))


def _as(verdict: Verdict, evidence: str, grader: str) -> dict[str, object]:
    return {
        "verdict": verdict,
        "evidence": evidence,
        "degree": scoring.DEGREES[verdict],
        "sure": True,
        "grader": grader,
    }

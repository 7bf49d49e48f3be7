"""Grading without a language model (grade_offline), and the nouns of grading."""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from coach import phrasing, scoring
from coach.grades import Grade, KeyPointVerdict, Verdict
from coach.key_points import key_points
from corpus.entries import Entry
from corpus.text import sentences
from index.words import terms

Embed = Callable[[Sequence[str]], NDArray[np.float32]]

__all__ = ["Grade", "KeyPointVerdict", "Verdict", "grade_offline"]


def grade_offline(entry: Entry, answer: str, embed: Embed) -> Grade:
    """Verdicts on every key point of an entry."""
    points = key_points(entry)
    spans = [answer[s.start : s.end] for s in sentences(answer) if answer[s.start : s.end].strip()]
    if not points or not spans:
        verdicts = tuple(
            KeyPointVerdict(key_point=p.text, verdict=Verdict.MISSED, reference=p.reference) for p in points
        )
        return Grade(verdicts=verdicts, score=0.0, flags=("empty",), feedback=phrasing.feedback(verdicts, ("empty",)))
    a, b = embed([p.text for p in points]), embed(spans)
    cosine = a @ b.T
    out = []
    for n, point in enumerate(points):
        best = int(np.argmax(cosine[n]))
        wanted = set(terms(point.text))
        recall = len(wanted & set(terms(spans[best]))) / max(1, len(wanted))
        degree = float(np.clip((0.6 * cosine[n, best] + 0.4 * recall - 0.25) / 0.5, 0, 1))
        verdict = Verdict.COVERED if degree > 0.66 else Verdict.PARTIAL if degree > 0.33 else Verdict.MISSED
        out.append(
            KeyPointVerdict(
                key_point=point.text,
                verdict=verdict,
                evidence=spans[best].strip() if degree > 0.33 else "",
                reference=point.reference,
                degree=degree,
            )
        )
    return Grade(verdicts=tuple(out), score=scoring.score(out), feedback=phrasing.feedback(out, ()))

"""Where one stands, as HTML: in numbers, over time, what is weak, topic by topic. Pure."""

from collections.abc import Sequence
from datetime import datetime
from html import escape
from statistics import fmean
from urllib.parse import quote

from coach.progress import Progress, TopicProgress
from coach.results import GOOD
from coach.review import Review
from ui.opening import last, missed

RUNS = 12  # newest interviews in the chart
TALL = 110  # pixels of a full bar
WEAK = 5  # questions named as weak
TOPICS = 12  # topics shown before the rest is folded away
LEGEND = "The weakest first. Expected recall is the chance that what you knew when you were asked is still there today."


def progress(progress: Progress, known: Sequence[Review], now: datetime) -> str:
    """The whole page. known: every question in memory."""
    if not progress.asked:
        return (
            '<section class="today"><h3>Nothing to show yet</h3><p>Take an interview: after it this page shows how '
            "much you have covered, how much of it you should still know, and what to practise.</p>"
            '<div class="do"><a class="first" href="/interview">Take an interview</a></div></section>'
        )
    return f"{_tiles(progress, known)}{_runs(progress)}{_weak(known, now)}{_topics(progress.topics)}"


def _tiles(progress: Progress, known: Sequence[Review]) -> str:
    knew = [review.recall for review in known if review.score]
    tiles = [
        (f"{progress.asked}", f"of {progress.entries} questions asked"),
        (f"{fmean(knew):.0%}" if knew else "–", "expected recall of what you knew"),
        (f"{progress.due}", '<a href="/review">due for review</a>'),
    ]
    shown = "".join(f"<div><b>{number}</b><span>{words}</span></div>" for number, words in tiles)
    return f'<div class="tiles">{shown}</div>'


def _runs(progress: Progress) -> str:
    scores = progress.scores[-RUNS:]
    if not scores:
        return ""
    bars = "".join(
        f'<span class="run"><b>{round(100 * score)}</b><i style="height:{max(2, round(score * TALL))}px"></i>'
        f"<small>{at.day} {at:%b}</small></span>"
        for at, score in scores
    )
    words = f'<p class="line">{_trend(progress)}</p>'
    return f'<section class="chart"><h3>Scores over time</h3>{words}<div class="runs">{bars}</div></section>'


def _trend(progress: Progress) -> str:
    """The trend in words, for those who do not see the bars too."""
    scores = [score for _, score in progress.scores]
    if len(scores) == 1:
        return f"One interview so far, at {scores[0]:.0%}."
    half = len(scores) // 2
    before, lately = fmean(scores[:half]), fmean(scores[half:])
    step = round(100 * lately) - round(100 * before)
    way = f"{abs(step)} points {'up' if step > 0 else 'down'}" if step else "the same"
    return f"{len(scores)} interviews and reviews; the later half averages {lately:.0%}, {way} on the earlier half."


def _weak(known: Sequence[Review], now: datetime) -> str:
    newest = sorted((review for review in known if review.score < GOOD), key=lambda r: r.last, reverse=True)
    weak = sorted(newest, key=lambda r: (round(r.score, 1), round(r.recall, 1)))[:WEAK]
    if not weak:
        return (
            "<section><h3>Weak points</h3><p class='line'>None: every question you were asked went well.</p></section>"
        )
    rows = "".join(
        f'<li><div><p class="name">{escape(r.question)}</p>'
        f"{missed(r)}"
        f"{last(r, now)}</div>"
        f'<button type="button" class="second" data-do="questions" data-ids="{escape(r.entry_id)}">Practise'
        f'<span class="sr"> {escape(r.question)}</span></button></li>'
        for r in weak
    )
    ids = escape(" ".join(r.entry_id for r in weak))
    all_of_them = (
        f'<div class="do"><button type="button" class="first" data-do="questions" data-ids="{ids}">'
        f"Practise these {len(weak)}</button></div>"
        if len(weak) > 1
        else ""
    )
    return f'<section><h3>Weak points</h3><ul class="due weak">{rows}</ul>{all_of_them}</section>'


def _topics(topics: Sequence[TopicProgress]) -> str:
    asked = sorted((t for t in topics if t.asked), key=lambda t: ((t.score or 0.0) * (t.recall or 0.0), t.topic))
    rest = [t for t in topics if not t.asked]
    rows = [_topic(topic) for topic in asked]
    more = (
        f'<details class="more"><summary>{len(rows) - TOPICS} more</summary>{"".join(rows[TOPICS:])}</details>'
        if len(rows) > TOPICS
        else ""
    )
    new = "".join(f'<a href="/interview?topic={quote(t.topic)}">{escape(t.topic)}</a>' for t in rest)
    unseen = (
        f'<details class="more"><summary>{_count(len(rest))} not asked about yet</summary>'
        f'<div class="chips">{new}</div></details>'
        if rest
        else ""
    )
    head = "".join(f"<span>{word}</span>" for word in ("Topic", "Asked", "Expected recall", "Score", ""))
    return (
        f'<section><h3>Topics</h3><p class="line">{LEGEND}</p><div class="progress-topic head" aria-hidden="true">'
        f"{head}</div>{''.join(rows[:TOPICS])}{more}{unseen}</section>"
    )


def _topic(topic: TopicProgress) -> str:
    name = escape(topic.topic)
    return (
        f'<div class="progress-topic"><span class="name">{name}</span>'
        f"{_bar('Asked', topic.asked / topic.entries, f'{topic.asked} of {topic.entries}')}"
        f"{_recall(topic)}"
        f'<span class="score-cell"><span class="sr">Score </span>{topic.score or 0.0:.0%}</span>'
        f'<button type="button" class="second" data-do="topic" data-topic="{name}">Practise'
        f'<span class="sr"> {name}</span></button></div>'
    )


def _recall(topic: TopicProgress) -> str:
    """Nothing was known, nothing can be recalled."""
    if not topic.score or topic.recall is None:
        return _bar("Expected recall", 0.0, "–")
    return _bar("Expected recall", topic.recall, f"{topic.recall:.0%}")


def _bar(what: str, share: float, words: str) -> str:
    return (
        f'<span class="measure"><span class="what">{what} </span><span class="bar"><i style="width:{share:.0%}"></i>'
        f"</span><b>{words}</b></span>"
    )


def _count(count: int) -> str:
    return "1 topic" if count == 1 else f"{count} topics"

"""What somebody is weak at: computed from the newest grade of every question they were asked. Pure."""

from collections.abc import Sequence

from coach.events import Graded, TopicScore
from coach.explanation import Explanation
from coach.results import GOOD, topic_scores

START = "Start a short interview"
SHOWN = 3  # topics named as the weakest
NOTHING_KNOWN = "I do not know yet: nothing was graded so far. Take a short interview, and ask me again."
NOTHING_WEAK = "Nothing is weak: every question you were asked went well. Take an interview on something new."
NOTHING_DUE = "Nothing is due for review today. Take an interview, and what went badly in it will come back."


def newest(grades: Sequence[Graded]) -> list[Graded]:
    """The last grade of each question. grades: oldest first."""
    return list({grade.entry_id: grade for grade in grades}.values())


def weakest(grades: Sequence[Graded]) -> list[TopicScore]:
    """The topics that need more work, the weakest first."""
    return [row for row in topic_scores(newest(grades)) if row.score < GOOD]


def told(question: str, grades: Sequence[Graded]) -> Explanation:
    """The weakest topics and the weakest question, as an answer in the conversation."""
    known = newest(grades)
    if not known:
        return Explanation(query=question, answer=NOTHING_KNOWN, answerable=True, follow_ups=(START,))
    weak = weakest(known)[:SHOWN]
    if not weak:
        return Explanation(query=question, answer=NOTHING_WEAK, answerable=True)
    listed = "\n".join(
        f"- **{row.topic}**: {row.score:.0%} over {row.questions} {'question' if row.questions == 1 else 'questions'}"
        for row in weak
    )
    worst = min(known, key=lambda grade: grade.score)
    answer = f"So far you are weakest at:\n\n{listed}\n\nThe answer with most left to say: {worst.question}"
    follow_ups = ("Review what went badly", *(f"Quiz me on {row.topic}" for row in weak[:2]))
    return Explanation(query=question, answer=answer, answerable=True, follow_ups=follow_ups)

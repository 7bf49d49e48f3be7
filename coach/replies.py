"""What the coach says of itself and of the notes as a whole, where nothing in them was asked about. Pure."""

from collections.abc import Mapping, Sequence
from datetime import date

from coach.events import Graded
from coach.explanation import OFFLINE, Citation, Explanation, Nearest
from coach.weaknesses import START, weakest
from corpus.entries import Entry

HELLO = "Hello. Ask me anything in your notes, or say “start an interview” or “quiz me”."
WELCOME = "You are welcome. Ask on, or say “quiz me on this”."
BYE = "Goodbye, and good luck. What you asked and answered is kept."
SORRY = "I am sorry. Ask it in other words, or say “simpler”, “an example” or “where did you read that?”."
HELP = """You can type any of these here:

- **A question in your own words**: “what is overfitting?”, “L1 vs L2”, “my loss becomes NaN”.
- **More on the answer**: “why?”, “simpler”, “deeper”, “an example”, “show me code”, “what should I say?”.
- **Practice**: “quiz me on this”, “start a short interview on trees”, “what do they ask about SQL?”.
- **Where you stand**: “what am I weak at?”, “what is due?”, “where should I start?”, “what topics are there?”."""

ANSWERING = """A good answer takes one to two minutes and begins with its point.

- **A concept**: what it is in one sentence, why it is needed, how it works, and one trade-off or example.
- **A story** (STAR): the situation in two sentences, your task, what *you* did, the result with a number, the lesson.
- **A design**: requirements first, then data, model, serving, evaluation, monitoring, trade-offs. Think aloud, and ask.
- **Code**: the idea and its cost, then the code, then a test on an example.

If you do not know: say so, and reason from what you know. After any of my answers, ask “what should I say?”."""

ADDING = (
    "Open the [Library](/library) and add a file: Markdown, plain text, PDF, Word, a web page, a table, a notebook or"
    " an Anki deck. You see which questions were recognised before they are kept. Then ask me about them, or be"
    " interviewed on them."
)
MANAGING = "The … menu above a conversation renames, saves or deletes it. A deleted one can be brought back at once."
WEAK = "What am I weak at?"
REVIEW = "Review what is due"
TOPICS = "What topics are there?"
EMPTY = "There is nothing in the library yet. Add a document there, and ask me again."
SET_THE_DAY = "Tell me the day in the [Settings](/settings), and reviews are spread over the days until then."
PUT_RIGHT = "If they are wrong, add a document that puts it right to the [Library](/library): then I find that as well."
GOES_ON = "After this [1] an interviewer may go on with:"
GOES_ELSEWHERE = "My notes have no follow-up questions to this [1]. An interviewer may go on to:"
NOTHING_FURTHER = "My notes have no question that goes on from there [1]. Say “quiz me on this”, or “deeper”."
SHORT_OF_TIME = 2
"""Days before the interview, from which there is no time to learn anything new."""
LISTED = 8  # questions shown on a subject
RELATED = 3  # shown where an entry has no follow-up questions
WEAKEST = 2  # topics named in a plan
TOPICS_LISTED = 30


def plan(question: str, days: int | None, due: int, grades: Sequence[Graded], *, day_kept: bool) -> Explanation:
    """How to prepare, by the days that are left and by what is known of the user.

    days: until the interview, None where unknown. due: questions to review today. grades: all, oldest first.
    day_kept: whether the day of the interview is in the settings.
    """
    weak = [row.topic for row in weakest(grades)[:WEAKEST]]
    if days is not None and days <= SHORT_OF_TIME:
        steps = _last_steps(days, weak)
    else:
        steps = _steps(due, weak, graded=bool(grades))
    opening = f"{_left(days)} I would go about it like this:".strip()
    told = "\n".join(f"{n}. {step}" for n, step in enumerate(steps, 1))
    hint = "" if day_kept else f"\n\n{SET_THE_DAY}"
    follow_ups = (START, REVIEW if due else WEAK if grades else TOPICS, "Tell me about yourself.")
    return Explanation(query=question, answer=f"{opening}\n\n{told}{hint}", answerable=True, follow_ups=follow_ups)


def _left(days: int | None) -> str:
    if days is None:
        return ""
    if days <= 1:
        return "It is tomorrow." if days == 1 else "It is today."
    return f"You have {days} days."


def _steps(due: int, weak: Sequence[str], *, graded: bool) -> list[str]:
    if weak:
        named = " and ".join(weak)
        first = f"**Begin with what is weak**: {named}, by what you answered so far. Say “quiz me on {weak[0]}”."
    elif graded:
        first = "**Try something new**: what you were asked so far went well. Take an interview on other topics."
    else:
        first = "**Find out where you stand.** Say “start a short interview”: three questions, and what was missing."
    waiting = f" Today {_counted(due, 'question is', 'questions are')} due." if due else ""
    return [
        first,
        "**Close the gaps one by one.** Ask me about each, until you can say it in your own words and with an example.",
        f"**A few questions every day.** What went badly comes back under [Review](/review), in time.{waiting}",
        "**Every few days a whole interview**, spoken aloud, with the feedback only at its end.",
        "**Your own stories**: “tell me about yourself” and two projects: what you did, and what came of it.",
    ]


def _last_steps(days: int, weak: Sequence[str]) -> list[str]:
    warm_up = f"**Warm up** on {weak[0]}" if weak else "**Warm up** with a short interview"
    return [
        f"{warm_up}. Nothing new now: it would push out what you know.",
        "**Say aloud** “tell me about yourself” and two of your projects, a minute and a half each.",
        "**Read once more** what you missed in your last interviews: it stands in their reports.",
        "**Go to bed early.**" if days else "**Then close the laptop**, and go there early.",
    ]


def topics_told(question: str, entries: Sequence[Entry], topics: Mapping[str, int]) -> Explanation:
    """What there is to be asked about. topics: how many entries each has, the fullest first."""
    if not entries:
        return Explanation(query=question, answer=EMPTY, answerable=True)
    documents = len({entry.document for entry in entries})
    opening = f"{_counted(len(entries), 'question', 'questions')} in {_counted(documents, 'document', 'documents')}."
    named = list(topics.items())[:TOPICS_LISTED]
    listed = ", ".join(f"{topic} ({count})" for topic, count in named)
    more = f", and {len(topics) - len(named)} more" if len(topics) > len(named) else ""
    follow_ups = tuple(f"Show questions on {topic}" for topic, _ in named[:2])
    answer = f"{opening} By topic: {listed}{more}." if named else opening
    return Explanation(query=question, answer=answer, answerable=True, follow_ups=(*follow_ups, START))


def questions_told(question: str, subject: str, entries: Sequence[Entry]) -> Explanation:
    """What is asked about a subject. entries: those about it, the nearest first; at least one."""
    shown = entries[:LISTED]
    listed = "\n".join(f"- {entry.question}" for entry in shown)
    return Explanation(
        query=question,
        answer=f"These in my notes come nearest to {subject}:\n\n{listed}",
        answerable=True,
        nearest=tuple(map(Nearest.of, shown)),
        follow_ups=(f"Quiz me on {subject}", *(entry.question for entry in shown[:2])),
    )


def follow_ups_told(question: str, last: Explanation, entry: Entry | None, related: Sequence[Entry]) -> Explanation:
    """What an interviewer may ask after the last answer.

    entry: what it rests on, None where that is not in the library any more. related: entries to go on with where it
    has no follow-up questions of its own.
    """
    own = [further.question for further in entry.follow_ups] if entry is not None else []
    asked = [Nearest.of(entry).model_copy(update={"question": further}) for further in own if entry is not None]
    asked = asked or [Nearest.of(other) for other in related]
    opening = GOES_ON if own else GOES_ELSEWHERE
    listed = "\n".join(f"- {one.question}" for one in asked)
    others = [other for other in last.follow_ups if other not in {one.question for one in asked}]
    return Explanation(
        query=question,
        answer=f"{opening}\n\n{listed}" if asked else NOTHING_FURTHER,
        answerable=True,
        citations=last.citations[:1],
        nearest=tuple(asked),
        follow_ups=("Quiz me on this", *others[:2]),
    )


def about(query: str, answers: str) -> Explanation:
    """Who answers. answers: the line on that which stands under the chat."""
    told = (
        "I am Interview Coach, a program to practise interviews with. Ask me anything from the notes, or say “start a "
        f"short interview”. {answers} Which model answers is chosen in the [settings](/settings)."
    )
    return Explanation(query=query, answer=told, answerable=True)


def sources_told(question: str, last: Explanation, *, doubted: bool) -> Explanation:
    """Where an answer was read, place by place. doubted: whether the user said that it is wrong."""
    places: dict[str, list[Citation]] = {}
    for citation in last.citations:
        places.setdefault(citation.entry_id, []).append(citation)
    listed = "\n".join(
        f"- {of_entry[0].question} ({of_entry[0].place}) {' '.join(f'[{citation.n}]' for citation in of_entry)}"
        for of_entry in places.values()
    )
    if doubted:
        opening = "I only know what stands in the notes, and this is what they say:"
        closing = f"\n\n{PUT_RIGHT}"
    else:
        spoken = "Each sentence is quoted word for word from" if last.model == OFFLINE else "It rests on"
        opening = f"{spoken} the notes. Open a number to read it where it stands:"
        unsupported = _counted(len(last.unsupported), "sentence has", "sentences have")
        closing = f"\n\n{unsupported} nothing behind it, and is marked." if last.unsupported else ""
    return Explanation(
        query=question,
        answer=f"{opening}\n\n{listed}{closing}",
        answerable=True,
        citations=last.citations,
        follow_ups=last.follow_ups,
    )


def days_until(day: date | None, today: date) -> int | None:
    """Days until the interview; None where its day is not known or is past."""
    return (day - today).days if day is not None and day >= today else None


def _counted(count: int, one: str, several: str) -> str:
    return f"{count} {one if count == 1 else several}"

"""The nouns of explaining: what an explanation is, and what it rests on."""

from typing import Literal

from corpus.entries import Entry, Frozen, Location

OFFLINE = "offline"
"""What stands for a model's name where none took part."""
NOT_IN_NOTES = "That is not in my notes."
"""The whole answer where the corpus has none; also what models are told to say."""
NO_ANSWER_YET = "My notes have this question, but no answer to it."
NO_MORE = "My notes say no more about this."
"""The whole answer to a request for more, where everything was told."""
NOT_FROM_NOTES = "(not from my notes)"
"""Stands behind a model's sentence that no passage supports."""
NOTES_DISAGREE = "(my notes say otherwise)"
"""Stands behind a model's sentence that a passage contradicts."""

NOTES_DIFFER = "**Not quite: my notes say otherwise.**"
"""Stands before the sentence that contradicts what a question takes for granted."""

Part = Literal["answer", "key_point", "pitfall", "follow_up"]
"""Which part of its entry a quotation stands in."""


class Citation(Frozen):
    """One place that an explanation rests on.

    n: what stands in brackets in the answer; 1, 2, 3 ... without a gap, in the order of the answer.
    quote: verbatim from the document, one sentence or several that follow each other.
    span: where the quote stands in the answer of its entry, as offsets [start, end); None in the other parts.
    """

    n: int
    entry_id: str
    question: str
    document: str
    location: Location
    quote: str
    part: Part = "answer"
    span: tuple[int, int] | None = None

    @property
    def place(self) -> str:
        """Where its entry stands, in words."""
        return f"{self.document}, line {self.location.start_line}"

    @classmethod
    def of(cls, n: int, entry: Entry, quote: str, part: Part, span: tuple[int, int] | None) -> "Citation":
        """The citation numbered n, of a quote from an entry."""
        return cls(
            n=n,
            entry_id=entry.id,
            question=entry.question,
            document=entry.document,
            location=entry.location,
            quote=quote,
            part=part,
            span=span,
        )


class Nearest(Frozen):
    """An entry that is near to a question without answering it."""

    entry_id: str
    question: str
    document: str

    @classmethod
    def of(cls, entry: Entry) -> "Nearest":
        """An entry, as it is named."""
        return cls(entry_id=entry.id, question=entry.question, document=entry.document)


class Heard(Frozen):
    """What a conversation has told before.

    quotes: of the notes, in all its answers. last: the short answer before this one, which was surely read.
    """

    quotes: tuple[str, ...] = ()
    last: str = ""

    @property
    def told(self) -> str:
        """All quotes in one text, for looking up what was told."""
        return "\n".join(self.quotes)


NOTHING_HEARD = Heard()


class Explanation(Frozen):
    """An answer, and what it rests on.

    answer: Markdown with citation numbers in brackets; it begins with `short`.
    short: the answer in a sentence or two, for showing at once; equal to `answer` where there is no more.
    follow_ups: questions to go on with, three where there are as many.
    nearest: where the question is not answerable, what comes nearest.
    unsupported: sentences of a model that no passage supports; they are marked in the answer as well.
    model: who answered, "offline" or a model spec. notice: what went otherwise than the user asked for, in one line.
    done: whether this is the last and whole one; False while a model is speaking.
    """

    query: str
    answer: str
    answerable: bool
    short: str = ""
    citations: tuple[Citation, ...] = ()
    follow_ups: tuple[str, ...] = ()
    nearest: tuple[Nearest, ...] = ()
    unsupported: tuple[str, ...] = ()
    model: str = OFFLINE
    notice: str | None = None
    session: str = ""
    """An interview that was set up because the user asked for it."""
    done: bool = True

    @property
    def more(self) -> str:
        """What comes after the short answer."""
        return self.answer[len(self.short) :].strip()

"""Explaining with a model: grounded in what was found, checked as it streams, and finished offline when it fails."""

import re
import time
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import closing
from typing import TYPE_CHECKING

from coach.explaining.depths import depth_of
from coach.explaining.forms import form_of
from coach.explaining.grounding import Grounded, Known, before_repeating, echoes, grounded
from coach.explaining.offline import explain_offline, is_unanswered, not_in_notes
from coach.explaining.premises import claimed, correction
from coach.explaining.quoting import runs
from coach.explaining.selecting import select
from coach.explaining.suggesting import follow_ups
from coach.explanation import NOT_IN_NOTES, NOTHING_HEARD, Explanation, Heard
from coach.grading.features import Embed, Reader
from coach.grading.orders import without_orders
from coach.models import prompts
from coach.models.asking import Limits, Reply, stream
from coach.models.spec import ModelSpec
from coach.models.tokens import PER_MESSAGE, clipped, fitting, tokens_of
from corpus.entries import Entry, normalised
from corpus.errors import ModelFailed
from corpus.text import sentences
from index.hits import SearchResult, Turn
from index.words import STOP_WORDS, words

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import BaseMessage

INTERVAL = 0.1
"""Seconds between two partial explanations, at least: ten a second look fluent and keep a page responsive."""
REPLY_TOKENS = 450
"""Longest reply asked for; a quarter of the context at most."""
LONGEST_REPLY = 90.0
"""Seconds after which a model that is still speaking is cut short, unless it was given a longer timeout."""
PASSAGES = 4
NOTES_TOKENS = 1500
"""Most that notes may take: three or four entries. More of them make small models slow, and none of them better."""
LEAST_NOTE = 60
"""Tokens of a note, below which it says nothing."""
NOTE_END = 8
"""Tokens that close a note."""
TOKENS_A_WORD = 1.7
"""Tokens of a word, punctuation and formulas included, rather too many than too few."""
_EXPANDED = re.compile(r" \([^()]*\)")
"""What the search adds to abbreviations; a model knows them."""
SEVERAL, FROM_NOTES = 3, 1 / 3
"""Of so many assertions or more, the share that the notes must support; else the offline coach does better."""
HISTORY = 0.2
"""Share of the prompt that earlier turns may take."""
QUESTION_TOKENS = 400
"""A longer question is cut: it would leave no room for notes."""
PREMISE_TOKENS = 60
"""Most that the sentence may take which contradicts the question; the passages have it in full."""


def explain(
    turns: Sequence[Turn],
    result: SearchResult,
    model: "BaseChatModel | None",
    spec: ModelSpec | None,
    *,
    heard: Heard = NOTHING_HEARD,
    reader: Reader,
) -> Generator[Explanation, None, None]:
    """The answer to the last turn as it grows; the last one is `done`.

    There is at least one, at once, and one every quarter of a second while the model is silent, so that a caller can
    stop by closing the generator: that closes the model's stream too. Without a model, or where it fails, the offline
    coach answers, and in the second case `notice` says why. heard: what was told already. reader: compares
    meanings, for what the question takes for granted and for what the model says.
    """
    if model is None or spec is None:
        yield explain_offline(turns, result, heard=heard, reader=reader)
        return
    passages = [hit.entry for hit in result.hits if hit.entry.answer][:PASSAGES]
    if not result.answerable or not passages or is_unanswered(result):
        yield explain_offline(turns, result, heard=heard, reader=reader)  # declines in one line
        return
    messages, given = prompt(turns, result, passages, spec, reader)
    try:
        yield from _streamed(turns, result, given, messages, model, spec, reader)
    except ModelFailed as failure:
        notice = f"{failure} The offline coach answered instead."
        yield explain_offline(turns, result, notice=notice, heard=heard, reader=reader)


def prompt(
    turns: Sequence[Turn],
    result: SearchResult,
    passages: Sequence[Entry],
    spec: ModelSpec,
    embed: Embed,
) -> tuple[list["BaseMessage"], list[Entry]]:
    """The messages for a model, and the entries they hold as notes, note 1 first. They fit into its context."""
    from langchain_core.messages import AIMessage, HumanMessage, SystemMessage

    request = clipped(turns[-1].content if turns else result.query, QUESTION_TOKENS)
    rules = prompts.load("explain", depth=prompts.load(f"depth-{depth_of(request)}"), not_in_notes=NOT_IN_NOTES)
    room = spec.tokens - reply_tokens(spec) - tokens_of(rules) - tokens_of(request) - 4 * PER_MESSAGE - PREMISE_TOKENS
    history = fitting(turns[:-1], int(room * HISTORY))
    room -= sum(tokens_of(turn.content) + PER_MESSAGE for turn in history)
    notes, given = _notes(passages, request, result.standalone, min(room, NOTES_TOKENS))
    understood = _EXPANDED.sub("", result.standalone)
    question = request if normalised(request) == normalised(understood) else f"{request} ({understood})"
    mended = correction(claimed(request, result.standalone), given, embed)
    if mended is not None:  # small models agree with whatever they are asked, unless they are told not to
        question = prompts.load("premise", question=question, quote=clipped(mended.quote, PREMISE_TOKENS))
    return [
        SystemMessage(rules),
        *(HumanMessage(turn.content) if turn.role == "user" else AIMessage(turn.content) for turn in history),
        HumanMessage(prompts.load("question", notes=notes, question=question)),
    ], given


def reply_tokens(spec: ModelSpec) -> int:
    """Tokens left for the reply."""
    return min(REPLY_TOKENS, spec.tokens // 4)


def _notes(passages: Sequence[Entry], request: str, question: str, room: int) -> tuple[str, list[Entry]]:
    """As many notes as there is room for; of one that is too long, the sentences that answer the question."""
    blocks: list[str] = []
    given: list[Entry] = []
    for entry in passages:
        replies = [f.good_reply for f in entry.follow_ups if normalised(f.question) == normalised(request)]
        head = f'<note number="{len(given) + 1}" about="{entry.question}">\n'
        left = room - tokens_of(head) - NOTE_END
        if left < LEAST_NOTE and given:
            break
        text = _cut_to(entry, "\n\n".join(replies), question, max(LEAST_NOTE, left))
        block = f"{head}{text}\n</note>"
        blocks.append(block)
        given.append(entry)
        room -= tokens_of(block)
    return "\n\n".join(blocks), given


def _cut_to(entry: Entry, before: str, question: str, room: int) -> str:
    """The text of an entry, without orders and without what looks like a note; its best sentences if it is too long."""
    text = "\n\n".join(part for part in (before, without_orders(entry.answer)) if part)
    if tokens_of(text) > room:
        chosen = select(entry, question, form_of(question), words=int(room / TOKENS_A_WORD))
        units = sorted((*chosen.short, *chosen.more), key=lambda unit: unit.start)
        picked = "\n\n".join(entry.answer[start:end] for start, end in runs(units, entry.answer))
        text = clipped("\n\n".join(part for part in (before, without_orders(picked)) if part), room)
    return text.replace("<note", "< note").replace("</note", "< /note")


def _streamed(
    turns: Sequence[Turn],
    result: SearchResult,
    given: Sequence[Entry],
    messages: Sequence["BaseMessage"],
    model: "BaseChatModel",
    spec: ModelSpec,
    reader: Reader,
) -> Iterator[Explanation]:
    known: Known = {}
    limits = Limits(
        tokens=reply_tokens(spec),
        characters=8 * reply_tokens(spec),
        silence=spec.timeout,
        total=max(LONGEST_REPLY, spec.timeout),
    )
    last = Reply("")
    with closing(stream(model, messages, limits)) as replies:
        for last in _paced(replies):
            if len(kept := before_repeating(last.text)) < len(last.text.rstrip()):
                last = Reply(kept, "limit")  # it goes round in circles
                break
            if last.ending is None:
                text = "" if NOT_IN_NOTES.startswith(last.text.strip()) else last.text
                checked = grounded(text, given, known, whole=False, read=reader.tokens)
                yield _explanation(turns, result, given, checked, spec, done=False)
    if last.text.strip().startswith(NOT_IN_NOTES):
        yield not_in_notes(result, model=str(spec))
        return
    text = last.text if last.ending == "stop" else _whole_sentences(last.text)
    checked = grounded(text, given, known, read=reader.tokens)
    if reason := _unusable(last.text, checked, turns, messages):
        raise ModelFailed(f"{spec} {reason}.", remedy="Try again, or choose another model.")
    notice = None if last.ending == "stop" else f"{spec} did not come to an end, so its answer is cut short."
    yield _explanation(turns, result, given, checked, spec, done=True, notice=notice)


def _paced(replies: Iterable[Reply]) -> Iterator[Reply]:
    """The first text at once, then at most one reply in INTERVAL seconds, and always the last."""
    shown, seen = -INTERVAL, ""
    for reply in replies:
        now = time.monotonic()
        if reply.ending is not None or now - shown >= INTERVAL or (reply.text and not seen):
            shown, seen = now, reply.text
            yield reply


def _explanation(
    turns: Sequence[Turn],
    result: SearchResult,
    given: Sequence[Entry],
    checked: Grounded,
    spec: ModelSpec,
    *,
    done: bool,
    notice: str | None = None,
) -> Explanation:
    cited = {citation.entry_id for citation in checked.citations}
    used = [entry for entry in given if entry.id in cited] or list(given[:1])
    neighbours = [hit.entry for hit in result.hits if hit.entry not in used]
    asked = [turn.content for turn in turns if turn.role == "user"]
    return Explanation(
        query=result.query,
        answer=checked.text,
        short=_first_paragraph(checked.text),
        answerable=True,
        citations=checked.citations,
        follow_ups=follow_ups(used, neighbours, asked) if done else (),
        unsupported=checked.unsupported,
        model=str(spec),
        notice=notice,
        done=done,
    )


def _unusable(text: str, checked: Grounded, turns: Sequence[Turn], messages: Sequence["BaseMessage"]) -> str | None:
    """Why an answer is not shown, if it is not."""
    if echoes(text, str(messages[0].content)):
        return "repeated its own instructions"
    if turns and _english(turns[-1].content) and not _english(text):
        return "answered in another language"
    mostly_made_up = checked.claims >= SEVERAL and checked.supported < FROM_NOTES * checked.claims
    if mostly_made_up or not (checked.supported or checked.cited):
        return "did not keep to the notes"
    return None


def _english(text: str) -> bool:
    """Whether a text may be English: longer ones have function words."""
    said = words(text)
    return len(said) < 8 or sum(word in STOP_WORDS for word in said) / len(said) > 0.12


def _whole_sentences(text: str) -> str:
    """What was said in full: without the sentence that was cut off."""
    spans = sentences(text)
    if len(spans) < 2 or text.rstrip().endswith((".", "!", "?", "]")):
        return text
    return text[: spans[-2].end]


def _first_paragraph(text: str) -> str:
    return text.split("\n\n", 1)[0]

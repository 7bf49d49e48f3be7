"""The corpus's own words: what a query's misspellings, abbreviations and run-together words stand for.

Nothing here comes from a list of terms. Abbreviations are read off texts such as "Principal Component Analysis (PCA)"
(Schwartz and Hearst, "A simple algorithm for identifying abbreviation definitions", 2003) and from the initials of
words that often stand together; spelling is repaired towards words of the corpus by a noisy channel with its word pairs
(Kernighan, Church and Gale, "A spelling correction program based on a noisy channel model", 1990).
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib import resources
from itertools import pairwise
from typing import Any

from index.words import STOP_WORDS, plain, stem, stems, words

SHORTEST_REPAIRED = 3  # letters; shorter words are too like each other
LONGEST_INITIALS = 5
SHORTEST_FREE = (
    4  # letters; a shorter word is repaired only where a neighbour or a stop word speaks for it: `knn` is no `cnn`
)
IN_QUESTION = 3  # times that words count which stand together in the first line of a text, its question
PREFIX = 3  # letters of each word that a clipped compound such as `batchnorm` must keep
PHRASES_AT_LEAST = 3  # times that words must stand together for their initials to be taken as an abbreviation
DISTANCE_COST = 3.5  # in nats: one edit costs a factor of 33
FIRST_LETTER_COST = 2.0  # in nats: people seldom get it wrong
NEAREST = 50  # words of the corpus looked at for a misspelt one
COUNT_OF_STOP_WORD = 20  # as often as a stop word the corpus lacks is taken to occur
PAIR_BONUS = 4.0  # in nats, for a word that makes a pair with its neighbour that the corpus has
JOINING = frozenset(("a", "an", "and", "or", "the"))  # words that give no letter of an abbreviation
LONG_WORD = 10  # letters, from which three slips are forgiven
EXCHANGED_PER = 4  # letters of a word for each that a slip may exchange for another: `docker` is no `doctor`

_SPELLED = re.compile(r"[^\W_]+(?:[+#]+)?")
_NAMED = re.compile(r"(?<=[a-z,;(] )(?:[A-Z][a-z]+ ){1,4}[A-Z][a-z]+\b")
_MACRO = re.compile(r"\\[A-Za-z]+")
"""Of a formula: no word that anybody types."""
_A_NAME = re.compile(r"[a-z][A-Z]|[A-Z]{2}[a-rt-z]")
"""Capitals inside a word, as names have them: `GraphQL` and `ELMo` are no slips."""
_DEFINED = re.compile(r"((?:[\w'-]+ ){1,6})\(([A-Z][A-Za-z0-9-]{1,7})\)|\b([A-Z]{2,6})\s*\(((?:[\w'-]+ ?){2,6})\)")


@dataclass(frozen=True, slots=True)
class Reading:
    """A query as the corpus would put it.

    text: the query with its spelling repaired and its abbreviations followed by what they stand for.
    spelled_out: the same without abbreviations that the corpus itself does not use.
    repaired: how many words were replaced. expanded: the words that abbreviations stand for.
    strangers: share of its neighbouring content words that are never neighbours in the corpus, in [0, 1].
    """

    text: str
    spelled_out: str
    repaired: int = 0
    expanded: tuple[str, ...] = ()
    strangers: float = 0.0


class Vocabulary:
    """The words of a corpus, with how often they and their pairs occur.

    defined: what an abbreviation stands for by the corpus's own word; initials: what it may stand for by its letters.
    """

    def __init__(
        self,
        counts: Mapping[str, int],
        pairs: Mapping[tuple[str, str], int],
        defined: Mapping[str, str],
        initials: Mapping[str, str],
    ) -> None:
        self._counts = counts
        self._pairs = pairs
        self._defined = defined
        self._initials = initials
        self._known_stems = frozenset(stems(counts))
        self._spellings = [
            word for word in counts.keys() | STOP_WORDS if len(word) >= SHORTEST_REPAIRED and word.isalpha()
        ]

    @classmethod
    def of(cls, texts: Iterable[str]) -> "Vocabulary":
        """The words of texts."""
        counts: Counter[str] = Counter()
        pairs: Counter[tuple[str, str]] = Counter()
        defined: dict[str, Counter[str]] = defaultdict(Counter)
        forms: dict[str, Counter[str]] = defaultdict(Counter)
        for text in texts:
            for short, long_form in _definitions(text):
                defined[short][long_form] += 1
            for name in _NAMED.findall(text):  # capitals in running text mark a term as much as its frequency does
                spelled = words(name)
                forms[" ".join(stems(spelled))][" ".join(spelled)] += PHRASES_AT_LEAST
            for line, weight in ((text.partition("\n")[0], IN_QUESTION), (text.partition("\n")[2], 1)):
                for piece in re.split(r"[.;:!?()\n]", _MACRO.sub(" ", line)):
                    spelled = words(piece)
                    counts.update(spelled)
                    pairs.update(pair for pair in pairwise(spelled) if not STOP_WORDS.intersection(pair))
                    for phrase in _phrases(spelled):
                        forms[" ".join(stems(phrase))][" ".join(phrase)] += weight
        return cls(
            counts,
            pairs,
            {key: found.most_common(1)[0][0] for key, found in defined.items()},
            _initials(forms),
        )

    def to_json(self) -> list[object]:
        """All of it, for `from_json`."""
        pairs = [[first, second, n] for (first, second), n in self._pairs.items()]
        return [dict(self._counts), pairs, dict(self._defined), dict(self._initials)]

    @classmethod
    def from_json(cls, stored: Sequence[Any]) -> "Vocabulary":
        """What `to_json` gave."""
        counts, pairs, defined, initials = stored
        return cls(counts, {(first, second): n for first, second, n in pairs}, defined, initials)

    def read(self, query: str) -> Reading:
        """The query as the corpus would put it."""
        found = list(_SPELLED.finditer(query))
        spelled = [plain(match.group()) for match in found]
        long_forms = [
            []
            if self._in_use(before, word, after)
            else self._long_form(word, match.group()) or self._clipped(before, word, after)
            for before, word, after, match in zip(["", *spelled], spelled, [*spelled[1:], ""], found, strict=False)
        ]
        meant = list(spelled)
        for real in (False, True):  # words that do not exist first: their neighbours are judged by what they become
            for at, word in enumerate(spelled):
                if not long_forms[at] and exists(word) is real and not _A_NAME.search(found[at].group()):
                    meant[at] = self._repair(
                        word, [*meant[max(0, at - 1) : at], ""][0], [*meant[at + 1 : at + 2], ""][0]
                    )
        pieces: list[str] = []
        plainly: list[str] = []
        end = 0
        for match, word, better, long_form in zip(found, spelled, meant, long_forms, strict=True):
            shown = match.group() if better == word else better
            between = query[end : match.start()]
            pieces += [between, f"{shown} ({' '.join(long_form)})" if long_form else shown]
            kept = [] if long_form and word not in self._counts else [shown]
            plainly += [between, " ".join([*kept, *long_form])]
            end = match.end()
        repaired = sum(better != word for better, word in zip(meant, spelled, strict=True))
        expanded = tuple(word for long_form in long_forms for word in long_form)
        said = [word for better, long_form in zip(meant, long_forms, strict=True) for word in long_form or [better]]
        return Reading(
            "".join([*pieces, query[end:]]),
            "".join([*plainly, query[end:]]),
            repaired,
            expanded,
            self._strangers(said),
        )

    def _strangers(self, said: Sequence[str]) -> float:
        """See Reading."""
        pairs = [(stem(first), stem(second)) for first, second in pairwise(said) if not STOP_WORDS & {first, second}]
        return sum(pair not in self._stem_pairs for pair in pairs) / len(pairs) if pairs else 0.0

    def _known(self, word: str) -> bool:
        if word in self._counts or word in STOP_WORDS:
            return True
        return stem(word) in self._known_stems and exists(word)

    def _in_use(self, before: str, word: str, after: str) -> bool:
        """Whether the corpus has a word in the very company it has here."""
        return word not in self._defined and ((before, word) in self._pairs or (word, after) in self._pairs)

    def _long_form(self, word: str, written: str) -> list[str]:
        """What an abbreviation or clipped compound stands for, if it is one. written: with its capitals."""
        shouted = sum(letter.isupper() for letter in written) > 1
        mixed = shouted and not written.isupper()  # `DiD` is no "did", however common that is
        if (word in STOP_WORDS and not shouted) or word.isdigit():
            return []
        one = word[:-1] if shouted and len(word) > 2 and written.endswith("s") else word
        phrase = self._initials.get(one, "")
        definition = self._defined.get(one, "")
        if definition and (phrase == definition or not phrase.startswith(definition)):  # else it was cut short
            return definition.split()
        if phrase and (shouted or not exists(word)) and (mixed or self._commoner(phrase, one)):
            return phrase.split()
        if word in STOP_WORDS or self._known(word) or stem(word) in self._known_stems or exists(word):
            return []
        return self._unclipped(word)

    def _clipped(self, before: str, word: str, after: str) -> list[str]:
        """What a word begins, by its company: `norm` in "batch norm", `grad` in "grad clipping", both in "val acc"."""
        if len(word) < PREFIX or word in STOP_WORDS or not word.isalpha():
            return []
        second = [(n, longer) for n, longer in self._seconds.get(stem(before), ()) if _beginning(word, longer)]
        first = [(n, longer) for n, longer in self._firsts.get(stem(after), ()) if _beginning(word, longer)]
        second += [(n, longer) for n, _, longer in self._both_clipped(before, word)]
        first += [(n, longer) for n, longer, _ in self._both_clipped(word, after)]
        return [max([*second, *first])[1]] if second or first else []

    def _both_clipped(self, word: str, after: str) -> list[tuple[int, str, str]]:
        """Pairs that stand together often, and that two words begin: `val acc` is validation accuracy."""
        if min(len(word), len(after)) < PREFIX or not {word, after}.isdisjoint(STOP_WORDS):
            return []
        return [
            (self._pairs[first, second], first, second)
            for first, second in self._pairs_by_ends.get(word[:PREFIX], ())
            if _beginning(word, first) and _beginning(after, second) and self._pairs[first, second] >= PHRASES_AT_LEAST
        ]

    def _commoner(self, phrase: str, word: str) -> bool:
        """Whether the corpus says a phrase in full at least as often as by a word."""
        rarest = min(self._pairs.get(pair, 0) or self._counts.get(pair[0], 0) for pair in pairwise(phrase.split()))
        return rarest >= self._counts.get(word, 0)

    def _unclipped(self, word: str) -> list[str]:
        """`batchnorm` is batch normalisation, `backprop` is backpropagation, `kmeans` is k-means."""
        if len(word) < 2 * PREFIX - 1:
            return []
        longer = [
            (self._counts[other], other)
            for other in self._by_beginning.get(word[:PREFIX], ())
            if other.startswith(word) and len(other) > len(word) + 2
        ]
        if longer:
            return [max(longer)[1]]
        found = [
            (self._pairs[first, second], first, second)
            for key in (*(word[:n] for n in range(1, PREFIX + 1)), f"-{word[1:]}")
            for first, second in self._pairs_by_ends.get(key, ())
            if word[0] == first[0] and (word[1:] == second or _clips(word, first, second))
        ]
        return list(max(found)[1:]) if found else []

    @cached_property
    def _by_beginning(self) -> dict[str, list[str]]:
        """Words by their first letters: a large corpus has too many to look at each."""
        found: dict[str, list[str]] = defaultdict(list)
        for word in self._counts:
            found[word[:PREFIX]].append(word)
        return found

    @cached_property
    def _pairs_by_ends(self) -> dict[str, list[tuple[str, str]]]:
        """Pairs of words by the first letters of the first, and by the second with a hyphen in front."""
        found: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for pair in self._pairs:
            found[pair[0][:PREFIX]].append(pair)
            found[f"-{pair[1]}"].append(pair)
        return found

    @cached_property
    def _seconds(self) -> dict[str, list[tuple[int, str]]]:
        """The words that follow each word often, with how often they do."""
        return self._beside(0)

    @cached_property
    def _firsts(self) -> dict[str, list[tuple[int, str]]]:
        """The words that each word follows often, with how often it does."""
        return self._beside(1)

    def _beside(self, place: int) -> dict[str, list[tuple[int, str]]]:
        """For each stem at a place of a pair, 0 or 1, the words that stand beside it often, with how often they do."""
        found: dict[str, list[tuple[int, str]]] = defaultdict(list)
        for pair, n in self._pairs.items():
            if n >= PHRASES_AT_LEAST:
                found[stem(pair[place])].append((n, pair[1 - place]))
        return found

    @cached_property
    def _stem_pairs(self) -> frozenset[tuple[str, str]]:
        """The pairs, however their words are inflected or spelled."""
        return frozenset((stem(first), stem(second)) for first, second in self._pairs)

    def _repair(self, word: str, before: str, after: str) -> str:
        """The word of the corpus that word was meant to be, or word itself."""
        if len(word) < SHORTEST_REPAIRED or self._known(word) or not word.isalpha():
            return word
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        real = exists(word)
        allowed = 1 if real or len(word) <= 6 else 2 if len(word) < LONG_WORD else 3
        best, best_score = word, -math.inf
        near = process.extract(word, self._spellings, scorer=OSA.distance, score_cutoff=allowed, limit=NEAREST)
        for other, distance, _ in near:
            if not _slipped(word, other):
                continue
            paired = (stem(before), stem(other)) in self._stem_pairs or (stem(other), stem(after)) in self._stem_pairs
            if real and not paired:
                continue  # a word that exists is left alone unless its neighbours speak against it
            if len(word) < SHORTEST_FREE and not paired and other not in STOP_WORDS:
                continue
            score = math.log1p(self._counts.get(other, COUNT_OF_STOP_WORD)) + PAIR_BONUS * paired
            score -= DISTANCE_COST * distance + FIRST_LETTER_COST * (word[0] != other[0])
            if score > best_score:
                best, best_score = other, score
        return best


def exists(word: str) -> bool:
    """Whether word, or another form of it, is English, whatever the corpus holds."""
    root = stem(word)
    if word != root:
        return root in english_stems()
    return word in english_words() or (word.endswith("s") and word[:-1] in english_words())  # a short plural: "pros"


@lru_cache(maxsize=1)
def english_stems() -> dict[str, float]:
    """How unusual each stem is, by the logarithm of its place among all of them, from 0 to 1.

    They are the stems of the 21,719 whole words in the vocabulary of BERT's English tokeniser (Apache License 2.0),
    which stand there in the order of how often they occur.
    """
    stems_in_order = _english()
    return {line.rstrip("*"): math.log1p(at) / math.log(len(stems_in_order)) for at, line in enumerate(stems_in_order)}


@lru_cache(maxsize=1)
def english_words() -> frozenset[str]:
    """Those of the words that are their own stem."""
    return frozenset(line[:-1] for line in _english() if line.endswith("*"))


def _english() -> list[str]:
    """A stem a line, the commonest first; a star says that it is itself a word."""
    return (resources.files("index") / "data" / "english-stems.txt").read_text("utf-8").split()


def _definitions(text: str) -> Iterator[tuple[str, str]]:
    """Abbreviations with the words that the text itself gives for them."""
    for match in _DEFINED.finditer(text):
        before, short, short_first, after = match.groups()
        letters = "".join(words(short or short_first))
        phrase = words(after) if after else _matching_tail(words(before), letters)
        if letters and phrase and phrase[0][0] == letters[0]:
            yield letters, " ".join(phrase)


def _matching_tail(spelled: Sequence[str], letters: str) -> list[str]:
    """The last words whose initials give the letters of the abbreviation, or that contain them in order."""
    for n in range(1, len(spelled) + 1 if letters else 1):
        tail = list(spelled[-n:])
        if tail[0][0] != letters[0]:
            continue
        if "".join(w[0] for w in tail).startswith(letters) or (n > 1 and _subsequence(letters, "".join(tail))):
            return tail
    return []


def _beginning(word: str, longer: str) -> bool:
    """Whether longer is another word that begins with word."""
    return longer.startswith(word) and len(longer) > len(word) + 2 and stem(longer) != stem(word)


def _slipped(word: str, other: str) -> bool:
    """Whether word may be other with slips of the fingers: they leave letters out and swap them, and change few."""
    if other in STOP_WORDS and word[:1] not in other[:2]:
        return False  # "mover" is no misspelt "over"
    lost, gained = Counter(other) - Counter(word), Counter(word) - Counter(other)
    exchanged = min(lost.total(), gained.total())
    return exchanged <= max(1, len(word) // EXCHANGED_PER) and (
        word[:1] == other[:1] or lost.total() + gained.total() < 2
    )


def _subsequence(letters: str, text: str) -> bool:
    rest = iter(text)
    return all(letter in rest for letter in letters)


def _clips(word: str, first: str, second: str) -> bool:
    """Whether word is the beginning of first followed by the beginning of second."""
    if word == first + second:
        return True
    return any(
        first.startswith(word[:cut]) and second.startswith(word[cut:]) for cut in range(PREFIX, len(word) - PREFIX + 1)
    )


def _phrases(spelled: Sequence[str]) -> Iterator[Sequence[str]]:
    """Runs of words that may have an abbreviation of their initials: "bag of words", "k nearest neighbours"."""
    fit = [len(word) > 2 and word not in STOP_WORDS for word in spelled]
    for n in range(2, LONGEST_INITIALS + 1):
        for at in range(len(spelled) - n + 1):
            first, inner, last = spelled[at], range(at + 1, at + n - 1), at + n - 1
            if not JOINING.isdisjoint(spelled[at : at + n]):
                continue
            starts = fit[at] or (len(first) == 1 and first.isalpha() and first not in STOP_WORDS)
            if starts and fit[last] and sum(not fit[place] for place in inner) <= 1 + n // LONGEST_INITIALS:
                yield spelled[at : at + n]


def _initials(forms: Mapping[str, Counter[str]]) -> dict[str, str]:
    """What initials most often stand for. forms: of each phrase in stems, how often each of its forms occurs."""
    best: dict[str, tuple[int, str]] = {}
    for found in forms.values():
        phrase, _ = found.most_common(1)[0]
        n = sum(found.values())
        key = _initials_of(phrase)
        if n >= PHRASES_AT_LEAST and n > best.get(key, (0, ""))[0]:
            best[key] = (n, phrase)
    return {key: phrase for key, (_, phrase) in best.items()}


def _initials_of(phrase: str) -> str:
    return "".join(word[0] for word in phrase.split())

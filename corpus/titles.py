"""Titles to questions: the number, the marks of difficulty, links and markup around it come off."""

import html
import re
from dataclasses import dataclass

from corpus.entries import Level

_IMAGE = re.compile(r"!\[[^\]]*\]\([^)]*\)|<img\b[^>]*>", re.IGNORECASE)
_INLINE_TAG = re.compile(r"</?(?:a|b|i|u|em|strong|span|sup|sub|font|small|kbd)\b[^>]*>", re.IGNORECASE)
_TAG = re.compile(r"</?(?:br|p|div|summary|details|center|h[1-6]|dt)\b[^>]*>", re.IGNORECASE)
_SOURCE = re.compile(r"\s*[\[(]*\[{1,2}[^\[\]]{1,30}\]{1,2}\([^()\s]*(?:\([^()]*\)[^()\s]*)*\)[\])]*\s*$")
_SOURCE_WORD = re.compile(r"\s*\[+(?:src|source|ref|link|answer|\d{1,3})\]+\s*$", re.IGNORECASE)
_LINK = re.compile(r"\[((?:[^\[\]]|\[[^\[\]]*\])*)\]\((?:[^()]|\([^()]*\))*\)")
_REFERENCE = re.compile(r"\[([^\[\]]+)\]\[[^\[\]]*\]")
_STRONG = re.compile(r"(\*{1,3}|(?<!\w)_{1,3})(?=\S)(.+?)(?<=\S)(?:\1)(?!\w)|\*{2,}")
_ANCHOR = re.compile(r"\s*\{#[^}]*\}\s*$")
_SYMBOLS = "\u200d\u200b\ufeff\ufe0f"
_EMOJI = re.compile(r"[\u2190-\u21ff\u2300-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff\ufe0f\u200d\u20e3]+")
_ESCAPED = re.compile(r"\\([*_`#<>|~!.+-])")
_CODE = re.compile(r"(`+)(?!`)[^`]*[^`\s][^`]*(?<!`)\1(?!`)")
_HELD, _LAST_HELD = 0xF0000, 0xF7FFF  # code in a title is held back as one of these while its markup comes off
_FOOTNOTE = re.compile(r"\s*\[\^[^\]\s]+\]")
_EMPTY = re.compile(r"\s+[(\[]\s*[)\]](?=\s|$)")  # what is left of "(**)" and of "[](link)"
_SHORTCODE = re.compile(r"(?<!\w):[a-z_]{3,}:(?!\w)")

LABEL = re.compile(
    r"(?P<q>(?:\d{1,3}[ \t]+(?=q(?:uestion)?[ \t]*\d))?"
    r"(?:question|ques|que|qn|q)(?:[ \t]*[.#№-]?[ \t]*(?P<qn>\d{1,4}(?:\.\d+)*))?"
    r"[ \t]*(?:\([^)]{1,20}\))?[ \t]*(?:[.):\-–—]+|(?<=\d)(?=[ \t]|$))[ \t]*)"
    r"|(?P<d>(?P<dn>\d{1,3}(?:\.\d{1,3})+)[.):]?[ \t]+)"
    r"|(?P<n>\(?\#?(?P<nn>\d{1,4})[ \t]*(?:[.):]+|[\-–—](?=[ \t]))[ \t]*)"
    r"|(?P<l>\(?(?P<ln>[a-zA-Z])\)[ \t]+)"
    r"|(?P<r>(?P<rn>(?-i:X{0,3}(?:IX|IV|V?I{0,3})))(?<=[IVX])[.)][ \t]+)",
    re.IGNORECASE,
)
ANSWER_LABEL = re.compile(
    r"[\s>]*(?:(?:[-*+]\s+)(?!a\s*:))?(?:\*\*|__|<b>|<strong>|#{1,6}\s+|\*)?\s*"
    r"(?:a\s*\d{0,4}\s*:|a\d{1,4}\s*[.)]|(?:ans(?:wer)?|solution|sol|reply)\b\.?\s*(?:\d{1,4}\s*)?"
    r"(?:(?:\*\*|__|</b>|</strong>|\*)?\s*[:.)]|[-–—](?=\s)|(?:\*\*|__|</b>|</strong>|\*)(?=\s*(?:\n|$))|(?=\s*(?:\n|$))))"
    r"\s*?(?:\*\*|__|</b>|</strong>|\*)?[:.]?[ \t]*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Label:
    """The number or letter in front of a question.

    kind: "q" for "Q3:" and the like, "n." or "n)" for "3." and "3)", "n.n" for "2.3", "a)" for a letter, "i." for a
    Roman numeral, "" for none.
    number: what it counts, None where it counts nothing.
    """

    kind: str = ""
    number: int | None = None


def split_label(body: str) -> tuple[Label, str]:
    """The label in front of a title, and the rest with its markup. Emphasis may enclose the label or the whole."""
    text = _lead(body)
    opening = re.match(r"(?:\*\*|__|\*|<b>|<strong>)?\s*", text)
    assert opening is not None  # it matches the empty text
    lead, rest = opening[0].strip(), text[opening.end() :]
    match = LABEL.match(rest)
    if match is None:
        return Label(), text
    after = rest[match.end() :]
    if lead:
        closing = lead.replace("<", "</")
        after = (
            re.sub(rf"^\s*{re.escape(closing)}\s*", "", after) if after.lstrip().startswith(closing) else lead + after
        )
    if not after.strip() and not match["q"]:
        return Label(), text
    if match["q"]:
        return Label("q", int(match["qn"].split(".")[0]) if match["qn"] else None), after
    if match["d"]:
        return Label("n.n", int(match["dn"].split(".")[-1])), after
    if match["n"]:
        return Label("n)" if ")" in match["n"] else "n.", int(match["nn"])), after
    if match["r"]:
        return Label("i.", _roman(match["rn"])), after
    return Label("a)", ord(match["ln"].lower()) - ord("a") + 1), after


def _roman(numeral: str) -> int:
    values = [{"I": 1, "V": 5, "X": 10}[letter] for letter in numeral]
    return sum(-value if value < max(values[i:]) else value for i, value in enumerate(values))


def unlinked(title: str) -> str:
    """The text of a title that is nothing but a link; any other title as it is."""
    link = _LINK.fullmatch(title.strip())
    return link[1] if link else title


def plain(title: str) -> str:
    """The words of a title: no number in front, no source behind, no links, emphasis, emoji or tags."""
    kept: list[str] = []

    def keep(code: "re.Match[str]") -> str:
        kept.append(code[0])
        return chr(_HELD + len(kept) - 1)

    text = _CODE.sub(keep, title) if title.count("`") > 1 else title
    text = _IMAGE.sub("", unlinked(text))
    text = _FOOTNOTE.sub("", _ANCHOR.sub("", text))
    _, text = split_label(text)
    while (shorter := _SOURCE.sub("", text)) != text and shorter.strip("#*_ []()"):
        text = shorter
    text = _SOURCE_WORD.sub("", text)
    text = _LINK.sub(lambda link: link[1] if any(letter.isalnum() for letter in link[1]) else " ", text)
    text = _REFERENCE.sub(r"\1", text)
    text = _TAG.sub(" ", _INLINE_TAG.sub("", text))
    for _ in range(2):
        text = _STRONG.sub(lambda match: match[2] or "", text)
    text = _ESCAPED.sub(r"\1", _SHORTCODE.sub(" ", _without_emoji(text)))
    text = _EMPTY.sub("", " ".join(html.unescape(text).split())).strip(_SYMBOLS + " ")
    return re.sub(rf"[{chr(_HELD)}-{chr(_LAST_HELD)}]", lambda held: _code(held[0], kept), text)


def _code(held: str, kept: "list[str]") -> str:
    place = ord(held) - _HELD
    return kept[place] if place < len(kept) else held


def _without_emoji(text: str) -> str:
    """Emoji at either end, and with white space round them, are decoration; inside they may be the subject."""
    text = _EMOJI.sub(lambda match: match[0] if _inside(text, match) else " ", text)
    return text


def _inside(text: str, match: "re.Match[str]") -> bool:
    before, after = text[: match.start()], text[match.end() :]
    return bool(re.search(r"[\w(`'\"]\s?$", before) and re.match(r"\s?[\w)`'\"]", after))


def _lead(body: str) -> str:
    """A title without the emoji, quotation marks and heading marks in front of it."""
    return re.sub(r"^(?:[\s>#]|[\u2190-\u21ff\u2300-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff\ufe0f\u200d])+", "", body)


_LEVEL_WORDS = {
    Level.JUNIOR: r"easy|simple|basics?|beginners?|junior|entry[- ]level|elementary|introductory|novice",
    Level.MID: r"medium|intermediate|moderate|mid(?:dle)?(?:[- ]level)?",
    Level.SENIOR: r"hard|difficult|advanced|experts?|senior|experienced|challenging|complex",
}
_LEVEL_NAMES = {level: re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE) for level, words in _LEVEL_WORDS.items()}
_USUAL_MARKS = {
    "👶": Level.JUNIOR,
    "🟢": Level.JUNIOR,
    "🌱": Level.JUNIOR,
    "🟡": Level.MID,
    "🟠": Level.MID,
    "🔴": Level.SENIOR,
    "🚀": Level.SENIOR,
    "🔥": Level.SENIOR,
}
_TAGGED = re.compile(r"[\[(【]\s*(?:level\s*[:=]\s*)?([a-z -]{3,14})\s*[\])】]\s*$", re.IGNORECASE)


def level_named(text: str) -> Level | None:
    """The level that a short text names, such as "easy" or "advanced questions"; None if it names none or several."""
    named = [level for level, pattern in _LEVEL_NAMES.items() if pattern.search(text)]
    return named[0] if len(named) == 1 else None


def legend(text: str) -> dict[str, Level]:
    """What emoji mean in this document: a line that puts words of difficulty behind at least two of them says so."""
    marks = dict(_USUAL_MARKS)
    for line in text.split("\n"):
        if len(line) > 300:
            continue
        found = [(match[0].strip(_SYMBOLS), line[match.end() : match.end() + 30]) for match in _EMOJI.finditer(line)]
        named = {mark: level for mark, words in found if mark and (level := _first_level(words)) is not None}
        if len(named) > 1:
            return marks | named
    return marks


def _first_level(words: str) -> Level | None:
    head = re.match(r"[\W_]*(\w+(?:[- ]\w+)?)", words)
    return level_named(head[1]) if head else None


def level_marked(title: str, marks: dict[str, Level]) -> Level | None:
    """The level that the marks in a title stand for: an emoji, one to three stars, or a word in brackets at its end."""
    emoji = "".join(_EMOJI.findall(title)).replace("\ufe0f", "").replace("\u200d", "")
    for mark, level in marks.items():
        if mark.replace("\ufe0f", "") in emoji and not (mark.startswith("⭐") and emoji.count("⭐") > 1):
            return level
    stars = emoji.count("⭐") + emoji.count("★") + title.count(":star:")
    if stars:
        return (Level.JUNIOR, Level.MID, Level.SENIOR)[min(stars, 3) - 1]
    tagged = _TAGGED.search(title)
    return level_named(tagged[1]) if tagged else None


_LETTERS = {"E": Level.JUNIOR, "B": Level.JUNIOR, "M": Level.MID, "I": Level.MID, "H": Level.SENIOR, "A": Level.SENIOR}


def level_of_letter(mark: str) -> Level | None:
    """The level that a letter in brackets stands for: E, M and H, or B, I and A."""
    return _LETTERS.get(mark)


def without_level_tag(question: str) -> str:
    """A question without the word of difficulty in brackets behind it."""
    tagged = _TAGGED.search(question)
    return question[: tagged.start()].rstrip() if tagged and level_named(tagged[1]) else question

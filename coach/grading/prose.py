"""The sentences of a document that state something, as one would say them: no markup, pictures, links or legends.

Documents from the web are full of what nobody says in an interview: "![alt text](images/1.png)", "The rest of the
answer is [here](...)", a list of further reading, a table. None of it is something to be examined on.
"""

import html
import re

from corpus.text import sentences

_BLOCK = re.compile(r"\s*(?:`{3}|~{3}|\$\$|\||#{1,6}\s)")
_ITEM = re.compile(r"^\s*(?:[-*+•>]|\(?\d{1,3}[.)]|\d{1,2}\s?-|\(?[A-Za-z][.)])\s+")
_IMAGE = re.compile(r"!\[[^\]]*\]\((?:[^()\n]|\([^()\n]*\))*\)")
_LINK = re.compile(r"\[([^\]\n]+)\]\((?:[^()\n]|\([^()\n]*\))*\)?")
_ADDRESS = re.compile(r"<?(?:https?://|www\.)[^\s>]+>?")
_BREAK = re.compile(r"</?(?:br|p|div|li|ul|ol|tr|td|h\d)\b[^<>]*>", re.IGNORECASE)
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_MARKS = re.compile(r"[*`]+|(?<!\w)_+|_+(?!\w)")
_POINTS_ELSEWHERE = re.compile(
    r"\b(?:rest|remainder) of the (?:answer|article|post)\b"
    r"|\b(?:see|read|found?|check out|refer to|visit|click|look at) (?:more )?(?:on |at |in )?"
    r"(?:this|here|the (?:link|picture|figure|image|following)|below|above)\b"
    r"|\b(?:image|picture|figure|graph|diagram|graphic)s? (?:above|below)\b"
    r"|\b(?:shown|seen|depicted|as) (?:in the |by the )?(?:figure|image|picture|diagram|graphic|below|follows)\b"
    r"|^(?:source|reference|further reading|credits?)s?\b\s*:?"
    r"|\b(?:this|the above|following) (?:link|article|video|blog|post|kernel|notebook|question useful)\b",
    re.IGNORECASE,
)
_LEGEND = re.compile(r"^where\b|^here,? \S+ (?:is|are|denotes?)\b", re.IGNORECASE)
_OPINION = re.compile(r"\bI (?:tend|have|would|think|found|recommend|usually|personally|prefer|am|was|use)\b")
_ANNOUNCES = re.compile(
    r"\b(?:following|these|those|below|follows|includ\w+|are|is|by|types?|kinds?|ways?|steps?|reasons?|methods?|metrics?"
    r"|approaches|techniques|assumptions?|questions?|formulas?|equations?|examples?|instance|format)\b(?:\W+\w+){0,3}\W*:$",
    re.IGNORECASE,
)
"""What ends such a sentence says only that something comes."""
_HOLE = re.compile(r"[,:(]\s*[,.;)]|\s\.\s|\s\.$")
"""Where a picture of a formula was taken out."""
_BROKEN_OFF = re.compile(r"[,;$]$|^\(.*\)\.?$")
"""A lead-in to a formula or a list that stands by itself, and an aside in brackets."""
FEW_WORDS = 3
"""Words of a list item that names something and states nothing; such items are told together."""


def prose(text: str) -> list[str]:
    """The sentences of a Markdown text in order, in plain words; those of a list item one by one."""
    said: list[str] = []
    named: list[str] = []
    for span in sentences(text):
        block = text[span.start : span.end]
        if _BLOCK.match(block):
            continue
        parts = [part.strip() for part in _BREAK.split(_ITEM.sub("", block))]
        told = [_plain(part[inner.start : inner.end]) for part in parts for inner in sentences(part)]
        if _ITEM.match(block) and len(told) == 1 and len(told[0].split()) <= FEW_WORDS:
            named.append(told[0].rstrip(".,;:"))
            continue
        said += [", ".join(filter(None, named)), *told]
        named = []
    return [sentence for each in (*said, ", ".join(filter(None, named))) if (sentence := _stated(each))]


def _plain(sentence: str) -> str:
    """A sentence without its markup; nothing where there was nothing else, or only a link."""
    bare = _IMAGE.sub(" ", _ITEM.sub("", sentence)).strip()
    if _LINK.fullmatch(bare.strip(".,:;*_ ")):
        return ""
    bare = _ADDRESS.sub("", _TAG.sub("", _LINK.sub(r"\1", bare)))
    return " ".join(_MARKS.sub("", html.unescape(bare)).split()).lstrip("-–—•:,; ")


def _stated(sentence: str) -> str:
    """A sentence that is complete by itself; nothing where it announces, or points to what stands elsewhere."""
    if (
        _POINTS_ELSEWHERE.search(sentence)
        or _LEGEND.match(sentence)
        or _OPINION.search(sentence)
        or _ANNOUNCES.search(sentence)
        or _HOLE.search(sentence)
        or _BROKEN_OFF.search(sentence)
        or (sentence.endswith(":") and len(sentence.split()) <= FEW_WORDS)
    ):
        return ""
    return sentence.rstrip(": ")

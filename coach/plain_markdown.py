"""Markdown of unknown origin, made harmless: nothing in it is loaded, and nothing in it leads away.

A model can be talked into writing a picture or a link whose address carries what it knows; showing a picture sends it.
So pictures and HTML go, links become their text and bare addresses code. Code stays as it is.
"""

import re

_CODE = re.compile(r"(```.*?(?:```|\Z)|~~~.*?(?:~~~|\Z)|`[^`\n]+`)", re.DOTALL)
_IMAGE = re.compile(r"!\[([^\]]*)\](?:\([^)]*\)?|\[[^\]]*\])")
_LINK = re.compile(r"\[([^\]\n]+)\]\((?!#)[^)\n]*\)?")
_DEFINITION = re.compile(r"^\s{0,3}\[[^\]\n]+\]:\s*\S+.*$", re.MULTILINE)
_REFERENCE = re.compile(r"\[([^\]\n]+)\]\[[^\]\n]*[^\]\d\n][^\]\n]*\]")
_AUTOLINK = re.compile(r"<((?:https?|ftp|mailto):[^>\s]+)>", re.IGNORECASE)
_ADDRESS = re.compile(r"(?<![`\w])(?:(?:https?|ftp)://|www\.)[^\s)\]>`\"']+", re.IGNORECASE)
_HTML = re.compile(
    r"</?[A-Za-z][^<>\n]*>|<!--.*?(?:-->|\Z)|<(?:img|script|iframe|style|svg|object|a)\b[^\n]*", re.DOTALL
)


def harmless(text: str) -> str:
    """The text with nothing in it that a browser would load or follow."""
    parts = _CODE.split(text)
    return "".join(part if at % 2 else _tame(part) for at, part in enumerate(parts))


def _tame(text: str) -> str:
    text = _DEFINITION.sub("", text)
    text = _IMAGE.sub("", text)
    text = _LINK.sub(r"\1", text)
    text = _REFERENCE.sub(r"\1", text)
    text = _AUTOLINK.sub(r"`\1`", text)
    text = _HTML.sub("", text)
    return _ADDRESS.sub(lambda address: f"`{address[0]}`", text)

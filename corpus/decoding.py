"""Bytes to text: which encoding a file is in, said in words where none fits."""

import codecs
import re

from corpus.errors import DocumentUnreadable

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it starts with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROL = {*range(32)} - {9, 10, 11, 12, 13, 27}  # bytes that text does not have
_SAMPLE = 8_000  # bytes looked at
_CHARSET = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)

GUESSED = "It is not in UTF-8, so it was read as Windows-1252: check accents and quotation marks."


def decode(data: bytes, name: str) -> tuple[str, tuple[str, ...]]:
    """The text of a file, and warnings about it. Raises DocumentUnreadable where it is no text."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strict(data, encoding, name), ()
    sample = data[:_SAMPLE]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if max(even, odd) > len(sample) // 5 and min(even, odd) <= max(even, odd) // 10:
        return _strict(data, "utf-16-be" if even > odd else "utf-16-le", name), ()  # without a mark
    if sum(byte in _CONTROL for byte in sample) > len(sample) // 200:
        raise _binary(name)
    try:
        return data.decode("utf-8"), ()
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace"), (GUESSED,)


def decode_html(data: bytes, name: str) -> str:
    """The text of a page, in the encoding that it declares. Raises DocumentUnreadable."""
    declared = _CHARSET.search(data[:4000])
    if declared and not any(data.startswith(mark) for mark, _ in _MARKS):
        try:
            return data.decode(declared[1].decode("ascii"))
        except (LookupError, UnicodeDecodeError):
            pass  # what it declares is wrong: then it is looked at like any text
    return decode(data, name)[0]


def _strict(data: bytes, encoding: str, name: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise _binary(name) from error


def _binary(name: str) -> DocumentUnreadable:
    return DocumentUnreadable(
        f"{name} is not a text: it has bytes that no text has.",
        remedy="Save it as UTF-8 text, Markdown, PDF or Word, and add that.",
    )

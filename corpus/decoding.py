"""Bytes to text: which encoding a file is in, said in words where none fits."""

import codecs

from corpus.errors import DocumentUnreadable

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it starts with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROL = {*range(32)} - {9, 10, 12, 13, 27}  # bytes that text does not have; a form feed or an escape it may


def decode(data: bytes, name: str) -> str:
    """The text of a file. Raises DocumentUnreadable where it is no text."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strict(data, encoding, name)
    zeros = data[:4000].count(0)
    if zeros > len(data[:4000]) // 4 and len(data) % 2 == 0:  # UTF-16 without a mark: every other byte of Latin text
        even, odd = data[:4000:2].count(0), data[1:4000:2].count(0)
        if max(even, odd) > 9 * min(even, odd):
            return _strict(data, "utf-16-be" if even > odd else "utf-16-le", name)
    if sum(byte in _CONTROL for byte in data[:4000]) > len(data[:4000]) // 200:
        raise _binary(name)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")  # what editors on Windows write; every byte but five is a letter


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

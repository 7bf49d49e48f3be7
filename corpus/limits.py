"""How much a document may have: what keeps a huge or hostile file from taking the machine with it.

Each limit can be set by an environment variable: COACH_ and its name in capitals, such as COACH_MAX_PAGES.
"""

from corpus.entries import Frozen


class Limits(Frozen):
    """The bounds that reading keeps to. A document beyond one of them is refused, with the limit in the message."""

    max_bytes: int = 20_000_000
    """Of a file as it lies on the disk."""
    max_unpacked_bytes: int = 200_000_000
    """Of everything in an archive, or in a file that is one inside (docx, xlsx, apkg)."""
    max_ratio: int = 200
    """Unpacked to packed size of a member of an archive; text compresses 3 to 20 times."""
    max_members: int = 2_000
    """Files in an archive."""
    max_pages: int = 1_000
    """Of a PDF."""
    max_entries: int = 20_000
    """Questions in one document."""
    max_seconds: int = 60
    """For turning one document into text."""
    max_memory_bytes: int = 2_000_000_000
    """Address space of the process that does it."""


def raising(limit: str) -> str:
    """How to raise a limit, as the end of a remedy."""
    assert limit in Limits.model_fields  # a name that nothing reads would help nobody
    return f"or raise the limit: set COACH_{limit.upper()}"


LIMITS = Limits()

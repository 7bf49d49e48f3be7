"""Zip files, and the formats that are zip files inside: looked at before anything is unpacked.

Nothing is ever written to the disk, so a member's name can lead nowhere; names that try are passed over all the same.
"""

import io
import zipfile
from collections.abc import Iterator
from pathlib import PurePosixPath

from corpus.errors import DocumentUnreadable
from corpus.limits import Limits, raising

SMALL = 1_000_000  # bytes; below, no ratio is suspicious


def opened(data: bytes, name: str, limits: Limits) -> zipfile.ZipFile:
    """The archive in data, when it keeps to the limits. Raises DocumentUnreadable."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise DocumentUnreadable(
            f"{name} is damaged: it is not what its ending says.", remedy="Save or download it again, and add that."
        ) from error
    members = archive.infolist()
    unpacked = sum(member.file_size for member in members)
    if len(members) > limits.max_members or unpacked > limits.max_unpacked_bytes:
        raise DocumentUnreadable(
            f"{name} holds {len(members)} files with {unpacked / 1e6:.0f} MB; the limits are {limits.max_members} "
            f"files and {limits.max_unpacked_bytes / 1e6:.0f} MB.",
            remedy=f"Unpack it, and add what you need of it, "
            f"{raising('max_members' if len(members) > limits.max_members else 'max_unpacked_bytes')}.",
        )
    for member in members:
        ratio = member.file_size / max(1, member.compress_size)
        if member.file_size > SMALL and ratio > limits.max_ratio:
            raise DocumentUnreadable(
                f"{name} unpacks to {ratio:.0f} times its size, as no document does.",
                remedy="Unpack it, and add what you need of it.",
            )
    return archive


def contents(archive: zipfile.ZipFile, member: str, name: str) -> bytes:
    """What a member holds, never more than it claims. Raises DocumentUnreadable."""
    try:
        info = archive.getinfo(member)
        if info.flag_bits & 1:
            raise DocumentUnreadable(f"{name} is locked with a password.", remedy="Unlock it, and add it again.")
        with archive.open(info) as stream:
            return stream.read(info.file_size + 1)[: info.file_size]
    except (zipfile.BadZipFile, KeyError, EOFError, NotImplementedError, OSError, ValueError) as error:
        raise DocumentUnreadable(
            f"{name} is damaged: a part of it cannot be unpacked.", remedy="Save or download it again, and add that."
        ) from error


def members(archive: zipfile.ZipFile) -> Iterator[str]:
    """The names of the files in an archive, without hidden ones and those that point outside."""
    for info in archive.infolist():
        path = PurePosixPath(info.filename.replace("\\", "/"))
        hidden = any(part.startswith((".", "__MACOSX")) for part in path.parts)
        if not info.is_dir() and not hidden and not path.is_absolute() and ":" not in path.parts[0]:
            yield info.filename


def refuse_entities(archive: zipfile.ZipFile, name: str) -> None:
    """Raise DocumentUnreadable where a part defines XML entities: no office program writes them, bombs do."""
    for info in archive.infolist():
        if info.filename.lower().endswith((".xml", ".rels")):
            start = contents(archive, info.filename, name)[:4000]
            if b"<!DOCTYPE" in start or b"<!ENTITY" in start:
                raise DocumentUnreadable(
                    f"{name} defines XML entities, which documents have no need of.",
                    remedy="Save it anew with a word processor or spreadsheet, and add that.",
                )

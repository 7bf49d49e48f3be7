"""Which documents came from which folder or archive, so that what has vanished from it is noticed.

Kept in a file of the home: folders belong to this machine, whatever the database is. Where the file is lost, nothing
is taken for vanished.
"""

import json
from collections.abc import Collection
from pathlib import Path

FILE = "folders.json"


def vanished(home: Path, folder: Path, names: Collection[str]) -> list[str]:
    """The documents that folder had when it was last taken in, and has no more.

    names: what it has now. If that is nothing, then nothing has vanished: an empty folder is a drive that is not there
    more often than a library given up.
    """
    before = _read(home).get(str(folder.resolve()), [])
    return [name for name in before if name not in names] if names else []


def remember(home: Path, folder: Path, names: Collection[str]) -> None:
    """Keep what folder has now."""
    kept = _read(home)
    kept[str(folder.resolve())] = sorted(names)
    file = home / FILE
    unfinished = file.with_suffix(".new")
    unfinished.write_text(json.dumps(kept, indent=1, ensure_ascii=False), encoding="utf-8")
    unfinished.replace(file)  # nobody ever reads half a file


def _read(home: Path) -> dict[str, list[str]]:
    try:
        kept = json.loads((home / FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return kept if isinstance(kept, dict) else {}

"""Runs the coach with every connection to another machine refused and written down.

python tests/watched.py LOG coach-arguments...
"""

import sys
from ipaddress import ip_address
from pathlib import Path
from typing import Any

LOG = Path(sys.argv.pop(1))


def watch(event: str, arguments: tuple[Any, ...]) -> None:
    """An audit hook: sees each look-up and connection of this process, whichever library makes it."""
    if event == "socket.getaddrinfo":
        host = arguments[0]
    elif event == "socket.connect" and isinstance(arguments[1], tuple):
        host = arguments[1][0]
    else:
        return
    name = host.decode() if isinstance(host, bytes) else str(host)
    try:
        here = name in ("localhost", "None", "") or ip_address(name).is_loopback or ip_address(name).is_unspecified
    except ValueError:
        here = False
    if not here:
        with LOG.open("a") as log:
            log.write(f"{event} {name}\n")
        raise ConnectionRefusedError(f"no connection to {name} in this test")


sys.addaudithook(watch)

from ui.cli import main  # noqa: E402  # the hook has to be there first

main()

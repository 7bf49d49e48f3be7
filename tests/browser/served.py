"""What browser tests need of the server and of the camera (see conftest)."""

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from playwright.sync_api import Page


class Served(Protocol):
    """A running coach that can be killed and started again at the same address."""

    home: Path

    @property
    def url(self) -> str: ...
    def start(self) -> None: ...
    def wait(self) -> None: ...
    def kill(self) -> None: ...


Shoot = Callable[[Page, str], None]

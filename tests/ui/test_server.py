"""Who may change the settings of a server."""

import pytest

from coach.settings import load
from ui.server import settings_for


@pytest.mark.parametrize(
    ("host", "chosen", "open_to_change"),
    [
        ("127.0.0.1", None, True),
        ("localhost", None, True),
        ("0.0.0.0", None, False),
        ("0.0.0.0", "1", True),
        ("127.0.0.1", "0", False),
    ],
)
def test_only_this_machine_changes_settings_unless_it_is_allowed(
    host: str, chosen: str | None, open_to_change: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if chosen is not None:
        monkeypatch.setenv("COACH_SETTINGS_OPEN", chosen)

    assert settings_for(load(), host).settings_open is open_to_change

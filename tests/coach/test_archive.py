"""Everything of one home comes out as a file, and into another home; nothing else does."""

import json
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from pydantic import SecretStr

from coach.archive import Carried
from coach.coach import Coach
from coach.models.spec import ModelSpec
from coach.settings import load
from corpus.errors import Misconfigured, NotNow


@pytest.fixture
def here(tmp_path: Path, notes: Path) -> Iterator[Coach]:
    """A home with a document, a conversation, an interview date, a model and a kept key."""
    coach = Coach(load(tmp_path / "here"))
    list(coach.library.ingest([notes]))
    list(coach.say(coach.chats.start(), "What is a bogie?"))
    coach.choose_model(ModelSpec.parse("openai:x", "http://127.0.0.1:9/v1"), SecretStr("hunter2"), keep_key=True)
    coach.change(interview_date=date(2027, 1, 5))
    yield coach
    coach.close()


@pytest.fixture
def there(tmp_path: Path) -> Iterator[Coach]:
    coach = Coach(load(tmp_path / "there"))
    yield coach
    coach.close()


def test_everything_comes_out_and_into_another_home(here: Coach, there: Coach, tmp_path: Path) -> None:
    file = tmp_path / "all.zip"

    written = here.export_to(file)
    taken = there.import_from(file)
    again = there.import_from(file)

    assert written == taken == Carried(documents=1, sessions=1)
    assert again == Carried(documents=0, sessions=0)
    (chat,) = here.chats.conversations()
    assert there.chats.conversations() == [chat]
    assert there.chats.as_json(chat.id) == here.chats.as_json(chat.id)
    assert there.index.entries() == here.index.entries()
    assert there.index.search("what is a bogie?").answerable
    assert there.settings.interview_date == date(2027, 1, 5)
    assert there.spec is None


def test_no_key_and_no_model_is_in_an_archive(here: Coach, tmp_path: Path) -> None:
    here.export_to(tmp_path / "all.zip")

    with zipfile.ZipFile(tmp_path / "all.zip") as archive:
        whole = b"".join(archive.read(name) for name in archive.namelist())
        settings = json.loads(archive.read("settings.json"))

    assert b"hunter2" not in whole
    assert settings == {"interview_date": "2027-01-05"}


def test_what_is_no_archive_or_a_newer_one_is_refused(there: Coach, tmp_path: Path, notes: Path) -> None:
    newer = tmp_path / "newer.zip"
    with zipfile.ZipFile(newer, "w") as archive:
        archive.writestr("about.json", '{"format": 99, "made_at": "2030-01-01T00:00:00Z"}')

    with pytest.raises(Misconfigured, match="is no archive of Interview Coach"):
        there.import_from(notes)
    with pytest.raises(Misconfigured, match="newer version"):
        there.import_from(newer)
    assert there.store.sessions() == []


def test_a_shared_server_takes_nothing_in(here: Coach, tmp_path: Path) -> None:
    here.export_to(tmp_path / "all.zip")
    shared = Coach(load(tmp_path / "shared").model_copy(update={"settings_open": False}))

    with pytest.raises(NotNow):
        shared.import_from(tmp_path / "all.zip")
    shared.close()

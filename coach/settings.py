"""What can be chosen: from the command line, else the environment, else the file in the home folder, else the default.

Environment variables are the fields' names with COACH_ in front (COACH_HOME, COACH_LLM, ...). What the user chooses in
the app is kept in settings.json in the home folder. No key is ever in either.
"""

import json
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import platformdirs
from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, JsonConfigSettingsSource, PydanticBaseSettingsSource, SettingsConfigDict

from corpus.errors import HomeUnusable, Misconfigured
from corpus.limits import LIMITS, Limits

FILE = "settings.json"


class Settings(BaseSettings):
    """One home folder and what is chosen for it."""

    model_config = SettingsConfigDict(env_prefix="COACH_", extra="ignore", frozen=True)

    home: Path = Path(platformdirs.user_data_dir("interview-coach", appauthor=False))
    """Everything the coach keeps: database, vectors, settings."""
    llm: str = "offline"
    """The language model as `provider:model`, or `offline` for none."""
    base_url: str | None = None
    """Address of the model's server, for providers that take one."""
    temperature: float = 0.2
    context: int | None = None
    """Tokens the model can hold; None where it is not known."""
    timeout: float = 60.0
    """Seconds of silence after which a model counts as gone."""
    builtin_corpus: bool = True
    """Whether the questions that come with the coach are in the library."""
    embedding_model: str = "all-MiniLM-L6-v2"
    """A sentence-transformers name or folder. Another one means that everything is embedded again, once."""
    interview_date: date | None = None
    """The day of the real interview: reviews are spread over the days until then."""
    settings_open: bool | None = None
    """Whether those who open the page may change settings. None: only where the server listens to this machine."""
    database_url: str | None = None
    """An SQLAlchemy URL; None for SQLite in the home folder."""
    max_bytes: int = Field(default=LIMITS.max_bytes, gt=0)
    """Of a document as a file; of an upload too."""
    max_unpacked_bytes: int = Field(default=LIMITS.max_unpacked_bytes, gt=0)
    """Of everything in an archive, or in a docx, xlsx or apkg file, which are archives inside."""
    max_ratio: int = Field(default=LIMITS.max_ratio, gt=0)
    """Unpacked to packed size of a member of an archive."""
    max_members: int = Field(default=LIMITS.max_members, gt=0)
    """Files in an archive."""
    max_pages: int = Field(default=LIMITS.max_pages, gt=0)
    """Of a PDF."""
    max_entries: int = Field(default=LIMITS.max_entries, gt=0)
    """Questions in one document."""
    max_seconds: int = Field(default=LIMITS.max_seconds, gt=0)
    """For turning one document into text."""
    max_memory_bytes: int = Field(default=LIMITS.max_memory_bytes, gt=0)
    """Address space of the process that does it."""

    def limits(self) -> Limits:
        """What a document may have."""
        return Limits(**{name: getattr(self, name) for name in Limits.model_fields})

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The command line wins over the environment, and the environment over what was saved."""
        del dotenv_settings, file_secret_settings  # a .env in the working folder belongs to somebody else's program
        home = init_settings().get("home") or env_settings().get("home") or cls.model_fields["home"].default
        saved = Path(str(home)).expanduser() / FILE
        return (init_settings, env_settings, JsonConfigSettingsSource(settings_cls, json_file=saved))


def load(home: Path | None = None, llm: str | None = None, base_url: str | None = None) -> Settings:
    """The settings in force; what is None was not given on the command line. Raises Misconfigured.

    A model from the command line comes with its own base URL or none: the saved one belongs to the saved model.
    """
    given = {"home": home, "llm": llm, "base_url": base_url}
    try:
        settings = Settings(**{name: value for name, value in given.items() if value is not None})  # type: ignore[arg-type]
    except ValidationError as error:
        first = error.errors()[0]
        raise Misconfigured(
            f"The setting {first['loc'][0]} cannot be {first['input']!r}: {first['msg'].lower()}.",
            remedy=f"Mend it in {FILE} or in the environment variable COACH_{str(first['loc'][0]).upper()}.",
        ) from error
    except (json.JSONDecodeError, UnicodeDecodeError) as error:
        raise Misconfigured(
            f"The saved settings are not readable: {error}.", remedy=f"Mend or delete {FILE} in the home folder."
        ) from error
    update = {"home": settings.home.expanduser()}
    if llm is not None and base_url is None:
        return settings.model_copy(update={**update, "base_url": None})
    return settings.model_copy(update=update)


def chosen(settings: Settings, names: Iterable[str]) -> dict[str, object]:
    """Those of the named settings that are not at their default, as JSON has them."""
    values = settings.model_dump(mode="json", include=set(names), exclude_defaults=True)
    return dict(values)


def save(settings: Settings, **chosen: object) -> Settings:
    """Keep what the user chose, beside what was kept before. Raises HomeUnusable where it cannot be written."""
    file = settings.home / FILE
    kept = json.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}
    unfinished = file.with_suffix(".new")
    try:
        unfinished.write_text(json.dumps(kept | chosen, indent=2, default=str), encoding="utf-8")
        unfinished.replace(file)  # nobody ever reads half a file
    except OSError as error:
        raise HomeUnusable(
            f"The settings cannot be saved in {settings.home}: {error.strerror}.", remedy="Make the folder writable."
        ) from error
    return settings.model_copy(update=chosen)

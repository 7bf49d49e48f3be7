"""Choosing a model: what runs on this machine, whether one answers, and where its key is kept.

Looking around touches this machine only. A key is held in memory unless the user asks to keep it: then in the keyring
of the system, where the package `keyring` is installed and has one, else in a file that only the user can read. It is
in no database, log, export or message.
"""

import json
import os
import stat
import time
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from pydantic import SecretStr, TypeAdapter, ValidationError

from coach.models.asking import Limits, complete
from coach.models.spec import OLLAMA_URL, PROVIDERS, ModelSpec, is_local, is_loopback, open_model
from corpus.entries import Frozen
from corpus.errors import CoachError, Misconfigured

if TYPE_CHECKING:
    from langchain_core.messages import BaseMessage

LOOK = 0.8  # seconds to wait for a server on this machine to say what models it has
USUAL = (
    ("Ollama", OLLAMA_URL),
    ("llama.cpp", "http://127.0.0.1:8080/v1"),
    ("LM Studio", "http://127.0.0.1:1234/v1"),
    ("vLLM or transformers serve", "http://127.0.0.1:8000/v1"),
)
KEYRING = "interview-coach"
KEYS = "keys.json"
ROUND_TRIP = Limits(tokens=16, characters=400, silence=30.0, total=45.0)

Kept = Literal["memory", "keyring", "file"]
KEPT_IN: dict[Kept, str] = {
    "memory": "the memory of this program, until it is stopped",
    "keyring": "the keyring of this system",
    "file": f"the file {KEYS} in the home folder, which only you can read",
}


class Found(Frozen):
    """A server that runs on this machine. specs: its models, ready to be chosen; base_url: to be given with them."""

    name: str
    base_url: str
    specs: tuple[str, ...]


class Tried(Frozen):
    """One round trip to a model.

    seconds: it took, loading included. said: the beginning of what it said. error: what went wrong, in plain words.
    """

    spec: str
    seconds: float
    said: str = ""
    error: str | None = None


def running_here(servers: Iterable[tuple[str, str]] = USUAL) -> list[Found]:
    """The model servers that answer on this machine. Raises Misconfigured for an address elsewhere."""
    places = list(servers)
    for _, url in places:
        if not is_loopback(url):
            raise Misconfigured(
                f"{url} is not on this machine.", remedy="Give an address such as http://127.0.0.1:8080/v1."
            )
    with ThreadPoolExecutor(max_workers=max(1, len(places))) as pool:
        found = list(pool.map(lambda place: _look(*place), places))
    return [server for server in found if server is not None]


def try_out(spec: ModelSpec, key: SecretStr | None = None) -> Tried:
    """Ask a model for one word, and say how long it took or what went wrong."""
    from langchain_core.messages import HumanMessage

    began = time.monotonic()
    asked: Sequence[BaseMessage] = [HumanMessage("Reply with the one word: ready")]
    try:
        said = complete(open_model(spec, key), asked, ROUND_TRIP)
    except CoachError as error:
        return Tried(spec=str(spec), seconds=time.monotonic() - began, error=_without(key, str(error)))
    return Tried(spec=str(spec), seconds=time.monotonic() - began, said=" ".join(said.split())[:80])


def answers_line(spec: ModelSpec | None) -> str:
    """The line under the chat: which model answers, and whether words leave this machine."""
    if spec is None:
        return "Offline: answers are quoted from your notes. Nothing leaves this machine."
    if is_local(spec):
        return f"{spec} answers, on this machine. Nothing leaves it."
    where = spec.base_url or PROVIDERS[spec.provider].install.removeprefix("langchain-")
    return f"{spec} answers. Your questions and the passages found for them are sent to {where}."


class Keys:
    """The keys the user typed, by provider and server. folder: the home, where a file may be kept."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / KEYS
        self._typed: dict[str, SecretStr] = {}

    def of(self, spec: ModelSpec) -> SecretStr | None:
        """The key for a model: as typed, else as kept. None leaves it to the environment."""
        name = _name(spec)
        if name in self._typed:
            return self._typed[name]
        kept = _keyring_get(name) or self._read().get(name)
        return SecretStr(kept) if kept else None

    def kept_in(self, spec: ModelSpec) -> Kept | None:
        """Where the key for a model is held; None where there is none but perhaps in the environment."""
        name = _name(spec)
        if _keyring_get(name):
            return "keyring"
        if name in self._read():
            return "file"
        return "memory" if name in self._typed else None

    def would_keep(self) -> Kept:
        """Where `keep` would put a key."""
        return "keyring" if _has_keyring() else "file"

    def type_in(self, spec: ModelSpec, key: SecretStr) -> None:
        """Use a key until the program ends."""
        self._typed[_name(spec)] = key

    def keep(self, spec: ModelSpec, key: SecretStr) -> Kept:
        """Keep a key for the next time, in the keyring if there is one. Where it was kept."""
        self.type_in(spec, key)
        if _keyring_set(_name(spec), key.get_secret_value()):
            return "keyring"
        self._write({**self._read(), _name(spec): key.get_secret_value()})
        return "file"

    def forget(self, spec: ModelSpec) -> None:
        """Forget a key everywhere."""
        name = _name(spec)
        self._typed.pop(name, None)
        _keyring_set(name, "")
        kept = self._read()
        if kept.pop(name, None) is not None:
            self._write(kept)

    def _read(self) -> dict[str, str]:
        if not self._file.exists():
            return {}
        if stat.S_IMODE(self._file.stat().st_mode) & 0o077:
            raise Misconfigured(
                f"{self._file} can be read by other users, so its keys are not used.",
                remedy=f"Run: chmod 600 {self._file}",
            )
        try:
            return TypeAdapter(dict[str, str]).validate_json(self._file.read_bytes())
        except ValidationError as error:
            raise Misconfigured(
                f"{self._file} cannot be read.", remedy="Delete it, and type the keys again."
            ) from error

    def _write(self, kept: dict[str, str]) -> None:
        whole = self._file.with_suffix(".new")
        whole.unlink(missing_ok=True)
        with os.fdopen(os.open(whole, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as opened:
            json.dump(kept, opened)
        whole.replace(self._file)


def _without(key: SecretStr | None, text: str) -> str:
    """A provider's error without the key that it may quote."""
    return text.replace(key.get_secret_value(), "[key]") if key and key.get_secret_value() else text


def _name(spec: ModelSpec) -> str:
    """Under which a key is kept: a key for one server is never sent to another."""
    return f"{spec.provider}@{spec.base_url}" if spec.base_url else spec.provider


def _look(name: str, url: str) -> Found | None:
    import httpx

    ollama = not url.endswith("/v1")
    try:
        reply = httpx.get(f"{url}/api/tags" if ollama else f"{url}/models", timeout=LOOK, trust_env=False)
        reply.raise_for_status()
        models = list(_models(reply.json(), ollama=ollama))
    except (httpx.HTTPError, ValueError):
        return None
    provider = "ollama" if ollama else "openai"
    return Found(name=name, base_url=url, specs=tuple(f"{provider}:{model}" for model in models))


def _models(reply: object, *, ollama: bool) -> Iterator[str]:
    listed = reply.get("models" if ollama else "data") if isinstance(reply, dict) else None
    if not isinstance(listed, list):
        raise ValueError("no list of models")  # noqa: TRY004 - what is wrong is the reply
    for model in listed:
        name = model.get("model" if ollama else "id") if isinstance(model, dict) else None
        if isinstance(name, str) and name:
            yield name


def _has_keyring() -> bool:
    if find_spec("keyring") is None:
        return False
    import keyring

    return bool(keyring.get_keyring().priority >= 1)  # less have those that keep nothing, or keep it in plain text


def _keyring_get(name: str) -> str | None:
    if not _has_keyring():
        return None
    import keyring
    from keyring.errors import KeyringError

    try:
        return keyring.get_password(KEYRING, name) or None
    except KeyringError:
        return None  # none on this machine: the file is used


def _keyring_set(name: str, key: str) -> bool:
    if not _has_keyring():
        return False
    import keyring
    from keyring.errors import KeyringError

    try:
        keyring.set_password(KEYRING, name, key)
    except KeyringError:
        return False
    return True

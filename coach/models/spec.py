"""Language models behind a string: `provider:model`, opened as a LangChain chat model.

    offline                    no model at all, the default
    openai:NAME                OpenAI, or any server that speaks its protocol when a base URL is given
    ollama:NAME                a running Ollama, on this machine unless a base URL says otherwise
    anthropic:NAME             Anthropic
    google_genai:NAME          Google Gemini
    huggingface:REPO_OR_FOLDER transformers, in this process
    llamacpp:FILE.gguf         llama.cpp, in this process
    local                      llama.cpp with the small model that the extra [local] brings

This is the only module that knows `init_chat_model`. A key is never part of a spec: a spec may be stored and shown.
"""

import os
from collections.abc import Mapping
from functools import cache, cached_property
from importlib.util import find_spec
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, field_validator

from corpus.entries import Frozen
from corpus.errors import Misconfigured, ModelUnknown
from index.hits import Progress

if TYPE_CHECKING:
    import ssl

    from langchain_core.language_models import BaseChatModel

OLLAMA_URL = "http://127.0.0.1:11434"
ONE_REQUEST = {"Connection": "close"}
"""Connections are not kept: minutes lie between two questions, and clients that are dropped leave no sockets behind."""
STAY = "30m"
"""How long Ollama keeps a model in memory: of itself it lets go after five minutes, within a single question."""
TEMPERATURE = 0.2
CONTEXT = 4096
"""Tokens assumed where nobody knows better: what small models at home are started with."""


class Provider(Frozen):
    """What has to be there before a provider's models can be opened.

    package: the module that is imported; install: what brings it.
    key: the environment variable its key is read from; None where there are no keys.
    """

    package: str
    install: str
    key: str | None = None
    takes_url: bool = False
    in_process: bool = False


PROVIDERS: Mapping[str, Provider] = {
    "openai": Provider(package="langchain_openai", install="langchain-openai", key="OPENAI_API_KEY", takes_url=True),
    "ollama": Provider(package="langchain_ollama", install="langchain-ollama", takes_url=True),
    "anthropic": Provider(
        package="langchain_anthropic", install="langchain-anthropic", key="ANTHROPIC_API_KEY", takes_url=True
    ),
    "google_genai": Provider(package="langchain_google_genai", install="langchain-google-genai", key="GOOGLE_API_KEY"),
    "huggingface": Provider(package="transformers", install="transformers", in_process=True),
    "llamacpp": Provider(package="xllamacpp", install="xllamacpp", in_process=True),
    "local": Provider(package="xllamacpp", install="xllamacpp", in_process=True),
}
KNOWN = (
    "offline, local, llamacpp:FILE.gguf, ollama:NAME, openai:NAME, anthropic:NAME, google_genai:NAME, huggingface:REPO"
)


class ModelSpec(Frozen):
    """Which model, where, and how it is asked. Holds no key.

    base_url: of the server; None means the provider's own.
    temperature: 0 is the most repeatable; explanations need little of it. A hosted model keeps its own unless another
        than TEMPERATURE is chosen: the newest refuse any.
    context: tokens the model can hold, prompt and answer together; None where unknown, then CONTEXT is assumed.
    timeout: seconds without a sign of life after which the model counts as silent.
    """

    provider: str
    name: str
    base_url: str | None = None
    temperature: float = Field(default=TEMPERATURE, ge=0, le=2)
    context: int | None = Field(default=None, ge=512)
    timeout: float = Field(default=60.0, gt=0)

    @field_validator("base_url")
    @classmethod
    def _is_a_web_address(cls, url: str | None) -> str | None:
        if url is None:
            return None
        if urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).hostname:
            raise ValueError(f"{url} is not a web address such as http://127.0.0.1:8000/v1")
        if urlsplit(url).password:
            raise ValueError("a web address is stored and shown, so it may hold no password")
        return url.rstrip("/")

    @classmethod
    def parse(
        cls,
        text: str,
        base_url: str | None = None,
        *,
        temperature: float = TEMPERATURE,
        context: int | None = None,
        timeout: float = 60.0,
        environ: Mapping[str, str] = os.environ,
    ) -> "ModelSpec | None":
        """The spec that `text` names; None for "offline". Raises ModelUnknown, naming what there is."""
        text = text.strip()
        if text in ("", "offline"):
            return None
        provider, _, name = text.partition(":")
        if provider not in PROVIDERS:
            raise ModelUnknown(f"There is no model {text!r}.", remedy=f"Choose one of: {KNOWN}.")
        if provider == "local":
            name = "SmolLM2-135M-Instruct"
        if not name:
            raise ModelUnknown(f"{text!r} names no model.", remedy=f"Write it as {provider}:NAME.")
        if base_url and not PROVIDERS[provider].takes_url:
            raise ModelUnknown(f"{provider} models have no base URL.", remedy="Leave the base URL out.")
        if provider == "ollama" and not base_url:
            base_url = _ollama_url(environ.get("OLLAMA_HOST", ""))
        try:
            return cls(
                provider=provider,
                name=name,
                base_url=base_url or None,
                temperature=temperature,
                context=context,
                timeout=timeout,
            )
        except ValueError as error:
            reasons = "; ".join(e["msg"].removeprefix("Value error, ") for e in error.errors())  # type: ignore[attr-defined]
            raise Misconfigured(
                f"The model {text} cannot be set up like this: {reasons}.", remedy="Mend it."
            ) from error

    def __str__(self) -> str:
        return "local" if self.provider == "local" else f"{self.provider}:{self.name}"

    @cached_property
    def tokens(self) -> int:
        """Tokens that prompt and answer may use together."""
        return self.context or CONTEXT


def is_local(spec: ModelSpec | None) -> bool:
    """Whether everything said to this model stays on this machine."""
    if spec is None or PROVIDERS[spec.provider].in_process:
        return True
    if spec.provider == "ollama" and spec.name.endswith("-cloud"):
        return False  # Ollama hands these on to its own hosts
    return spec.base_url is not None and is_loopback(spec.base_url)


def is_loopback(url: str) -> bool:
    """Whether a web address leads to this machine and nowhere else, without asking a name server."""
    host = urlsplit(url).hostname or ""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def open_model(
    spec: ModelSpec,
    key: SecretStr | None = None,
    environ: Mapping[str, str] = os.environ,
    progress: Progress | None = None,
) -> "BaseChatModel":
    """The chat model that a spec names. Nothing is sent to it yet.

    key: what the user typed; without it the provider's environment variable is used. progress: told of a download.
    Raises ModelUnknown, saying what to install, and Misconfigured when a key is wanted and there is none.
    """
    provider = PROVIDERS[spec.provider]
    if find_spec(provider.package) is None:
        raise ModelUnknown(
            f"The model {spec} needs the package {provider.install}, which is not installed.",
            remedy=f'Run: pip install "{provider.install}"',
        )
    key = key or _key_from(provider, environ)
    match spec.provider:
        case "openai":
            return _openai(spec, key)
        case "ollama":
            client = {"timeout": spec.timeout, "headers": ONE_REQUEST, "trust_env": not is_local(spec)}
            if is_local(spec):
                client["verify"] = _certificates()
            return _init(
                "ollama",
                spec,
                num_ctx=spec.tokens,  # by itself it would cut longer prompts without a word
                keep_alive=STAY,
                reasoning=False,  # models that think first would use up the reply, and the reader's patience
                client_kwargs=client,
            )
        case "huggingface":
            from coach.models import huggingface

            return huggingface.open_folder(spec.name, spec.temperature, spec.tokens, progress)
        case "llamacpp" | "local":
            from coach.models import llamacpp

            file = llamacpp.bundled() if spec.provider == "local" else Path(spec.name).expanduser()
            server = llamacpp.serve(file, spec.tokens)
            return _openai(spec.model_copy(update={"base_url": server.base_url}), server.key)
        case _:
            if key is None:
                raise Misconfigured(
                    f"The model {spec} wants a key, and there is none.",
                    remedy=f"Set {provider.key}, or type the key on the settings page.",
                )
            return _init(spec.provider, spec, api_key=key, timeout=spec.timeout, max_retries=0)


def _openai(spec: ModelSpec, key: SecretStr | None) -> "BaseChatModel":
    if key is None and spec.base_url is None:
        raise Misconfigured(
            f"The model {spec} wants a key, and there is none.",
            remedy="Set OPENAI_API_KEY, type the key on the settings page, or give the base URL of your own server.",
        )
    clients: dict[str, Any] = {}
    if is_local(spec):  # a proxy that the environment names cannot reach this machine
        from openai import DefaultAsyncHttpxClient, DefaultHttpxClient

        clients = {
            "http_client": DefaultHttpxClient(trust_env=False, verify=_certificates()),
            "http_async_client": DefaultAsyncHttpxClient(trust_env=False, verify=_certificates()),
        }
    # Servers at home want no key, but the client refuses to be made without one.
    return _init(
        "openai",
        spec,
        api_key=key or SecretStr("none"),
        timeout=spec.timeout,
        default_headers=ONE_REQUEST,
        max_retries=0,  # retried in asking.py, where the user is told
        stream_chunk_timeout=None,  # asking.py watches the silence, whatever the provider
        use_responses_api=False,  # the protocol that every compatible server speaks
        **clients,
    )


@cache
def _certificates() -> "ssl.SSLContext":
    """The usual ones, read once: each client would spend a tenth of a second on them."""
    import ssl

    import certifi

    return ssl.create_default_context(cafile=certifi.where())


def _init(provider: str, spec: ModelSpec, **options: Any) -> "BaseChatModel":
    from langchain.chat_models import init_chat_model

    if spec.base_url is not None:
        options["base_url"] = spec.base_url
    if spec.base_url is not None or spec.temperature != TEMPERATURE:
        options["temperature"] = spec.temperature
    model: BaseChatModel = init_chat_model(spec.name, model_provider=provider, **options)
    return model


def _key_from(provider: Provider, environ: Mapping[str, str]) -> SecretStr | None:
    value = environ.get(provider.key, "") if provider.key else ""
    return SecretStr(value) if value else None


def _ollama_url(host: str) -> str:
    """OLLAMA_HOST as Ollama itself reads it: scheme and port may be missing, and 0.0.0.0 is how a server listens."""
    if not host:
        return OLLAMA_URL
    parts = urlsplit(host if "//" in host else f"http://{host}")
    name = parts.hostname or "127.0.0.1"
    name = "127.0.0.1" if name == "0.0.0.0" else name
    return f"{parts.scheme}://{name}:{parts.port or 11434}"

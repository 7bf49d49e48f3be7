"""What there is to choose from when somebody chooses a model, and what has to be said before they do.

A `Choice` is a kind of model as a person thinks of it ("a server on this machine", "Anthropic"); a spec is what it
becomes. Nothing here asks a model anything or looks for one.
"""

import os
import sys
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path

from coach.models.spec import PROVIDERS, ModelSpec, is_local
from corpus.entries import Frozen

ASKED = "your questions and the passages of your notes that are found for them"
TOLD = "in an interview, its questions, their key points and your answers"


class Choice(Frozen):
    """One kind of model.

    id: short and stable. provider: whose models these are; "" where there is no model.
    title, about: for people. name: what the name of a model is called here; "" where there is none to type.
    takes_url: whether an address belongs to it; url: the one that is meant when none is given.
    """

    id: str
    provider: str
    title: str
    about: str
    name: str = ""
    example: str = ""
    takes_url: bool = False
    wants_key: bool = False

    @property
    def missing(self) -> str:
        """The command that installs what this needs; empty where nothing is missing."""
        if not self.provider or find_spec(PROVIDERS[self.provider].package):
            return ""
        return f'{sys.executable} -m pip install "{PROVIDERS[self.provider].install}"'

    @property
    def package(self) -> str:
        """The package that this needs; empty where it needs none."""
        return PROVIDERS[self.provider].install if self.provider else ""

    @property
    def variable(self) -> str:
        """The environment variable that a key is read from; empty where there are no keys."""
        return (self.provider and PROVIDERS[self.provider].key) or ""


CHOICES = (
    Choice(
        id="offline",
        provider="",
        title="No model",
        about="Answers are quoted from your notes, and graded by the coach itself. Fast, free, and nothing to install.",
    ),
    Choice(
        id="here",
        provider="ollama",
        title="A server on this machine",
        about="Ollama, llama.cpp, LM Studio, vLLM or transformers serve, when one is running.",
        name="Model",
    ),
    Choice(
        id="local",
        provider="local",
        title="The small model",
        about="SmolLM2 with 135 million parameters, in this process. It shows that everything works; it is not clever.",
    ),
    Choice(
        id="llamacpp",
        provider="llamacpp",
        title="A GGUF file",
        about="Any model file for llama.cpp, run in this process.",
        name="Path of the file",
        example="~/models/qwen3-4b-instruct-q4_k_m.gguf",
    ),
    Choice(
        id="huggingface",
        provider="huggingface",
        title="A Hugging Face model",
        about="Run by transformers in this process. A name instead of a folder is fetched from huggingface.co once.",
        name="Folder or repository",
        example="Qwen/Qwen3-0.6B",
    ),
    Choice(
        id="server",
        provider="openai",
        title="Another server",
        about="Any server that speaks OpenAI's protocol, at the address you give.",
        name="Model",
        takes_url=True,
        example="http://192.168.1.20:8000/v1",
    ),
    Choice(
        id="openai",
        provider="openai",
        title="OpenAI",
        about="Hosted by OpenAI, with your key.",
        name="Model",
        wants_key=True,
    ),
    Choice(
        id="anthropic",
        provider="anthropic",
        title="Anthropic",
        about="Hosted by Anthropic, with your key.",
        name="Model",
        wants_key=True,
    ),
    Choice(
        id="google_genai",
        provider="google_genai",
        title="Google",
        about="Gemini, hosted by Google, with your key.",
        name="Model",
        wants_key=True,
    ),
)
"""All kinds: the private ones first."""


def choice_of(choice_id: str) -> Choice:
    """The choice of that id. Raises KeyError: ids are written by us."""
    return {choice.id: choice for choice in CHOICES}[choice_id]


def chosen(spec: ModelSpec | None) -> Choice:
    """The choice that a spec came from."""
    if spec is None:
        return choice_of("offline")
    if spec.provider == "ollama" or (spec.provider == "openai" and spec.base_url and is_local(spec)):
        return choice_of("here")
    if spec.provider == "openai" and spec.base_url:
        return choice_of("server")
    return choice_of(spec.provider)


def spec_text(choice: Choice, name: str) -> str:
    """What `ModelSpec.parse` takes. A name that already is a spec, as found servers give them, stays."""
    name = name.strip()
    if choice.id in ("offline", "local"):
        return choice.id
    if name.startswith(("ollama:", "openai:")) and choice.id in ("here", "server"):
        return name
    return f"{choice.provider}:{name}"


def where(spec: ModelSpec) -> str:
    """Whose machine a model runs on, as one says it."""
    if is_local(spec):
        return "this machine"
    if spec.base_url:
        return f"the server at {spec.base_url}"
    return choice_of(spec.provider).title if spec.provider in ("openai", "anthropic", "google_genai") else "its maker"


def what_leaves(spec: ModelSpec | None) -> str:
    """What leaves this machine when this model is used: said before it is chosen."""
    if spec is None:
        return "Nothing leaves this machine."
    if not is_local(spec):
        return (
            f"These leave this machine and go to {where(spec)}: {ASKED}; {TOLD}. Your documents as a whole, "
            "your earlier conversations and your progress stay here. What becomes of the words there is up to whoever "
            "runs it."
        )
    if spec.provider == "huggingface" and not Path(spec.name).expanduser().exists():
        return (
            "The model runs on this machine, and your words stay on it. Its files are fetched from huggingface.co once."
        )
    return "The model runs on this machine. Nothing leaves it."


def key_in_environment(spec: ModelSpec, environ: Mapping[str, str] = os.environ) -> str:
    """The name of the environment variable that holds a key for this model; empty where none does."""
    variable = PROVIDERS[spec.provider].key
    return variable if variable and environ.get(variable) else ""

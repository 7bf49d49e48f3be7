"""Hugging Face models in this process, by transformers: a repository that is downloaded once, or a folder.

langchain-huggingface is not used: it cannot stop a model that runs in this process, and it wants an older
huggingface_hub than sentence-transformers does. This model streams, stops at once, and says when it ran out of tokens.
"""

import asyncio
import os
import threading
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from langchain_core.callbacks import AsyncCallbackManagerForLLMRun, CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult
from pydantic import PrivateAttr

from corpus.errors import ModelFailed, ModelUnknown

if TYPE_CHECKING:
    from transformers import PreTrainedModel, PreTrainedTokenizerBase

Shown = Callable[[str, int, int], None]
"""Told how far a download is: what is fetched, bytes done, bytes in all."""
WANTED = ("*.json", "*.safetensors", "*.model", "*.txt", "*.jinja")
"""Files of a repository that are fetched; weights only in the one format that cannot run code."""
ROLES = {"system": "system", "human": "user", "ai": "assistant"}


class TransformersChat(BaseChatModel):
    """A causal language model as a chat model. One answer at a time: more would only slow each other down.

    model_name: repository or folder, as the user named it. folder: where it lies.
    context: tokens of prompt and answer together.
    """

    model_name: str
    folder: str
    temperature: float = 0.2
    context: int = 4096
    _lock: threading.Lock = PrivateAttr(default_factory=threading.Lock)

    @property
    def _llm_type(self) -> str:
        return "transformers"

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        text = "".join(str(chunk.message.content) for chunk in self._stream(messages, stop, run_manager, **kwargs))
        return ChatResult(generations=[ChatGeneration(message=AIMessage(text))])

    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> Iterator[ChatGenerationChunk]:
        yield from self._pieces(messages, int(kwargs.get("max_tokens", 512)), threading.Event())

    async def _astream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: AsyncCallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> AsyncIterator[ChatGenerationChunk]:
        stopped = threading.Event()
        loop = asyncio.get_running_loop()
        said: asyncio.Queue[ChatGenerationChunk | BaseException | None] = asyncio.Queue()

        def run() -> None:
            try:
                for piece in self._pieces(messages, int(kwargs.get("max_tokens", 512)), stopped):
                    loop.call_soon_threadsafe(said.put_nowait, piece)
                loop.call_soon_threadsafe(said.put_nowait, None)
            except Exception as error:  # noqa: BLE001 - whatever it is, it is raised again where it is waited for
                loop.call_soon_threadsafe(said.put_nowait, error)

        threading.Thread(target=run, name="transformers", daemon=True).start()
        try:
            while (piece := await said.get()) is not None:
                if isinstance(piece, BaseException):
                    raise piece
                yield piece
        finally:
            stopped.set()  # also when the task is cancelled: the model notices with its next token

    def _pieces(
        self, messages: Sequence[BaseMessage], tokens: int, stopped: threading.Event
    ) -> Iterator[ChatGenerationChunk]:
        """The answer in pieces; the last one says how it ended."""
        from transformers import TextIteratorStreamer

        with self._lock:
            tokenizer, model = loaded(self.folder)
            ids = _ids(tokenizer, messages)
            room = min(self.context, int(getattr(model.config, "max_position_embeddings", self.context))) - ids.shape[1]
            if room <= 0:
                raise ModelFailed(
                    f"The question and its passages are too long for {self.model_name}.",
                    remedy="Give its context length in the settings, or start a new conversation.",
                )
            streamer = TextIteratorStreamer(tokenizer, skip_prompt=True, skip_special_tokens=True)
            generated = list[int]()
            running = threading.Thread(
                target=_generate,
                args=(model, ids, streamer, generated, min(tokens, room), self.temperature, stopped),
                name="generate",
                daemon=True,
            )
            running.start()
            try:
                for text in streamer:
                    if text:
                        yield _chunk(text)
            finally:
                stopped.set()  # also where nobody wants to hear the rest
                running.join()
            yield _chunk("", "length" if len(generated) >= min(tokens, room) else "stop")


def _generate(
    model: "PreTrainedModel",
    ids: Any,
    streamer: Any,
    generated: list[int],
    tokens: int,
    temperature: float,
    stopped: threading.Event,
) -> None:
    """Let the model speak into the streamer, until it has finished or is stopped; generated: filled with its tokens."""
    import torch
    from transformers import StoppingCriteria, StoppingCriteriaList

    class Stopped(StoppingCriteria):
        def __call__(self, input_ids: Any, scores: Any, **kwargs: Any) -> Any:
            generated.append(int(input_ids[0, -1]))
            return torch.full((1,), stopped.is_set(), dtype=torch.bool)

    drawn = {"do_sample": True, "temperature": temperature} if temperature > 0 else {"do_sample": False}
    try:
        model.generate(  # type: ignore[operator]
            ids,
            attention_mask=torch.ones_like(ids),
            max_new_tokens=tokens,
            streamer=streamer,
            stopping_criteria=StoppingCriteriaList([Stopped()]),
            pad_token_id=model.config.eos_token_id if isinstance(model.config.eos_token_id, int) else 0,
            **drawn,
        )
    finally:
        streamer.end()  # or whoever listens would wait for ever


def open_folder(name: str, temperature: float, context: int, progress: Shown | None = None) -> TransformersChat:
    """The chat model in a folder or, once it is downloaded, of a repository.

    Raises ModelUnknown where neither exists or cannot be read, saying what to do.
    """
    folder = Path(name).expanduser()
    if folder.is_dir() and not (folder / "config.json").is_file():
        raise ModelUnknown(
            f"{folder} holds no model.", remedy="Give a folder with config.json and *.safetensors in it."
        )
    place = str(folder) if folder.is_dir() else _downloaded(name, progress)
    loaded(place)
    return TransformersChat(model_name=name, folder=place, temperature=temperature, context=context)


@lru_cache(maxsize=1)  # models are large
def loaded(folder: str) -> "tuple[PreTrainedTokenizerBase, PreTrainedModel]":
    """Tokenizer and weights. Raises ModelUnknown. No code that comes with a model is run."""
    from transformers import AutoModelForCausalLM, AutoTokenizer
    from transformers.utils.logging import disable_progress_bar

    disable_progress_bar()  # type: ignore[no-untyped-call]  # it would be drawn over the command line's own
    try:
        tokenizer = AutoTokenizer.from_pretrained(folder, local_files_only=True)
        model = AutoModelForCausalLM.from_pretrained(folder, local_files_only=True, use_safetensors=True)
    except (OSError, ValueError, ImportError, KeyError) as error:
        raise ModelUnknown(
            f"transformers cannot load {folder}: {' '.join(str(error).split())[:160]}",
            remedy="Choose a causal language model with safetensors weights.",
        ) from error
    return tokenizer, model.eval()  # type: ignore[no-untyped-call]


def _downloaded(repository: str, progress: Shown | None) -> str:
    """The folder of a repository in Hugging Face's cache, fetched when it is not there yet."""
    import httpx
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HfHubHTTPError, HFValidationError, LocalEntryNotFoundError

    fetch = partial(
        snapshot_download,
        repository,
        allow_patterns=list(WANTED),
        endpoint=os.environ.get("HF_ENDPOINT"),
        cache_dir=os.environ.get("HF_HUB_CACHE"),
    )
    try:
        return str(fetch(local_files_only=True))
    except HFValidationError as error:
        raise ModelUnknown(
            f"There is no folder {repository}, and it is no name of a repository.",
            remedy="Write huggingface:OWNER/NAME, or the path of a folder.",
        ) from error
    except LocalEntryNotFoundError:
        pass
    try:
        return str(fetch(tqdm_class=_bar(repository, progress)))
    except (HfHubHTTPError, LocalEntryNotFoundError, httpx.HTTPError, OSError) as error:
        raise ModelUnknown(
            f"{repository} cannot be downloaded from Hugging Face.",
            remedy="Check the name and the connection, or give the folder of a model.",
        ) from error


def _bar(repository: str, progress: Shown | None) -> Any:
    """A progress bar as huggingface_hub wants it, that tells `progress` and draws nothing."""
    from tqdm.auto import tqdm  # type: ignore[import-untyped]

    class Bar(tqdm):  # type: ignore[misc]
        def __init__(self, *args: Any, **options: Any) -> None:
            options.pop("name", None)
            self.in_bytes = options.get("unit") == "B"
            super().__init__(*args, **options | {"disable": progress is None, "file": _Nowhere(), "leave": False})

        def update(self, n: float | None = 1) -> Any:
            updated = super().update(n)
            if progress is not None and self.in_bytes and self.total:
                progress(f"Downloading {repository}", int(self.n), int(self.total))
            return updated

    return Bar


class _Nowhere:
    """A file that keeps nothing."""

    def write(self, text: str) -> int:
        return len(text)

    def flush(self) -> None:
        """Nothing to do."""


def _ids(tokenizer: "PreTrainedTokenizerBase", messages: Sequence[BaseMessage]) -> Any:
    """The prompt as token numbers, in the chat format of the model where it has one."""
    told = [{"role": ROLES.get(message.type, "user"), "content": str(message.content)} for message in messages]
    if tokenizer.chat_template:
        text = tokenizer.apply_chat_template(told, tokenize=False, add_generation_prompt=True)
        return tokenizer(text, add_special_tokens=False, return_tensors="pt").input_ids
    text = "".join(f"{turn['content']}\n\n" for turn in told) + "Answer: "
    return tokenizer(text, return_tensors="pt").input_ids


def _chunk(text: str, ending: str | None = None) -> ChatGenerationChunk:
    metadata = {"finish_reason": ending} if ending else {}
    return ChatGenerationChunk(message=AIMessageChunk(content=text, response_metadata=metadata))

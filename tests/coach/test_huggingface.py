"""A Hugging Face model in this process: a tiny one that is made here, so nothing is downloaded from anywhere.

It knows which word follows which and nothing else: after any prompt it says one true sentence about waves.
"""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from pathlib import Path

import pytest
import torch
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import HumanMessage
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import WhitespaceSplit
from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

from coach.explaining.with_model import explain
from coach.models.asking import Limits, complete, stream
from coach.models.settings import answers_line
from coach.models.spec import ModelSpec, open_model
from corpus.errors import ModelFailed, ModelUnknown
from index.hits import Turn
from tests.sea import READER, TIDE, WAVE, found

SAYS = "Waves are movements of the sea surface that wind causes [1]."
CIRCLE = "Round we go"


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made(tmp_path_factory.mktemp("waves"), ["Answer:", *SAYS.split(), "</s>"])


def made(folder: Path, chain: list[str]) -> Path:
    """A model that says the words of a chain one after the other, whatever stands before the first of them."""
    words = ["<unk>", *dict.fromkeys(chain)]
    tokenizer = Tokenizer(WordLevel({word: n for n, word in enumerate(words)}, unk_token="<unk>"))
    tokenizer.pre_tokenizer = WhitespaceSplit()
    eos = {"eos_token": "</s>"} if "</s>" in words else {}
    fast = PreTrainedTokenizerFast(tokenizer_object=tokenizer, unk_token="<unk>", **eos)  # type: ignore[no-untyped-call]
    fast.save_pretrained(folder)
    size = len(words)
    model = LlamaForCausalLM(
        LlamaConfig(
            vocab_size=size, hidden_size=2 * size, intermediate_size=4, num_hidden_layers=1, num_attention_heads=1,
            max_position_embeddings=2048, eos_token_id=words.index("</s>") if eos else None, bos_token_id=None,
        )
    )  # fmt: skip
    with torch.no_grad():
        for weights in (model.model.layers[0].self_attn.o_proj, model.model.layers[0].mlp.down_proj):
            weights.weight.zero_()
        model.model.embed_tokens.weight.copy_(torch.eye(size, 2 * size))
        model.lm_head.weight.zero_()
        for before, after in pairwise(chain):
            model.lm_head.weight[words.index(after), words.index(before)] = 50.0
    model.save_pretrained(folder)
    return folder


def opened(folder: Path) -> tuple[BaseChatModel, ModelSpec]:
    spec = ModelSpec.parse(f"huggingface:{folder}")
    assert spec is not None
    return open_model(spec), spec


def test_a_question_is_explained_by_a_model_in_a_folder(folder: Path) -> None:
    asked = "What are waves?"

    *_, last = explain([Turn(role="user", content=asked)], found(asked, WAVE, TIDE), *opened(folder), reader=READER)

    assert last.answer == "Waves are movements of the sea surface that wind causes. [1]"
    assert [citation.quote for citation in last.citations] == [
        "Waves are movements of the sea surface that the wind causes."
    ]
    assert (last.model, last.notice) == (f"huggingface:{folder}", None)


def test_it_streams_word_by_word_and_nothing_leaves_the_machine(folder: Path) -> None:
    model, spec = opened(folder)

    replies = list(stream(model, [HumanMessage("waves?")]))

    assert replies[-1].text.split() == SAYS.split()
    assert replies[-1].ending == "stop"
    assert "Nothing leaves" in answers_line(spec)


def test_a_reply_ends_where_its_tokens_are_used_up_and_stops_when_nobody_listens(tmp_path: Path) -> None:
    model, _ = opened(made(tmp_path / "circle", ["Answer:", *CIRCLE.split(), *CIRCLE.split()[:1]]))

    *_, cut = stream(model, [HumanMessage("?")], Limits(tokens=7))
    endless = stream(model, [HumanMessage("?")], Limits(tokens=1900))
    while not next(endless).text:
        pass
    endless.close()

    assert (cut.text.split(), cut.ending) == ([*CIRCLE.split(), *CIRCLE.split(), "Round"], "length")
    assert complete(model, [HumanMessage("?")], Limits(tokens=3, silence=20)).split() == CIRCLE.split()


def test_a_prompt_that_is_too_long_is_said_so(folder: Path) -> None:
    with pytest.raises(ModelFailed, match="too long for"):
        complete(opened(folder)[0], [HumanMessage("wave " * 2100)])


def test_a_folder_without_a_model_and_a_name_that_is_none_are_said_so(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "config.json").write_text("{}")

    for name, said in (("empty", "holds no model"), ("broken", "cannot load"), ("no/such/folder", "no name of a repo")):
        with pytest.raises(ModelUnknown, match=said):
            opened(tmp_path / name if name != "no/such/folder" else Path(name))


# --- A repository -------------------------------------------------------------------------------------------------


@contextmanager
def hub(folder: Path) -> Iterator[str]:
    """As much of Hugging Face's server as downloading takes; it has one repository, sea/waves."""
    commit = "c" * 40

    class Hub(BaseHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

        def do_HEAD(self) -> None:
            self.answer(body=False)

        def do_GET(self) -> None:
            self.answer(body=True)

        def answer(self, *, body: bool) -> None:
            path = self.path.split("?")[0]
            file = folder / path.rsplit("/", 1)[-1]
            if path.startswith("/api/models/sea/waves"):
                self.send({}, repository(folder, commit, tree="/tree/" in path), body=True)
            elif path.startswith("/sea/waves/resolve/") and file.is_file():
                self.send({"ETag": f'"{file.name}-1"', "X-Repo-Commit": commit}, file.read_bytes(), body=body)
            else:
                self.send_error(404)

        def send(self, headers: dict[str, str], data: bytes, *, body: bool) -> None:
            self.send_response(200)
            for name, value in {**headers, "Content-Length": str(len(data))}.items():
                self.send_header(name, value)
            self.end_headers()
            if body:
                self.wfile.write(data)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Hub)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()


def repository(folder: Path, commit: str, *, tree: bool) -> bytes:
    """What the server says of its repository: its files, with their sizes as a tree."""
    files = [file for file in sorted(folder.iterdir()) if file.is_file()]
    if tree:
        return json.dumps(
            [{"type": "file", "path": f.name, "size": f.stat().st_size, "oid": f"{f.name}-1"} for f in files]
        ).encode()
    return json.dumps({"id": "sea/waves", "sha": commit, "siblings": [{"rfilename": f.name} for f in files]}).encode()


def test_a_repository_is_downloaded_once_with_its_progress(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spec = ModelSpec.parse("huggingface:sea/waves")
    assert spec is not None
    shown: list[tuple[str, int, int]] = []
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path / "cache"))
    with hub(folder) as url:
        monkeypatch.setenv("HF_ENDPOINT", url)
        open_model(spec, progress=lambda what, done, total: shown.append((what, done, total)))
    model = open_model(spec)  # the server is gone by now

    assert complete(model, [HumanMessage("?")]).split() == SAYS.split()
    what, done, total = shown[-1]
    assert what == "Downloading sea/waves"
    assert done == total > 1000


def test_a_repository_that_is_not_there_is_said_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path / "cache"))

    with pytest.raises(ModelUnknown, match="sea/none cannot be downloaded"):
        opened(Path("sea/none"))

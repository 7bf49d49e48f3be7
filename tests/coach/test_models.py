"""Models behind a string: what can be opened, what is said where it cannot, and whether words leave the machine."""

import stat
from pathlib import Path

import pytest
from langchain_core.messages import HumanMessage
from pydantic import SecretStr

from coach.models import prompts
from coach.models.asking import Limits, complete
from coach.models.settings import Found, Keys, answers_line, running_here, try_out
from coach.models.spec import ModelSpec, is_local, open_model
from corpus.errors import Misconfigured, ModelUnknown
from tests.servers import NOWHERE, serving


@pytest.fixture(autouse=True)
def no_keyring(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the machine has a keyring, the tests leave it alone."""
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")


def parsed(text: str, base_url: str | None = None, **environ: str) -> ModelSpec:
    spec = ModelSpec.parse(text, base_url, environ=environ)
    assert spec is not None
    return spec


@pytest.mark.parametrize("text", ["offline", "", " offline "])
def test_offline_is_no_model(text: str) -> None:
    assert ModelSpec.parse(text) is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("nosuch:model", "There is no model 'nosuch:model'. Choose one of: offline, local,"),
        ("gpt-5", "There is no model 'gpt-5'. Choose one of:"),
        ("openai:", "'openai:' names no model. Write it as openai:NAME."),
    ],
)
def test_an_unknown_spec_names_the_known_ones(text: str, said: str) -> None:
    with pytest.raises(ModelUnknown) as error:
        ModelSpec.parse(text)

    assert str(error.value).startswith(said)
    assert error.value.exit_code == 2


@pytest.mark.parametrize("url", ["localhost:8000", "file:///etc/passwd", "http://"])
def test_a_base_url_is_a_web_address(url: str) -> None:
    with pytest.raises(Misconfigured, match="is not a web address"):
        ModelSpec.parse("openai:x", url)


def test_a_base_url_for_a_provider_without_one_is_refused() -> None:
    with pytest.raises(ModelUnknown, match="llamacpp models have no base URL"):
        ModelSpec.parse("llamacpp:x.gguf", "http://127.0.0.1:1")


def test_a_missing_provider_package_is_named_with_the_command() -> None:
    with pytest.raises(ModelUnknown, match='Run: pip install "langchain-google-genai"'):
        open_model(parsed("google_genai:gemini-x"), SecretStr("k"), environ={})


@pytest.mark.parametrize("text", ["openai:gpt-x", "anthropic:claude-x"])
def test_a_key_is_asked_for_where_one_is_wanted(text: str) -> None:
    with pytest.raises(Misconfigured, match="wants a key, and there is none"):
        open_model(parsed(text), environ={})


def test_a_file_that_is_no_model_is_said_so(tmp_path: Path) -> None:
    text, broken = tmp_path / "notes.gguf", tmp_path / "broken.gguf"
    text.write_text("hello")
    broken.write_bytes(b"GGUF" + bytes(1000))

    for path, said in (
        (tmp_path / "no.gguf", "There is no file"),
        (text, "is not a GGUF model"),
        (broken, "cannot load"),
    ):
        with pytest.raises(ModelUnknown, match=said):
            open_model(parsed(f"llamacpp:{path}"))


@pytest.mark.parametrize(
    ("text", "base_url", "host", "local"),
    [
        ("local", None, "", True),
        ("llamacpp:x.gguf", None, "", True),
        ("huggingface:x/y", None, "", True),
        ("ollama:x", None, "", True),
        ("ollama:x", None, "0.0.0.0:11434", True),
        ("ollama:x", None, "gpu.example:11434", False),
        ("ollama:x", "http://192.168.1.5:11434", "", False),
        ("openai:x", None, "", False),
        ("openai:x", "http://localhost:8000/v1", "", True),
        ("openai:x", "http://[::1]:8000/v1", "", True),
        ("openai:x", "http://127.0.0.1.evil.example/v1", "", False),
        ("openai:x", "http://localhost@evil.example/v1", "", False),
        ("anthropic:x", None, "", False),
    ],
)
def test_whether_words_leave_the_machine(text: str, base_url: str | None, host: str, local: bool) -> None:
    spec = parsed(text, base_url, OLLAMA_HOST=host)

    assert is_local(spec) is local
    assert ("Nothing leaves" in answers_line(spec)) is local


def test_a_spec_never_holds_a_key() -> None:
    spec = parsed("openai:x", "http://127.0.0.1:1/v1")

    model = open_model(spec, SecretStr("sk-very-secret"))

    assert "very-secret" not in f"{spec!r}{spec.model_dump_json()}{model!r}{model}"


def test_ollama_is_asked_to_keep_the_model_and_the_whole_prompt_and_not_to_think_first() -> None:
    with serving(lambda request: "ready") as server:
        complete(open_model(parsed("ollama:scripted", server.ollama())), [HumanMessage("Hello")], Limits())

        [request] = server.requests
    assert request.body["keep_alive"] == "30m"
    assert request.body["options"]["num_ctx"] == 4096
    assert request.body["think"] is False


@pytest.mark.parametrize(
    ("text", "chosen", "sent"),
    [("anthropic:claude-x", 0.2, None), ("anthropic:claude-x", 0.7, 0.7), ("openai:gpt-x", 0.2, None)],
)
def test_a_hosted_model_keeps_its_own_temperature_unless_another_is_chosen(
    text: str, chosen: float, sent: float | None
) -> None:
    spec = ModelSpec.parse(text, temperature=chosen, environ={})
    assert spec is not None

    model = open_model(spec, SecretStr("sk-x"))

    assert getattr(model, "temperature", None) == sent


def test_servers_on_this_machine_are_found_with_their_models() -> None:
    with serving(lambda request: "") as server:
        found = running_here([("Ollama", server.ollama()), ("llama.cpp", server.openai()), ("none", NOWHERE)])

        assert found == [
            Found(name="Ollama", base_url=server.ollama(), specs=("ollama:scripted",)),
            Found(name="llama.cpp", base_url=server.openai(), specs=("openai:scripted",)),
        ]


def test_what_is_no_model_server_is_not_found() -> None:
    with serving(lambda request: "") as server:
        faulty = [("a", server.openai("garbage")), ("b", server.openai("key")), ("c", server.ollama("silence"))]

        assert running_here(faulty) == []


def test_looking_around_stays_on_this_machine() -> None:
    with pytest.raises(Misconfigured, match="is not on this machine"):
        running_here([("far", "http://192.168.1.1:8080/v1")])


def test_a_round_trip_says_what_came_back_or_what_went_wrong() -> None:
    with serving(lambda request: "ready") as server:
        fine = try_out(parsed("openai:scripted", server.openai()))
        wrong = try_out(parsed("openai:scripted", server.openai("key")), SecretStr("sk-abcdef1234567890"))

    assert (fine.spec, fine.said, fine.error) == ("openai:scripted", "ready", None)
    assert 0 < fine.seconds < 10
    assert wrong.error == "The key for scripted was not accepted. Check the key in the settings."


def test_a_key_is_typed_kept_and_forgotten(tmp_path: Path) -> None:
    spec = parsed("openai:x", "http://127.0.0.1:1/v1")
    keys = Keys(tmp_path)

    keys.type_in(spec, SecretStr("typed"))

    assert keys.of(spec) == SecretStr("typed")
    assert Keys(tmp_path).of(spec) is None

    assert keys.keep(spec, SecretStr("kept")) == "file"
    assert Keys(tmp_path).of(spec) == SecretStr("kept")
    assert stat.S_IMODE((tmp_path / "keys.json").stat().st_mode) == 0o600

    keys.forget(spec)
    assert Keys(tmp_path).of(spec) is None


def test_a_key_for_one_server_is_not_sent_to_another(tmp_path: Path) -> None:
    keys = Keys(tmp_path)

    keys.keep(parsed("openai:x"), SecretStr("hosted"))

    assert keys.of(parsed("openai:x", "http://127.0.0.1:1/v1")) is None


def test_a_key_file_that_others_can_read_is_not_used(tmp_path: Path) -> None:
    keys = Keys(tmp_path)
    keys.keep(parsed("openai:x"), SecretStr("kept"))
    (tmp_path / "keys.json").chmod(0o644)

    with pytest.raises(Misconfigured, match="chmod 600"):
        Keys(tmp_path).of(parsed("openai:x"))


@pytest.mark.parametrize("name", prompts.names())
def test_a_prompt_is_filled_with_exactly_its_fields(name: str) -> None:
    values = {field: f"<{field}>" for field in prompts.fields(name)}

    text = prompts.load(name, **values)

    assert all(value in text for value in values.values())
    assert "{{" not in text
    assert "<!--" not in text
    with pytest.raises(prompts.PromptMismatch, match="has no field: other"):
        prompts.load(name, **values, other="")
    for missing in values:
        with pytest.raises(prompts.PromptMismatch, match=f"was not given: {missing}"):
            prompts.load(name, **{field: value for field, value in values.items() if field != missing})


def test_what_is_filled_in_is_not_searched_for_fields() -> None:
    assert "{{notes}}" in prompts.load("question", notes="n", question="What is {{notes}}?")


def test_an_unknown_prompt_is_an_error_that_names_the_known() -> None:
    with pytest.raises(prompts.PromptMismatch, match="There is no prompt expain: there are"):
        prompts.load("expain")

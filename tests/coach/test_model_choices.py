"""What there is to choose, what is said before it is chosen, and who may choose it."""

from pathlib import Path

import pytest
from pydantic import SecretStr

from coach.coach import Coach
from coach.models.asking import _keys
from coach.models.choices import CHOICES, choice_of, chosen, key_in_environment, spec_text, what_leaves
from coach.models.faults import plain_words
from coach.models.settings import try_out
from coach.models.spec import ModelSpec, open_model
from coach.settings import load
from corpus.errors import Misconfigured, ModelUnknown, NotNow
from tests.servers import NOWHERE, serving


def spec(text: str, base_url: str | None = None) -> ModelSpec:
    parsed = ModelSpec.parse(text, base_url)
    assert parsed is not None
    return parsed


@pytest.mark.parametrize(
    ("text", "base_url", "choice"),
    [
        ("ollama:llama3.2", None, "here"),
        ("openai:x", "http://127.0.0.1:8080/v1", "here"),
        ("openai:x", "http://192.168.1.20:8000/v1", "server"),
        ("openai:x", None, "openai"),
        ("anthropic:x", None, "anthropic"),
        ("llamacpp:x.gguf", None, "llamacpp"),
        ("local", None, "local"),
    ],
)
def test_every_spec_comes_from_a_choice_and_leads_back_to_it(text: str, base_url: str | None, choice: str) -> None:
    assert chosen(spec(text, base_url)).id == choice
    assert spec_text(choice_of(choice), text if choice == "here" else text.partition(":")[2]) == text


def test_what_is_not_installed_is_named_with_the_command() -> None:
    missing = [choice for choice in CHOICES if choice.missing]

    assert all(
        choice.missing.endswith(f'-m pip install "langchain-{choice.id.replace("_", "-")}"') for choice in missing
    )
    assert not choice_of("openai").missing


@pytest.mark.parametrize(
    ("text", "base_url", "said"),
    [
        ("ollama:llama3.2", None, "Nothing leaves it."),
        ("ollama:gpt-oss:120b-cloud", None, "leave this machine"),
        ("openai:x", "http://127.0.0.1:1/v1", "Nothing leaves it."),
        ("openai:x", "http://10.0.0.7/v1", "go to the server at http://10.0.0.7/v1"),
        ("anthropic:x", None, "go to Anthropic: your questions"),
        ("huggingface:some/repository", None, "fetched from huggingface.co once"),
    ],
)
def test_what_leaves_the_machine_is_said(text: str, base_url: str | None, said: str) -> None:
    assert said in what_leaves(spec(text, base_url))


def test_a_key_in_the_environment_is_named_and_not_shown() -> None:
    assert key_in_environment(spec("openai:x"), {"OPENAI_API_KEY": "sk-secret"}) == "OPENAI_API_KEY"
    assert key_in_environment(spec("openai:x"), {}) == ""


def test_an_error_that_quotes_the_key_is_shown_without_it() -> None:
    tried = try_out(spec("openai:hunter2", NOWHERE), SecretStr("hunter2"))  # the name of the model is quoted

    assert tried.error is not None
    assert "[key]" in tried.error
    assert "hunter2" not in tried.error


def test_a_server_that_quotes_the_key_in_its_refusal_is_not_quoted() -> None:
    class Quoting(Exception):
        status_code = 400

    model = open_model(spec("openai:x", NOWHERE), SecretStr("hunter2"))

    failure = plain_words(Quoting("No such option; your key was hunter2."), "x", started=False, keys=_keys(model))

    assert "your key was [key]." in str(failure)


def test_a_model_is_chosen_with_its_key_and_the_next_start_has_both(tmp_path: Path) -> None:
    with serving(lambda request: "ready") as server:
        wanted = ModelSpec.parse("openai:scripted", server.openai(), temperature=0.5, context=8192, timeout=9)
        first = Coach(load(tmp_path))
        first.choose_model(wanted, SecretStr("typed"), keep_key=True)
        first.close()

        again = Coach(load(tmp_path))
        model = again.model
        again.close()

        assert again.spec == wanted
        assert model is not None
        model.invoke("hello")
        assert server.requests[-1].key == "typed"
    assert "typed" not in (tmp_path / "settings.json").read_text()


def test_a_model_that_cannot_be_opened_changes_nothing(tmp_path: Path) -> None:
    coach = Coach(load(tmp_path))

    with pytest.raises(ModelUnknown):
        coach.choose_model(spec("llamacpp:/nowhere.gguf"))
    coach.close()

    assert coach.spec is None
    assert not (tmp_path / "settings.json").exists()


def test_an_address_holds_no_password() -> None:
    with pytest.raises(Misconfigured, match="may hold no password") as refused:
        spec("openai:x", "http://me:hunter2@10.0.0.7/v1")

    assert "hunter2" not in str(refused.value)


def test_the_settings_of_a_shared_server_stay_as_they_are(tmp_path: Path) -> None:
    coach = Coach(load(tmp_path).model_copy(update={"settings_open": False}))

    with pytest.raises(NotNow, match="COACH_SETTINGS_OPEN=1"):
        coach.choose_model(spec("ollama:llama3.2"))
    with pytest.raises(NotNow):
        coach.change(temperature=1.0)
    coach.close()

    assert not (tmp_path / "settings.json").exists()

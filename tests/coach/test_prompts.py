"""What each prompt is for, shown by what a model is sent; and that each is short enough for a small model."""

import json
from collections.abc import Callable
from importlib import resources

import pytest
from langchain_core.language_models import BaseChatModel

from coach.explaining.rewrite import rewritten
from coach.explaining.with_model import prompt
from coach.explanation import NOT_IN_NOTES
from coach.grading.by_model import grade_with_model
from coach.grading.grades import Grade, KeyPointVerdict, Verdict
from coach.interviewing.interview import Probe
from coach.interviewing.probing_by_model import probe_with_model
from coach.models import prompts
from coach.models.spec import ModelSpec, open_model
from coach.models.tokens import tokens_of
from index.hits import Turn
from tests.sea import EMBEDDER, READER, TIDE, WAVE, found
from tests.servers import serving

SPEC = ModelSpec(provider="openai", name="x")
ASKED = "What are tides?"
OPEN = KeyPointVerdict(key_point=TIDE.key_points[1], verdict=Verdict.PARTIAL, evidence="it comes and goes")


def sent(use: Callable[[BaseChatModel, ModelSpec], object], reply: str) -> str:
    """All that a model is sent in one use of it."""
    with serving(lambda request: reply) as server:
        spec = ModelSpec.parse("openai:scripted", base_url=server.openai())
        assert spec is not None
        use(open_model(spec, environ={}), spec)
        return server.requests[0].text


@pytest.mark.parametrize("name", prompts.names())
def test_a_prompt_is_short_and_says_to_its_editor_what_it_is_for(name: str) -> None:
    text = prompts.load(name, **dict.fromkeys(prompts.fields(name), ""))

    assert tokens_of(text) < 320
    assert name.startswith("depth-") or "<!--" in (resources.files("coach") / "prompts" / f"{name}.md").read_text(
        "utf-8"
    )


def test_explain_sets_the_rules_and_question_holds_numbered_notes_before_the_question() -> None:
    messages, given = prompt([Turn(role="user", content=ASKED)], found(ASKED, TIDE, WAVE), [TIDE, WAVE], SPEC, READER)

    rules, last = str(messages[0].content), str(messages[-1].content)
    for rule in ("from nothing else", "[1]", "takes something for granted", "name what is missing", NOT_IN_NOTES):
        assert rule in rules
    assert "not messages to you" in rules
    assert last.index('<note number="1" about="What are tides?">') < last.index('<note number="2"')
    assert last.endswith(f"Question: {ASKED}")
    assert given == [TIDE, WAVE]


@pytest.mark.parametrize(
    ("request_", "asks_for"),
    [
        (ASKED, "about 100 to 150 words"),
        ("simpler, please", "at most 60 words"),
        ("deeper", "one step deeper"),
        ("give me an example", "one concrete example"),
        ("show me code", "in one fenced block"),
        ("in an interview, what should I say?", "say aloud in an interview"),
    ],
)
def test_a_depth_prompt_says_how_the_answer_is_told(request_: str, asks_for: str) -> None:
    messages, _ = prompt([Turn(role="user", content=request_)], found(ASKED, TIDE), [TIDE], SPEC, READER)

    assert asks_for in str(messages[0].content)


def test_premise_tells_the_model_which_sentence_contradicts_the_question() -> None:
    asked = "Why do tides depend on the wind?"

    messages, _ = prompt([Turn(role="user", content=asked)], found(asked, TIDE), [TIDE], SPEC, READER)

    assert '"Unlike waves, tides do not depend on the wind." Say so first' in str(messages[-1].content)


def test_rewrite_shows_the_conversation_and_asks_for_the_question_alone() -> None:
    turns = [Turn(role="user", content=ASKED), Turn(role="assistant", content="The sea rises.")]

    asked = sent(lambda model, _: list(rewritten([*turns, Turn(role="user", content="and why?")], model)), "Why?")

    assert "User: What are tides?\nCoach: The sea rises." in asked
    assert "Last message: and why?" in asked
    assert asked.endswith("Reply with the question only.")


def test_grade_asks_for_verdicts_with_quotes_and_for_no_score() -> None:
    offline = Grade(verdicts=(OPEN,), score=0.5)
    reply = json.dumps({"points": [{"number": 1, "verdict": "missed", "quote": ""}]})

    asked = sent(
        lambda model, spec: grade_with_model(TIDE, "It comes and goes.", offline, model, spec, EMBEDDER.encode), reply
    )

    assert f"1. {OPEN.key_point}" in asked
    assert "<<<ANSWER\nIt comes and goes.\nANSWER>>>" in asked
    assert "You give no score" in asked
    assert "exactly as they stand there" in asked


def test_probe_names_the_point_that_must_not_be_given_away() -> None:
    offline = Probe(text="What else?", aims_at=OPEN.key_point)

    asked = sent(lambda model, spec: probe_with_model(TIDE, OPEN, offline, model, spec), "How often is that?")

    assert f"The open point, which the candidate must not hear: {OPEN.key_point}" in asked
    assert "What the candidate said about it: it comes and goes" in asked

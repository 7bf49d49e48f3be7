"""The part of the Settings page in which a model is chosen: what it needs, what leaves the machine, a test, its key.

A key goes from its field to the model and is cleared; nothing here ever sends one to the browser.
"""

from collections.abc import Iterator, Sequence
from typing import Any

import gradio as gr
from pydantic import SecretStr

from coach.coach import Coach
from coach.models.choices import CHOICES, choice_of, chosen, key_in_environment, spec_text, what_leaves
from coach.models.settings import answers_line, running_here
from coach.models.spec import ModelSpec, is_local
from corpus.errors import CoachError, ModelUnknown
from ui import settings_html, working

QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
TAKEN_IN_JS = "async () => { await new Promise((soon) => setTimeout(soon, 50)); }"
Fields = Sequence[Any]
"""The choice's id, server, name, url, key, temperature, context, timeout: as they stand in the form."""


def build(coach: Coach, demo: gr.Blocks, *, locked: bool) -> None:
    """Build the form. locked: it is shown, and cannot be changed."""
    gr.HTML(
        settings_html.heading("Who answers", "A language model is optional. You can change it at any time."),
        padding=False,
    )
    now = gr.HTML(padding=False)
    kind = gr.Radio(
        [(choice.title, choice.id) for choice in CHOICES],
        label="Model",
        show_label=False,
        container=False,
        interactive=not locked,
        elem_id="settings-kind",
    )
    about = gr.HTML(padding=False, elem_id="settings-about")
    with gr.Group(visible=False, elem_id="settings-here") as here:
        running = gr.HTML(padding=False)
        server = gr.Dropdown(
            label="Model", choices=[], allow_custom_value=True, interactive=not locked, elem_id="settings-server"
        )
        look = gr.Button("Look again", size="sm", elem_id="settings-look", interactive=not locked)
    url = gr.Textbox(label="Address of the server", visible=False, interactive=not locked, elem_id="settings-url")
    name = gr.Textbox(label="Model", visible=False, interactive=not locked, elem_id="settings-name")
    with gr.Group(visible=False, elem_id="settings-keys") as keys:
        key = gr.Textbox(label="Key", type="password", interactive=not locked, elem_id="settings-key")
        key_line = gr.HTML(padding=False, elem_id="settings-key-line")
        keep = gr.Checkbox(label="Keep the key for the next start", interactive=not locked, elem_id="settings-keep")
        forget = gr.Button("Forget the key", size="sm", visible=False, elem_id="settings-forget")
    with gr.Accordion("Temperature, context, patience", open=False, visible=False, elem_id="settings-more") as more:
        temperature = gr.Slider(
            0,
            2,
            step=0.1,
            label="Temperature: 0 is the most repeatable; a hosted model keeps its own at 0.2",
            interactive=not locked,
        )
        context = gr.Number(
            label="Context in tokens: what the model can hold; empty if you do not know",
            minimum=512,
            precision=0,
            interactive=not locked,
        )
        timeout = gr.Number(
            label="Seconds of silence after which the coach answers itself", minimum=1, interactive=not locked
        )
    leaves = gr.HTML(padding=False, elem_id="settings-leaves")
    with gr.Row(elem_classes="buttons"):
        use = gr.Button("Use this", variant="primary", interactive=not locked, elem_id="settings-use")
        test = gr.Button("Test it", interactive=not locked, visible=False, elem_id="settings-test")
    outcome = gr.HTML(padding=False, elem_id="settings-outcome")

    form = [kind, server, name, url, key, temperature, context, timeout]
    shown = [now, kind, about, here, running, server, url, name, keys, key, key_line, keep, forget, more, leaves, test]
    described = [about, here, url, name, keys, key_line, forget, more, leaves, test]

    def describe(*fields: Any) -> dict[Any, Any]:
        """The form as it must look for what is chosen in it."""
        choice = choice_of(fields[0])
        spec = _spec_or_none(fields)
        held = _held(coach, spec)
        wants = choice.wants_key or choice.takes_url or held is not None
        found = key_in_environment(spec) if spec else ""
        # OpenAI's variable is what its protocol reads, whoever's server it is.
        elsewhere = spec.base_url or "" if spec and choice.takes_url else ""
        words = (
            what_leaves(spec) if spec or choice.id == "offline" else "Choose a model to see what leaves this machine."
        )
        return {
            about: settings_html.about(choice),
            here: gr.update(visible=choice.id == "here"),
            url: gr.update(visible=choice.takes_url, placeholder=choice.example if choice.takes_url else ""),
            name: gr.update(
                visible=bool(choice.name) and choice.id != "here",
                label=choice.name or "Model",
                placeholder="" if choice.takes_url else choice.example,
            ),
            keys: gr.update(visible=wants),
            key_line: settings_html.key_line(choice.variable, bool(found), held, coach.keys.would_keep(), elsewhere),
            forget: gr.update(visible=held is not None and not locked),
            more: gr.update(visible=choice.id != "offline"),
            leaves: settings_html.leaves(words, away=spec is not None and not is_local(spec)),
            test: gr.update(visible=choice.id != "offline"),
        }

    def load() -> dict[Any, Any]:
        return {**_as_chosen(coach), outcome: ""}

    def _as_chosen(coach: Coach) -> dict[Any, Any]:
        spec, settings = coach.spec, coach.settings
        choice = chosen(spec)
        value = f"{spec} {spec.base_url}" if spec and choice.id == "here" else None
        fields = [
            choice.id, value, spec.name if spec else "", (spec.base_url or "") if spec else "", "",
            settings.temperature, settings.context, settings.timeout,
        ]  # fmt: skip
        return {
            **describe(*fields),
            now: settings_html.in_use(answers_line(spec)),
            kind: choice.id,
            server: gr.update(choices=[(str(spec), value)] if value else [], value=value),
            name: gr.update(
                value=fields[2], visible=bool(choice.name) and choice.id != "here", label=choice.name or "Model"
            ),
            url: gr.update(value=fields[3], visible=choice.takes_url),
            key: "",
            keep: False,
            temperature: settings.temperature,
            context: settings.context,
            timeout: settings.timeout,
        }

    def found(selected: str | None) -> dict[Any, Any]:
        servers = running_here()
        choices = [
            (f"{spec.partition(':')[2]} · {one.name}", f"{spec} {one.base_url}")
            for one in servers
            for spec in one.specs
        ]
        known = [value for _, value in choices]
        if selected and selected not in known:  # it does not run now, and stays chosen
            choices.append((selected.partition(" ")[0], selected))
        value = selected or (known[0] if known else None)
        return {running: settings_html.servers(servers), server: gr.update(choices=choices, value=value)}

    def found_where_it_counts(choice_id: str, selected: str | None) -> dict[Any, Any]:
        return found(selected) if choice_id == "here" else {running: ""}

    def try_it(*fields: Any) -> str:
        try:
            spec = _spec(fields)
            return settings_html.tried(coach.try_model(spec, _key(fields))) if spec else ""
        except CoachError as error:
            return settings_html.problem(str(error))

    def use_it(keep_key: bool, *fields: Any) -> Iterator[dict[Any, Any]]:
        try:
            spec, typed = _spec(fields), _key(fields)
            for step in working.following(
                lambda progress: coach.choose_model(spec, typed, keep_key=keep_key, progress=progress)
            ):
                if isinstance(step, working.Step):  # a download
                    yield {outcome: working.bar(step)}
        except CoachError as error:
            yield {outcome: settings_html.problem(str(error))}
            return
        yield {**_as_chosen(coach), outcome: settings_html.outcome(f"Done. {answers_line(spec)}")}

    def forget_it(*fields: Any) -> dict[Any, Any]:
        try:
            coach.forget_key(_spec(fields))
        except CoachError as error:
            return {outcome: settings_html.problem(str(error))}
        return {**describe(*fields), outcome: settings_html.outcome("The key is forgotten.")}

    everything = [*shown, temperature, context, timeout, outcome]
    demo.load(load, None, everything, **QUIET)
    # The first step waits until every field holds what was typed, or what `load` and `use_it` filled in. The second is
    # one listener with one call at a time, so that what came last is described last.
    touched = [kind.input, server.input, url.change, name.change]
    gr.on(touched, None, js=TAKEN_IN_JS, trigger_mode="multiple", **QUIET).then(
        describe, form, described, trigger_mode="always_last", concurrency_limit=1, **QUIET
    )
    if not locked:
        look.click(found, [server], [running, server], **QUIET)
        kind.input(found_where_it_counts, [kind, server], [running, server], **QUIET)
    test.click(lambda: '<p class="line" role="status">Asking …</p>', None, outcome, **QUIET).then(
        try_it, form, outcome, **QUIET
    )
    use.click(lambda: '<p class="line" role="status">Opening the model …</p>', None, outcome, **QUIET).then(
        use_it, [keep, *form], everything, **QUIET
    )
    forget.click(forget_it, form, [*described, outcome], **QUIET)


def _spec(fields: Fields) -> ModelSpec | None:
    """The model that the form names; None for no model. Raises ModelUnknown and Misconfigured, in words."""
    choice_id, server, name, url, _, temperature, context, timeout = fields
    choice = choice_of(choice_id)
    base_url = (url or "").strip() or None if choice.takes_url else None
    if choice.id == "here":
        name, _, found_at = (server or "").partition(" ")
        base_url = found_at or None
    if choice.name and not (name or "").strip():
        raise ModelUnknown("No model is named yet.", remedy="Choose one, or type its name.")
    return ModelSpec.parse(
        spec_text(choice, name or ""),
        base_url,
        temperature=temperature,
        context=int(context) if context else None,
        timeout=timeout or 60.0,
    )


def _spec_or_none(fields: Fields) -> ModelSpec | None:
    """The same for a form that is being filled in."""
    try:
        return _spec(fields)
    except CoachError:
        return None


def _held(coach: Coach, spec: ModelSpec | None) -> Any:
    try:
        return coach.keys.kept_in(spec) if spec else None
    except CoachError:
        return None


def _key(fields: Fields) -> SecretStr | None:
    typed = (fields[4] or "").strip()
    return SecretStr(typed) if typed else None

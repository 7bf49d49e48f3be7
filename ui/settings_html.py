"""The settings as HTML: which model is in use, what a choice means, what was found and looked at. Pure."""

from collections.abc import Iterable, Sequence
from datetime import date
from html import escape
from pathlib import Path

from coach.archive import Carried
from coach.doctor import Check
from coach.models.choices import Choice
from coach.models.settings import KEPT_IN, Found, Kept, Tried

CALLED = {
    "python": "Python",
    "sqlite": "Database engine",
    "home": "Home folder",
    "library": "Library",
    "search": "Search",
    "model": "Model",
    "interview-coach": "Interview Coach",
    "chromadb": "Vector store",
    "gradio": "Page",
    "langchain": "Models' library",
    "sentence-transformers": "Embedding",
}
"""What doctor's checks are called here."""
THEMES = (("system", "As the system"), ("light", "Light"), ("dark", "Dark"))
LOCKED = (
    '<p class="said">This server listens to more than its own machine, so what is chosen here would change it for '
    "everybody. That is why its settings can be read here, and not changed. Whoever runs it can allow it: "
    "<code>COACH_SETTINGS_OPEN=1</code>.</p>"
)

EXPORT = '<a class="button" href="/everything.zip" download>Export everything</a>'


def taken_in(carried: Carried) -> str:
    """What an import brought."""
    if not carried.documents and not carried.sessions:
        return "Everything in it was here already."
    documents, sessions = _count(carried.documents, "document"), _count(carried.sessions, "conversation or interview")
    return f"Taken in: {documents}, {sessions.replace('conversation or interviews', 'conversations and interviews')}."


def heading(title: str, lead: str = "") -> str:
    """The beginning of a section."""
    said = f'<p class="lead">{lead}</p>' if lead else ""
    return f"<h2>{escape(title)}</h2>{said}"


def in_use(line: str) -> str:
    """Which model answers now."""
    return f'<p class="in-use"><b>In use:</b> {escape(line)}</p>'


def about(choice: Choice) -> str:
    """What a choice means, and what has to be installed for it."""
    said = f'<p class="about">{escape(choice.about)}</p>'
    if choice.missing:
        said += (
            f'<p class="said warn">This needs the package {escape(choice.package)}, which is not installed. Run '
            f"this, then choose it again:</p><pre><code>{escape(choice.missing)}</code></pre>"
        )
    return said


def servers(found: Sequence[Found]) -> str:
    """Which model servers run on this machine."""
    if not found:
        return (
            '<p class="said">None is running on the usual ports. Start Ollama, llama.cpp, LM Studio or vLLM, then look '
            "again; a server elsewhere is “Another server”.</p>"
        )
    rows = "".join(
        f"<li><b>{escape(server.name)}</b> at {escape(server.base_url)}: {_count(len(server.specs), 'model')}</li>"
        for server in found
    )
    return f'<ul class="found">{rows}</ul>'


def key_line(variable: str, in_environment: bool, held: Kept | None, would_keep: Kept, elsewhere: str = "") -> str:
    """What is known of a key: where one was found, never what it is. elsewhere: the server it would be sent to."""
    parts = [f"A key for this is held in {KEPT_IN[held]}."] if held is not None else []
    if in_environment:
        sent = f" It is sent to {elsewhere}, unless you type another." if elsewhere and held is None else ""
        parts.append(f"A key was found in the environment variable {variable}.{sent}")
    elif not parts and variable:
        parts.append(f"No key was found in the environment variable {variable}.")
    if held is None:
        parts.append(f"A key typed here is held in memory only, unless you keep it: then in {KEPT_IN[would_keep]}.")
    return f'<p class="said">{escape(" ".join(parts))}</p>'


def leaves(words: str, away: bool) -> str:
    """What leaves the machine with this choice."""
    return f'<p class="leaves{" away" if away else ""}" role="status">{escape(words)}</p>'


def tried(result: Tried) -> str:
    """How a test went."""
    if result.error is not None:
        return f'<p class="notice error" role="alert">{escape(result.error)} ({result.seconds:.1f} s)</p>'
    said = f" It said: “{escape(result.said)}”"
    return f'<p class="good" role="status">{escape(result.spec)} answered in {result.seconds:.1f} s.{said}</p>'


def outcome(words: str) -> str:
    """Said after something was done."""
    return f'<p class="good" role="status">{escape(words)}</p>'


def problem(words: str) -> str:
    """Said where something could not be done."""
    return f'<p class="notice error" role="alert">{escape(words)}</p>'


def interview_day(day: date | None, today: date, locked: bool) -> str:
    """The date of the real interview, and how far it is."""
    value = day.isoformat() if day else ""
    said = ""
    if day is not None:
        left = (day - today).days
        said = "Today. Good luck." if left == 0 else f"In {_count(left, 'day')}." if left > 0 else "It is over."
    off = " disabled" if locked else ""
    clear = "" if day is None or locked else '<button type="button" data-clear>Clear</button>'
    return (
        f'<div class="when"><input type="date" id="interview-day" value="{value}" aria-label="Date of your interview"'
        f'{off}>{clear}<span class="line">{said}</span></div>'
    )


def themes() -> str:
    """Light, dark, or as the system is set."""
    options = "".join(
        f'<label><input type="radio" name="coach-theme" value="{value}"><span>{label}</span></label>'
        for value, label in THEMES
    )
    return f'<fieldset class="themes"><legend class="sr">Light or dark</legend>{options}</fieldset>'


def home(folder: Path, size: int, database: str) -> str:
    """Where everything is kept, and how much room it takes."""
    where = f"<dt>Home folder</dt><dd><code>{escape(str(folder))}</code></dd><dt>Size</dt><dd>{size / 1e6:.0f} MB</dd>"
    if database:
        where += f"<dt>Database</dt><dd>{escape(database)}</dd>"
    return f'<dl class="facts">{where}</dl>'


def findings(checks: Iterable[Check]) -> str:
    """What doctor found, what is wrong first."""
    listed = sorted(checks, key=lambda check: check.ok)
    wrong = sum(not check.ok for check in listed)
    verdict = "Everything is well." if not wrong else f"{_count(wrong, 'thing')} to mend."
    rows = "".join(
        f'<li class="{"ok" if check.ok else "bad"}"><b>{escape(CALLED.get(check.name, check.name))}</b> '
        f"<span>{escape(check.detail)}</span>"
        f"{f'<em>{escape(check.remedy)}</em>' if check.remedy else ''}</li>"
        for check in listed
    )
    return f'<p role="status" class="{"notice error" if wrong else "good"}">{verdict}</p><ul class="checks">{rows}</ul>'


def _count(number: int, noun: str) -> str:
    return f"1 {noun}" if number == 1 else f"{number} {noun}s"

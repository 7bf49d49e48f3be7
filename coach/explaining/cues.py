"""The wording of sentences that answer one form of question: `because` for why, `prone to` for drawbacks.

Some words stand in such sentences often; others seldom stand anywhere else, as those of labels ("**When I use it.**").
An announcement ("There are several strategies.") answers nothing whatever its words.
"""

import re
from functools import cache

from coach.explaining.forms import Form
from index.words import terms

FITS = 1.0
"""For wording that fits the form ..."""
SURELY = 1.0
"""... and for wording that seldom stands anywhere else."""
LONGEST_ANNOUNCEMENT = 40  # words


def _any(phrases: str) -> re.Pattern[str]:
    """One of the phrases, as whole words; regular expressions with `; ` between them."""
    return re.compile(rf"(?<!\w)(?:{'|'.join(phrases.split('; '))})(?!\w)", re.IGNORECASE | re.MULTILINE)


_CUES = {
    Form.WHAT: _any(
        "is; are; means?; refers? to; describes?; measures?; estimates?; consists? of; stands? for; says?; defines?"
    ),
    Form.WHY: _any(
        "because; since; so that; reasons?; matters?; otherwise; therefore; leads? to; causes?; helps?; prevents?"
        "; avoids?; reduces?; improves?; allows?; due to; in order to; hence; makes? (?:it|them); without; purpose"
        "; goal; why"
    ),
    Form.WHEN: _any(
        "when; whenever; if; prefer(?:red|able)?; choose; suits?; suitable; useful; appropriate; avoid; unless"
        "; (?:best|better) for; works? (?:well|best); small; large; use[sd]?; applications?; scenarios?; tasks?"
    ),
    Form.WHICH: _any(
        "use[sd]?; choose; prefer(?:red|able)?; suits?; suitable; best; better; worse; default; good; depends?"
        "; matters?; recommend(?:ed)?; standard; usual; instead of; rather than"
    ),
    Form.DIFFERENCE: _any(
        "whereas; while; unlike; in contrast; contrast; both; but; differs?; difference; instead; rather than"
        "; compared; on the other hand; more; less; only"
    ),
    Form.HOW: _any(
        r"first; then; next; finally; steps?; by \w+ing; compute[sd]?; start; each; repeat(?:ed)?; until; apply"
        r"; algorithm; using; techniques?; such as; can be; ^\s*(?:\d+\.|[-*]) (?=\w)"
    ),
    Form.EXAMPLE: _any(
        r"for example; for instance; e\.g\.; such as; suppose; imagine; consider; like; examples?; ```; \d+"
    ),
    Form.SIGNS: _any(
        "if; signs?; symptoms?; gap; shows?; indicates?; means?; compare; plot; looks? like; notice; measure; watch"
    ),
    Form.AMOUNT: _any(
        r"\$?\d[\d.,]*; half; twice; one; two; three; often; seldom; few; hundreds?; thousands?; millions?"
    ),
    Form.COMPLEXITY: _any(
        r"costs?; expensive; cheap; linear(?:ly)? in; quadratic(?:ally)?; grows?; operations; memory; slow; fast"
    ),
    Form.PROS: _any(
        r"simple; easy; fast(?:er)?; quick(?:er|ly)?; cheap(?:er)?; robust; handles?; helps?; improves?; reduces?"
        r"; allows?; powerful; better; well; good; stable; useful; interpretab\w+; can; needs? no; efficient; flexible"
    ),
    Form.CONS: _any(
        r"however; but; sensitive; suffers?; fails?; cannot; can't; not; only; expensive; slow(?:er)?; costs?; costly"
        r"; hard; difficult; risk; bad; worse; wrong; mislead\w*; unstable; need to; noisy; outliers; high variance"
        r"; overfit\w*; computationally; limits?; limited; miss(?:es)?; may"
    ),
}
_SURE = {
    Form.WHY: _any("because; so that; the reasons?; in order to; why; without; otherwise; goal"),
    Form.WHEN: _any(
        r"when i; when to; use (?:it|an?|the|this); used? (?:in|for|to|when|where|by); prefer\w*; choose; suits?"
        r"; (?:better|best|ideal|suitable|useful) (?:for|when|if); common in"
    ),
    Form.WHICH: _any(
        r"i (?:use|prefer|choose|take|start with|ask for|look at|report|would use); use (?:it|an?|the)?; choose"
        r"; prefer\w*; (?:is|are) (?:better|worse|best); (?:better|best|ideal|suitable) (?:for|when|if); default"
        r"; first choice; instead of"
    ),
    Form.DIFFERENCE: _any("whereas; while; unlike; in contrast; differs?; difference"),
    Form.HOW: _any(r"steps?; by \w+ing; techniques? (?:like|such as); ^\s*1\. (?=\w); ^- (?=\w)"),
    Form.EXAMPLE: _any(r"for example; for instance; e\.g\.; suppose; imagine; examples?; in simpler words"),
    Form.SIGNS: _any(
        r"signs?; symptoms?; likely; typical(?:ly)? shows?; how you (?:see|notice); detect\w*; if .*, it(?:'s| is)"
    ),
    Form.COMPLEXITY: re.compile(r"\bO\(|\\mathcal\{O\}"),
    Form.PROS: _any(r"advantages?; benefits?; strengths?; good at; interpretab\w+; simple and; popular choice"),
    Form.CONS: _any(
        "limitations?; drawbacks?; disadvantages?; downsides?; weakness(?:es)?; issues?; problems? (?:is|are|with)"
        "; prone to; sensitive to; suffers?; bad at; fails?; expensive; intensive; intense; cannot; hard to"
    ),
}
_LABEL = re.compile(r"(?:\*\*|__)[^*_\n]{1,60}(?:\*\*|__)|[^\W\d][^.!?:\n]{1,60}:")
_LABELS = {
    Form.WHY: _any("why; reasons?; purpose"),
    Form.WHEN: _any(r"when; where; which; uses?; choos\w+; choice"),
    Form.WHICH: _any(r"when; where; which; uses?; choos\w+; choice; metrics?; matters"),
    Form.HOW: _any(r"how; steps?; procedure; remed\w+; what (?:helps|to do); in practice; prevention"),
    Form.EXAMPLE: _any("examples?; numbers"),
    Form.PROS: _any("good; advantages?; benefits?; strengths?; pros; why; gains?"),
    Form.CONS: _any(
        r"bad; limit\w*; drawbacks?; disadvantages?; weak\w*; cons; traps?; pitfalls?; caveats?; assumes?; watch; not"
        "; costs?; fails?; price; risks?; only; problems?"
    ),
    Form.SIGNS: _any(r"see; notice; signs?; detect\w*; symptoms?; recogni\w+; read(?:ing)?"),
    Form.DIFFERENCE: _any(r"differ\w*; compar\w+; versus"),
    Form.AMOUNT: _any("how (?:many|much|often|large|long); size; numbers?"),
}
_SECTIONS = {
    "requirements": "requirement constraint goal",
    "data": "data feature label",
    "model": "model algorithm architecture loss",
    "serving": "serve latency deploy infrastructure throughput cache",
    "evaluation": "metric evaluate measure test success offline",
    "monitoring": "monitor drift alert",
    "trade-offs": "tradeoff trade compromise",
}
"""What is asked for, beside the label of the part of a design that tells it."""
_CONTRARY = {Form.PROS: Form.CONS, Form.CONS: Form.PROS}
_ANNOUNCES = re.compile(
    r"(?:the |these |both )?\w+ (?:differ|var(?:y|ies)|matters?)\.$"
    r"|(?:there (?:are|is) (?:several|many|multiple|various|different|a few|a number of|two|three|four)\b"
    r"|let['’]?s |let us |let me |here (?:is|are)\b|(?:it )?(?:really )?depends\b|in (?:summary|conclusion)\b"
    r"|to (?:summari[sz]e|sum up|conclude)\b|remember\b|keep in mind\b|each (?:\w+ )?has its\b|the key is\b)"
    r"|.{0,90}\b(?:depends? (?:up)?on (?:the (?:specific|nature)|several|many|your)|involves? several"
    r"|(?:is|are) (?:an? )?(?:crucial|important|essential|critical|fundamental|key|pivotal|paramount)\b"
    r"(?!.*\b(?:as|because|since|that)\b)"
    r"|(?:is|are) (?:two|three|four|key|common)(?: \w+){0,3} (?:types?|techniques?|methods?|metrics|terms|algorithms"
    r"|concepts|steps))",
    re.IGNORECASE,
)


def fits(text: str, form: Form) -> bool:
    """Whether the wording of a sentence is that of an answer to such a question."""
    return fit(text, form) > 0


def fit(text: str, form: Form) -> float:
    """How well the wording of a sentence is that of an answer to such a question, in [0, FITS + SURELY]."""
    if form is Form.BALANCE:
        return max(fit(text, Form.PROS), fit(text, Form.CONS))
    usual = FITS if form is not Form.WHAT else FITS / 2  # nearly every sentence says `is`
    return usual * bool(_CUES[form].search(text)) + SURELY * (form in _SURE and bool(_SURE[form].search(text)))


def contrary(text: str, form: Form) -> bool:
    """Whether a text surely has the wording of the opposite form, and not of this one."""
    if form not in _CONTRARY or _SURE[form].search(text):
        return False
    return _SURE[_CONTRARY[form]].search(text) is not None


def labelled(text: str, form: Form) -> bool:
    """Whether a text begins with a label that names the form."""
    label = _LABEL.match(text)
    return label is not None and form in _LABELS and _LABELS[form].search(label[0]) is not None


def has_label(text: str) -> bool:
    """Whether a text begins with a label in bold."""
    return text.startswith(("**", "__")) and _LABEL.match(text) is not None


def in_section(text: str, asked: frozenset[str]) -> bool:
    """Whether a text begins the part of a design that is asked for: "what metric?" is told under **Evaluation.**"""
    label = _LABEL.match(text)
    named = label[0].strip("*_:. ").casefold() if label is not None else ""
    return named in _SECTIONS and not asked.isdisjoint(_words_of(named))


@cache
def _words_of(section: str) -> frozenset[str]:
    return frozenset(terms(_SECTIONS[section]))


def is_example(text: str) -> bool:
    """Whether a sentence surely is an example, or shows code."""
    return fit(text, Form.EXAMPLE) > FITS or "```" in text or labelled(text, Form.EXAMPLE)


def announces(text: str) -> bool:
    """Whether a sentence only says that something will be said."""
    return len(text.split()) < LONGEST_ANNOUNCEMENT and _ANNOUNCES.match(text) is not None

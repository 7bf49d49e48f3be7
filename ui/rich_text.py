"""Words of the corpus as HTML of ours inside Markdown: formulas and code in them are drawn, everything else is escaped.

A dollar is a formula only where it has a partner on its line and no space inside, as in pandoc: "$5 and $10" is money.
"""

import re
from html import escape

from ui.escaping import harmless

LONGEST_FORMULA = 200  # characters between two single dollars
_CODE = re.compile(r"(`[^`\n]+`)")
_FORMULA = re.compile(rf"(\$\$.+?\$\$|\$(?![\s$])[^$\n]{{1,{LONGEST_FORMULA}}}?(?<!\s)\$(?!\d))", re.DOTALL)
_BLOCK = re.compile(r"\n(?=[ \t]*(?:\n|```|\||[-*+] |\d+[.)] ))|(?=```)")


def inline(words: str) -> str:
    """A line of the corpus: escaped, with its formulas and its code."""
    line = " ".join(words.split())
    return "".join(
        f"<code>{money(escape(part[1:-1]))}</code>" if n % 2 else _with_formulas(part)
        for n, part in enumerate(_CODE.split(line))
    )


def said(words: str) -> str:
    """Words of the candidate: escaped, nothing in them is a formula, and their lines stay in one piece of HTML."""
    return money(escape(words.replace("\r", ""))).replace("\n", "&#10;")


def parts(text: str) -> tuple[str, str]:
    """A text of the corpus as its first line, inline, and the code, tables and paragraphs behind it as Markdown."""
    found = _BLOCK.search(text.strip())
    if found is None:
        return inline(text), ""
    first, rest = text.strip()[: found.start()], text.strip()[found.start() :].strip("\n")
    return inline(first), f'\n\n<div class="more">\n\n{harmless(rest)}\n\n</div>\n\n'


def _with_formulas(words: str) -> str:
    return "".join(escape(part) if n % 2 else money(escape(part)) for n, part in enumerate(_FORMULA.split(words)))


def money(html: str) -> str:
    """HTML without a dollar that begins a formula: Gradio looks for them in the source, and again in what is drawn."""
    return html.replace("$", "<span>&#36;</span>")

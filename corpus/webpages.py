"""HTML to Markdown: the text of a page, without what a page has around it."""

import io
import re
from typing import TYPE_CHECKING

from corpus.candidates import REVEAL

if TYPE_CHECKING:
    from bs4 import BeautifulSoup, Tag

AROUND = (
    "script",
    "style",
    "noscript",
    "template",
    "nav",
    "footer",
    "aside",
    "form",
    "iframe",
    "svg",
    "dialog",
    "head",
)
_ROLES = re.compile(r"navigation|banner|contentinfo|search|complementary|dialog|alert", re.IGNORECASE)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


def to_markdown(html: str) -> str:
    """The Markdown of a page or a piece of one."""
    from bs4 import BeautifulSoup, Comment
    from markitdown import StreamInfo
    from markitdown.converters import HtmlConverter

    soup = BeautifulSoup(html, "html.parser")
    for comment in soup.find_all(string=lambda text: isinstance(text, Comment)):
        comment.extract()
    for tag in soup.find_all(AROUND):
        tag.decompose()
    for tag in soup.find_all(True):
        if tag.decomposed:
            continue
        role, style = str(tag.get("role") or ""), str(tag.get("style") or "")
        if tag.has_attr("hidden") or _ROLES.fullmatch(role) or _HIDDEN.search(style):
            tag.decompose()
    for text in soup.find_all(string=lambda text: "<" in text):
        if not any(parent.name in ("code", "pre") for parent in text.parents):
            text.replace_with(text.replace("<", "&lt;"))  # it is no tag in the page, so it is none in its Markdown
    for summary in soup.find_all("summary"):
        if REVEAL.fullmatch(summary.get_text(" ", strip=True)):
            summary.decompose()
        else:
            _as_heading(soup, summary)
    for term in soup.find_all("dt"):
        _as_heading(soup, term)
    for definition in soup.find_all("dd"):
        definition.name = "p"
    converted = HtmlConverter().convert(
        io.BytesIO(str(soup).encode()),
        StreamInfo(extension=".html", charset="utf-8"),
        heading_style="atx",
        code_language_callback=lambda pre: _language(str(pre)[:500]),
    )
    return re.sub(r"\n{3,}", "\n\n", converted.markdown).strip() + "\n"


def _as_heading(soup: "BeautifulSoup", tag: "Tag") -> None:
    """Set what a page shows as a title of its own, though it is none in HTML, as the lowest heading."""
    heading = soup.new_tag("h6")
    heading.string = tag.get_text(" ", strip=True)
    tag.replace_with(heading)


def _language(pre: str) -> str:
    match = re.search(r"(?:language|lang|highlight-source)-([a-z0-9+#]+)", pre, re.IGNORECASE)
    return match[1] if match else ""

"""search and ask."""

import json
from pathlib import Path
from typing import Annotated, Self

import typer
from pydantic import BaseModel, model_validator

from coach.commands.options import BaseUrl, Batch, Home, Json, Llm, lines_of, only_one, opened, progress_shown
from coach.explanation import Explanation
from index import SearchResult, Turn

Query = Annotated[str | None, typer.Argument(help="What you want to know, in your own words.", show_default=False)]


class Asked(BaseModel):
    """A line of a batch: a query, or a conversation whose last turn is one."""

    query: str | None = None
    turns: tuple[Turn, ...] = ()

    @model_validator(mode="after")
    def _one_of_them(self) -> Self:
        if (self.query is None) == (not self.turns):
            raise ValueError("either query or turns")
        return self

    @property
    def conversation(self) -> tuple[Turn, ...]:
        """The turns; a bare query is a conversation of one."""
        return self.turns or (Turn(role="user", content=self.query or ""),)


def search(
    query: Query = None,
    k: Annotated[int, typer.Option("-k", min=1, max=50, help="How many entries to show.")] = 5,
    batch: Batch = None,
    home: Home = None,
    as_json: Json = False,
) -> None:
    """Find the entries that answer a question."""
    asked = _asked(query, batch)
    with opened(home) as coach, progress_shown() as progress:
        coach.look(progress)
        for result in coach.index.search_many([line.conversation for line in asked], k):
            typer.echo(_json(result) if as_json else _said(result))


def ask(
    query: Query = None,
    batch: Batch = None,
    home: Home = None,
    llm: Llm = None,
    base_url: BaseUrl = None,
    as_json: Json = False,
) -> None:
    """Have a question explained, with its sources."""
    asked = _asked(query, batch)
    with opened(home, llm, base_url) as coach, progress_shown() as progress:
        coach.look(progress)
        coach.opened_model(progress)
        for line in asked:
            *_, explanation = coach.ask(line.conversation)
            typer.echo(_explained_json(explanation) if as_json else _explained(explanation))


def _asked(query: str | None, batch: Path | None) -> list[Asked]:
    only_one(query, batch)
    return lines_of(batch, Asked) if batch else [Asked(query=query)]


def _json(result: SearchResult) -> str:
    return json.dumps(
        {
            **result.model_dump(include={"query", "standalone", "answerable", "confidence"}),
            "results": [
                {
                    "entry_id": hit.entry.id,
                    "question": hit.entry.question,
                    "document": hit.entry.document,
                    "also_in": hit.also_in,
                    "score": hit.score,
                    "passage": hit.passage,
                }
                for hit in result.hits
            ],
            "ms": round(result.ms, 2),
        },
        ensure_ascii=False,
    )


def _said(result: SearchResult) -> str:
    if not result.hits:
        return "Nothing found: the library is empty, or the words are too few."
    lines = [
        f"{hit.rank}. {hit.entry.question}\n   {' '.join(hit.passage.split())[:300]}\n"
        f"   {', '.join((hit.entry.document, *hit.also_in))}"
        for hit in result.hits
    ]
    doubt = "" if result.answerable else "The library does not seem to answer this; the nearest entries are:\n"
    return doubt + "\n".join(lines)


def _explained_json(explanation: Explanation) -> str:
    return json.dumps(
        {
            **explanation.model_dump(include={"query", "answer", "answerable"}),
            "citations": [
                c.model_dump(include={"n", "entry_id", "question", "document", "quote"}) for c in explanation.citations
            ],
            **explanation.model_dump(include={"follow_ups", "model", "notice"}),
        },
        ensure_ascii=False,
    )


def _explained(explanation: Explanation) -> str:
    parts = [explanation.answer]
    if explanation.citations:
        parts.append("\n".join(f"[{c.n}] {c.question} ({c.place})" for c in explanation.citations))
    if explanation.nearest:
        parts.append("Nearest: " + "\n         ".join(near.question for near in explanation.nearest))
    if explanation.follow_ups:
        parts.append("Ask next:\n" + "\n".join(f"- {question}" for question in explanation.follow_ups))
    if explanation.notice:
        parts.append(explanation.notice)
    return "\n\n".join(parts)

"""Bringing one document of the index up to date.

`plan` says what to do; `sync` does it in an order that a kill at any point leaves whole: vectors first, kept as they
come so that a restart goes on where it stopped; then Chroma; then the document, its entries and chunks in one
transaction. What is in the tables is therefore always in Chroma too, once Chroma is complete; until then it is made of
the tables. What Chroma has beyond them is passed over.
"""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

import numpy as np

from corpus.entries import Document, Entry
from index import shipped
from index.chunks import chunks_of, text_hash
from index.dense import Dense
from index.embedding import Embedder
from index.heal import put_back
from index.hits import Progress, SyncReport
from index.store import Store

EMBED_AT_ONCE = 256  # texts between two commits: what a kill can cost at most


@dataclass(frozen=True, slots=True)
class Plan:
    """What has to happen, in text hashes.

    embed: have no vector yet. add: are new to Chroma. delete: belong to no document any more.
    """

    embed: frozenset[str]
    add: frozenset[str]
    delete: frozenset[str]


def plan(
    wanted: AbstractSet[str], before: AbstractSet[str], elsewhere: AbstractSet[str], embedded: AbstractSet[str]
) -> Plan:
    """The work that makes a document hold wanted.

    before: what it holds now. elsewhere: what other documents hold. embedded: what has a vector.
    """
    return Plan(
        embed=frozenset(wanted - embedded),
        add=frozenset(wanted - before - elsewhere),
        delete=frozenset(before - wanted - elsewhere),
    )


def sync(
    document: Document,
    entries: Sequence[Entry],
    recipe: str,
    *,
    builtin: bool,
    space: str,
    store: Store,
    dense: Dense | None,
    embedder: Embedder,
    progress: Progress | None,
) -> SyncReport:
    """Make the index hold entries as what document consists of. The caller holds the write lock.

    space: under which vectors are kept. dense: None where Chroma is to be made later, of the tables.
    """
    chunked = [chunks_of(entry) for entry in entries]
    texts = {text_hash(chunk.text): chunk.text for chunks in chunked for chunk in chunks}
    held = store.held(document.name, recipe, texts.keys())
    todo = plan(texts.keys(), held.before, held.elsewhere, store.embedded(texts.keys(), space))
    known = shipped.vectors(embedder.search_name, todo.embed)
    store.add_vectors(space, list(known), np.array(list(known.values())))
    missing = sorted(todo.embed - known.keys(), key=lambda key: len(texts[key]))  # like lengths waste no padding
    for start in range(0, len(missing), EMBED_AT_ONCE):
        keys = missing[start : start + EMBED_AT_ONCE]
        store.add_vectors(space, keys, embedder.encode_for_search([texts[key] for key in keys]))
        if progress is not None:
            progress(document.name, start + len(keys), len(missing))
    if dense is not None and dense.complete:
        keys = sorted(todo.add)
        dense.add(keys, store.vectors(space, keys))
    store.replace(document, entries, chunked, recipe=recipe, builtin=builtin)
    if dense is not None:
        if dense.complete:
            dense.delete(sorted(todo.delete))
        else:
            put_back(store.chunk_keys(space), store, dense, space, None)
    store.forget_vectors(todo.delete)
    return SyncReport(
        document=document.name,
        status="updated" if held.known else "added",
        entries=len(entries),
        chunks=sum(len(chunks) for chunks in chunked),
        embedded=len(missing),
    )

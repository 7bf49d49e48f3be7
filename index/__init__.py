"""Entries become chunks, chunks become vectors and word counts, and a question finds the entries that answer it."""

from index.embedding import Embedder
from index.hits import Chunk, DocumentInfo, Filter, Hit, Progress, Role, SearchResult, SyncReport, Turn
from index.index import Index

__all__ = [
    "Chunk",
    "DocumentInfo",
    "Embedder",
    "Filter",
    "Hit",
    "Index",
    "Progress",
    "Role",
    "SearchResult",
    "SyncReport",
    "Turn",
]

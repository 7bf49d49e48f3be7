"""The index as a LangChain retriever, for chains of one's own.

>>> from pathlib import Path
>>> from tempfile import mkdtemp
>>> from corpus.documents import document
>>> from corpus.parsing import parse
>>> from index import Embedder, Index
>>> from index.database import connect
>>> home = Path(mkdtemp())
>>> index = Index(connect(f"sqlite:///{home / 'coach.db'}"), home, Embedder())
>>> notes = document("notes.md", '''# Notes
...
... ## What is overfitting?
...
... A model that has learnt the noise of its training data does worse on new data.
...
... ## What is a confusion matrix?
...
... A table of true against predicted classes.
... ''')
>>> index.sync(notes, parse(notes).entries).status
'added'

>>> retriever = IndexRetriever(index=index, k=1)
>>> (found,) = retriever.invoke("what does overfitting mean?")
>>> found.page_content
'A model that has learnt the noise of its training data does worse on new data.'
>>> found.metadata["question"], found.metadata["document"]
('What is overfitting?', 'notes.md')
>>> index.close()
"""

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from index.hits import Filter
from index.index import Index


class IndexRetriever(BaseRetriever):
    """Finds the passages of the index that answer a query; nothing where the index cannot answer it.

    k: how many entries at most. only: which entries may be found.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    index: Index
    k: int = 5
    only: Filter | None = None

    def _get_relevant_documents(self, query: str, *, run_manager: CallbackManagerForRetrieverRun) -> list[Document]:
        result = self.index.search(query, self.k, self.only)
        if not result.answerable:
            return []
        return [
            Document(
                id=hit.entry.id,
                page_content=hit.passage,
                metadata={
                    "question": hit.entry.question,
                    "document": hit.entry.document,
                    "start_line": hit.entry.location.start_line,
                    "score": hit.score,
                    "confidence": result.confidence,
                },
            )
            for hit in result.hits
        ]

"""A real index with the real model, over a few notes."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.documents import document
from corpus.entries import Document, Entry
from corpus.parsing import parse
from index import Embedder, Index
from index.database import connect
from tests.databases import KINDS, fresh

NOTES = """# Notes

## What is overfitting?

- id: overfitting
- level: junior
- kind: concept
- topics: generalisation

A model overfits when it learns the noise of its training data. It then does well on the examples it has seen and badly
on new ones. The gap between training and validation error shows it.

### Key points

- An overfitted model does worse on new data than on its training data.
- A growing gap between training and validation error is the sign.

## What is the difference between L1 and L2 regularisation?

- id: l1-vs-l2
- level: mid
- kind: concept
- topics: regularisation

L1 adds the absolute values of the weights to the loss and sets some of them to zero. L2 adds their squares and only
shrinks them.

## How does cross-validation work?

- id: cross-validation
- level: junior
- kind: procedure
- topics: validation

The data are cut into k folds. Each fold is the test set once, and the model is trained on the others. The k scores are
averaged.

## Can you explain Principal Component Analysis (PCA)?

- id: pca
- level: mid
- kind: concept
- topics: dimensionality reduction

Principal component analysis rotates the data to the directions of greatest variance. Keeping the first few of these
principal components reduces the number of columns.

## How would you handle missing values?

- id: missing-values
- level: junior
- kind: procedure
- topics: data quality

Find out why values are missing. Then drop the rows, fill the gaps with the median, or let the model learn from an
indicator column.

## What is batch normalisation?

- id: batch-normalisation
- level: senior
- kind: concept
- topics: deep learning

Batch normalisation standardises the inputs of a layer with the mean and variance of the current mini-batch. At
inference running averages take their place.
"""


def parsed(text: str, name: str = "notes.md") -> tuple[Document, tuple[Entry, ...]]:
    """A document and its entries."""
    made = document(name, text)
    return made, parse(made).entries


@pytest.fixture(scope="session")
def embedder(tmp_path_factory: pytest.TempPathFactory) -> Embedder:
    return Embedder(cache=tmp_path_factory.mktemp("models"))


@pytest.fixture(params=KINDS)
def empty(request: pytest.FixtureRequest, tmp_path: Path, embedder: Embedder) -> Iterator[Index]:
    with fresh(request.param, tmp_path) as url:
        engine = connect(url)
        index = Index(engine, tmp_path, embedder)
        yield index
        index.close()
        engine.dispose()


@pytest.fixture(scope="session", params=KINDS)
def notes(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, embedder: Embedder
) -> Iterator[Index]:
    """An index that holds NOTES. Tests only read it."""
    home = tmp_path_factory.mktemp("home")
    with fresh(request.param, home) as url:
        engine = connect(url)
        index = Index(engine, home, embedder)
        index.sync(*parsed(NOTES))
        yield index
        index.close()
        engine.dispose()

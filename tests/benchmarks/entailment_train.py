"""Train the network of coach.grading.entailment, for tests/benchmarks/grading_train.py. Needs torch.

Three kinds of pairs of a key point and a clause teach it: answers that were labelled key point by key point, with the
clause that says most of the point (and, of a contradicted one, the clause that says most against it); key points and
sentences of the built-in corpus, as they are and turned to their contrary by coach.grading.contraries; and the pitfalls
of the corpus, wrong statements that somebody wrote, each with the key point that it is wrong about.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn
from torch.nn import functional

from coach.grading.contraries import contraries
from coach.grading.entailment import MOST_TOKENS
from coach.grading.prose import prose
from corpus import builtin
from corpus.entries import Entry, Kind
from corpus.parsing import parse
from index import Embedder

OPEN, SAID, CONTRARY = 0, 1, 2  # labels of a pair
WIDTH, HIDDEN, DROPPED = 128, 64, 0.2  # of the projections, of the layers; share of features dropped in training
EPOCHS, BATCH, RATE, DECAY = 8, 64, 1e-3, 1e-4
SHARPNESS = 8.0  # of the alignment, to begin with
SAYS, RELATED, ELSEWHERE = 0.72, 0.55, 0.5  # cosines: a sentence says the point, a pitfall is about it, neither
WORDS = (4, 45)  # of a sentence that is taken
WEIGHTS = {"same": 0.3, "contrary": 0.5, "sentence contrary": 0.7, "other": 0.5, "elsewhere": 0.7, "denied": 0.7}
"""Weight of a pair that was made; every other one has 1."""

Tokens = dict[str, NDArray[np.float16]]


@dataclass(frozen=True, slots=True)
class Pair:
    """A key point and a clause, with a label. group: the question they come from; how: what it was made of."""

    group: str
    point: str
    clause: str
    label: int
    how: str = "answer"


class Network(nn.Module):
    """The same as coach.grading.entailment.Entailment, on batches."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.compare = nn.Linear(width, WIDTH, bias=False)
        self.attend = nn.Linear(width, WIDTH, bias=False)
        self.hidden = nn.Linear(4 * WIDTH, HIDDEN)
        self.inner = nn.Linear(4 * HIDDEN, HIDDEN)
        self.out = nn.Linear(HIDDEN, 3)
        self.sharpness = nn.Parameter(torch.tensor(SHARPNESS))
        self.drop = nn.Dropout(DROPPED)

    def forward(
        self, point: torch.Tensor, point_mask: torch.Tensor, clause: torch.Tensor, clause_mask: torch.Tensor
    ) -> torch.Tensor:
        """Scores of the labels, a row per pair."""
        point, clause = self.drop(point), self.drop(clause)
        seen, told = (functional.normalize(self.attend(side), dim=-1) for side in (point, clause))
        alike = self.sharpness * (seen @ told.transpose(1, 2))
        one, other = self.compare(point), self.compare(clause)
        read = torch.cat(
            [
                self._side(one, other, alike, point_mask, clause_mask),
                self._side(other, one, alike.transpose(1, 2), clause_mask, point_mask),
            ],
            dim=-1,
        )
        scores: torch.Tensor = self.out(self.drop(functional.relu(self.inner(read))))
        return scores

    def _side(
        self, own: torch.Tensor, other: torch.Tensor, alike: torch.Tensor, mask: torch.Tensor, other_mask: torch.Tensor
    ) -> torch.Tensor:
        opposite = torch.softmax(alike.masked_fill(~other_mask[:, None, :], -1e9), dim=-1) @ other
        beside = torch.cat([own, opposite, (own - opposite).abs(), own * opposite], dim=-1)
        compared = self.drop(functional.relu(self.hidden(beside))) * mask[..., None]
        mean = compared.sum(dim=1) / mask.sum(dim=1, keepdim=True)
        return torch.cat([mean, compared.max(dim=1)[0]], dim=-1)


def made_pairs(embedder: Embedder) -> list[Pair]:
    """Pairs of the built-in corpus."""
    draw = random.Random(0)
    entries = [entry for document in builtin.documents() for entry in parse(document).entries]
    chosen = [entry for entry in entries if entry.key_points and entry.kind is not Kind.BEHAVIOURAL]
    return [pair for entry in chosen for pair in _of_entry(entry, embedder, draw)]


def _of_entry(entry: Entry, embedder: Embedder, draw: random.Random) -> Iterator[Pair]:
    points = entry.key_points
    said = [sentence for sentence in prose(entry.answer) if WORDS[0] <= len(sentence.split()) <= WORDS[1]]
    vectors = embedder.encode([*points, *said, *entry.pitfalls])
    of_points, of_said, of_pitfalls = np.split(vectors, [len(points), len(points) + len(said)])
    for point, vector in zip(points, of_points, strict=True):
        yield Pair(entry.id, point, point, SAID, "same")
        turned = contraries(point, entry.question)
        yield from (Pair(entry.id, point, made, CONTRARY, "contrary") for made in turned if made)
        yield Pair(entry.id, point, draw.choice([other for other in points if other != point]), OPEN, "other")
        alike = of_said @ vector
        order = np.argsort(-alike)
        for n in order[:2]:
            if alike[n] >= SAYS:
                yield Pair(entry.id, point, said[n], SAID, "sentence")
                turned = contraries(said[n], entry.question)
                yield from (Pair(entry.id, point, made, CONTRARY, "sentence contrary") for made in turned if made)
        if len(order) and alike[farther := order[min(3, len(order) - 1)]] < ELSEWHERE:
            yield Pair(entry.id, point, said[farther], OPEN, "elsewhere")
    for pitfall, vector in zip(entry.pitfalls, of_pitfalls, strict=True):
        nearest = int(np.argmax(of_points @ vector))
        if of_points[nearest] @ vector >= RELATED:
            yield Pair(entry.id, points[nearest], pitfall, CONTRARY, "pitfall")
            if denied := contraries(pitfall, entry.question)[-1]:
                yield Pair(entry.id, points[nearest], denied, SAID, "denied")


def read_tokens(pairs: Sequence[Pair], embedder: Embedder) -> Tokens:
    """The token vectors of all texts."""
    texts = list(dict.fromkeys(text for pair in pairs for text in (pair.point, pair.clause)))
    read = embedder.encode_tokens(texts)
    return {text: tokens.vectors[:MOST_TOKENS].astype(np.float16) for text, tokens in zip(texts, read, strict=True)}


def train(pairs: Sequence[Pair], tokens: Tokens) -> dict[str, NDArray[np.float16]]:
    """The weights of a network that was trained on the pairs, as coach.grading.entailment reads them."""
    torch.manual_seed(0)
    draw = random.Random(0)
    network = Network(next(iter(tokens.values())).shape[1])
    optimiser = torch.optim.AdamW(network.parameters(), lr=RATE, weight_decay=DECAY)
    batches = -(-len(pairs) // BATCH) + 1
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, 2 * RATE, total_steps=EPOCHS * batches + 10)
    network.train()
    for _ in range(EPOCHS):
        for batch in _batches(pairs, tokens, draw):
            points = _padded([tokens[pair.point] for pair in batch])
            clauses = _padded([tokens[pair.clause] for pair in batch])
            scores = network(*points, *clauses)
            losses = functional.cross_entropy(scores, torch.tensor([pair.label for pair in batch]), reduction="none")
            loss = (losses * torch.tensor([WEIGHTS.get(pair.how, 1.0) for pair in batch])).mean()
            optimiser.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            optimiser.step()
            schedule.step()
    return arrays(network)


def _batches(pairs: Sequence[Pair], tokens: Tokens, draw: random.Random) -> list[list[Pair]]:
    """All pairs in random order, those of a batch about equally long."""
    mixed = draw.sample(pairs, len(pairs))
    out = []
    for start in range(0, len(mixed), 20 * BATCH):
        some = sorted(mixed[start : start + 20 * BATCH], key=lambda pair: len(tokens[pair.clause]))
        out += [some[n : n + BATCH] for n in range(0, len(some), BATCH)]
    draw.shuffle(out)
    return out


def _padded(texts: Sequence[NDArray[np.float16]]) -> tuple[torch.Tensor, torch.Tensor]:
    longest = max(len(text) for text in texts)
    rows = np.zeros((len(texts), longest, texts[0].shape[1]), dtype=np.float32)
    mask = np.zeros((len(texts), longest), dtype=bool)
    for n, text in enumerate(texts):
        rows[n, : len(text)] = text
        mask[n, : len(text)] = True
    return torch.from_numpy(rows), torch.from_numpy(mask)


def arrays(network: Network) -> dict[str, NDArray[np.float16]]:
    """A network as coach.grading.entailment reads it."""
    layers = {"compare": network.compare, "attend": network.attend, "hidden": network.hidden, "inner": network.inner}
    out = {f"entailment_{name}": layer.weight.T for name, layer in {**layers, "out": network.out}.items()}
    for name in ("hidden", "inner", "out"):
        out[f"entailment_{name}_bias"] = getattr(network, name).bias
    out["entailment_sharpness"] = network.sharpness
    return {name: weights.detach().numpy().astype(np.float16) for name, weights in out.items()}

"""Adapt the default embedding model to interview questions and the passages that answer them: index/data/adapter.npz.

    python -m tests.benchmarks.train_adapter [STEPS [LAYERS]]

Low-rank changes (Hu et al., "LoRA", ICLR 2022) to every large matrix of the model, trained with in-batch negatives (van
den Oord et al., "Representation Learning with Contrastive Predictive Coding", 2018) on what the built-in corpus itself
says about each entry (key points, pitfalls, hints, follow-ups, sentences of the answer), and on paraphrases and other
wordings of the questions of the `tune` part. No wording of a `held-out` question is seen, and no labelled query at all:
on those the fusion learns how far the adapter is to be trusted.

A part of the change is kept (Wortsman et al., "Robust fine-tuning of zero-shot models", CVPR 2022): all of it tells
better what cannot be answered, and less of it finds better what is buried in an answer.

It goes on from the adapter that is there: delete that to begin anew. The topmost LAYERS of the six are trained and the
others left as they are, so that what they make of a document is computed once. About a second of one core per step.

What it writes differs a little from run to run of another library version, and makes every index embed anew: train the
fusion after it.
"""

import math
import random
import re
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.nn import functional
from transformers import AutoModel, AutoTokenizer

from corpus.entries import Entry, questions_of
from corpus.text import sentences
from index.chunks import passages
from index.embedding import ADAPTER, packaged_folder
from index.words import STOP_WORDS
from tests.benchmarks.retrieval_sets import library, paraphrases, queries

RANK = 8
STEPS = 600
LAYERS = 2  # trained, from the top
LEARNING_RATE = 3e-4
BATCH = 32  # entries; each is the negative of the others
SCALE = 20.0  # of cosines in the softmax, as sentence-transformers has it
QUERY_TOKENS, PASSAGE_TOKENS = 64, 80
STRENGTH = 2.0  # the usual alpha / rank
KEPT = 0.75  # of the change: nearer to the plain model it finds better what it was not trained on


@dataclass(frozen=True, slots=True)
class Pair:
    """Something a user might say, and the entry it is about. weight: how often it is drawn."""

    said: str
    entry: Entry
    weight: float


class LowRank(nn.Module):
    """A linear layer plus a trained change of rank RANK, which starts at zero."""

    def __init__(self, base: nn.Linear) -> None:
        super().__init__()
        self.base = base
        self.a = nn.Parameter(torch.randn(RANK, base.in_features) / math.sqrt(base.in_features))
        self.b = nn.Parameter(torch.zeros(base.out_features, RANK))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """The layer's output with the change."""
        changed: torch.Tensor = self.base(x) + (x @ self.a.T) @ self.b.T * STRENGTH
        return changed


class Halves(nn.Module):
    """The model in two parts: layers that stay as they are, and layers that are trained."""

    def __init__(self, embeddings: nn.Module, layers: nn.ModuleList, trained: int) -> None:
        super().__init__()
        self.embeddings = embeddings
        self.fixed = layers[: len(layers) - trained]
        self.trained = layers[len(layers) - trained :]

    @torch.no_grad()
    def below(self, ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """What the fixed layers make of tokens."""
        hidden: torch.Tensor = self.embeddings(ids)
        for layer in self.fixed:
            hidden = _output(layer, hidden, mask)
        return hidden

    def forward(self, hidden: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """Unit vectors out of what `below` gave."""
        for layer in self.trained:
            hidden = _output(layer, hidden, mask)
        weights = mask[..., None].float()
        return functional.normalize((hidden.float() * weights).sum(1) / weights.sum(1), dim=-1)


def main(steps: int = STEPS, layers: int = LAYERS) -> None:
    """Train and write."""
    random.seed(0)
    torch.manual_seed(0)
    folder = str(packaged_folder("all-MiniLM-L6-v2"))
    tokenizer = AutoTokenizer.from_pretrained(folder)
    model = AutoModel.from_pretrained(folder, attn_implementation="eager")
    model.requires_grad_(False)
    changes = add_changes(model)
    if ADAPTER.is_file():
        restore(changes, ADAPTER)
    halves = Halves(model.embeddings, model.encoder.layer, layers)
    halves.fixed.requires_grad_(False)
    pairs = training_pairs([entry for _, found in library() for entry in found])
    optimiser = torch.optim.AdamW([p for p in halves.parameters() if p.requires_grad], lr=LEARNING_RATE)
    seen: dict[str, tuple[torch.Tensor, torch.Tensor]] = {}

    def encode(texts: Sequence[str], tokens: int) -> torch.Tensor:
        batch = tokenizer(list(texts), padding=True, truncation=True, max_length=tokens, return_tensors="pt")
        return halves(halves.below(batch["input_ids"], batch["attention_mask"]), batch["attention_mask"])  # type: ignore[no-any-return]

    def encode_documents(texts: Sequence[str]) -> torch.Tensor:
        if new := [text for text in dict.fromkeys(texts) if text not in seen]:
            shape = {"padding": "max_length", "truncation": True, "max_length": PASSAGE_TOKENS, "return_tensors": "pt"}
            batch = tokenizer(new, **shape)
            hidden = halves.below(batch["input_ids"], batch["attention_mask"]).to(torch.bfloat16)
            seen.update({text: (hidden[at], batch["attention_mask"][at]) for at, text in enumerate(new)})
        hidden = torch.stack([seen[text][0] for text in texts])
        return halves(hidden.float(), torch.stack([seen[text][1] for text in texts]))  # type: ignore[no-any-return]

    for step in range(steps):
        for group in optimiser.param_groups:
            group["lr"] = LEARNING_RATE * min(1.0, step / 20) * (1 - step / steps)
        batch = drawn(pairs)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            said = encode([varied(pair.said, pairs[pair.entry.id]) for pair in batch], QUERY_TOKENS)
            meant = encode_documents([document(pair) for pair in batch])
        likeness = said @ meant.T * SCALE
        right = torch.arange(len(batch))
        loss = (functional.cross_entropy(likeness, right) + functional.cross_entropy(likeness.T, right)) / 2
        optimiser.zero_grad()
        torch.autograd.backward(loss)
        optimiser.step()
        if step % 25 == 0:
            print(f"step {step} of {steps}, loss {loss.item():.3f}", flush=True)
    factors = {}
    for name, layer in changes.items():
        factors[f"{name}.a"] = layer.a.detach().numpy().astype(np.float16)
        factors[f"{name}.b"] = (layer.b.detach().numpy() * STRENGTH * KEPT).astype(np.float16)
    np.savez(ADAPTER, allow_pickle=False, **factors)


def restore(changes: Mapping[str, LowRank], file: Path) -> None:
    """Put the factors that were written before into the layers."""
    with np.load(file) as factors:
        for name, layer in changes.items():
            layer.a.data = torch.tensor(factors[f"{name}.a"], dtype=torch.float32)
            layer.b.data = torch.tensor(factors[f"{name}.b"], dtype=torch.float32) / (STRENGTH * KEPT)


def _output(layer: nn.Module, hidden: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    closed = (1.0 - mask[:, None, None, :].float()) * -10_000.0  # added to the scores of what is padding
    output: torch.Tensor = layer(hidden, closed)
    return output


def add_changes(model: nn.Module) -> dict[str, LowRank]:
    """Put a change on every linear layer of the encoder's blocks; by the layer's name."""
    linear = {
        name: module
        for name, module in model.named_modules()
        if isinstance(module, nn.Linear) and name.startswith("encoder.")
    }
    changed = {}
    for name, module in linear.items():
        parent, _, last = name.rpartition(".")
        changed[name] = LowRank(module)
        setattr(model.get_submodule(parent), last, changed[name])
    return changed


def drawn(pairs: Mapping[str, Sequence[Pair]]) -> list[Pair]:
    """A batch, of different entries: for each drawn at random one that is related to it, for these are hard to tell."""
    chosen: dict[str, Pair] = {}
    while len(chosen) < BATCH:
        first = random.choice(list(pairs))
        related = [other for other in pairs[first][0].entry.related if other in pairs]
        for id_ in (first, random.choice(related or [first])):
            weights = [pair.weight for pair in pairs[id_]]
            chosen.setdefault(id_, random.choices(pairs[id_], weights)[0])
    return list(chosen.values())[:BATCH]


def training_pairs(entries: Sequence[Entry]) -> dict[str, list[Pair]]:
    """What may be said about each entry, by its id."""
    made: list[Pair] = []
    for entry in entries:
        made += [Pair(entry.question, entry, 2.0)]
        made += [Pair(said, entry, 1.0) for said in (*entry.key_points, *entry.pitfalls)]
        made += [Pair(hint, entry, 0.5) for hint in entry.hints]
        for follow_up in entry.follow_ups:
            made += [Pair(follow_up.question, entry, 0.7), Pair(follow_up.good_reply, entry, 0.3)]
        for span in sentences(entry.answer):
            text = entry.answer[span.start : span.end]
            if 5 < len(text.split()) < 40 and not text.startswith(("```", "|", "$")):
                made.append(Pair(text, entry, 0.7))
    by_id = {entry.id: entry for entry in entries}
    tuned = {id_ for one in (*queries(), *paraphrases()) if one.split == "tune" for id_ in one.entries[:1]}
    made += [Pair(asked, entry, 4.0) for entry in entries if entry.id in tuned for asked in questions_of(entry)[1:]]
    labelled = [one for one in paraphrases() if one.split == "tune" and one.entries[0] in by_id]
    made += [Pair(one.query, by_id[one.entries[0]], 4.0) for one in labelled]
    found: dict[str, list[Pair]] = {}
    for pair in made:
        if pair.said.strip():
            found.setdefault(pair.entry.id, []).append(pair)
    return found


def document(pair: Pair) -> str:
    """One of the texts that stand for the entry in the index; not the passage that the query was taken from."""
    answer = pair.entry.answer
    others = [answer[start:end] for start, end in passages(answer) if pair.said not in answer[start:end]]
    kind = random.random()
    if kind < 0.15 or not others:
        return pair.entry.question
    passage = random.choice(others)
    return passage if kind < 0.3 else f"{pair.entry.question}\n{passage}"


def varied(text: str, others: Sequence[Pair]) -> str:
    """As people type: now and then with typing errors, as a few words only, in lower case, or at length."""
    kind = random.random()
    if kind > 0.9:
        return " ".join([*(pair.said for pair in random.choices(others, k=2)), text])
    if kind < 0.15:
        return " ".join(misspelt(word) if random.random() < 0.35 else word for word in text.split())
    if kind < 0.25:
        kept = [word for word in re.findall(r"[\w-]+", text.lower()) if word not in STOP_WORDS]
        return " ".join(kept[: random.randint(2, 5)]) or text
    return text.lower().rstrip(".?") if kind < 0.35 else text


def misspelt(word: str) -> str:
    """A letter left out, two swapped, or one doubled."""
    if len(word) < 4:
        return word
    at = random.randrange(1, len(word) - 1)
    before, letter, after = word[:at], word[at], word[at + 1 :]
    return random.choice([before + after, before + after[0] + letter + after[1:], before + letter + letter + after])


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:3]))

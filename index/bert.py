"""A BERT sentence encoder as one ONNX graph, written straight from its weights: PyTorch neither builds nor runs it.

The graph uses ONNX Runtime's fused operators, and gives the mean of the token vectors at unit length, and on request
the token vectors themselves. In `int8` the weights are quantised per column and the activations per token (Dettmers et
al., "LLM.int8()", 2022, section 3.1), so that a text's vector does not depend on what it is batched with, as it would
with one scale for the whole batch.
"""

import json
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from onnx import ModelProto

GRAPH_VERSION = "3"  # grows when the same weights would give another graph
STEPS = 127  # of a signed byte
FUSED = "com.microsoft"


class Precision(StrEnum):
    """What the large multiplications are done in."""

    FP32 = "fp32"
    INT8 = "int8"


def buildable(folder: Path) -> bool:
    """Whether folder holds a sentence encoder of the kind built here: BERT, mean pooling, fast tokeniser."""
    needed = ("config.json", "model.safetensors", "tokenizer.json", "1_Pooling/config.json")
    if not all((folder / name).is_file() for name in needed):
        return False
    config = json.loads((folder / "config.json").read_text("utf-8"))
    pooling = json.loads((folder / "1_Pooling" / "config.json").read_text("utf-8"))
    modes = {name for name, on in pooling.items() if name.startswith("pooling_mode_") and on is True}
    plain = (config.get("model_type"), config.get("hidden_act"), config.get("position_embedding_type", "absolute"))
    return plain == ("bert", "gelu", "absolute") and modes == {"pooling_mode_mean_tokens"}


def weights_of(folder: Path, adapter: Path | None = None) -> dict[str, NDArray[np.float32]]:
    """The weights of the model in folder by their names.

    adapter: low-rank changes that are added to them, as `tests/benchmarks/train_adapter.py` writes them.
    """
    from safetensors.numpy import load_file

    weights = load_file(folder / "model.safetensors")
    weights = {name.removeprefix("bert."): array.astype(np.float32, copy=False) for name, array in weights.items()}
    return weights if adapter is None else adapted(weights, adapter)


def build(folder: Path, weights: dict[str, NDArray[np.float32]], precision: Precision) -> bytes:
    """The model in folder as an ONNX file. Takes `ids` and `mask`, int32 of shape (texts, tokens).

    Gives `vectors`, a row per text, and `states`, a row per token of each text, as the last layer leaves it.
    """
    config = json.loads((folder / "config.json").read_text("utf-8"))
    graph = _Graph(precision, heads=config["num_attention_heads"], epsilon=config["layer_norm_eps"])
    x = graph.embed(weights)
    for layer in range(config["num_hidden_layers"]):
        prefix = f"encoder.layer.{layer}."
        x = graph.layer(x, {k.removeprefix(prefix): v for k, v in weights.items() if k.startswith(prefix)})
    return bytes(graph.finish(x, config["hidden_size"]).SerializeToString())


def adapted(weights: dict[str, NDArray[np.float32]], adapter: Path) -> dict[str, NDArray[np.float32]]:
    """The weights plus, for each layer that the adapter holds factors `a` and `b` of, their product b a.

    Hu et al., "LoRA: Low-Rank Adaptation of Large Language Models", ICLR 2022.
    """
    with np.load(adapter) as factors:
        changes = {
            name.removesuffix(".a"): factors[f"{name.removesuffix('.a')}.b"].astype(np.float32) @ factors[name]
            for name in factors
            if name.endswith(".a")
        }
    return weights | {f"{name}.weight": weights[f"{name}.weight"] + change for name, change in changes.items()}


def quantised(weight: NDArray[np.float32]) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """A matrix in whole steps of a signed byte, and the size of a step for each row.

    Processors without VNNI add the products of two neighbours in 16 bits and cut off what is larger. Two neighbours
    have 128 steps together, so that no sum is: 128 times 255, the largest activation, is 32,640.
    """
    neighbours = np.abs(weight).reshape(len(weight), -1, 2).sum(axis=2)
    size = np.maximum(neighbours.max(axis=1), 1e-9) / STEPS
    return np.rint(weight / size[:, None]).astype(np.int8), size


class _Graph:
    """Nodes and constants as they come; a value is known by its name."""

    def __init__(self, precision: Precision, heads: int, epsilon: float) -> None:
        self._precision = precision
        self._heads = heads
        self._epsilon = epsilon
        self._nodes: list[Any] = []
        self._constants: list[Any] = []

    def embed(self, weights: dict[str, NDArray[np.float32]]) -> str:
        """Word, position and (always the first) type vectors, normalised."""
        table = {k.removeprefix("embeddings."): v for k, v in weights.items() if k.startswith("embeddings.")}
        places = table["position_embeddings.weight"] + table["token_type_embeddings.weight"][0]
        word = self._node("Gather", self._const(table["word_embeddings.weight"]), "ids")
        length = self._node("Shape", "ids", start=1, end=2)
        place = self._node("Slice", self._const(places), self._ints(0), length, self._ints(0))
        norm = (self._const(table["LayerNorm.weight"]), self._const(table["LayerNorm.bias"]))
        return self._node("LayerNormalization", self._node("Add", word, place), *norm, epsilon=self._epsilon)

    def layer(self, x: str, weights: dict[str, NDArray[np.float32]]) -> str:
        """Attention, then the two dense layers, each added to what came in and normalised."""
        parts = [f"attention.self.{name}" for name in ("query", "key", "value")]
        weight = np.concatenate([weights[f"{part}.weight"] for part in parts])
        bias = np.concatenate([weights[f"{part}.bias"] for part in parts])
        projected = self._node("Add", self._linear(x, weight), self._const(bias))
        qkv = self._nodes_out("Split", 3, projected, axis=2, num_outputs=3)
        attended = self._node("MultiHeadAttention", *qkv, "", "mask", domain=FUSED, num_heads=self._heads)
        x = self._add_and_norm(attended, x, weights, "attention.output")
        inner = self._linear(x, weights["intermediate.dense.weight"])
        inner = self._node("BiasGelu", inner, self._const(weights["intermediate.dense.bias"]), domain=FUSED)
        return self._add_and_norm(inner, x, weights, "output")

    def finish(self, x: str, width: int) -> "ModelProto":
        """The mean over the tokens that are not padding, at unit length."""
        from onnx import TensorProto, helper

        mask = self._node("Unsqueeze", self._node("Cast", "mask", to=TensorProto.FLOAT), self._ints(2))
        total = self._node("ReduceSum", self._node("Mul", x, mask), self._ints(1), keepdims=0)
        vectors = self._node("LpNormalization", total, axis=-1, p=2)  # of a sum or a mean: the same direction
        self._nodes.append(helper.make_node("Identity", [vectors], ["vectors"]))
        self._nodes.append(helper.make_node("Identity", [x], ["states"]))
        inputs = [
            helper.make_tensor_value_info(name, TensorProto.INT32, ["texts", "tokens"]) for name in ("ids", "mask")
        ]
        outputs = [
            helper.make_tensor_value_info("vectors", TensorProto.FLOAT, ["texts", width]),
            helper.make_tensor_value_info("states", TensorProto.FLOAT, ["texts", "tokens", width]),
        ]
        graph = helper.make_graph(self._nodes, "sentence_encoder", inputs, outputs, self._constants)
        opsets = [helper.make_opsetid("", 18), helper.make_opsetid(FUSED, 1)]
        return helper.make_model(graph, opset_imports=opsets, ir_version=9)

    def _add_and_norm(self, x: str, residual: str, weights: dict[str, NDArray[np.float32]], name: str) -> str:
        dense = self._linear(x, weights[f"{name}.dense.weight"])
        rest = [self._const(weights[f"{name}.{part}"]) for part in ("LayerNorm.weight", "LayerNorm.bias", "dense.bias")]
        return self._node("SkipLayerNormalization", dense, residual, *rest, domain=FUSED, epsilon=self._epsilon)

    def _linear(self, x: str, weight: NDArray[np.float32]) -> str:
        """x times the transpose of weight, without a bias."""
        if self._precision is Precision.FP32:
            return self._node("MatMul", x, self._const(weight.T))
        from onnx import TensorProto

        steps, size = quantised(weight)
        largest = self._node("ReduceMax", self._node("Abs", x), self._ints(-1), keepdims=1)
        largest = self._node("Max", largest, self._const(np.float32(1e-9)))
        scaled = self._node("Mul", x, self._node("Div", self._const(np.float32(STEPS)), largest))
        shifted = self._node("Add", self._node("Round", scaled), self._const(np.float32(128)))  # unsigned is faster
        whole = self._node("Cast", shifted, to=TensorProto.UINT8)
        product = self._node("MatMulInteger", whole, self._const(steps.T), self._const(np.uint8(128)))
        product = self._node("Cast", product, to=TensorProto.FLOAT)
        product = self._node("Mul", product, self._const((size / STEPS).astype(np.float32)))
        return self._node("Mul", product, largest)

    def _node(self, operator: str, *inputs: str, domain: str = "", **attributes: Any) -> str:
        return self._nodes_out(operator, 1, *inputs, domain=domain, **attributes)[0]

    def _nodes_out(self, operator: str, n: int, *inputs: str, domain: str = "", **attributes: Any) -> list[str]:
        from onnx import helper

        outputs = [f"v{len(self._nodes)}.{i}" for i in range(n)]
        self._nodes.append(helper.make_node(operator, inputs, outputs, domain=domain, **attributes))
        return outputs

    def _const(self, value: Any) -> str:
        from onnx import numpy_helper

        name = f"c{len(self._constants)}"
        self._constants.append(numpy_helper.from_array(np.array(value, order="C"), name))
        return name

    def _ints(self, *values: int) -> str:
        return self._const(np.array(values, dtype=np.int64))

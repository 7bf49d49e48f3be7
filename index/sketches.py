"""Sketches: one bit per dimension of a vector, on which side of the corpus's centre it lies.

Vectors that are near agree in most bits, and counting bits is several times quicker than multiplying.
Charikar, "Similarity estimation techniques from rounding algorithms", STOC 2002.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

EXACT_ROWS = 200_000  # up to here one product with all vectors takes 10 ms on a core, and needs no sketches
BLOCK = 32_768  # sketches compared at once: what a core's cache holds


def sketched(vectors: NDArray[Any], centre: NDArray[np.float32]) -> NDArray[np.uint64]:
    """A column per vector, 64 bits a row."""
    bits = np.packbits(vectors > centre, axis=1)
    padded = np.zeros((len(bits), -(-bits.shape[1] // 8) * 8), dtype=np.uint8)
    padded[:, : bits.shape[1]] = bits
    return np.ascontiguousarray(padded.view(np.uint64).T)


def apart(sketches: NDArray[np.uint64], one: NDArray[np.uint64]) -> NDArray[np.uint16]:
    """In how many bits each of sketches differs from one."""
    out = np.zeros(sketches.shape[1], dtype=np.uint16)
    for start in range(0, len(out), BLOCK):
        part = out[start : start + BLOCK]
        for row, own in zip(sketches[:, start : start + BLOCK], one, strict=True):
            part += np.bitwise_count(row ^ own)
    return out

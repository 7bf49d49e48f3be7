"""An embed function that remembers: the key points of an entry are embedded once, not with every answer to it."""

import threading
from collections import OrderedDict
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from coach.grading_features import Embed

MOST = 20_000  # vectors that are kept: about 30 MB


def remembered(embed: Embed, most: int = MOST) -> Embed:
    """The same function, which asks `embed` only for texts it has not seen lately. Safe to share between threads."""
    kept: OrderedDict[str, NDArray[np.float32]] = OrderedDict()
    lock = threading.Lock()

    def vectors(texts: Sequence[str]) -> NDArray[np.float32]:
        with lock:
            found = {text: kept[text] for text in texts if text in kept}
            for text in found:
                kept.move_to_end(text)
        new = [text for text in dict.fromkeys(texts) if text not in found]
        if new:
            fresh = dict(zip(new, embed(new), strict=True))
            found |= fresh
            with lock:
                kept.update(fresh)
                while len(kept) > most:
                    kept.popitem(last=False)
        return np.stack([found[text] for text in texts]) if texts else embed([])

    return vectors

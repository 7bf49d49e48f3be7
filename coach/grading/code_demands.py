"""What a coding question demands beside its key points, and where the code of an answer does not keep to it.

"From scratch" and "in NumPy" leave no library that does the work, and "without sklearn" not that one; "without loops"
leaves none in a function; where something faster is asked for, loops inside each other are worth a word. The code is
parsed, never run. It is told in the feedback, with the line: what it is worth is decided by the key points.
"""

import ast
import re
from collections.abc import Iterator, Sequence

from coach.grading.code_answers import UNREADABLE, ReadCode

READY_MADE = frozenset(
    ["sklearn", "torch", "tensorflow", "keras", "jax", "xgboost", "lightgbm", "statsmodels", "rank_bm25"]
)
DEEP = 4  # loops inside each other from which their cost is worth a word, whatever was asked

_BY_HAND = re.compile(r"\bfrom scratch\b|\bin (?:plain |pure )?numpy\b|\bin (?:plain|pure) python\b", re.IGNORECASE)
_NO_LOOPS = re.compile(r"\bwithout (?:any )?(?:python |explicit )?loops?\b|\bvectori[sz]ed\b", re.IGNORECASE)
_FASTER = re.compile(r"\bfaster than\b|\befficient(?:ly)?\b", re.IGNORECASE)
_WITHOUT = re.compile(r"\bwithout (?:using |importing )?(?:the )?([a-z_]\w*(?:\.\w+)*)")
_IMPLEMENT = re.compile(r"\b(?:implement|write|compute)\b", re.IGNORECASE)
_LOOPS = (ast.For, ast.While, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


def remarks(question: str, code: ReadCode) -> tuple[str, ...]:
    """What is to be said of the code in an answer, whatever its key points come to."""
    return (*((code.trouble,) if code.trouble else ()), *departures(question, code.blocks))


def departures(question: str, blocks: Sequence[str]) -> tuple[str, ...]:
    """A sentence for each demand of the question that code does not keep to. What does not parse is passed over."""
    try:
        return tuple(dict.fromkeys(said for block in blocks for said in _departures(question, block)))
    except UNREADABLE:
        return ()


def _departures(question: str, block: str) -> Iterator[str]:
    tree = ast.parse(block)
    lines = block.splitlines()
    imports = [node for node in ast.walk(tree) if isinstance(node, (ast.Import, ast.ImportFrom))]
    brought = set[str]().union(*(_roots(node) for node in imports))
    for barred in _WITHOUT.findall(question):
        used = re.compile(rf"(?<![\w.]){re.escape(barred)}(?=[\s.(]|$)")
        uses = next((text.strip() for text in lines if used.search(text.partition("#")[0])), "")
        if uses and ("." in barred or barred in brought):
            yield f"The question wants it without {barred}, and “{uses}” uses that."
    if _BY_HAND.search(question) and _IMPLEMENT.search(question):
        ready = next((node for node in imports if not READY_MADE.isdisjoint(_roots(node))), None)
        if ready is not None:
            shown = lines[ready.lineno - 1].strip()
            yield f"The task is to write it yourself, and “{shown}” brings it ready-made."
    depth, line = _deepest(tree)
    if _NO_LOOPS.search(question) and depth:
        yield f"The question wants no Python loops, and there is one in line {line}."
    elif depth >= (2 if _FASTER.search(question) else DEEP):
        yield f"Your loops stand {depth} deep (line {line}): say what that costs as the input grows."


def _roots(node: ast.Import | ast.ImportFrom) -> set[str]:
    names = [node.module or ""] if isinstance(node, ast.ImportFrom) else [alias.name for alias in node.names]
    return {name.partition(".")[0] for name in names}


def _deepest(tree: ast.AST) -> tuple[int, int]:
    """How many loops stand inside each other, and the line of the innermost; (0, 0) without any."""
    functions: list[ast.AST] = [
        node for node in ast.walk(tree) if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
    ]
    # Beside functions, what stands outside them only tries them out.
    return max((_nested(part, 0, 0) for part in functions or [tree]), key=lambda found: found[0])


def _nested(node: ast.AST, depth: int, line: int) -> tuple[int, int]:
    best = (depth, line)
    for child in ast.iter_child_nodes(node):
        loops = len(getattr(child, "generators", ())) or int(isinstance(child, _LOOPS))
        at = getattr(child, "lineno", line) if loops else line
        found = _nested(child, depth + loops, at)
        best = found if found[0] > best[0] else best
    return best

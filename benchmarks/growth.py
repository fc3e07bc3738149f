"""What one more of each costs: rows, references, footnotes, parties and so on are doubled in turn, the rest stays.

    python benchmarks/growth.py --formats docx html markdown json

The text is that of `tests/large_text.py`. Printed is the time of the processor for one more of a kind between each two
sizes, for the numbering and for each format: where the time is linear it stays the same, and where it grows with the
square it doubles at each step. The exit code is 1 where it more than doubles on the way from the first to the last.
"""

from __future__ import annotations

import argparse
import importlib
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests")]

import large_text  # noqa: E402
from large_text import Size  # noqa: E402

SMALL = Size(100, 200, 100, 10, 50, 20, 1000, 100, 100, 100)
#: The first of the sizes of each kind; three more follow, each twice the one before.
FIRST = {
    "rows": 5000,
    "references": 1000,
    "footnotes": 400,
    "parties": 50,
    "terms": 200,
    "articles": 200,
    "figures": 200,
    "comments": 500,
    "notes": 400,
    "alternatives": 300,
}
STEPS = 4
LEAST = 0.02  # seconds; a smaller difference says nothing


def _best(work: Callable[[], object], repeat: int) -> float:
    taken = []
    for _ in range(repeat):
        began = time.process_time()
        work()
        taken.append(time.process_time() - began)
    return min(taken)


def _works(size: Size, formats: list[str]) -> dict[str, Callable[[], object]]:
    """What is timed of a text of some size: the numbering, and each format."""
    draft, document = large_text.large_draft(size), large_text.large_document(size)
    works: dict[str, Callable[[], object]] = {"index": lambda: large_text.index(draft)}
    for name in formats:
        module = importlib.import_module(f"travaux.renderers.{name}")
        folder = ROOT / "templates" / name
        files = {file: (folder / file).read_bytes() for file in getattr(module, "resources", ())}
        works[name] = lambda module=module, files=files: module.render(document, files)  # type: ignore[misc]
    return works


def grown(kind: str, formats: list[str], repeat: int) -> dict[str, list[tuple[float, float]]]:
    """For each stage the seconds of one more, and the seconds of the difference, between each two sizes."""
    counts = [FIRST[kind] * 2**step for step in range(STEPS)]
    sizes = [_works(replace(SMALL, **{kind: count}), formats) for count in counts]
    found = {}
    for stage in sizes[0]:
        times = [_best(works[stage], repeat) for works in sizes]
        steps = zip(pairwise(counts), pairwise(times), strict=True)
        found[stage] = [((later - sooner) / (more - less), later - sooner) for (less, more), (sooner, later) in steps]
    return found


def _told(kind: str, stage: str, steps: list[tuple[float, float]]) -> bool:
    """Prints a line; False where one more costs more than twice as much in the end as in the beginning."""
    each = " | ".join(f"{one * 1e6:.1f}" for one, _ in steps)
    ratio = steps[-1][0] / steps[0][0] if min(steps[0][1], steps[-1][1]) > LEAST else 1.0
    verdict = "linear" if ratio <= 2 else "FASTER"
    print(
        f"| {kind} | {stage} | {FIRST[kind]:,} to {FIRST[kind] * 2 ** (STEPS - 1):,} | {each} | {verdict} |", flush=True
    )
    return ratio <= 2


def main() -> int:
    """The exit code is 1 where something grows faster than the text."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--formats", nargs="*", default=["docx"])
    parser.add_argument("--kinds", nargs="*", default=list(FIRST), choices=list(FIRST))
    parser.add_argument("--repeat", type=int, default=3)
    asked = parser.parse_args()
    print("| one more of | stage | sizes | microseconds | | | |\n|---|---|---|--:|--:|--:|---|")
    sound = [
        _told(kind, stage, steps)
        for kind in asked.kinds
        for stage, steps in grown(kind, asked.formats, asked.repeat).items()
    ]
    return 0 if all(sound) else 1


if __name__ == "__main__":
    raise SystemExit(main())

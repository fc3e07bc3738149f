"""travaux and its peers on one synthetic agreement: whole processes, run in turns, medians and ratios.

    python benchmarks/run.py --rows 10000 50000 --repeat 3

Every output is opened afterwards: one that lacks the last row of the schedule is an error, not a result.
"""

from __future__ import annotations

import argparse
import importlib.util
import sys
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import measure

HERE = Path(__file__).resolve().parent
KEY = "synthetic-agreement"


@dataclass(frozen=True)
class Peer:
    """A way to make the document; `needs` is the package it wants, `most` the rows from which it is left out.

    `cache` is where travaux keeps its compiled clauses: a folder of the measurement, or `off`.
    """

    name: str
    script: str = ""
    cache: str = ""
    needs: str = ""
    most: int = 0
    why: str = ""

    def command(self, folder: Path, out: Path) -> list[str]:
        """The process that is measured."""
        if self.script:
            return [sys.executable, str(HERE / "peers" / self.script), str(folder), str(out)]
        cache = self.cache or folder / "cache"
        project = ["--project", str(folder / "project"), "-o", str(out.parent), "--format", "docx"]
        return ["env", f"TRAVAUX_CACHE={cache}", sys.executable, "-m", "travaux", "build", KEY, *project]

    def absent(self, rows: int) -> str:
        """Why the peer is left out, or ""."""
        if self.needs and importlib.util.find_spec(self.needs) is None:
            return f"`{self.needs}` is not installed"
        return self.why if self.most and rows > self.most else ""


PEERS = (
    Peer("travaux"),
    Peer("travaux, nothing cached", cache="off"),
    Peer("bare zip and strings", "bare.py"),
    Peer("docxtpl", "with_docxtpl.py", needs="docxtpl"),
    Peer("pandoc", "with_pandoc.py", needs="pypandoc"),
    Peer(
        "python-docx, table only",
        "with_python_docx.py",
        needs="docx",
        most=10_000,
        why="left out above 10,000 rows: its time and memory grow with the rows, and nothing new is learnt",
    ),
)

#: What travaux has to reach: rows, peer, how many times as fast.
REACH = ((10_000, "docxtpl", 2.0), (10_000, "pandoc", 4.0), (50_000, "docxtpl", 10.0))
MEMORY = (50_000, 95.0)  # MiB: below 100 MB


def _prepare(folder: Path, rows: int) -> None:
    measure.run([sys.executable, str(HERE / "synthetic.py"), str(folder), str(rows)])
    if importlib.util.find_spec("docxtpl"):
        measure.run([sys.executable, str(HERE / "peers" / "with_docxtpl.py"), str(folder), "--template"])


def _size(out: Path, rows: int) -> float:
    """Mebibytes of the text of a DOCX before compression. Raises `Failed` when its last row is missing."""
    with zipfile.ZipFile(out) as package:
        text = package.read("word/document.xml")
    if rows and f">{rows:06d}<".encode() not in text:
        raise measure.Failed(f"{out.name} lacks the last row of the schedule")
    return len(text) / 2**20


def _measured(rows: int, peers: Sequence[Peer], repeat: int) -> dict[str, tuple[measure.Run, float]]:
    """Run and size of each peer's document, by name."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        _prepare(folder, rows)
        outs = {peer.name: folder / peer.name.replace(" ", "-") / f"{KEY}.en.docx" for peer in peers}
        for out in outs.values():
            out.parent.mkdir()
        runs = measure.interleaved({peer.name: peer.command(folder, outs[peer.name]) for peer in peers}, repeat)
        return {name: (found, _size(outs[name], rows)) for name, found in runs.items()}


def _table(found: dict[str, tuple[measure.Run, float]]) -> Iterator[str]:
    own = found["travaux"][0]
    yield "| | wall, s | x travaux | processor, s | x travaux | peak memory, MiB | x travaux | document.xml, MiB |"
    yield "|---|--:|--:|--:|--:|--:|--:|--:|"
    for name, (took, size) in found.items():
        wall = f"{took.seconds:.2f} | {took.seconds / own.seconds:.2f}"
        processor = f"{took.processor:.2f} | {took.processor / own.processor:.2f}"
        memory = f"{took.memory:.0f} | {took.memory / own.memory:.2f}"
        yield f"| {name} | {wall} | {processor} | {memory} | {size:.1f} |"


def _reached(rows: int, found: dict[str, tuple[measure.Run, float]]) -> Iterator[str]:
    own, cold = found["travaux"][0], found["travaux, nothing cached"][0]
    for asked, peer, times in REACH:
        if asked == rows and peer in found:
            ratio, first = (found[peer][0].seconds / took.seconds for took in (own, cold))
            verdict = "reached" if ratio >= times else "MISSED"
            at = f"at {rows:,} rows {ratio:.1f} times as fast as {peer}, {first:.1f} times with nothing cached"
            yield f"{verdict}: {at} (wanted {times:g})"
    if rows == MEMORY[0]:
        verdict = "reached" if own.memory < MEMORY[1] else "MISSED"
        yield f"{verdict}: at {rows:,} rows {own.memory:.0f} MiB at the peak (wanted less than {MEMORY[1]:g})"


def _linear(own: dict[int, float]) -> Iterator[str]:
    """Cost of a row between each two sizes: the same everywhere where the time is linear."""
    sizes = sorted(own)
    for less, more in pairwise(sizes):
        each = (own[more] - own[less]) / (more - less) * 1e6
        yield f"travaux, from {less:,} to {more:,} rows: {each:.1f} microseconds a row"


def main() -> int:
    """Prints a table for each number of rows; the exit code is 1 where something wanted was not reached."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, nargs="+", default=[0, 10_000, 50_000])
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--only", nargs="+", metavar="PEER", help="beside travaux, only these")
    asked = parser.parse_args()
    own: dict[int, float] = {}
    verdicts: list[str] = []
    for rows in asked.rows:
        wanted = [
            p for p in PEERS if p.name.startswith("travaux") or not asked.only or p.name.split(",")[0] in asked.only
        ]
        absent = {peer.name: peer.absent(rows) for peer in wanted}
        found = _measured(rows, [peer for peer in wanted if not absent[peer.name]], asked.repeat)
        print(f"\n## {rows:,} rows, median of {asked.repeat}\n", *_table(found), sep="\n")
        print("", *(f"{name}: {why}" for name, why in absent.items() if why), sep="\n", flush=True)
        own[rows] = found["travaux"][0].seconds
        verdicts += _reached(rows, found)
    print("\n## Reach\n", *verdicts, *_linear(own), sep="\n- ")
    return 1 if any(verdict.startswith("MISSED") for verdict in verdicts) else 0


if __name__ == "__main__":
    try:
        raise SystemExit(main())
    except measure.Failed as failure:
        raise SystemExit(f"a process failed: {failure}") from None

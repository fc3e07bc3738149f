"""The stage that makes the Word file, from the document to its bytes, against the peers' own writing of the same text.

    python benchmarks/docx_stage.py --rows 10000 50000 --repeat 5

travaux, the bare writer and docxtpl run in this process, in turns, after a round that is not counted: the time is
that of writing alone, without start-up, imports, reading of the text and checks. Rows are read from their CSV file
while they are written, by all of them. pandoc has no stage that can be measured alone; it runs as a process.
What is compared is time of the processor, which a busy machine lengthens least.
"""

from __future__ import annotations

import argparse
import gc
import importlib.util
import io
import os
import statistics
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import measure

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE / "peers"), str(HERE.parent / "src")]
KEY = "synthetic-agreement"
BARE = "bare zip and strings"
TIMES = 2.0
FEWEST = 10_000  # rows from which it is wanted: below, the text outweighs them

Writer = Callable[[], bytes]


def travaux(folder: Path) -> Writer:
    """The renderer, with the document that it is given in a build."""
    from travaux.build import Options, compile
    from travaux.margin import remarked
    from travaux.parse import resources
    from travaux.renderers import docx

    compilation = compile(KEY, Options(folder / "project"))
    document = remarked(compilation.texts[0].document, compilation.diagnostics, KEY)
    files = resources(compilation.layers, "docx", docx.resources)
    return lambda: docx.render(document, files).data


def bare(folder: Path) -> Writer:
    """The bare writer, with the text read already."""
    import bare as peer
    import words

    said = words.text(folder)

    def write() -> bytes:
        out = io.BytesIO()
        peer.write(said, words.rows(folder), out)
        return out.getvalue()

    return write


def docxtpl(folder: Path) -> Writer:
    """docxtpl with its template."""
    import with_docxtpl as peer

    peer.make_template(folder)
    return _from_file(folder, lambda out: peer.write(folder, out))


def pandoc(folder: Path) -> Writer:
    """pandoc as a process."""
    command = [sys.executable, str(HERE / "peers" / "with_pandoc.py"), str(folder)]
    return _from_file(folder, lambda out: measure.run([*command, str(out)]))


def _from_file(folder: Path, write: Callable[[Path], object]) -> Writer:
    out = folder / "peer.docx"

    def written() -> bytes:
        write(out)
        return out.read_bytes()

    return written


PEERS: Mapping[str, tuple[Callable[[Path], Writer], str]] = {
    "travaux": (travaux, ""),
    BARE: (bare, ""),
    "docxtpl": (docxtpl, "docxtpl"),
    "pandoc": (pandoc, "pypandoc"),
}


def _processor() -> float:
    """Seconds that this process and those it has waited for have had of the processor."""
    children = os.times()
    return time.process_time() + children.children_user + children.children_system


def _timed(write: Writer, rows: int) -> tuple[float, bytes]:
    gc.collect()  # nobody clears away in his own time what another has left
    began = _processor()
    data = write()
    seconds = _processor() - began
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        if rows and f">{rows:06d}<".encode() not in package.read("word/document.xml"):
            raise measure.Failed("a file lacks the last row of the schedule")
    return seconds, data


def measured(rows: int, names: list[str], repeat: int) -> dict[str, tuple[list[float], int]]:
    """Seconds of each round and size of the file, by name."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        measure.run([sys.executable, str(HERE / "synthetic.py"), str(folder), str(rows)])
        writers = {name: PEERS[name][0](folder) for name in names}
        rounds = [{name: _timed(write, rows) for name, write in writers.items()} for _ in range(repeat + 1)]
    return {name: ([each[name][0] for each in rounds[1:]], len(rounds[0][name][1])) for name in names}


def _table(rows: int, repeat: int, found: dict[str, tuple[list[float], int]]) -> float:
    """Prints a table; the ratio of travaux to the bare writer, by the best of the rounds."""
    limit = min(found[BARE][0])
    print(f"\n## {rows:,} rows, {repeat} rounds\n")
    print("| | best, s | median, s | x bare, best | x bare, median | file, KiB |\n|---|--:|--:|--:|--:|--:|")
    middle = statistics.median(found[BARE][0])
    for name, (seconds, size) in found.items():
        best, median = min(seconds), statistics.median(seconds)
        ratios = f"{best / limit:.2f} | {median / middle:.2f}"
        print(f"| {name} | {best:.3f} | {median:.3f} | {ratios} | {size / 1024:.0f} |")
    return min(found["travaux"][0]) / limit


def main() -> int:
    """The exit code is 1 where the stage takes more than twice the bare writer's time."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, nargs="+", default=[10_000, 50_000])
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--only", nargs="*", metavar="PEER", choices=sorted(PEERS), help="beside travaux and the bare")
    asked = parser.parse_args()
    names = [
        name
        for name, (_, needs) in PEERS.items()
        if (name in ("travaux", BARE) or asked.only is None or name in asked.only)
        and (not needs or importlib.util.find_spec(needs))
    ]
    print(*(f"{name} is left out" for name in PEERS if name not in names), sep="\n")
    ratios = {rows: _table(rows, asked.repeat, measured(rows, names, asked.repeat)) for rows in asked.rows}
    print("\n## Reach\n")
    wanted = {rows: ratio for rows, ratio in ratios.items() if rows >= FEWEST}
    for rows, ratio in wanted.items():
        verdict = "reached" if ratio < TIMES else "MISSED"
        print(f"- {verdict}: at {rows:,} rows {ratio:.2f} times the bare writer (wanted less than {TIMES:g})")
    return 1 if any(ratio >= TIMES for ratio in wanted.values()) else 0


if __name__ == "__main__":
    try:
        raise SystemExit(main())
    except measure.Failed as failure:
        raise SystemExit(f"a process failed: {failure}") from None

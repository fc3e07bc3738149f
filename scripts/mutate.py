"""Changes the checks and the model in small ways, one at a time, and says which changes no test notices.

Usage: python scripts/mutate.py --sample 20 --seed 1        so many, drawn by lot
       python scripts/mutate.py --all [FILE ...]            all of some modules, or of all
       python scripts/mutate.py --change FILE OLD NEW       one that is written down
Survivors that docs/mutation.md explains are listed apart. The exit code is 1 where one is not explained; with --least,
where fewer per cent than that are killed or explained.
"""

from __future__ import annotations

import argparse
import re
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from mutant_run import SURVIVED, judged, warmed
from mutants import ROOT, Mutant, changed, every, files, sampled

PAGE = ROOT / "docs" / "mutation.md"
#: A row of the table of survivors: file, the line, what it became, why.
_ROW = re.compile(r"^\| `(\S+)` \| `` (.+?) `` \| `` (.+?) `` \| (.+?) \|$", re.MULTILINE)


def explained() -> dict[tuple[str, str, str], str]:
    """Why a mutant that no test notices does no harm, by file and lines before and after."""
    text = PAGE.read_text(encoding="utf-8") if PAGE.is_file() else ""
    return {(row[1], row[2].replace("\\|", "|"), row[3].replace("\\|", "|")): row[4] for row in _ROW.finditer(text)}


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", metavar="FILE", help="modules as src/travaux/...; none means all")
    parser.add_argument("--sample", type=int, metavar="N")
    parser.add_argument("--seed", type=int, default=1, metavar="N")
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--quick", action="store_true", help="only the examples and defects, no test files")
    parser.add_argument("--least", type=int, default=100, metavar="PERCENT")
    parser.add_argument("--change", nargs=3, action="append", default=[], metavar=("FILE", "OLD", "NEW"))
    return parser.parse_args()


def _mutants(asked: argparse.Namespace) -> Iterator[Mutant]:
    among = tuple(asked.files) or files()
    yield from (changed(*each) for each in asked.change)
    if asked.all:
        yield from every(among)
    elif asked.sample:
        yield from sampled(asked.sample, asked.seed, among)


def main() -> int:
    """Judges each mutant; 1 where one survives without an explanation."""
    asked = _asked()
    known = explained()
    counted: Counter[str] = Counter()
    began = time.monotonic()
    warmed()
    for mutant in _mutants(asked):
        verdict = judged(mutant, not asked.quick)
        why = known.get((mutant.file, mutant.before, mutant.after))
        verdict = f"{verdict}, explained" if verdict == SURVIVED and why else verdict
        counted[verdict] += 1
        print(f"{time.monotonic() - began:6.0f} s  {verdict}: {mutant}", flush=True)
    print(", ".join(f"{number} {verdict}" for verdict, number in sorted(counted.items())) or "no mutants")
    settled = counted.total() - counted[SURVIVED]
    return 0 if 100 * settled >= asked.least * counted.total() else 1


if __name__ == "__main__":
    sys.exit(main())

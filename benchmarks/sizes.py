"""What size costs: the full agreement against the core one, by page, and a text of more and more participants.

    python benchmarks/sizes.py --repeat 5

Time of the processor in one process, from the files to the bytes of the Word file with all checks, the best of the
rounds, taken in turns; pages are those of LibreOffice. The exit code is 1 where something wanted was not reached.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests")]

from random_instruments import narrowed  # noqa: E402
from test_scale import of_parties  # noqa: E402
from travaux.build import Options, compile  # noqa: E402

CORE, FULL, WIDE = "critical-minerals-agreement-core", "critical-minerals-agreement", "ministerial-framework"
COUNTS = (6, 18, 54)
TIMES = 2.0  # how much longer a page of the full agreement may take


def built(instrument: str, project: Path | None = None) -> bytes:
    """The Word file of an instrument, with all checks; what they find in a made-up text does not matter here."""
    compilation = compile(instrument, Options(project))
    return compilation.rendered("docx", compilation.texts[0], mark_faults=True).data


def pages(word_file: bytes) -> int:
    """How many pages LibreOffice makes of a Word file."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "text.docx"
        path.write_bytes(word_file)
        command = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "pdf"]
        subprocess.run([*command, "--outdir", folder, path], check=True, capture_output=True, timeout=300)
        told = subprocess.run(["pdfinfo", f"{folder}/text.pdf"], check=True, capture_output=True, text=True).stdout
    return int(next(line.split()[1] for line in told.splitlines() if line.startswith("Pages:")))


def best(works: Mapping[str, Callable[[], object]], repeat: int) -> dict[str, float]:
    """Seconds of the processor of each, in turns; a first round is not counted."""
    taken: dict[str, list[float]] = {name: [] for name in works}
    for turn in range(repeat + 1):
        for name, work in works.items():
            began = time.process_time()
            work()
            if turn:
                taken[name].append(time.process_time() - began)
    return {name: min(each) for name, each in taken.items()}


def by_page(repeat: int) -> bool:
    """Prints the time of a page of both agreements; True where the full one takes less than twice as long."""
    counted = {key: pages(built(key)) for key in (CORE, FULL)}
    took = best({key: lambda key=key: built(key) for key in (CORE, FULL)}, repeat)  # type: ignore[misc]
    print("| | pages | processor, s | ms a page |\n|---|--:|--:|--:|")
    for key in (CORE, FULL):
        print(f"| `{key}` | {counted[key]} | {took[key]:.2f} | {took[key] / counted[key] * 1000:.1f} |")
    ratio = (took[FULL] / counted[FULL]) / (took[CORE] / counted[CORE])
    return verdict(f"a page of the full agreement takes {ratio:.2f} times one of the core", ratio, TIMES)


def by_participants(name: str, projects: Mapping[int, Path], instrument: str, repeat: int) -> bool:
    """Prints the time by number of participants; True where nine times as many take no more than nine times as long."""
    took = best({str(n): lambda root=root: built(instrument, root) for n, root in projects.items()}, repeat)  # type: ignore[misc]
    print(f"\n{name}: {', '.join(f'{n} in {took[str(n)]:.2f} s' for n in projects)}")
    few, *_, many = projects
    ratio = took[str(many)] / took[str(few)]
    return verdict(f"{many} participants take {ratio:.2f} times what {few} take", ratio, many / few)


def verdict(words: str, ratio: float, wanted: float) -> bool:
    """Prints a line; True where the ratio is below what is wanted."""
    print(f"- {'reached' if ratio < wanted else 'MISSED'}: {words} (wanted < {wanted:g})")
    return ratio < wanted


def framework(folder: Path, number: int) -> Path:
    """A project with the framework of the library between its first so many participants."""
    parties = compile(WIDE).subject.records.instruments[WIDE].record.parties[:number]
    root = folder / str(number)
    for path, text in {"travaux.yaml": "name: fewer\n", **narrowed(WIDE, parties)}.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    return root


def main() -> int:
    """The exit code is 1 where something wanted was not reached."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--repeat", type=int, default=5)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        frameworks = {n: framework(Path(made), n) for n in COUNTS}
        agreements = {n: of_parties(Path(made) / f"parties-{n}", n) for n in COUNTS}
        sound = [
            by_page(asked.repeat),
            by_participants(f"`{WIDE}` of its first participants", frameworks, WIDE, asked.repeat),
            by_participants("an agreement on a price floor", agreements, "many", asked.repeat),
        ]
    return 0 if all(sound) else 1


if __name__ == "__main__":
    raise SystemExit(main())

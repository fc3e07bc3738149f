"""Start-up: the agreement of the library against the bare import of what it is built with, and what --help imports.

python benchmarks/startup.py --repeat 9
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile

import measure

SEED = "critical-minerals-agreement"
HEAVY = ("docx", "pydantic", "jinja2", "ruamel.yaml")
TIMES = 3.0


def imported(*arguments: str) -> list[str]:
    """Which of the heavy packages `travaux` imports for these arguments."""
    command = [sys.executable, "-X", "importtime", "-m", "travaux", *arguments]
    done = subprocess.run(command, env=measure.environment(), capture_output=True, text=True, check=True, timeout=60)
    names = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines() if line.startswith("import time:")}
    return [heavy for heavy in HEAVY if any(name == heavy or name.startswith(f"{heavy}.") for name in names)]


def light() -> bool:
    """Prints what --version and --help import; True when it is none of the heavy packages."""
    found = {argument: imported(argument) for argument in ("--version", "--help")}
    for argument, names in found.items():
        verdict = "MISSED" if names else "reached"
        print(f"- {verdict}: `travaux {argument}` imports {', '.join(names) or 'none of them'}")
    return not any(found.values())


def quick(repeat: int) -> bool:
    """Prints the time of the seed agreement over that of the imports; True below the wanted ratio."""
    with tempfile.TemporaryDirectory() as out:
        python, build = [sys.executable], [sys.executable, "-m", "travaux", "build", SEED, "-o", out]
        commands = {
            "python -c pass": [*python, "-c", "pass"],
            "travaux --version": [*python, "-m", "travaux", "--version"],
            f"import {', '.join(HEAVY)}": [*python, "-c", f"import {', '.join(HEAVY)}"],
            f"travaux build {SEED}": ["env", f"TRAVAUX_CACHE={out}/cache", *build],
            "the same, nothing cached": ["env", "TRAVAUX_CACHE=off", *build],
        }
        found = measure.interleaved(commands, repeat)
    print(
        f"\n| median of {repeat} | wall, s | x the imports | processor, s | peak memory, MiB |",
        "|---|--:|--:|--:|--:|",
        sep="\n",
    )
    _, _, bare, seed, _ = found.values()
    for name, took in found.items():
        times = took.seconds / bare.seconds
        print(f"| `{name}` | {took.seconds:.3f} | {times:.2f} | {took.processor:.3f} | {took.memory:.0f} |")
    ratio = seed.seconds / bare.seconds
    print(f"\n- {'reached' if ratio < TIMES else 'MISSED'}: the seed takes {ratio:.1f} times the imports (wanted < 3)")
    return ratio < TIMES


def main() -> int:
    """The exit code is 1 where something wanted was not reached."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--repeat", type=int, default=9)
    asked = parser.parse_args()
    return 0 if all([light(), quick(asked.repeat)]) else 1


if __name__ == "__main__":
    try:
        raise SystemExit(main())
    except measure.Failed as failure:
        raise SystemExit(f"a process failed: {failure}") from None

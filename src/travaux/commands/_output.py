"""What commands print: findings in a format, and progress for a person who waits."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from pathlib import Path

    from travaux.checks import Check
    from travaux.diagnostic import Diagnostic


def progress(message: str) -> None:
    """Says what is being done, where a terminal shows it."""
    if sys.stderr.isatty():
        print(message, file=sys.stderr, flush=True)


def told(
    diagnostics: Iterable[Diagnostic],
    form: str = "concise",
    checks: Sequence[Check] = (),
    roots: Sequence[Path] = (),
    counts: tuple[int, int] = (0, 0),
) -> str:
    """Findings in a format.

    `checks` are those that were run, `roots` the folders that the names of files are relative to, `counts` how many
    findings a baseline knows, and how many of it are gone.
    """
    from travaux.report import Report, formats, grouped, rules

    checked = frozenset(check.code for check in checks)
    report = Report(grouped(diagnostics), rules(checks), checked, lines_in(roots), *counts)
    return formats()[form].told(report)


def lines_in(roots: Sequence[Path]) -> Callable[[str], Sequence[str]]:
    """What gives the lines of a source file by its name: in the first folder that has it."""
    kept: dict[str, Sequence[str]] = {}

    def lines(name: str) -> Sequence[str]:
        if name not in kept:
            kept[name] = next(filter(None, (_lines(root / name) for root in roots if name)), ())
        return kept[name]

    return lines


def _lines(path: Path) -> Sequence[str]:
    try:
        if not path.is_file():
            return ()  # a pipe would be waited for
        return path.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError):
        return ()  # an excerpt helps to read a finding; without it the finding still stands


def print_findings(diagnostics: Iterable[Diagnostic], stream: TextIO | None = None) -> None:
    """Prints findings without the source, on standard error unless told otherwise."""
    print(told(diagnostics), file=stream or sys.stderr)

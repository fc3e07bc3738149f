"""What commands print: findings in a format, and progress for a person who waits."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from travaux.diagnostic import Diagnostic


def progress(message: str) -> None:
    """Says what is being done, where a terminal shows it."""
    if sys.stderr.isatty():
        print(message, file=sys.stderr, flush=True)


def print_findings(diagnostics: Sequence[Diagnostic], form: str = "text", stream: TextIO | None = None) -> None:
    """Prints findings as text or JSON, on standard output unless told otherwise."""
    from travaux.report import as_json, as_text

    print((as_json if form == "json" else as_text)(diagnostics), file=stream or sys.stdout)

"""What every peer reads: the text with its numbers from JSON, the rows of the schedule from CSV."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

SCHEDULE = "project/seeds/instruments/schedule.csv"


def text(folder: Path) -> dict[str, Any]:
    """The text: title, headings of the schedule, terms, and articles with their numbered units."""
    found: dict[str, Any] = json.loads((folder / "agreement.json").read_text(encoding="utf-8"))
    return found


def rows(folder: Path) -> Iterator[list[str]]:
    """The rows of the schedule as they are printed: a code without the edition of the nomenclature."""
    with (folder / SCHEDULE).open(encoding="utf-8", newline="") as file:
        reader = csv.reader(file)
        next(reader)
        for line, code, *rest in reader:
            yield [line, code.partition(" ")[2], *rest]

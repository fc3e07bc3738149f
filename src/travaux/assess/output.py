"""Assessments -> the rows of a file, as CSV or JSON: the entry, its status, amount or reason, and the main steps."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator
from decimal import Decimal

from travaux.assess.engine import Assessment

STEPS = (
    "floor_level_in_force",
    "content",
    "content_2",
    "content_3",
    "converted_value",
    "shortfall",
    "phased_amount",
    "zone_amount",
    "limit",
    "excess_amount",
    "border_adjustment",
    "amount_due",
)
HEAD = ("entry", "party", "good", "status", "amount", "currency", "reason", *STEPS)


def record(found: Assessment) -> dict[str, str]:
    """One row: every cell as text, an amount with exact digits, nothing where nothing is known."""
    party = found.ready.party if found.ready else found.row.get("party", "")
    amount = "" if found.amount is None else f"{found.amount:f}"
    steps = {name: plain(found.steps[name]) if name in found.steps and not found.reason else "" for name in STEPS}
    told = (found.row["entry"], party, found.row.get("good", ""), found.status, amount, found.currency, found.reason)
    return dict(zip(HEAD, told, strict=False)) | steps


def plain(value: Decimal) -> str:
    """A number without zeros at its end."""
    return f"{value.normalize():f}"


def csv_lines(found: Iterable[Assessment]) -> Iterator[str]:
    """The lines of a CSV file, one by one."""
    yield _line(HEAD)
    for assessment in found:
        yield _line(record(assessment).values())


def json_lines(found: Iterable[Assessment]) -> Iterator[str]:
    """The lines of a JSON array, one entry each."""
    before = "[\n"
    for assessment in found:
        yield before + json.dumps(record(assessment), ensure_ascii=False)
        before = ",\n"
    yield "\n]\n" if before != "[\n" else "[]\n"


def _line(cells: Iterable[str]) -> str:
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n").writerow(cells)
    return stream.getvalue()

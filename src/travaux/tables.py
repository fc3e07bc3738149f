"""The rows of a table are checked cell by cell, whether they stand in the record or in a CSV file beside it.

A record knows the form of its rows; only here is it known how many columns there are, what each holds, and which
parties and products exist.
"""

from __future__ import annotations

import csv
import io
import os
import re
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import get_args

from travaux.diagnostic import Diagnostic, Severity
from travaux.discover import contained
from travaux.model.period import parse_date
from travaux.model.product import CHAIN, Stage
from travaux.model.quantity import HSCode
from travaux.model.source import Grade
from travaux.model.table import ANY, FORMS, OUTSIDE, Table, TableRow
from travaux.read import Raw
from travaux.span import Span
from travaux.validate import UnknownKey, closest

STAGE_CODES: Mapping[str, str] = {
    "TAB001": "A row of a table has more or fewer cells than the table has columns.",
    "TAB002": "A cell of a table is not what its column holds.",
    "TAB003": "Two rows of a table are about the same thing, or two rates of exchange contradict each other.",
    "TAB004": "A figure is neither marked as an example nor has a source and a grade.",
    "TAB005": "The CSV file of a table cannot be found, or its first line does not name the columns.",
    "TAB006": "A figure is not a number that a table of its kind can hold.",
}

_EXTRAS = ("as_of", "grade", "illustrative", "sources")
_NUMBER = re.compile(r"-?[0-9]{1,24}(\.[0-9]{1,24})?")
#: The keys of the records that exist, by kind of record.
Known = Mapping[str, Container[str]]


@dataclass(frozen=True, slots=True)
class Placed:
    """A row with the place of the row and of each of its cells."""

    row: TableRow
    span: Span
    cells: tuple[Span, ...]


def checked(table: Table, raw: Raw, known: Mapping[str, Mapping[str, object]]) -> tuple[Table, list[Diagnostic]]:
    """The table with its rows, and every fault of the rows."""
    faults: list[Diagnostic] = []
    rows = list(_in_file(table, raw, faults) if table.file is not None else _in_record(table, raw))
    seen: dict[tuple[str, ...], Span] = {}
    for placed in rows:
        faults += _faults(table, placed, known)
        first = seen.setdefault(placed.row.at, placed.span)
        if first is not placed.span:
            message = f"a row for {', '.join(placed.row.at)} stands already on line {first.line}"
            faults.append(Diagnostic("TAB003", Severity.ERROR, placed.span, message, "keep one of them"))
    faults += _both_ways(table, rows)
    return table.model_copy(update={"rows": tuple(placed.row for placed in rows)}), faults


#: How far a rate of exchange and the reverse one may be apart: they are rounded each for itself.
_ROUNDED = Decimal("0.02")


def _both_ways(table: Table, rows: Sequence[Placed]) -> Iterator[Diagnostic]:
    """Rates of exchange that are given in both directions and are not the inverse of each other."""
    if not table.holds.startswith(("exchange-rate", "daily-exchange-rate")):
        return
    names = [column.name for column in table.columns]
    first: dict[tuple[str, ...], Placed] = {}
    for placed in rows:
        at = dict(zip(names, placed.row.at, strict=False))
        one, other, since = at.get("from", ""), at.get("to", ""), at.get("since", "")
        known = first.get((other, one, since))
        first.setdefault((one, other, since), placed)
        if known and abs(known.row.value * placed.row.value - 1) > _ROUNDED:
            message = f"{placed.row.value} for {one}, {other} contradicts {known.row.value} for {other}, {one}"
            yield Diagnostic("TAB003", Severity.ERROR, placed.span, message, f"line {known.span.line} has the other")


def _in_record(table: Table, raw: Raw) -> Iterator[Placed]:
    for n, row in enumerate(table.rows):
        cells = tuple(raw.span("rows", n, "at", m) for m in range(len(row.at)))
        yield Placed(row, raw.span("rows", n), cells)


# --- one row -------------------------------------------------------------------------------------------------------


def _faults(table: Table, placed: Placed, known: Mapping[str, Mapping[str, object]]) -> Iterator[Diagnostic]:
    row = placed.row
    if len(row.at) != len(table.columns):
        named = ", ".join(column.name for column in table.columns)
        message = f"the row has {len(row.at)} cells in `at`, the table {len(table.columns)} columns: {named}"
        yield Diagnostic("TAB001", Severity.ERROR, placed.span, message)
        return
    for column, cell, span in zip(table.columns, row.at, placed.cells, strict=True):
        try:
            _checkers(known)[column.type](cell)
        except ValueError as error:
            hint = error.hint if isinstance(error, UnknownKey) else ""
            yield Diagnostic("TAB002", Severity.ERROR, span, f"{column.name}: {error}", hint)
    if table.holds == "conversion-cost":
        yield from _made_earlier(table, placed)
    form = FORMS.get(table.holds)
    if form is not None and not form.holds(row.value):
        yield Diagnostic("TAB006", Severity.ERROR, placed.span, f"{row.value}: a {table.holds} is {form.values}")
    if not table.is_example(row) and not ((row.sources or table.sources) and (row.grade or table.grade)):
        message = "the figure is not marked as an example, and has no source with a grade"
        yield Diagnostic("TAB004", Severity.ERROR, placed.span, message, "add both, or set `illustrative: true`")


def _made_earlier(table: Table, placed: Placed) -> Iterator[Diagnostic]:
    """A cost of making an earlier stage from a later one; waste and scrap, and what is no stage, is not asked."""
    at = {column.name: n for n, column in enumerate(table.columns)}
    one, other = (placed.row.at[at[name]] for name in ("from_stage", "to_stage"))
    order = [stage for stage in (one, other) if stage in CHAIN]
    if len(order) == 2 and order != sorted(set(order), key=CHAIN.index):
        message, hint = f"to_stage: {other} is not made from {one}", "the earlier stage is made into the later one"
        yield Diagnostic("TAB002", Severity.ERROR, placed.cells[at["to_stage"]], message, hint)


def _checkers(known: Mapping[str, Mapping[str, object]]) -> Mapping[str, Callable[[str], object]]:
    """What checks a cell, by type of column; each raises ValueError with the reason."""
    return {
        "place": lambda cell: None if cell == OUTSIDE else _key("party", cell, known),
        "party": lambda cell: _key("party", cell, known),
        "product": lambda cell: _key("product", cell, known),
        "stage": lambda cell: _one_of(cell, get_args(Stage)),
        "currency": lambda cell: _shaped(cell, r"[A-Z]{3}", "a currency code, as in USD"),
        "grade": lambda cell: _shaped(cell, r"[a-z0-9]+(-[a-z0-9]+)*", "the key of a grade"),
        "hs": lambda cell: None if cell == ANY else HSCode.parse(cell),
        "date": parse_date,
        "text": lambda cell: None,
    }


def _key(kind: str, cell: str, known: Mapping[str, Mapping[str, object]]) -> None:
    if cell != ANY and cell not in known[kind]:
        raise UnknownKey(kind, cell, known[kind])


def _one_of(cell: str, choices: Sequence[str]) -> None:
    if cell not in (ANY, *choices):
        near = closest(cell, choices)
        raise ValueError(f"{cell!r} is not one of {', '.join(choices)}" + (f"; {near}" if near else ""))


def _shaped(cell: str, pattern: str, what: str) -> None:
    if cell != ANY and not re.fullmatch(pattern, cell, re.ASCII):
        raise ValueError(f"{cell!r} is not {what}")


# --- a CSV file ----------------------------------------------------------------------------------------------------


def _in_file(table: Table, raw: Raw, faults: list[Diagnostic]) -> Iterator[Placed]:
    span = raw.span("file")
    file = contained(raw.file, table.file or "")
    if file is None or not os.path.isfile(file.path):  # noqa: PTH113 - Path.is_file raises for a name that is too long
        message = f"{table.file} leads out of the project" if file is None else f"there is no file {file.name}"
        faults.append(Diagnostic("TAB005", Severity.ERROR, span, message, "the path is relative to this record"))
        return
    reader = csv.reader(io.StringIO(file.text(), newline=""))
    header, wanted = next(reader, []), [*(column.name for column in table.columns), "value"]
    if header[: len(wanted)] != wanted or set(header[len(wanted) :]) - set(_EXTRAS) or len(set(header)) < len(header):
        message = f"the first line must name {','.join(wanted)}, and after them any of {', '.join(_EXTRAS)}"
        faults.append(Diagnostic("TAB005", Severity.ERROR, Span(file.name, 1, 1), message))
        return
    for cells in reader:
        if cells:
            yield from _line(header, cells, Span(file.name, reader.line_num, 1), len(table.columns), faults)


def _line(
    header: Sequence[str], cells: Sequence[str], span: Span, width: int, faults: list[Diagnostic]
) -> Iterator[Placed]:
    def fault(code: str, message: str, hint: str = "") -> None:
        faults.append(Diagnostic(code, Severity.ERROR, span, message, hint))

    if len(cells) != len(header):
        fault("TAB001", f"the first line names {len(header)} columns, this line fills {len(cells)}")
        return
    more = dict(zip(header, cells, strict=True))
    if not _NUMBER.fullmatch(more["value"]):
        fault("TAB002", f"value: {more['value']!r} is not a number; write it as 12.50")
        return
    for name, choices in (("illustrative", ("true", "false")), ("grade", get_args(Grade))):
        if more.get(name) and more[name] not in choices:
            fault("TAB002", f"{name}: {more[name]!r} is not one of {', '.join(choices)}")
            return
    told = more.get("illustrative")
    row = TableRow(
        at=tuple(cells[:width]),
        value=Decimal(more["value"]),
        as_of=more.get("as_of") or None,
        grade=more.get("grade") or None,  # type: ignore[arg-type]
        illustrative=told == "true" if told else None,
        sources=tuple(more.get("sources", "").split()),
    )
    yield Placed(row, span, (span,) * width)

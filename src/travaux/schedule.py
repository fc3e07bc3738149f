"""Long schedules: a CSV file, checked cell by cell, becomes a table whose rows stay outside the tree.

The bytes of the file are kept and read again at each iteration, so that fifty thousand rows cost their own size
and no nodes.
"""

from __future__ import annotations

import csv
import io
import os
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from operator import itemgetter
from typing import Any

from travaux.diagnostic import Diagnostic, Failure, Severity
from travaux.discover import CONTROL, contained
from travaux.library import Library
from travaux.model.instrument import Instrument, Schedule, ScheduleColumn
from travaux.model.party import Party
from travaux.model.period import parse_date
from travaux.model.quantity import HSCode, Percentage
from travaux.records import Entry
from travaux.span import Span
from travaux.tree import Column, Table
from travaux.validate import closest

STAGE_CODES: Mapping[str, str] = {
    "CSV001": "The first line of a CSV file does not name the columns of the schedule.",
    "CSV002": "A line of a CSV file has more or fewer cells than there are columns.",
    "CSV003": "A cell is empty or is not what its column holds.",
    "CSV004": "Two rows have one key.",
    "CSV005": "The file of a schedule does not exist, or lies outside the project.",
}

#: Faults of one file that are reported before the rest is only counted.
MOST_FAULTS = 50
#: Sound cells of a column that are remembered, so that what repeats is checked once.
MOST_REMEMBERED = 4096
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_CONTROL = re.compile(rf"[\t\n\r]|{CONTROL.pattern}")


def _percentage(cell: str) -> None:
    if Percentage.parse(cell).value < 0:
        raise ValueError(f"a rate of {cell} is less than nothing")


def _decimal(cell: str) -> None:
    if not _NUMBER.fullmatch(cell):
        raise ValueError(f"{cell!r} is not a number; write it as 12.50")


def _integer(cell: str) -> None:
    if not cell.isascii() or not cell.isdigit():
        raise ValueError(f"{cell!r} is not a whole number")


def _anything(cell: str) -> None:
    if _CONTROL.search(cell):
        raise ValueError("the cell holds a control character or a line break")


def _party_key(cell: str) -> None:
    """Whether the key is that of a party of the instrument is for a check: the text can still be read."""
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", cell):
        raise ValueError(f"{cell!r} is not the key of a party, such as us")


def _one_of(choices: Sequence[str], what: str) -> Callable[[str], object]:
    known = frozenset(choices)

    def chosen(cell: str) -> None:
        if cell not in known:
            near = closest(cell, known)
            raise ValueError(f"{cell!r} is not {what} {', '.join(choices)}" + (f"; {near}" if near else ""))

    return chosen


def _checker(column: ScheduleColumn) -> Callable[[str], object]:
    """What checks a cell of a column; raises ValueError with the reason."""
    match column.type:
        case "text":
            return _anything
        case "hs":
            return HSCode.parse
        case "percentage":
            return _percentage
        case "decimal":
            return _decimal
        case "integer":
            return _integer
        case "date":
            return parse_date
        case "choice":
            return _one_of(column.choices, "one of")
        case "party":
            return _party_key


@dataclass
class _Check:
    """Checks the lines of one CSV file."""

    schedule: Schedule
    file: str
    faults: list[Diagnostic] = field(default_factory=list)
    more: int = 0
    count: int = 0
    """Rows that have as many cells as there are columns."""

    def fault(self, code: str, line: int, column: int, message: str, hint: str = "") -> None:
        if len(self.faults) >= MOST_FAULTS:
            self.more += 1
            return
        self.faults.append(Diagnostic(code, Severity.ERROR, Span(self.file, line, column), message, hint))

    def header(self, names: Sequence[str]) -> tuple[int, ...] | None:
        """The positions of the schedule's columns in the file, or None when one is missing."""
        wanted = [column.name for column in self.schedule.columns]
        if not names:
            self.fault("CSV001", 1, 1, "the file is empty", f"the first line names the columns: {','.join(wanted)}")
            return None
        for name in sorted({name for name in names if names.count(name) > 1}):
            self.fault("CSV001", 1, 1, f"the column {name!r} stands twice")
        missing = [name for name in wanted if name not in names]
        if len(names) == 1 and ";" in names[0]:
            self.fault("CSV001", 1, 1, "the columns are separated by semicolons", "save the file with commas")
            return None
        for name in missing:
            hint = closest(name, set(names) - set(wanted)) or f"the first line names: {', '.join(names)}"
            self.fault("CSV001", 1, 1, f"the column {name!r} is missing", hint)
        for name in sorted(set(names) - set(wanted)):
            self.fault("CSV001", 1, 1, f"the column {name!r} is not in the schedule", closest(name, missing))
        return None if self.faults else tuple(names.index(name) for name in wanted)

    def rows(self, reader: Iterator[list[str]], width: int, order: Sequence[int]) -> None:
        columns = [
            (position, column.name, column.required, _checker(column), set[str]())
            for position, column in zip(order, self.schedule.columns, strict=True)
        ]
        key_at = order[[column.name for column in self.schedule.columns].index(self.schedule.key)]
        seen: dict[str, int] = {}
        line = 1
        for row in reader:
            line = getattr(reader, "line_num", line + 1)
            if len(row) != width:
                if row:
                    self.fault("CSV002", line, 1, f"the first line names {width} columns, this line fills {len(row)}")
                continue
            self.count += 1
            self.cells(row, line, columns)
            first = seen.setdefault(row[key_at], line)
            if first != line:
                self.fault("CSV004", line, 1, f"the key {row[key_at]!r} stands already on line {first}")

    def cells(
        self,
        row: Sequence[str],
        line: int,
        columns: Sequence[tuple[int, str, bool, Callable[[str], object], set[str]]],
    ) -> None:
        for position, name, required, check, sound in columns:
            cell = row[position]
            if cell in sound:
                continue
            fault = self.cell(cell, required, check)
            if not fault:
                if len(sound) < MOST_REMEMBERED:
                    sound.add(cell)
            else:
                column = sum(len(c) + 1 for c in row[:position]) + 1
                self.fault("CSV003", line, column, f"{name}: {fault}")

    @staticmethod
    def cell(cell: str, required: bool, check: Callable[[str], object]) -> str:
        if not cell.strip():
            return "the cell is empty" if required else ""
        try:
            check(cell)
        except ValueError as error:
            return str(error)
        return ""


@dataclass(frozen=True, slots=True)
class Unprinted:
    """Tells the lines of a party that stays out of the mechanism of a schedule, and of goods that it leaves out."""

    party_at: int
    code_at: int
    outside: frozenset[str]
    left: Mapping[str, tuple[HSCode, ...]]

    def __call__(self, row: Sequence[str]) -> bool:
        """Whether a line is not printed."""
        party = row[self.party_at]
        if party in self.outside:
            return True
        lines = self.left.get(party, ()) if self.code_at >= 0 else ()
        return any(line.contains(HSCode.parse(row[self.code_at])) for line in lines)


@dataclass(frozen=True, slots=True)
class CsvRows:
    """The rows of a checked CSV file, read anew at each iteration.

    `order` are the positions of the printed columns in the file, `group_at` is that of the column by which they are
    grouped, or -1. `codes` are positions of HS codes, printed without
    their edition; `names` the positions of parties, printed by the names in `parties`.
    """

    data: bytes
    prefix: str
    order: tuple[int, ...]
    key_at: int
    codes: tuple[int, ...]
    names: tuple[int, ...]
    parties: Mapping[str, str]
    group_at: int
    chapter: str
    count: int
    unprinted: Unprinted | None = None
    """What stands in the file and is not printed."""

    def __len__(self) -> int:
        return self.count

    def reader(self) -> Any:
        """A reader of the file as it is, from its first line."""
        return _reader(self.data)

    def __iter__(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        prefix, key_at, printed = self.prefix, self.key_at, _cells(self.order)
        return ((prefix + line[key_at], printed(line)) for line in self._lines())

    def by_group(self) -> Iterator[tuple[str, Iterator[tuple[str, tuple[str, ...]]]]]:
        """The rows by the cell of the group's column, or by the HS chapter."""
        if self.group_at < 0:
            yield "", iter(self)
            return
        prefix, key_at, printed = self.prefix, self.key_at, _cells(self.order)
        for heading, lines in groupby(self._lines(), key=self._heading):
            yield heading, ((prefix + line[key_at], printed(line)) for line in lines)

    def _lines(self) -> Iterator[list[str]]:
        """The lines of the file, each cell as it is printed."""
        reader = self.reader()
        next(reader)
        codes, names = self.codes, self.names
        for row in reader:
            if not row or (self.unprinted and self.unprinted(row)):
                continue
            for at in codes:
                row[at] = row[at].partition(" ")[2]
            for at in names:
                row[at] = self.parties.get(row[at], row[at])
            yield row

    def _heading(self, line: list[str]) -> str:
        cell = line[self.group_at]
        return self.chapter.format(chapter=cell[:2]) if self.chapter else cell


def _reader(data: bytes) -> Any:
    """The lines of a CSV file, decoded as they are read: a text held whole takes four times the room of its bytes."""
    return csv.reader(io.TextIOWrapper(io.BytesIO(data), "utf-8", newline=""))


def _cells(order: tuple[int, ...]) -> Callable[[list[str]], tuple[str, ...]]:
    """What takes the cells at some positions from a line."""
    if len(order) == 1:
        return lambda row: (row[order[0]],)
    return itemgetter(*order)


def _printed(schedule: Schedule) -> tuple[ScheduleColumn, ...]:
    """The columns of the table: without the one whose cells are the headings of groups, if others are left."""
    printed = tuple(column for column in schedule.columns if column.printed)
    return tuple(column for column in printed if column.name != schedule.group_by) or printed


def _table(schedule: Schedule, rows: CsvRows, language: str, span: Span) -> Table:
    align = {"percentage": "right", "decimal": "right", "integer": "right"}
    columns = tuple(
        Column(c.heading.get(language, c.name), align.get(c.type, "left"), c.width or 1)  # type: ignore[arg-type]
        for c in _printed(schedule)
    )
    caption = (schedule.caption or {}).get(language, "")
    return Table(schedule.id, columns, rows, caption, landscape=len(columns) > 5, span=span)


def _rows(
    schedule: Schedule, data: bytes, count: int, order: tuple[int, ...], parties: Mapping[str, str], chapter: str
) -> CsvRows:
    columns = list(zip(schedule.columns, order, strict=True))
    by_chapter = schedule.group_by == "hs-chapter"
    grouping = (at for c, at in columns if c.name == schedule.group_by or (by_chapter and c.printed and c.type == "hs"))
    return CsvRows(
        data,
        f"{schedule.id}.",
        tuple(at for column, at in columns if column in _printed(schedule)),
        next(at for column, at in columns if column.name == schedule.key),
        tuple(at for column, at in columns if column.type == "hs"),
        tuple(at for column, at in columns if column.type == "party"),
        parties,
        next(grouping, -1),
        chapter if by_chapter else "",
        count,
    )


def _load(
    schedule: Schedule,
    entry: Entry[Instrument],
    number: int,
    names: Mapping[str, str],
    library: Library,
    left: Mapping[str, tuple[HSCode, ...]],
) -> Table:
    span = entry.span("schedules", number, "file")
    file = contained(entry.raw.file, schedule.file)
    if file is None:
        message = f"{schedule.file} leads out of the project"
        raise Failure((Diagnostic("CSV005", Severity.ERROR, span, message, "keep the file inside the project"),))
    if not os.path.isfile(file.path):  # noqa: PTH113 - Path.is_file raises for a name that is too long
        message = f"there is no file {file.name}"
        raise Failure((Diagnostic("CSV005", Severity.ERROR, span, message, "the path is relative to this record"),))
    data = file.text().encode()
    check = _Check(schedule, file.name)
    reader = _reader(data)
    header: list[str] = next(reader, [])
    order = check.header(header)
    if order is not None:
        try:
            check.rows(reader, len(header), order)
        except csv.Error as error:
            check.fault("CSV002", reader.line_num, 1, f"the line cannot be read: {error}")
    if check.more:
        message = f"and {check.more} more faults in this file"
        check.faults.append(Diagnostic("CSV003", Severity.ERROR, Span(file.name), message))
    if check.faults or order is None:
        raise Failure(tuple(check.faults))
    chapter = library.words.words.get("hs-chapter", "HS {chapter}")
    rows = _rows(schedule, data, check.count, order, names, chapter)
    unprinted = _unprinted(schedule, entry.record, order, left)
    if unprinted is not None:
        rows = replace(rows, unprinted=unprinted)
        rows = replace(rows, count=sum(1 for _ in rows))
    return _table(schedule, rows, library.language, Span(file.name, 1, 1))


def _unprinted(
    schedule: Schedule, instrument: Instrument, order: tuple[int, ...], left: Mapping[str, tuple[HSCode, ...]]
) -> Unprinted | None:
    """What is not printed of a schedule; None for one whose lines are all printed."""
    if schedule.mechanism not in instrument.participation:
        return None
    types = [column.type for column in schedule.columns]
    outside = frozenset(key for key in instrument.parties if not instrument.takes(key, schedule.mechanism))
    code_at = order[types.index("hs")] if "hs" in types else -1
    return Unprinted(order[types.index("party")], code_at, outside, left)


def _label(key: str, party: Party, language: str) -> str:
    names = party.names.get(language)
    return (names.label or names.short) if names else key


def schedules(
    entry: Entry[Instrument],
    parties: Mapping[str, Entry[Party]],
    library: Library,
    left: Mapping[str, Mapping[str, tuple[HSCode, ...]]] | None = None,
) -> dict[str, Table]:
    """The schedules of an instrument as tables, by id. Raises `Failure` with every fault of every file.

    `left` are by mechanism and party the tariff lines that are left out: `travaux.participation.lines_left`.
    """
    names = {key: _label(key, parties[key].record, library.language) for key in entry.record.parties}
    found: dict[str, Table] = {}
    faults: list[Diagnostic] = []
    for number, schedule in enumerate(entry.record.schedules):
        try:
            own = (left or {}).get(schedule.mechanism or "", {})
            found[schedule.id] = _load(schedule, entry, number, names, library, own)
        except Failure as failure:
            faults.extend(failure.diagnostics)
    if faults:
        raise Failure(tuple(faults))
    return found

"""The rows of schedules that are kept in CSV files, as their files have them: what checks of annexes look at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from travaux.checks._model import texts_of
from travaux.checks._walk import open_items, units
from travaux.compilation import Subject, Text
from travaux.model.instrument import Instrument, Schedule
from travaux.records import Entry
from travaux.schedule import CsvRows
from travaux.span import Span
from travaux.tree import Recital, Table


@dataclass(frozen=True, slots=True)
class ScheduleLine:
    """A row of a schedule as its file has it: the cells by column, and where the row stands."""

    cells: Mapping[str, str]
    span: Span


@dataclass(frozen=True, slots=True)
class Printed:
    """A schedule that a clause of the text prints."""

    schedule: Schedule
    number: int
    rows: CsvRows
    file: str

    def column(self, kind: str) -> str:
        """The name of the first column of a type; "" when there is none."""
        return next((column.name for column in self.schedule.columns if column.type == kind), "")

    def values(self, column: str) -> dict[str, int]:
        """The different cells of a column, each with the line on which it stands first; {} for no such column."""
        reader = self.rows.reader()
        header = next(reader)
        if column not in header:
            return {}
        at = header.index(column)
        found: dict[str, int] = {}
        for row in reader:
            if row:
                found.setdefault(row[at], reader.line_num)
        return found

    def place(self, line: int) -> Span:
        """The head of a line of the file."""
        return Span(self.file, line, 1)

    def lines(self) -> Iterator[ScheduleLine]:
        """Every row of the file."""
        reader = self.rows.reader()
        header = next(reader)
        for row in reader:
            if row:
                yield ScheduleLine(dict(zip(header, row, strict=True)), self.place(reader.line_num))


def tables(text: Text) -> tuple[Table, ...]:
    """Every table of the provisions and annexes of a text."""
    return text.once("tables", lambda: tuple(_tables(text)))


def _tables(text: Text) -> Iterator[Table]:
    for unit in units(text):
        if isinstance(unit.node, Recital):
            continue
        tail = getattr(unit.node, "tail", ())
        for block, _ in open_items((*unit.node.content, *tail)):
            if isinstance(block, Table):
                yield block


def schedules(s: Subject, instrument: Entry[Instrument]) -> tuple[Printed, ...]:
    """The schedules of an instrument that its text prints."""
    texts = texts_of(s, instrument)
    by_key = {table.key: table for table in tables(texts[0])} if texts and instrument.record.schedules else {}
    found = []
    for number, schedule in enumerate(instrument.record.schedules):
        table = by_key.get(schedule.id)
        if table is not None and isinstance(table.rows, CsvRows):
            found.append(Printed(schedule, number, table.rows, table.span.file))
    return tuple(found)

"""Schedules: a CSV file without a column, with a bad cell, with rows for a stranger or none for a party."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from travaux.model.instrument import Instrument
from travaux.records import Entry
from travaux.selftest._defect import Content, Planting, defect
from travaux.selftest._ground import Ground
from travaux.selftest._source import inserted

_SCHEDULE = """schedules:
  - {id: selftest-rates, file: selftest-rates.csv, key: line, columns: [
      {name: line, heading: {LANGUAGE: Line}, type: text}, {name: party, heading: {LANGUAGE: Owner}, type: party},
      {name: rate, heading: {LANGUAGE: Rate}, type: percentage}]}"""
_CLAUSE = """---
heading: Rates
purpose: Rates of each owner.
order: 990
place: annex
tier: 1
---
{{ schedule("selftest-rates") }}
"""


@dataclass(frozen=True)
class Kept:
    """A schedule in a CSV file: its name and lines, and the files by which a project comes to have it."""

    entry: Entry[Instrument]
    name: str
    lines: tuple[str, ...]
    with_it: Mapping[str, Content]

    def planting(self, number: int, lines: list[str]) -> Planting:
        """The file with other lines, found on the line of a number."""
        return Planting(self.name, number, {**self.with_it, self.name: "\n".join(lines) + "\n"})

    def without(self, *rows: int) -> list[str]:
        """The lines but some, counted from 0."""
        return [line for number, line in enumerate(self.lines) if number not in rows]

    def with_line(self, number: int, line: str) -> list[str]:
        """The lines with another one at a place, counted from 0."""
        return [*self.lines[:number], line, *self.lines[number + 1 :]]


def _schedules(ground: Ground) -> Iterator[Kept]:
    """The schedules of the instruments; a small one where there is none. Cells with commas are left alone."""
    for entry, text in ground.own():
        folder = entry.raw.file.name.rpartition("/")[0]
        for schedule in entry.record.schedules:
            name = f"{folder}/{schedule.file}"
            lines = tuple(ground.read(name).rstrip("\n").split("\n"))
            if not any('"' in line for line in lines):
                yield Kept(entry, name, lines, {})
        family = next(
            (c for t, c in ground.clauses if t.language == text.language and c.front.place == "article"), None
        )
        if entry.record.schedules or len(text.library.words.months) == 0 or family is None or len(ground.texts) > 1:
            continue
        line = entry.raw.keys[("parties",)][0]
        with_it = {
            entry.raw.file.name: inserted(
                ground.read(entry.raw.file.name), line, _SCHEDULE.replace("LANGUAGE", text.language)
            ),
            f"clauses/{family.family}/selftest-annex.{text.language}.md": _CLAUSE,
            f"clauses/{family.family}/family.yaml": ground.read(f"clauses/{family.family}/family.yaml"),
        }
        rows = (f"{key}-1,{key},5%" for key in entry.record.parties)
        yield Kept(entry, f"{folder}/selftest-rates.csv", ("line,party,rate", *rows), with_it)


@defect("CSV001")
def column_that_is_missing(ground: Ground) -> Iterator[Planting]:
    """The last column is gone."""
    for kept in _schedules(ground):
        yield kept.planting(1, [line.rpartition(",")[0] for line in kept.lines])


@defect("CSV002")
def row_with_a_cell_too_many(ground: Ground) -> Iterator[Planting]:
    """A row that is longer than the first line."""
    for kept in _schedules(ground):
        for number in range(1, len(kept.lines)):
            yield kept.planting(number + 1, kept.with_line(number, f"{kept.lines[number]},x"))


@defect("CSV003")
def row_without_a_key(ground: Ground) -> Iterator[Planting]:
    """A row whose first cell is empty."""
    for kept in _schedules(ground):
        for number in range(1, len(kept.lines)):
            yield kept.planting(number + 1, kept.with_line(number, f",{kept.lines[number].partition(',')[2]}"))


@defect("CSV003")
def party_that_is_no_key(ground: Ground) -> Iterator[Planting]:
    """A cell that is not what its column holds."""
    for kept, at in _with_parties(ground):
        for number in range(1, len(kept.lines)):
            cells = kept.lines[number].split(",")
            cells[at] = "United States!"
            yield kept.planting(number + 1, kept.with_line(number, ",".join(cells)))


@defect("CSV004")
def row_twice(ground: Ground) -> Iterator[Planting]:
    """A row that stands in the file a second time."""
    for kept in _schedules(ground):
        for number in range(1, len(kept.lines)):
            lines = [*kept.lines[: number + 1], *kept.lines[number:]]
            yield kept.planting(number + 2, lines)


@defect("CSV005")
def file_that_is_not_there(ground: Ground) -> Iterator[Planting]:
    """The file of a schedule that the record names is gone."""
    for kept in _schedules(ground):
        record = kept.with_it.get(kept.entry.raw.file.name) or ground.read(kept.entry.raw.file.name)
        lines = str(record).split("\n")
        name = kept.name.rpartition("/")[2]
        number = next(n for n, line in enumerate(lines, 1) if f"file: {name}" in line)
        gone = {} if kept.with_it else {kept.name: None}
        yield Planting(kept.entry.raw.file.name, number, {**kept.with_it, **gone})


def _with_parties(ground: Ground) -> Iterator[tuple[Kept, int]]:
    for kept in _schedules(ground):
        head = kept.lines[0].split(",")
        if "party" in head:
            yield kept, head.index("party")


@defect("SCH002")
def party_without_a_row(ground: Ground) -> Iterator[Planting]:
    """Every row of one party is gone."""
    for kept, at in _with_parties(ground):
        parties = [line.split(",")[at] for line in kept.lines]
        for party in kept.entry.record.parties:
            rows = [number for number, cell in enumerate(parties) if cell == party]
            if rows and len(rows) < len(kept.lines) - 1:
                yield kept.planting(1, kept.without(*rows))


@defect("SCH005")
def row_for_a_stranger(ground: Ground) -> Iterator[Planting]:
    """A row for somebody who is no party."""
    for kept, at in _with_parties(ground):
        cells = kept.lines[-1].split(",")
        cells[0], cells[at] = "selftest-line", "selftest-stranger"
        yield kept.planting(len(kept.lines) + 1, [*kept.lines, ",".join(cells)])


@defect("SCH001")
def schedule_that_nothing_prints(ground: Ground) -> Iterator[Planting]:
    """The clause that prints a schedule does not."""
    for kept in _schedules(ground):
        files = dict(kept.with_it)
        for name in [each for each in files if each.endswith(".md")]:
            del files[name]
        if kept.with_it:
            record = str(files[kept.entry.raw.file.name]).split("\n")
            number = next(n for n, line in enumerate(record, 1) if "id: selftest-rates" in line)
            yield Planting(kept.entry.raw.file.name, number, {**files, kept.name: "\n".join(kept.lines) + "\n"})

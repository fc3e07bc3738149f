"""A CSV file of entries -> one mapping an entry, with exact decimals and dates; faults by line, all at once.

The file is UTF-8 with commas. An empty cell is a value that is not known; a cell that cannot be read is a fault.
"""

from __future__ import annotations

import csv
import datetime
import re
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeAlias

from travaux.assess.columns import COLUMNS, NAMED, Kind
from travaux.diagnostic import Diagnostic, Failure, Severity
from travaux.model.period import parse_date
from travaux.span import Span

Row: TypeAlias = Mapping[str, Any]
#: Faults that are told; of more, only that there are more.
MOST = 20
ALWAYS = ("entry", "good")
_NUMBER = re.compile(r"-?[0-9]{1,18}(\.[0-9]{1,18})?")


def entries(path: Path) -> Iterator[Row]:
    """The entries of a file, in its order. Raises `Failure` at the end of a file with faults."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            yield from _Reading(str(path)).rows(csv.reader(stream, strict=True))
    except OSError as error:
        raise _failure(str(path), f"cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise _failure(str(path), "is not UTF-8", "save it as CSV in UTF-8") from None
    except csv.Error as error:
        raise _failure(str(path), f"is not CSV: {error}") from None


def _failure(file: str, message: str, hint: str = "") -> Failure:
    return Failure((_fault("ENT001", Span(file), f"the file of entries {message}", hint),))


def _fault(code: str, span: Span, message: str, hint: str = "") -> Diagnostic:
    return Diagnostic(code, Severity.ERROR, span, message, hint)


class _Reading:
    def __init__(self, file: str) -> None:
        self.file, self.faults, self.names = file, list[Diagnostic](), set[str]()

    def fault(self, code: str, message: str, hint: str = "", line: int = 1, column: int = 1) -> None:
        self.faults.append(_fault(code, Span(self.file, line, column), message, hint))
        if len(self.faults) > MOST:
            self.faults[-1] = _fault(code, Span(self.file), f"more than {MOST} faults; the rest was not read")
            raise Failure(tuple(self.faults))

    def rows(self, reader: Any) -> Iterator[Row]:
        header: list[str] = next(reader, [])
        self.header(header)
        if self.faults:
            raise Failure(tuple(self.faults))
        readers = [(name, _READERS[NAMED[name].kind]) if name in NAMED else None for name in header]
        for cells in reader:
            row = self.row(cells, readers, reader.line_num) if cells else None  # a blank line is no entry
            if row is not None and not self.faults:
                yield row
        if self.faults:
            raise Failure(tuple(self.faults))

    def header(self, header: list[str]) -> None:
        """What the first line lacks. Columns of other names are let be."""
        if len(header) == 1 and ";" in header[0]:
            self.fault("ENT001", "the cells are separated by semicolons", "save the file with commas")
            return
        for name in dict.fromkeys(name for name in header if name in NAMED and header.count(name) > 1):
            self.fault("ENT001", f"the column {name} is there twice")
        for name in ALWAYS:
            if name not in header:
                known = ", ".join(column.name for column in COLUMNS)
                self.fault("ENT001", f"there is no column {name}", f"columns are: {known}")

    def row(self, cells: list[str], readers: list[Any], line: int) -> Row:
        if len(cells) != len(readers):
            self.fault("ENT002", f"{len(cells)} cells, and {len(readers)} columns", line=line)
            return {}
        row: dict[str, Any] = {}
        for place, (cell, known) in enumerate(zip(cells, readers, strict=True), 1):
            if known is not None and cell.strip():
                name, read = known
                try:
                    row[name] = read(cell.strip())
                except ValueError as error:
                    self.fault("ENT003", f"{name}: {error}", line=line, column=place)
        self.name(row, line)
        return row

    def name(self, row: Row, line: int) -> None:
        name = row.get("entry")
        if name is None:
            self.fault("ENT004", "the entry has no name", "fill in the column `entry`", line)
        elif name in self.names:
            self.fault("ENT004", f"the entry {name} is there twice", "give each a name of its own", line)
        else:
            self.names.add(name)


def _decimal(cell: str) -> Decimal:
    if not _NUMBER.fullmatch(cell):
        raise ValueError(f"{cell!r} is not a number; write it as 1234.50")
    return Decimal(cell)


def _date(cell: str) -> datetime.date:
    return parse_date(cell)


def _yes_no(cell: str) -> bool:
    known = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}
    if cell.lower() not in known:
        raise ValueError(f"{cell!r} is not yes or no")
    return known[cell.lower()]


_READERS: Mapping[Kind, Callable[[str], Any]] = {
    "text": str,
    "decimal": _decimal,
    "date": _date,
    "yes-no": _yes_no,
}

"""Values -> SQL: literals, lists, and rows as a query, in the words of DuckDB or Spark."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from travaux.formula.sql_amount import Dialect


def text(value: str) -> str:
    """A text between quotes."""
    return "'" + value.replace("'", "''") + "'"


def listed(words: Iterable[str]) -> str:
    """Texts with commas, for IN (...)."""
    return ", ".join(map(text, words))


def among(column: str, numbers: Iterable[int]) -> str:
    """Whether a column holds one of some numbers, told as ranges: DuckDB looks a longer list up by a join."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    told = [f"{column} = {run[0]}" if len(run) == 1 else f"{column} BETWEEN {run[0]} AND {run[-1]}" for run in runs]
    return told[0] if len(told) == 1 else f"({' OR '.join(told)})"


def name(word: str, dialect: Dialect) -> str:
    """A name between the marks that keep it a name."""
    return f"`{word}`" if dialect == "spark" else f'"{word}"'


def varchar(dialect: Dialect) -> str:
    """The type of a text."""
    return "STRING" if dialect == "spark" else "VARCHAR"


def day(value: datetime.date) -> str:
    """A date."""
    return f"DATE '{value}'"


def values(columns: Mapping[str, str], rows: Iterable[Sequence[object]]) -> str:
    """Rows as a query, by the names and types of its columns; an empty one where there are none."""
    told = [f"({', '.join(map(_cell, row))})" for row in rows]
    if not told:
        nothing = ", ".join(f"CAST(NULL AS {kind}) AS {column}" for column, kind in columns.items())
        return f"SELECT {nothing} WHERE 1 = 0"
    typed = ", ".join(f"CAST({column} AS {kind}) AS {column}" for column, kind in columns.items())
    return f"SELECT {typed} FROM (VALUES {', '.join(told)}) AS v({', '.join(columns)})"


def _cell(value: object) -> str:
    """A cell before it is cast: a decimal is a text, as a bare one would be a binary number in some engine."""
    match value:
        case None:
            return "NULL"
        case str() | datetime.date():
            return text(str(value))
        case Decimal():
            return f"'{value:f}'"
        case _:
            return str(value)

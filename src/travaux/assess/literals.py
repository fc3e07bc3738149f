"""Values of the records -> SQL: literals, lists, and rows as a query, in the words of DuckDB or Spark."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from travaux.formula.sql_amount import Dialect


def text(value: str) -> str:
    """A text between quotes."""
    return "'" + value.replace("'", "''") + "'"


def date(day: datetime.date) -> str:
    """A day."""
    return f"DATE '{day}'"


def listed(words: Iterable[str]) -> str:
    """Texts with commas, for IN (...)."""
    return ", ".join(map(text, words))


def name(word: str, dialect: Dialect) -> str:
    """A name between the marks that keep it a name."""
    return f"`{word}`" if dialect == "spark" else f'"{word}"'


def varchar(dialect: Dialect) -> str:
    """The type of a text."""
    return "STRING" if dialect == "spark" else "VARCHAR"


def values(columns: Mapping[str, str], rows: Iterable[Sequence[object]]) -> str:
    """Rows as a query, by the names and types of its columns; an empty one where there are none."""
    told = [f"SELECT {', '.join(map(_cell, row, columns.values(), columns))}" for row in rows]
    if told:
        return " UNION ALL ".join(told)
    nothing = ", ".join(f"CAST(NULL AS {kind}) AS {column}" for column, kind in columns.items())
    return f"SELECT {nothing} WHERE 1 = 0"


def _cell(value: object, kind: str, column: str) -> str:
    return f"CAST({_literal(value)} AS {kind}) AS {column}"


def _literal(value: object) -> str:
    match value:
        case None:
            return "NULL"
        case str() | datetime.date():
            return text(str(value))
        case Decimal():
            return f"{value:f}"
        case _:
            return str(value)

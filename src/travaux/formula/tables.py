"""Tables that formulas look values up in: by keys, each value in force from a first day on."""

from __future__ import annotations

import datetime
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from decimal import Decimal

Keys = tuple[str, ...]
Dated = tuple[datetime.date, Decimal | None]


class DatedTable:
    """Values by keys and first day; None from a day on ends what stood before."""

    def __init__(self, rows: Mapping[Keys, Iterable[Dated]]) -> None:
        self.rows = {keys: tuple(sorted(dated, key=lambda row: row[0])) for keys, dated in rows.items()}
        self._days = {keys: tuple(day for day, _ in dated) for keys, dated in self.rows.items()}

    def __repr__(self) -> str:
        """All that it says: what is kept of a calculation is kept under these words."""
        return f"DatedTable({self.rows!r})"

    def at(self, keys: Keys, day: datetime.date) -> Decimal | None:
        """The value in force on a day, or None: before the first, after the end, or for unknown keys."""
        place = bisect_right(self._days.get(keys, ()), day)
        return self.rows[keys][place - 1][1] if place else None

    def spans(self) -> Iterable[tuple[Keys, datetime.date, datetime.date | None, Decimal]]:
        """Every value with its keys, its first day and the first day on which it no longer stands."""
        for keys, dated in sorted(self.rows.items()):
            ends = [*(day for day, _ in dated[1:]), None]
            for (day, value), end in zip(dated, ends, strict=True):
                if value is not None:
                    yield keys, day, end, value


Tables = Mapping[str, DatedTable]

"""Tables of figures: rows that do not fit their columns, figures that cannot be, and figures without a source."""

from __future__ import annotations

from collections.abc import Iterator

from travaux.selftest._defect import Planting, defect
from travaux.selftest._ground import Ground

_NAME = "seeds/tables/selftest-table.yaml"
_HEAD = """id: selftest-table
holds: exchange-rate
what: Rates of exchange
unit: ratio
columns: [{name: from, type: currency}, {name: to, type: currency}]
illustrative: true
"""
_SOUND = "  - {at: [EUR, USD], value: 1.10}"


def _with(row: str, head: str = _HEAD) -> Iterator[Planting]:
    """A table more, with one row that is sound and one that is not; a project reads every table of its own."""
    text = f"{head}rows:\n{_SOUND}\n  - {row}\n"
    yield Planting(_NAME, text.count("\n"), {_NAME: text})


@defect("TAB001")
def row_with_a_cell_too_few(ground: Ground) -> Iterator[Planting]:
    """A row that names one currency of two."""
    yield from _with("{at: [JPY], value: 0.01}")


@defect("TAB002")
def cell_that_is_none(ground: Ground) -> Iterator[Planting]:
    """A cell that is no code of a currency."""
    yield from _with("{at: [Yen, USD], value: 0.01}")


@defect("TAB003")
def row_about_the_same(ground: Ground) -> Iterator[Planting]:
    """A second rate for the same two currencies."""
    yield from _with("{at: [EUR, USD], value: 1.20}")


@defect("TAB004")
def figure_without_a_source(ground: Ground) -> Iterator[Planting]:
    """A figure that is no example and rests on nothing."""
    yield from _with("{at: [JPY, USD], value: 0.01, illustrative: false}")


@defect("TAB005")
def file_of_a_table_that_is_not_there(ground: Ground) -> Iterator[Planting]:
    """A table whose figures are to come from a file that does not exist."""
    text = f"{_HEAD}file: selftest-nowhere.csv\n"
    yield Planting(_NAME, text.count("\n"), {_NAME: text})


@defect("TAB006")
def rate_below_zero(ground: Ground) -> Iterator[Planting]:
    """A rate of exchange that is not above zero."""
    yield from _with("{at: [JPY, USD], value: -0.01}")

"""A formula -> one Python function for long tables of entries: the same amounts and reasons as `evaluate`, no trace.

What the function does not expect (a number that is no Decimal, a NaN) goes to `evaluate`, which says what is wrong.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal, localcontext
from typing import Any, TypeAlias, TypeVar

from travaux.formula.compiled_source import Source
from travaux.formula.evaluate import Assessed, evaluate
from travaux.formula.reason import Reason
from travaux.formula.tables import Tables
from travaux.formula.whole import Formula

Result: TypeAlias = Decimal | Reason
T = TypeVar("T")
_CHUNK = 4096


def assessed(formula: Formula, rows: Iterable[Sequence[Any]], tables: Tables | None = None) -> Iterator[Result]:
    """The amount or the reason for each row; a row has its values in the order of `formula.columns`."""
    return _run(Source(formula, tables or {}), rows, lambda found: found.amount, every=False)


def every_step(
    formula: Formula, rows: Iterable[Sequence[Any]], tables: Tables | None = None
) -> Iterator[tuple[Decimal, ...] | Reason]:
    """The value of every step, in their order, or the reason for each row."""
    kept = lambda found: tuple(traced.value for traced in found.steps)  # noqa: E731
    return _run(Source(formula, tables or {}), rows, kept, every=True)


def _run(
    source: Source, rows: Iterable[Sequence[Any]], kept: Callable[[Assessed], T], every: bool
) -> Iterator[T | Reason]:
    run, remaining = source.function(every), iter(rows)

    def slowly(row: Sequence[Any]) -> T | Reason:
        given = dict(zip(source.formula.columns, row, strict=True))
        found = evaluate(source.formula, given, source.tables)
        return found if isinstance(found, Reason) else kept(found)

    while chunk := tuple(itertools.islice(remaining, _CHUNK)):
        results: list[T | Reason] = []
        # The context must not leak to the reader between two rows, so a chunk is computed as a whole.
        with localcontext(source.context):
            run(chunk, results.append, slowly)
        yield from results

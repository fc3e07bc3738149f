"""The columns of steps -> expressions of which each is NULL where it does not apply, and the steps by their names."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence

from travaux.formula.literals import name
from travaux.formula.nodes import Symbol
from travaux.formula.sql_amount import Dialect
from travaux.formula.sql_given import MOST
from travaux.formula.sql_steps import Served, StepColumn
from travaux.formula.widths import hull


class Results:
    """The steps of several ways; `ready` says by their numbers and their count whether one of them serves an entry."""

    def __init__(
        self,
        ways: Sequence[Served],
        steps: Sequence[StepColumn],
        dialect: Dialect,
        ready: Callable[[Collection[int], int], str],
    ) -> None:
        self.ways, self.dialect, self.ready = ways, dialect, ready
        self.steps = {column.name: column for column in steps}
        self.bare: set[str] = set()
        """Columns that may have a value where there is a reason."""

    def served(self, numbers: Collection[int]) -> str:
        """Whether an entry without a reason is served by one of some ways."""
        return self.ready(numbers, len(self.ways))

    def guarded(self, column: StepColumn) -> str:
        """A step that is NULL where it does not apply: by what it uses, or where that is not enough, by a condition.

        What passes over NULL is not computed without all that it uses. In what is computed for other entries as well,
        every value is in its range or NULL, so that nothing overflows.
        """
        (sql, numbers), *more = column.by.items()
        if more:
            cases = (f" WHEN {self.served(n)} THEN {sql}" for sql, n in column.by.items())
            return f"CASE{''.join(cases)} END"
        if not column.lenient:
            used = [self.steps[word] for word in column.uses if word in self.steps and word not in self.bare]
            if any(other.numbers <= numbers for other in used):
                return sql
            if len(numbers) == len(self.ways):
                self.bare.add(column.name)
                return sql
        return f"CASE WHEN {self.served(numbers)} THEN {sql} END"

    def shown(self) -> Iterator[str]:
        """The steps by their names, once all are guarded: of each way those that it has."""
        found: dict[str, list[StepColumn]] = {}
        for way in self.ways:
            for step in way.formula.steps:
                if step.name not in way.shown:
                    continue
                column = self.steps[way.columns[Symbol(step.symbol)]]
                columns = found.setdefault(step.name, [])
                if column not in columns:
                    columns.append(column)
        for word, columns in found.items():
            sql, quoted = self.result(columns), name(word, self.dialect)
            yield sql if sql == quoted else f"{sql} AS {quoted}"

    def result(self, columns: Sequence[StepColumn]) -> str:
        """One column of those in which a step stands."""
        if len(columns) == 1 and columns[0].name not in self.bare:
            return columns[0].name
        room = hull(column.width for column in columns)
        kind = f"DECIMAL({min(room.digits, MOST)},{room.places})"
        told = [(self.served(c.numbers), c.name if len(columns) == 1 else f"CAST({c.name} AS {kind})") for c in columns]
        return f"CASE{''.join(f' WHEN {served} THEN {sql}' for served, sql in told)} END"

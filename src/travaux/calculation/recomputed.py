"""The amounts that an example prints as given -> what the steps make of them, step by step.

Where only the text is there, inputs and tables are taken from the lines of the example, with their printed units.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from travaux.formula.evaluate import Assessed, evaluate
from travaux.formula.example_parse import Amount
from travaux.formula.fault import Fault, FormulaError
from travaux.formula.nodes import FirstKnown, Lookup, Symbol, parts
from travaux.formula.tables import DatedTable
from travaux.formula.unit import PURE, Unit
from travaux.formula.whole import Formula, Step, Table, Variable

_DAY = datetime.date(2000, 1, 1)


def recomputed(steps: Sequence[Step], amounts: Sequence[Amount], of: Formula | None = None) -> Mapping[str, Decimal]:
    """The amount of every step by its name. Raises FormulaError where the example gives too little, or units differ."""
    formula = of or _formula(steps, amounts)
    by_name = {amount.name: amount.value for amount in amounts}
    given: dict[str, Any] = {each.name: by_name.get(each.name) for each in formula.inputs}
    given |= {key: "key" for look in formula.lookups for key in look.keys}
    given |= {look.date: _DAY for look in formula.lookups}
    tables = {look.table: DatedTable({("key",) * len(look.keys): _row(look, by_name)}) for look in formula.lookups}
    found = evaluate(formula, given, tables)
    if not isinstance(found, Assessed):
        raise FormulaError(Fault("example", f"{found.name} is {found.kind}"))
    return {traced.step.name: traced.value for traced in found.steps}


def _row(look: Lookup, values: Mapping[str, Decimal]) -> Iterable[tuple[datetime.date, Decimal | None]]:
    return [(_DAY, values.get(look.table))]


def _formula(steps: Sequence[Step], amounts: Sequence[Amount]) -> Formula:
    """The formula of the printed steps, on the inputs and tables that the example prints."""
    done = {step.name for step in steps}
    looked_up = {part.table for step in steps for part in parts(step.value) if isinstance(part, Lookup)}
    inputs = {a.symbol: _input(a.symbol, a.name, a.unit, a.value) for a in amounts if a.symbol and a.name not in done}
    tables = tuple(Table(a.name, a.unit, a.value, a.value, _places(a.value)) for a in amounts if a.name in looked_up)
    for ladder in (part for step in steps for part in parts(step.value) if isinstance(part, FirstKnown)):
        inputs |= _absent(ladder, inputs, len(inputs))
    return Formula("printed", tuple(inputs.values()), tuple(steps), tables)


def _absent(ladder: FirstKnown, inputs: Mapping[str, Variable], number: int) -> dict[str, Variable]:
    """The rungs of a ladder that the example does not give, in the unit of those that it gives; named by number."""
    symbols = [option.symbol for option in ladder.options if isinstance(option, Symbol)]
    unit = next((inputs[symbol].unit for symbol in symbols if symbol in inputs), PURE)
    missing = [symbol for symbol in symbols if symbol not in inputs]
    return {symbol: _input(symbol, f"rung_{number + n}", unit, Decimal(0)) for n, symbol in enumerate(missing)}


def _input(symbol: str, name: str, unit: Unit, value: Decimal) -> Variable:
    return Variable(symbol, name, unit, value, value, _places(value))


def _places(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    return max(-exponent, 0) if isinstance(exponent, int) else 0

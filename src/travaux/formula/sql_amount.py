"""An expression -> SQL of which every operand has a decimal type that holds it, in DuckDB and in Spark.

Three traps shape it. DuckDB keeps a sum or product of small decimals in 18 digits and overflows, so operands are cast
to the type of the result first. Spark cuts decimal places past 38 digits, so no operation is given more. Division of
decimals is a binary float in one and rounded twice in the other, so a ratio is a division of whole numbers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from functools import reduce
from typing import Literal, TypeAlias, assert_never

from travaux.formula.nodes import (
    And,
    Comparison,
    Condition,
    Conditional,
    Constant,
    Difference,
    Expression,
    FirstKnown,
    Lookup,
    Max,
    Min,
    Not,
    Or,
    Product,
    Ratio,
    Round,
    Sum,
    Symbol,
)
from travaux.formula.reason import Leaf
from travaux.formula.widths import Width, Widths, hull, of_constant, ratio_shift

Dialect: TypeAlias = Literal["duckdb", "spark"]
#: DuckDB computes in 128 bits from 19 digits on.
WIDE = 19


def decimal_type(width: Width) -> str:
    """The decimal type that holds a width."""
    return f"DECIMAL({width.digits},{width.places})"


def cast(sql: str, width: Width) -> str:
    """An amount in the decimal type of a width."""
    return f"CAST({sql} AS {decimal_type(width)})"


def literal(value: Decimal) -> str:
    """A number in the decimal type that just holds it: a bare one would be a binary float in some engine."""
    width = of_constant(Constant(value))
    return f"CAST('{width.low:f}' AS {decimal_type(width)})"


def _whole(sql: str, digits: int) -> str:
    return f"CAST({sql} AS DECIMAL({digits},0))"


class Amounts:
    """Expressions of one formula; `columns` says where the value of a symbol or a look-up stands."""

    def __init__(self, dialect: Dialect, widths: Widths, columns: Mapping[Leaf, str]) -> None:
        self.dialect, self.widths, self.columns = dialect, widths, columns

    def amount(self, node: Expression) -> str:
        """SQL of the decimal type of the node's width."""
        match node:
            case Constant(value):
                return literal(value)
            case Symbol() | Lookup():
                return self.columns[node]
            case Sum(items):
                return self.folded(items, "+")
            case Difference(first, second):
                return self.folded((first, second), "-")
            case Product(items):
                return self.folded(items, "*")
            case Max(items):
                return self.chosen("GREATEST", node, items)
            case Min(items):
                return self.chosen("LEAST", node, items)
            case FirstKnown(items):
                return self.chosen("COALESCE", node, items)
            case Round(value, places):
                return self.rounded(value, places)
            case Ratio():
                return self.ratio(node)
            case Conditional():
                return self.conditional(node)
            case _:
                assert_never(node)

    def folded(self, items: Sequence[Expression], sign: str) -> str:
        """Adds, deducts or multiplies from the left, with a cast after each operation."""
        pairs = [(self.amount(item), self.widths.of(item)) for item in items]
        return reduce(lambda left, right: self.joined(left, sign, right), pairs)[0]

    def joined(self, left: tuple[str, Width], sign: str, right: tuple[str, Width]) -> tuple[str, Width]:
        (one, first), (other, second) = left, right
        if sign == "*":
            width = first.times(second)
            narrow = self.dialect == "duckdb" and max(first.digits, second.digits) < WIDE <= width.digits
            one = f"CAST({one} AS DECIMAL({WIDE},{first.places}))" if narrow else one
            return cast(f"({one} * {other})", width), width
        width = first.plus(second) if sign == "+" else first.less(second)
        room = hull([first, second, width])
        return cast(f"({cast(one, room)} {sign} {cast(other, room)})", width), width

    def chosen(self, function: str, node: Expression, items: Iterable[Expression]) -> str:
        room = hull(self.widths.of(item) for item in items)
        told = ", ".join(cast(self.amount(item), room) for item in items)
        return cast(f"{function}({told})", self.widths.of(node))

    def rounded(self, value: Expression, places: int) -> str:
        """`ROUND` of a decimal goes half away from zero in both engines."""
        before = self.widths.of(value)
        sql = self.amount(value)
        return cast(f"ROUND({sql}, {places})" if places < before.places else sql, before.rounded(places))

    def ratio(self, node: Ratio) -> str:
        """Both scaled to whole numbers: twice the numerator and the denominator once, by twice the denominator."""
        top, bottom = self.widths.of(node.numerator), self.widths.of(node.denominator)
        width, shift = self.widths.of(node), ratio_shift(top, bottom, node.places)
        above = self.scaled(node.numerator, top, shift + node.places)
        below = self.scaled(node.denominator, bottom, shift)
        size = self.whole_division(f"({above} + {above} + {below})", f"({below} + {below})")
        size = f"{_whole(size, width.digits)} * {literal(Decimal(1).scaleb(-node.places))}"
        negative = f"{self.amount(node.numerator)} {'<' if bottom.low > 0 else '>'} {literal(Decimal(0))}"
        return cast(f"(CASE WHEN {negative} THEN -({size}) ELSE {size} END)", width)

    def scaled(self, node: Expression, width: Width, power: int) -> str:
        """The size of an amount times a power of ten: a whole number."""
        digits = width.whole + power
        narrow = max(width.digits, power + 1) < WIDE <= width.digits + power + 1
        room = WIDE if narrow else width.digits
        wide = f"CAST(ABS({self.amount(node)}) AS DECIMAL({room},{width.places}))"
        return _whole(f"({wide} * {literal(Decimal(10) ** power)})", digits)

    def whole_division(self, above: str, below: str) -> str:
        if self.dialect == "duckdb":
            return f"(CAST({above} AS HUGEINT) // CAST({below} AS HUGEINT))"
        return f"({above} DIV {below})"

    def conditional(self, node: Conditional) -> str:
        room = self.widths.of(node)
        cases = "".join(
            f" WHEN {self.condition(case.condition)} THEN {cast(self.amount(case.value), room)}" for case in node.cases
        )
        return f"(CASE{cases} ELSE {cast(self.amount(node.otherwise), room)} END)"

    def condition(self, node: Condition) -> str:
        """A condition of amounts that are never NULL, so that it is true or false."""
        match node:
            case Comparison(left, operator, right):
                room = hull([self.widths.of(left), self.widths.of(right)])
                return f"{cast(self.amount(left), room)} {operator} {cast(self.amount(right), room)}"
            case And(items):
                return f"({' AND '.join(map(self.condition, items))})"
            case Or(items):
                return f"({' OR '.join(map(self.condition, items))})"
            case Not(item):
                return f"(NOT ({self.condition(item)}))"
            case _:
                assert_never(node)

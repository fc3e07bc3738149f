"""Random formulas, and the drafting language in which tests tell them."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from typing import Any

from hypothesis import strategies as st

from travaux.calculation.language import formula_language
from travaux.discover import layers
from travaux.formula.nodes import (
    ZERO,
    And,
    Case,
    Comparison,
    Conditional,
    Constant,
    Difference,
    FirstKnown,
    Formula,
    Lookup,
    Max,
    Min,
    Not,
    Or,
    Product,
    Ratio,
    Round,
    Step,
    Sum,
    Symbol,
    Table,
    Variable,
)
from travaux.formula.says import FormulaLanguage
from travaux.formula.unit import PURE, SHARE, Base, Unit
from travaux.library import Language
from travaux.model.instrument import Numbers
from travaux.parse import _language
from travaux.span import NOWHERE

OPERATORS = ("<", "<=", "=", ">=", ">")


@cache
def drafting_language(tag: str = "en") -> Language:
    """A language of the library."""
    return _language(layers(None), tag, NOWHERE)


@cache
def english(decimal_mark: Any = None, group_mark: Any = None, percent: str | None = None) -> FormulaLanguage:
    """English, with number formats of an instrument."""
    numbers = Numbers(decimal_mark=decimal_mark, group_mark=group_mark, percent=percent)
    found = formula_language(drafting_language(), numbers)
    assert found is not None
    return found


def decimals(low: int, high: int, places: int) -> st.SearchStrategy[Decimal]:
    """Exact numbers with so many decimal places."""
    scale = 10**places
    return st.integers(low * scale, high * scale).map(lambda whole: Decimal(whole).scaleb(-places))


# --- trees of any shape, for printing and reading --------------------------------------------------------------

_BASES = st.sampled_from(
    [
        *(Base(code) for code in ("USD", "EUR", "JPY")),
        *(Base("kg", of) for of in ("contained Ga", "NdPr oxide equivalent", "TREO", "gross product", "")),
        *(Base(name, "contained W") for name in ("t", "mtu", "lb", "troy oz", "short ton", "long ton")),
    ]
)
UNITS = st.one_of(
    st.just(PURE),
    st.just(SHARE),
    st.builds(Unit.made, st.lists(_BASES, min_size=1, max_size=2), st.lists(_BASES, max_size=2)),
    st.builds(Unit.made, st.just([]), st.lists(_BASES, min_size=1, max_size=2)),
)
INPUTS = ("A", "B1", "F", "W", "φ", "m", "Z99")
STEPS = ("S", "S1", "S2", "R")
_COLUMNS = ("good", "date_of_entry", "party_code", "date_of_export")
TABLES = ("floor_level", "rates")

CONSTANTS = st.one_of(
    st.just(ZERO), st.builds(Constant, decimals(-2000, 2000000, 2) | decimals(0, 3, 6), UNITS.filter(lambda u: True))
)
LOOKUPS = st.builds(
    Lookup,
    st.sampled_from(TABLES),
    st.lists(st.sampled_from(_COLUMNS[:2]), max_size=2, unique=True).map(tuple),
    st.sampled_from(_COLUMNS[2:]),
)


def _tuples(items: st.SearchStrategy[Any], least: int = 2) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(items, min_size=least, max_size=3).map(tuple)


def conditions(amounts: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Conditions over amounts, two deep."""
    plain = st.builds(Comparison, amounts, st.sampled_from(OPERATORS), amounts)
    joined = st.one_of(st.builds(And, _tuples(plain)), st.builds(Or, _tuples(plain)), st.builds(Not, plain))
    return st.one_of(plain, plain, joined, st.builds(Not, joined))


def shapes(below: st.SearchStrategy[Any], places: st.SearchStrategy[int]) -> st.SearchStrategy[Any]:
    """Every node that stands above others."""
    cases = st.lists(st.builds(Case, conditions(below), below), min_size=1, max_size=2).map(tuple)
    return st.one_of(
        st.builds(Sum, _tuples(below)),
        st.builds(Difference, below, below),
        st.builds(Product, _tuples(below)),
        st.builds(Max, _tuples(below)),
        st.builds(Min, _tuples(below)),
        st.builds(Round, below, places),
        st.builds(Ratio, below, below, places),
        st.builds(Conditional, cases, below),
    )


def expressions(symbols: tuple[str, ...]) -> st.SearchStrategy[Any]:
    """Expressions of any shape over symbols, three deep."""
    names = st.sampled_from(symbols).map(Symbol)
    ladders = st.builds(FirstKnown, _tuples(st.sampled_from(INPUTS).map(Symbol) | LOOKUPS))
    leaves = st.one_of(names, names, CONSTANTS, LOOKUPS, ladders)
    places = st.integers(0, 9)
    return leaves | shapes(leaves, places) | shapes(leaves | shapes(leaves, places), places)


@st.composite
def any_formulas(draw: st.DrawFn) -> Formula:
    """Formulas of any shape, whether or not their units and widths would pass."""
    used = ("customs_value", "tally", "transport", "assay", "phase_share", "net_dry_mass", "left_over")
    inputs = tuple(
        Variable(symbol, name, draw(UNITS), draw(decimals(-9, 0, 2)), draw(decimals(1, 99999, 2)), 2)
        for symbol, name in zip(INPUTS, used, strict=True)
    )
    tables = tuple(Table(name, draw(UNITS), Decimal(0), Decimal("1234.5"), 4) for name in TABLES)
    names = ("shortfall", "odd_step", "limit", "border_adjustment")
    count = draw(st.integers(1, len(STEPS)))
    known, steps = INPUTS, []
    for symbol, name in list(zip(STEPS, names, strict=True))[:count]:
        steps.append(Step(symbol, name, draw(expressions(known))))
        known = (*known, symbol)
    return Formula("sample", inputs, tuple(steps), tables)

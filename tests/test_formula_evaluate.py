"""A formula on entries: exact, traced and compiled, against an evaluator of fractions."""

from __future__ import annotations

import datetime
from decimal import Decimal, FloatOperation, getcontext
from fractions import Fraction
from random import Random
from typing import Any

import pytest

from formula_oracle import Oracle
from formulas import SOUND_INPUTS, sound_formula
from travaux.formula.compiled import assessed
from travaux.formula.evaluate import Assessed, evaluate
from travaux.formula.fault import FormulaError
from travaux.formula.linear_parse import parse_linear
from travaux.formula.numbers import divided, rounded
from travaux.formula.reason import Reason
from travaux.formula.tables import DatedTable
from travaux.formula.unit import PURE, currency, mass
from travaux.formula.whole import Formula, Step, Table, Variable

DAY = datetime.date(2027, 1, 1)
RATES = DatedTable(
    {
        ("ndpr",): [(DAY, Decimal("110.00")), (datetime.date(2028, 1, 1), Decimal("115.5"))],
        ("gallium",): [(DAY, Decimal(580)), (datetime.date(2028, 6, 1), None)],
        ("odd",): [(DAY, Decimal("0.001")), (datetime.date(2028, 6, 1), Decimal(3000))],
    }
)
TABLES = {"rates": RATES}


def entries(seed: int, count: int) -> list[dict[str, Any]]:
    """Random entries; about one value in twenty is missing, out of range or too finely stated."""
    random, found = Random(seed), list[dict[str, Any]]()
    for _ in range(count):
        entry: dict[str, Any] = {
            "good": random.choice(["ndpr", "gallium", "odd", "nothing", None] if random.random() < 0.1 else ["ndpr"]),
            "date_of_entry": random.choice([DAY + datetime.timedelta(days=random.randint(-5, 800))] * 30 + [None]),
        }
        for _, name, low, high, places in SOUND_INPUTS:
            entry[name] = _value(random, Decimal(low), Decimal(high), places)
        found.append(entry)
    return found


def _value(random: Random, low: Decimal, high: Decimal, places: int) -> Decimal | None:
    scale = 10**places
    value = Decimal(random.randint(int(low * scale), int(high * scale))).scaleb(-places)
    match random.randint(0, 60):
        case 0:
            return None
        case 1:
            return high + 1
        case 2:
            return value + Decimal(1).scaleb(-places - 1)
        case 3:
            return low
        case 4:
            return high
    return value


def amount_of(found: Assessed | Reason) -> Decimal | Reason:
    return found if isinstance(found, Reason) else found.amount


def row(formula: Formula, entry: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(entry.get(column) for column in formula.columns)


@pytest.mark.parametrize("block", range(6))
def test_every_step_equals_that_of_the_oracle(block: int) -> None:
    known = 0
    for seed in range(40 * block, 40 * block + 40):
        formula = sound_formula(seed)
        for entry in entries(seed, 12):
            found = evaluate(formula, entry, TABLES)
            if isinstance(found, Assessed):
                known += 1
                told = {traced.step.name: Fraction(traced.value) for traced in found.steps}
                assert told == Oracle(formula, entry, TABLES).steps, (seed, entry)
    assert known > 200


@pytest.mark.parametrize("block", range(6))
def test_compiled_amounts_and_reasons_equal_those_of_the_trace(block: int) -> None:
    for seed in range(40 * block, 40 * block + 40):
        formula, given = sound_formula(seed), entries(seed + 1, 30)
        found = list(assessed(formula, (row(formula, entry) for entry in given), TABLES))
        assert found == [amount_of(evaluate(formula, entry, TABLES)) for entry in given], seed


# --- one small formula ---------------------------------------------------------------------------------------

USD, KG = currency("USD"), mass("kg", "contained Ga")
SMALL = Formula(
    "shortfall",
    (
        Variable("W", "customs_value", USD, Decimal(0), Decimal(1000000), 2),
        Variable("C", "content", KG, Decimal(0), Decimal(1000), 6),
    ),
    (
        Step("S", "shortfall", parse_linear("max(0, floor_level[good, date_of_acceptance] × C − W)")),
        Step("A", "border_adjustment", parse_linear("round(S, 2)")),
    ),
    (Table("floor_level", USD.per(KG), Decimal(0), Decimal(10000), 4),),
)
FLOOR = {"floor_level": DatedTable({("gallium",): [(DAY, Decimal("580")), (datetime.date(2028, 1, 1), None)]})}
ENTRY: dict[str, Any] = {
    "customs_value": Decimal("246.00"),
    "content": Decimal("1.000010"),
    "good": "gallium",
    "date_of_acceptance": datetime.date(2027, 5, 4),
}


def test_the_trace_tells_every_step() -> None:
    found = evaluate(SMALL, ENTRY, FLOOR)
    assert isinstance(found, Assessed)
    assert (found.amount, found.unit) == (Decimal("334.01"), USD)
    assert [(t.step.symbol, t.exact, t.value) for t in found.steps] == [
        ("S", Decimal("334.005800"), Decimal("334.005800")),
        ("A", Decimal("334.005800"), Decimal("334.01")),
    ]
    assert [value for _, value, _ in found.steps[0].given] == [Decimal(580), Decimal("1.000010"), Decimal("246.00")]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"customs_value": None}, "NO_CUSTOMS_VALUE"),
        ({"customs_value": Decimal("-1")}, "CUSTOMS_VALUE_OUT_OF_RANGE"),
        ({"customs_value": Decimal("NaN")}, "CUSTOMS_VALUE_OUT_OF_RANGE"),
        ({"customs_value": Decimal("Infinity")}, "CUSTOMS_VALUE_OUT_OF_RANGE"),
        ({"content": Decimal("0.0000001")}, "CONTENT_TOO_MANY_DECIMALS"),
        ({"good": None}, "NO_GOOD"),
        ({"good": "germanium"}, "NO_FLOOR_LEVEL_IN_FORCE"),
        ({"date_of_acceptance": None}, "NO_DATE_OF_ACCEPTANCE"),
        ({"date_of_acceptance": datetime.date(2026, 12, 31)}, "NO_FLOOR_LEVEL_IN_FORCE"),
        ({"date_of_acceptance": datetime.date(2028, 1, 1)}, "NO_FLOOR_LEVEL_IN_FORCE"),
    ],
)
def test_what_is_missing_or_unsound_is_a_reason_and_never_nothing(change: dict[str, Any], code: str) -> None:
    entry = ENTRY | change
    (compiled,) = assessed(SMALL, [row(SMALL, entry)], FLOOR)
    for found in (evaluate(SMALL, entry, FLOOR), compiled):
        assert isinstance(found, Reason)
        assert found.code == code


def test_whole_numbers_are_taken_and_binary_ones_are_refused() -> None:
    assert list(assessed(SMALL, [row(SMALL, ENTRY | {"customs_value": 246})], FLOOR)) == [Decimal("334.01")]
    for odd, told in ((246.0, "246.0"), (True, "True")):
        with pytest.raises(FloatOperation, match=f"customs_value is {told}: an amount is an exact decimal"):
            list(assessed(SMALL, [row(SMALL, ENTRY | {"customs_value": odd})], FLOOR))
    with pytest.raises(TypeError, match="customs_value is '246', not a number"):
        list(assessed(SMALL, [row(SMALL, ENTRY | {"customs_value": "246"})], FLOOR))
    with pytest.raises(TypeError, match="date_of_acceptance is '2027', not a date"):
        list(assessed(SMALL, [row(SMALL, ENTRY | {"date_of_acceptance": "2027"})], FLOOR))


def test_the_reader_keeps_its_own_precision_between_rows() -> None:
    before = getcontext().prec
    for _ in assessed(SMALL, [row(SMALL, ENTRY)] * 3, FLOOR):
        assert getcontext().prec == before


@pytest.mark.parametrize(
    ("number", "places", "told"),
    [("0.005", 2, "0.01"), ("-0.005", 2, "-0.01"), ("0.0049999", 2, "0.00"), ("2.5", 0, "3"), ("-2.5", 0, "-3")],
)
def test_half_is_rounded_away_from_zero(number: str, places: int, told: str) -> None:
    assert str(rounded(Decimal(number), places)) == told


def test_a_ratio_is_rounded_once() -> None:
    # 0.44449999... rounded first to four places and then to two would be 0.45.
    assert divided(Decimal("0.4444999999999"), Decimal(1), 2) == Decimal("0.44")
    assert divided(Decimal(-1), Decimal(8), 2) == Decimal("-0.13")
    assert divided(Decimal(1), Decimal(3), 4) == Decimal("0.3333")


def test_an_entry_is_not_assessed_where_units_do_not_meet() -> None:
    faulty = Formula("f", SMALL.inputs, (Step("S", "shortfall", parse_linear("W + C")),))
    with pytest.raises(FormulaError, match="W is in USD, C is in kg contained Ga"):
        list(assessed(faulty, [(Decimal(1), Decimal(1))]))
    with pytest.raises(FormulaError, match="W is in USD, C is in kg contained Ga"):
        evaluate(faulty, {"customs_value": Decimal(1), "content": Decimal(1)})


def test_the_first_rung_that_is_known_counts() -> None:
    inputs = tuple(
        Variable(symbol, name, PURE, Decimal(0), Decimal(1), 4)
        for symbol, name in (("a", "declared_assay"), ("b", "default_assay"), ("c", "highest_assay"))
    )
    ladder = Formula("ladder", inputs, (Step("A", "assay", parse_linear("first(a, b, c)")),))
    rows = [(None, Decimal("0.3"), Decimal("0.4")), (Decimal("0.1"), None, None), (None, None, None)]
    assert list(assessed(ladder, rows)) == [Decimal("0.3"), Decimal("0.1"), Reason("missing", "declared_assay")]

"""Values that remember their field: through attributes, items, loops and comparisons, and nothing beyond the model."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from one_clause import prepared
from travaux.draft.tracked import Tracked, path_of, track, untrack
from travaux.model.period import Period
from travaux.model.quantity import Percentage

ALBA = track(prepared()[0].parties["alba"].record, "parties/alba")
FLOOR = track(prepared()[0].mechanisms["floor"].record, "mechanisms/floor")


def test_attributes_items_and_loops() -> None:
    assert path_of(ALBA.names["en"].long) == "parties/alba.names.en.long"
    assert path_of(ALBA.names.en.long) == "parties/alba.names.en.long"
    assert path_of(FLOOR.lines[0].hs[0]) == "mechanisms/floor.lines.0.hs.0"
    assert [path_of(line.product) for line in FLOOR.lines] == ["mechanisms/floor.lines.0.product"]
    assert [path_of(value) for _, value in ALBA.names.items()] == ["parties/alba.names.en"]
    assert [str(key) for key in ALBA.names] == ["en"]
    ((day, price),) = FLOOR.lines[0].levels.items()
    assert untrack(day) == datetime.date(2027, 1, 1)
    assert path_of(price.amount) == "mechanisms/floor.lines.0.levels.2027-01-01.amount"


def test_parts_of_a_quantity() -> None:
    assert path_of(FLOOR.review.months) == "mechanisms/floor.review.months"
    assert path_of(FLOOR.lines[0].hs[0].digits) == "mechanisms/floor.lines.0.hs.0.digits"


@pytest.mark.parametrize(
    "name", ["model_dump", "model_fields", "needs", "_value_", "__fields__", "model_extra", "copy", "nothing"]
)
def test_methods_and_private_names_do_not_exist(name: str) -> None:
    with pytest.raises(AttributeError, match=f"^mechanisms/floor has no '{name}'$"):
        getattr(FLOOR, name)


def test_methods_of_quantities_and_text_do_not_exist() -> None:
    for value in (Tracked(Period(days=3), "p"), Tracked("text", "t"), Tracked(Decimal(1), "d"), Tracked((1,), "x")):
        for name in ("parse", "upper", "format", "quantize", "index", "count"):
            with pytest.raises(AttributeError):
                getattr(value, name)


def test_nothing_and_truth_stay_themselves() -> None:
    assert track(None, "x") is None
    assert track(True, "x") is True
    assert track(track(5, "first"), "second")._path == "first"


def test_text_and_numbers_are_no_lists() -> None:
    for value in ("text", 5, Decimal(1)):
        with pytest.raises(TypeError, match=r"^x is not a list$"):
            list(Tracked(value, "x"))


@given(st.integers(), st.integers())
def test_comparisons_are_those_of_the_values(a: int, b: int) -> None:
    left, right = Tracked(a, "a"), Tracked(b, "b")
    for other in (right, b):
        assert (left < other, left <= other, left > other, left >= other, left == other, left != other) == (
            a < b, a <= b, a > b, a >= b, a == b, a != b,
        )  # fmt: skip
    assert bool(left) == bool(a)
    assert hash(left) == hash(a)
    assert str(left) == str(a)


def test_membership_and_length() -> None:
    listed = Tracked(("us", "eu"), "x")
    assert "us" in listed
    assert Tracked("eu", "y") in listed
    assert "jp" not in listed
    assert len(listed) == 2
    assert Tracked(Percentage(Decimal(5)), "p") == Percentage(Decimal(5))

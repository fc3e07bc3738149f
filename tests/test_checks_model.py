"""The small answers that the checks of the model share."""

from __future__ import annotations

import datetime
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from travaux.checks import Check, builtin_checks
from travaux.checks._model import listed, shorter, spelled
from travaux.model.period import Period


@pytest.mark.parametrize(
    ("one", "other", "answer"),
    [
        ("P30D", "P1M", None),
        ("P27D", "P1M", True),
        ("P31D", "P1M", False),
        ("P12M", "P1Y", False),
        ("P1Y", "P12M", False),
        ("P1Y", "P12M1D", True),
        ("P2W", "P14D", False),
        ("P13D", "P2W", True),
        ("P365D", "P1Y", None),
    ],
)
def test_shorter(one: str, other: str, answer: bool | None) -> None:
    assert shorter(Period.parse(one), Period.parse(other)) is answer


periods = st.builds(Period, months=st.integers(0, 26), days=st.integers(1, 800))


def _after(day: datetime.date, period: Period) -> datetime.date:
    months = day.month - 1 + period.months
    return datetime.date(day.year + months // 12, months % 12 + 1, 1) + datetime.timedelta(days=period.days)


@given(periods, periods, st.integers(2001, 2099), st.integers(1, 12))
def test_shorter_agrees_with_the_calendar(one: Period, other: Period, year: int, month: int) -> None:
    """From the first of any month; what is decided holds from every day, so it holds from these."""
    first = datetime.date(year, month, 1)
    answer = shorter(one, other)
    if answer is not None:
        assert (_after(first, one) < _after(first, other)) is answer


def test_lists_and_periods_in_words() -> None:
    assert [listed(words) for words in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == ["", "a", "a and b", "a, b and c"]
    assert listed("abcdefgh") == "a, b, c, d, e, f and 2 more"
    assert spelled(Period.parse("P1Y6M")) == "1 year and 6 months"
    assert spelled(Period.parse("P1D")) == "1 day"


_KEY = re.compile(r"\b(?:ap|cptpp|ev|eu|fr|fta|gn|jp|li|md|mx|na|pr|us|usmca|wt)-\d+(?:-\d+)*\b")


@pytest.mark.parametrize("check", builtin_checks(), ids=lambda c: c.code)
def test_the_sources_that_a_check_names_exist(check: Check) -> None:
    folder = Path(__file__).parents[1] / "seeds/sources"
    named = _KEY.findall(check.description.partition("Fails:")[0])
    assert [key for key in named if not (folder / f"{key}.yaml").is_file()] == []

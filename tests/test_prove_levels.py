"""Levels and their bounds: faults planted in the example treaty, and what `travaux prove` prints of them."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clause_prints import printed
from projects import Edit, change, put
from test_prove_leaks import FLOOR, TREATY, section
from travaux.model.period import Period
from travaux.prove.levels import Bound, _first_beyond, _largest, _times

Capture = pytest.CaptureFixture[str]
SUMMARY = "However often a level is moved by the largest step, it stays under its ceiling and over its lowest level.\n"
LEVEL = "      2027-01-01: {amount: 12.50, currency: USD, per: kg, basis: contained Ex}"


def stepping(step: str) -> Edit:
    return change(FLOOR, "max_step: 5%", f"max_step: {step}")


def test_reviews_that_pass_the_ceiling(tmp_path: Path, capsys: Capture) -> None:
    assert section(tmp_path, capsys, "I-27") == (
        f"I-27 fails: {SUMMARY}"
        "  seeds/mechanisms/floor.yaml:6:10: 7 reviews of 'floor', every 12 months, before its end after 8 years, each "
        "by 5%: from 12.50 USD/kg contained Ex examplium (metal, examplium-99) comes to about 17.5888, about 140.71% "
        "of "
        "the first level; its ceiling is 140%, 17.50, and nothing in the text holds a revision there\n"
        "    repair: say in the text that no revision sets a level above it, as paragraph `ceiling` of the clause "
        "`price-floor-level` does\n"
        "    repair: let a review move a level by 4.92% at most\n"
        "    assuming: levels are not rounded"
    )
    assert section(tmp_path / "sound", capsys, "I-27", stepping("4.92%")).splitlines()[1] == (
        "  'floor', ceiling of 140%: 7 steps of 4.92% within 8 years make about 139.9613% of the first level"
    )
    none = change(FLOOR, "ceiling: 140%\n", "")
    assert section(tmp_path / "none", capsys, "I-27", none).startswith("I-27 not applicable")


def test_text_that_holds_revisions_at_the_ceiling(tmp_path: Path, capsys: Capture) -> None:
    clause = (
        "---\n{heading: Level, purpose: The level., order: 12, tier: 1}\n---\n"
        "1. {#ceiling} No revision sets a level above {{ mechanism.ceiling }} of the first.\n\n"
        "2. {#other} Nothing else is said.\n"
    )
    held = put("clauses/example-floor/price-floor-level.en.md", clause)
    assert section(tmp_path, capsys, "I-27", held).splitlines()[1] == (
        "  'floor', ceiling of 140%: by Article 2.3.1 no revision sets a level beyond it; review 7 of 5% each would, "
        "with about 140.71% of the first level, and is held there"
    )


def test_reviews_between_two_periods(tmp_path: Path, capsys: Capture) -> None:
    """Eight periods end in time, and nobody can say how often a review comes between them."""
    also = change(TREATY, "adjustment, zone]", "adjustment, zone, review]")
    assert section(tmp_path, capsys, "I-27", also, stepping("4%")) == (
        f"I-27 not decided: {SUMMARY}"
        "  seeds/mechanisms/floor.yaml:10:11: not decided: 'floor', ceiling of 140%: 9 steps of 4% pass it, and "
        "between "
        "7 and 26 fall before its end\n"
        "    hint: say in the text that no revision passes it"
    )
    assert section(tmp_path / "slow", capsys, "I-27", also, stepping("1%")).startswith("I-27 holds")


def test_floor_without_an_end(tmp_path: Path, capsys: Capture) -> None:
    found = section(tmp_path, capsys, "I-27", change(FLOOR, "sunset: P8Y\n", ""), stepping("0.5%"))
    assert "68 reviews of 'floor', every 12 months, each by 0.5%: " in found
    still = section(tmp_path / "still", capsys, "I-27", change(FLOOR, "sunset: P8Y\n", ""), stepping("0%"))
    assert still.splitlines()[1] == "  'floor', ceiling of 140%: no review moves the level"


def test_reviews_that_fall_below_the_lowest_level(tmp_path: Path, capsys: Capture) -> None:
    lowest = change(FLOOR, "ceiling: 140%", "lowest: 80%")
    found = section(tmp_path, capsys, "I-27", lowest)
    assert (
        "5 reviews of 'floor', every 12 months, before its end after 8 years, each by 5%: from 12.50 USD/kg contained "
        "Ex examplium (metal, examplium-99) comes to about 9.6723, 77.37809375% of the first level; its lowest level "
        "is "
        "80%, 10.00, and nothing in the text holds a revision there\n"
    ) in found
    assert "    repair: let a review move a level by 4.36% at most\n" in found


def test_level_of_a_later_date_beyond_the_bounds(tmp_path: Path, capsys: Capture) -> None:
    edits = (
        change(FLOOR, "ceiling: 140%", "ceiling: 140%\nlowest: 80%"),
        change(FLOOR, LEVEL, f"{LEVEL}\n{LEVEL.replace('2027', '2029').replace('12.50', '17.60')}"),
        change(FLOOR, LEVEL, f"{LEVEL}\n{LEVEL.replace('2027', '2028').replace('12.50', '9.99')}"),
    )
    assert section(tmp_path, capsys, "I-27", *edits) == (
        f"I-27 fails: {SUMMARY}"
        "  seeds/mechanisms/floor.yaml:26:19: the level of examplium (metal, examplium-99) from 2029-01-01 is 17.60 "
        "USD/kg contained Ex, and the ceiling of 'floor' is 140% of the first level, 17.50\n"
        "    repair: a level of 17.50 or less\n"
        "  seeds/mechanisms/floor.yaml:25:19: the level of examplium (metal, examplium-99) from 2028-01-01 is 9.99 "
        "USD/kg contained Ex, and the lowest level of 'floor' is 80% of the first level, 10.00\n"
        "    repair: a level of 10.00 or more"
    )


def test_steps_of_the_rubber_agreement_of_1995(tmp_path: Path, capsys: Capture) -> None:
    """Steps of 5 % a year from a reference price of 201.66: the sixth comes to 270.24 and passes 270, some 133.88 %."""
    level = change(FLOOR, "amount: 12.50", "amount: 201.66")
    found = section(tmp_path, capsys, "I-27", level, change(FLOOR, "ceiling: 140%", "ceiling: 133.88%"))
    assert "6 reviews of 'floor', every 12 months, before its end after 8 years, each by 5%: from 201.66" in found
    assert "comes to about 270.2437, about 134.0096% of the first level; its ceiling is 133.88%" in found


def test_the_agreement_holds_revisions_at_both_bounds(tmp_path: Path) -> None:
    text = printed("critical-minerals-agreement", {}, tmp_path / "own")
    assert "No revision shall set a floor level that exceeds the ceiling level." in text
    assert "that is lower than" not in text
    changed = {"seeds/mechanisms/border-equalised-floors.yaml": "lowest: 70%\n"}
    assert (
        "No revision shall set a floor level that is lower than 70 per cent of the first floor level that applied to "
        "the covered good under this Agreement."
    ) in printed("critical-minerals-agreement", changed, tmp_path / "changed", faults=("error",))


STEPS = st.fractions(Fraction(1, 1000), Fraction(1, 2), max_denominator=1000)


@settings(deadline=None)
@given(STEPS, st.fractions(Fraction(1, 10), 3, max_denominator=100).filter(lambda share: share != 1))
def test_first_review_beyond_a_bound(step: Fraction, share: Fraction) -> None:
    bound = Bound("ceiling" if share > 1 else "lowest", share)
    first = _first_beyond(bound, step)
    if first is not None:
        level, reached = Fraction(1), []
        for _ in range(first):
            level *= 1 + step if bound.up else 1 - step
            reached.append(level)
        assert [bound.passed(level) for level in reached] == [False] * (first - 1) + [True]
        largest = _largest(bound, first)
        assert not bound.passed(bound.after(largest, first))
        assert bound.passed(bound.after(largest + Fraction(1, 10_000), first))


def test_times_that_a_period_ends_in_another() -> None:
    assert _times(Period(years=10), Period(months=12)) == (9, 9)
    assert _times(Period(years=10), Period(months=11)) == (10, 10)
    assert _times(Period(years=1), Period(days=30)) == (12, 12)
    assert _times(Period(months=3), Period(days=30)) == (2, 3)

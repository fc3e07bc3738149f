"""Starts of time limits: faults planted in the example treaty, and what `travaux prove` prints of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from projects import change, put, run
from test_prove_leaks import FLOOR, TREATY, section

Capture = pytest.CaptureFixture[str]
SUMMARY = "A time limit runs from an event that comes, and the text says whether the day of the event counts.\n"
RULE = put(
    "clauses/example/interpretation-rules.en.md",
    "---\n{heading: Interpretation, purpose: How periods are counted., order: 4, tier: 1}\n---\n"
    "1. {#period} A period begins on the day after the event.\n\n2. {#other} Nothing else is said.\n",
)
WITH = change(TREATY, "adjustment, zone]", "adjustment, zone, review]")
ALONE = change(FLOOR, "reference: reference\nlevel_rule: reference-equal", "level_rule: fixed")
BY_ARTICLE = (
    "periods: by Article 1.1.1 the day of the event is not counted, and 45 days from an event on 2027-03-01 end on"
)


def test_limit_from_a_recommendation_that_nobody_owes(tmp_path: Path, capsys: Capture) -> None:
    assert section(tmp_path, capsys, "I-40", WITH, RULE, ALONE) == (
        f"I-40 fails: {SUMMARY}"
        "  seeds/mechanisms/review.yaml:8:9: 'review' gives 50 days from where a recommendation on the levels of "
        "'floor' "
        "is received until the Committee decides on 'floor'; but 'floor' has no reference price: a Party may make one, "
        "and none has to. Where none is made that time never begins, and what follows its end never comes\n"
        "    repair: count from an event that comes by itself, such as the end of a period, or let somebody owe it\n"
        f"  23 {BY_ARTICLE} 2027-04-15"
    )
    assert section(tmp_path / "sound", capsys, "I-40", WITH, RULE) == (
        f"I-40 holds: {SUMMARY}  3 limits of mechanisms run from events that come\n  23 {BY_ARTICLE} 2027-04-15"
    )
    left_out = change(TREATY, "[reference, floor", "[floor")
    assert section(tmp_path / "out", capsys, "I-40", WITH, RULE, left_out).startswith("I-40 fails")


def test_what_follows_a_limit_that_never_begins(tmp_path: Path, capsys: Capture) -> None:
    sunset = change("seeds/mechanisms/review.yaml", "default: indexed-level", "default: sunset\nsunset_after: P6M")
    found = section(tmp_path, capsys, "I-40", WITH, RULE, ALONE, sunset)
    assert (
        "seeds/mechanisms/review.yaml:21:15: 'review' gives 50 days and 6 months from where a recommendation on the "
        "levels of 'floor' is received until the level of 'floor' ends; but"
    ) in found


def test_day_of_the_event(tmp_path: Path, capsys: Capture) -> None:
    assert section(tmp_path, capsys, "I-40") == (
        f"I-40 fails: {SUMMARY}"
        "  2 limits of mechanisms run from events that come\n"
        "  seeds/instruments/example.yaml:21:10: entry_into_force.delay of 'example': 45 days from an event on "
        "2027-03-01 end on 2027-04-15 where that day is not counted, and on 2027-04-14 where it is; nothing in the "
        "text "
        "says which\n"
        "      so do 15 other periods\n"
        "    repair: add the clause `interpretation-rules`"
    )


def test_plan_that_binds_nobody(capsys: Capture) -> None:
    out = run(capsys, "prove", "us-mx-action-plan").out
    assert f"I-40 not applicable: {SUMMARY}  the text binds nobody to a time limit\n" in out

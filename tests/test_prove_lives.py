"""Lives of mechanisms and of what they read: faults planted in the example treaty, and what is printed of them."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clause_prints import printed
from projects import change, put
from test_prove_leaks import FLOOR, TREATY, section
from travaux.model.period import Period
from travaux.prove._calendar import after
from travaux.prove.lives import outlives

Capture = pytest.CaptureFixture[str]
RESERVE = "seeds/mechanisms/reserve.yaml"
SUMMARY = "A level or price is there from the first day to the last of every mechanism that reads it.\n"
WITH = change(TREATY, "adjustment, zone]", "adjustment, zone, reserve]")
DATED = change(FLOOR, "sunset: P8Y", "in_force: {since: 2027-06-01, until: 2029-12-31}")


def test_level_that_ends_before_the_clause_that_reads_it(tmp_path: Path, capsys: Capture) -> None:
    until = change(RESERVE, "floor: floor", "floor: floor\nin_force: {since: 2027-06-01, until: 2036-01-01}")
    assert section(tmp_path, capsys, "I-32", WITH, DATED, until) == (
        f"I-32 fails: {SUMMARY}"
        "  seeds/mechanisms/floor.yaml:16:11: 'reserve' ends on 2036-01-01 and reads 'floor', which ends on "
        "2029-12-31: "
        "with an entry into force on 2026-06-01 there is nothing to read from 2029-12-31 on\n"
        "    repair: say in the text which level holds then, as paragraph `last-level` of the clause "
        "`floor-suspension` "
        "does\n"
        "    repair: let 'reserve' end no later, or 'floor' last as long\n"
        "    assuming: the day of entry into force is chosen for the example"
    )
    sooner = change(RESERVE, "floor: floor", "floor: floor\nin_force: {since: 2027-06-01, until: 2029-12-31}")
    assert section(tmp_path / "sound", capsys, "I-32", WITH, DATED, sooner).splitlines()[1] == (
        "  3 times a mechanism reads levels or prices of another that lasts as long or longer"
    )
    mixed = section(tmp_path / "mixed", capsys, "I-32", WITH, until)
    assert "not decided: 'reserve' ends on 2036-01-01, 'floor' 8 years after entry into force: which comes" in mixed


def test_floor_that_ends_while_its_reserve_goes_on(tmp_path: Path, capsys: Capture) -> None:
    found = section(tmp_path, capsys, "I-32", WITH)
    assert (
        "'reserve' lasts as long as the text and reads 'floor', which ends 8 years after entry into force: with an "
        "entry "
        "into force on 2026-06-01 there is nothing to read from 2034-06-02 on\n"
    ) in found
    clause = (
        "---\n{heading: End, purpose: The end., order: 12, tier: 1}\n---\n"
        "1. {#sunset} The floors end.\n\n2. {#last-level} The last level is read after that.\n"
    )
    said = section(tmp_path / "said", capsys, "I-32", WITH, put("clauses/example-floor/floor-suspension.en.md", clause))
    assert said.splitlines()[1] == "  'reserve' may outlast 'floor': Article 2.3.2 says what holds then"


def test_values_that_begin_too_late(tmp_path: Path, capsys: Capture) -> None:
    early = change(FLOOR, "sunset: P8Y", "in_force: {since: 2026-06-01}")
    assert section(tmp_path, capsys, "I-32", early) == (
        f"I-32 fails: {SUMMARY}"
        "  seeds/mechanisms/floor.yaml:23:7: 'floor' is in force from 2026-06-01, and examplium (metal, examplium-99) "
        "has no level before 2027-01-01\n"
        "    repair: give a level from 2026-06-01 on, or let it begin on 2027-01-01"
    )
    late = change("seeds/mechanisms/reference.yaml", "2027-01-01:", "2028-01-01:")
    assert (
        "the level of examplium (metal, examplium-99) applies from 2027-01-01 and follows 'reference', which has no "
        "price before 2028-01-01\n    repair: give a reference price from 2027-01-01 on"
    ) in section(tmp_path / "follows", capsys, "I-32", late)
    fixed = change(FLOOR, "level_rule: reference-equal", "level_rule: fixed")
    assert section(tmp_path / "fixed", capsys, "I-32", late, fixed).startswith("I-32 holds")
    none = change(TREATY, "[reference, floor, adjustment, zone]", "[zone]")
    assert section(tmp_path / "none", capsys, "I-32", none).startswith("I-32 not applicable")


def test_the_agreement_says_which_level_is_read_at_the_end(tmp_path: Path) -> None:
    words = "refers to a floor level refers to the last floor level that applied."
    assert words in printed("critical-minerals-agreement", {}, tmp_path / "own")
    open_ended = {"seeds/mechanisms/border-equalised-floors.yaml": "sunset: null\n"}
    assert words not in printed("critical-minerals-agreement", open_ended, tmp_path / "open", faults=("error",))


PERIODS = st.builds(Period, st.integers(0, 3), st.integers(0, 12), st.integers(0, 60)).filter(
    lambda period: bool(period.years or period.months or period.days)
)


@given(PERIODS, PERIODS, st.dates(datetime.date(2000, 3, 1), datetime.date(2390, 1, 1)))
def test_periods_end_as_is_said(reader: Period, read: Period, day: datetime.date) -> None:
    longer = outlives(reader, read)
    if longer is not None:
        assert (after(day, reader) > after(day, read)) == longer or (
            # in a month that is too short two periods of months can end on one day
            longer and after(day, reader) == after(day, read)
        )

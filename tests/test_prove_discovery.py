"""Discovery of prices: faults planted in the example treaty, and what `travaux prove` prints of them."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clause_prints import printed
from projects import Edit, change, put
from test_prove_leaks import TREATY, section
from travaux.model.mechanism.reference_price import Frequency
from travaux.model.period import Period
from travaux.prove._market import PUBLISHED, WITHIN, fewest, is_market_day, recount

Capture = pytest.CaptureFixture[str]
REFERENCE = "seeds/mechanisms/reference.yaml"
AGREEMENT, PRICES = "critical-minerals-agreement", "seeds/mechanisms/reference-prices.yaml"
ADOPTED = (
    "shall continue to apply, notwithstanding the period laid down in",
    "Until the Committee has adopted a value in accordance with",
)

# --- the ladder ------------------------------------------------------------------------------------------------------

LADDER = "Whatever fails, the ladder of sources yields a price.\n"


def laddered(steps: str) -> Edit:
    return change(REFERENCE, "fallback: [survey, committee-value]", f"fallback: [{steps}]")


def test_ladder_that_can_fail_at_every_step(tmp_path: Path, capsys: Capture) -> None:
    last = (
        laddered("second-source, last-value, committee-value"),
        change(REFERENCE, "min_producers", "carry_last_value: P3M\nmin_producers"),
    )
    survey = change(REFERENCE, "data_quality: model", "data_quality: survey")
    assert section(tmp_path, capsys, "I-24", *last, survey) == (
        f"I-24 fails: {LADDER}"
        "  seeds/mechanisms/reference.yaml:9:39: 'reference': the benchmark and then second-source, last-value and "
        "committee-value can all fail at once, and examplium (metal, examplium-99) has no price\n"
        "      benchmark: fewer than 5 observations in 15 market days\n"
        "      second-source: no other source meets the conditions\n"
        "      last-value: it is older than 3 months\n"
        "      committee-value: the Committee has not agreed on one\n"
        "    repair: add `cost-model` to the ladder\n"
        "    repair: say in the text what holds until the Committee has adopted a value, as paragraph "
        "`until-adopted` of "
        "the clause `benchmark-sources` does"
    )
    assert section(tmp_path / "sound", capsys, "I-24", laddered("survey, cost-model")).splitlines()[1] == (
        "  'reference': after the benchmark survey and cost-model; a model can always be computed"
    )
    modelled = section(tmp_path / "model", capsys, "I-24")
    assert "can all fail at once, and examplium (metal, examplium-99) has no indicator price\n" in modelled
    none = change(TREATY, "[reference, floor", "[floor")
    assert section(tmp_path / "none", capsys, "I-24", none).startswith("I-24 not applicable")


def test_text_that_says_what_holds_meanwhile(tmp_path: Path, capsys: Capture) -> None:
    clause = (
        "---\n{heading: Sources, purpose: The sources., order: 12, tier: 1, uses: [committee]}\n---\n"
        "1. {#ladder} A survey is made, and then the Committee adopts a value.\n\n"
        "2. {#until-adopted} Until it has, the last value applies.\n"
    )
    said = put("clauses/example-reference/benchmark-sources.en.md", clause)
    assert section(tmp_path, capsys, "I-24", said).splitlines()[1] == (
        "  'reference': after the benchmark survey and committee-value; by Article 2.2.2 the last value applies until "
        "then"
    )


def test_the_agreement_says_what_holds_meanwhile(tmp_path: Path, capsys: Capture) -> None:
    text = printed(AGREEMENT, {}, tmp_path / "own")
    assert all(words in text for words in ADOPTED)
    changed = {PRICES: "fallback: [survey, cost-model]\ncarry_last_value: null\n"}
    text = printed(AGREEMENT, changed, tmp_path / "model", faults=("error",))
    assert not any(words in text for words in ADOPTED)
    changed = {PRICES: "fallback: [survey, committee-value]\ncarry_last_value: null\n"}
    text = printed(AGREEMENT, changed, tmp_path / "no-last-value", faults=("error",))
    assert ADOPTED[0] not in text
    assert ADOPTED[1] in text


# --- the window ------------------------------------------------------------------------------------------------------

WINDOW = (
    "The window of an indicator price holds the observations that it asks for, on whichever day it is calculated.\n"
)


def published(frequency: str) -> Edit:
    return change(REFERENCE, "    benchmark:", f"    published: {frequency}\n    benchmark:")


def test_weekly_index_in_a_window_of_five_days(tmp_path: Path, capsys: Capture) -> None:
    short = (change(REFERENCE, "window: 15", "window: 5"), change(REFERENCE, "observations: 5", "observations: 3"))
    assert section(tmp_path, capsys, "I-25", published("week"), *short) == (
        f"I-25 fails: {WINDOW}"
        "  seeds/mechanisms/reference.yaml:7:19: the price of examplium (metal, examplium-99) is published once a "
        "week: "
        "on 2000-03-08 the 5 market days from 2000-03-01 on have 1 of the 3 observations that 'reference' asks for\n"
        "      observations that are no older than 25 days: 2000-03-03\n"
        "    repair: a window of 15 market days, and observations as old as that, are enough\n"
        "    repair: ask for 1"
    )
    wide = change(REFERENCE, "window: 15", "window: 25")
    longer = (wide, change(REFERENCE, "stale_after: P25D", "stale_after: P35D"))
    assert section(tmp_path / "sound", capsys, "I-25", published("week"), *longer).splitlines()[1] == (
        "  examplium (metal, examplium-99), published once a week: 25 market days hold 5 observations or more, and 5 "
        "are "
        "asked for"
    )
    assert "of the 5 observations" in section(tmp_path / "stale", capsys, "I-25", published("week"), wide)


def test_mean_of_five_market_days_as_in_the_rubber_agreement_of_1995(tmp_path: Path, capsys: Capture) -> None:
    five = change(REFERENCE, "window: 15", "window: 5")
    found = section(tmp_path, capsys, "I-25", published("market-day"), five)
    assert found.endswith(
        "published on every market day: 5 market days hold 5 observations or more, and 5 are asked for"
    )


def test_frequency_that_is_not_on_record(tmp_path: Path, capsys: Capture) -> None:
    assert section(tmp_path, capsys, "I-25") == (
        f"I-25 not decided: {WINDOW}"
        "  seeds/mechanisms/reference.yaml:23:16: not decided: how often a price of examplium (metal, examplium-99) is "
        "published is not on record\n"
        "    hint: give `published` in the line"
    )
    long = change(REFERENCE, "window: 15", "window: 300000")
    assert "not decided: a window of 300000 market days is longer than any that is looked at\n" in section(
        tmp_path / "long", capsys, "I-25", published("week"), long
    )


FREQUENCIES: st.SearchStrategy[Frequency] = st.sampled_from(sorted(PUBLISHED))  # type: ignore[arg-type]


@settings(deadline=None, max_examples=12)
@given(
    FREQUENCIES,
    st.integers(1, 70),
    st.integers(10, 90),
    st.lists(st.dates(datetime.date(2001, 1, 1), datetime.date(2399, 12, 31)), min_size=20, max_size=20),
)
def test_no_day_has_fewer_observations(frequency: Frequency, window: int, stale: int, on: list[datetime.date]) -> None:
    worst = fewest(window, Period(days=stale), frequency)
    assert recount(worst.day, window, Period(days=stale), frequency) == len(worst.observed)
    calculated = [day for day in on if is_market_day(day)]
    assert all(recount(day, window, Period(days=stale), frequency) >= len(worst.observed) for day in calculated)


@pytest.mark.parametrize("frequency", sorted(PUBLISHED))
@pytest.mark.parametrize("asked", [1, 3])
def test_window_that_is_said_to_be_enough(frequency: Frequency, asked: int) -> None:
    window = asked * WITHIN[frequency]
    assert len(fewest(window, Period(years=3), frequency).observed) >= asked
    assert asked > 1 or window == 1 or len(fewest(window - 1, Period(years=3), frequency).observed) < asked

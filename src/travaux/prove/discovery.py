"""Discovery of prices: whether the ladder of sources always ends in a value, and a window in enough observations."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby, product

from travaux.checks._model import good, listed, mechanisms, spelled
from travaux.compilation import Subject
from travaux.model.instrument import Instrument
from travaux.model.mechanism.reference_price import Frequency, ReferenceLine, ReferencePrice
from travaux.prove import Counterexample, Holds, Inapplicable, Outcome, Undecided, invariant
from travaux.prove._market import WITHIN, fewest, recount
from travaux.prove._texts import placed
from travaux.records import Entry

#: The longest window that is looked at, in market days: some forty years.
LONGEST = 10_000
#: The step that asks nobody: it is computed from costs and, where producers are few, from public data.
COMPUTED = "cost-model"
_EVERY = {
    "market-day": "on every market day",
    "week": "once a week",
    "half-month": "twice a month",
    "month": "once a month",
    "quarter": "once in three months",
}


# --- the ladder ------------------------------------------------------------------------------------------------------


@invariant("I-24")
def ladder_always_yields(s: Subject, instrument: Entry[Instrument]) -> Iterator[Outcome]:
    """Whatever fails, the ladder of sources yields a price.

    A benchmark, a second source and a survey can yield nothing, a last value runs out, and a committee can disagree. So
    the ladder has a value in every case only where a step is computed, or the text says what holds until the Committee
    has adopted a value.

    Why: without a price nobody can say what is due at the border, and the market for which the ladder was written is
    the one whose prices vanish.
    Source: drafting practice: a ladder has to end in something that exists. INRA 1995, Article 31, had an automatic
    rule for the case that no decision is taken (reported).
    Assumes: a model can always be computed from public data; there is a last value.
    """
    found = mechanisms(s, instrument, ReferencePrice)
    if not found:
        yield Inapplicable("the text has no reference price")
    for entry in found:
        yield _ladder(s, instrument, entry)


def _ladder(s: Subject, instrument: Entry[Instrument], entry: Entry[ReferencePrice]) -> Outcome:
    record = entry.record
    ladder = listed(record.fallback)
    if COMPUTED in record.fallback:
        return Holds(f"{record.id!r}: after the benchmark {ladder}; a model can always be computed")
    place = placed(s, instrument, "benchmark-sources", "until-adopted", record.id)
    if place is not None:
        return Holds(f"{record.id!r}: after the benchmark {ladder}; by {place} the last value applies until then")
    observed = next((line for line in record.lines if line.data_quality != "model"), None)
    lacks = f"{good(s, observed or record.lines[0])} has no {'price' if observed else 'indicator price'}"
    return Counterexample(
        f"{record.id!r}: the benchmark and then {ladder} can all fail at once, and {lacks}",
        entry.span("fallback", len(record.fallback) - 1),
        lambda: any(_value(record, works) is None for works in product((True, False), repeat=1 + len(record.fallback))),
        tuple(_failing(record)),
        (
            "add `cost-model` to the ladder",
            "say in the text what holds until the Committee has adopted a value, as paragraph `until-adopted` of the "
            "clause `benchmark-sources` does",
        ),
    )


def _failing(record: ReferencePrice) -> Iterator[str]:
    """How each step comes to yield nothing."""
    why = {
        "second-source": "no other source meets the conditions",
        "survey": "nobody answers",
        "last-value": f"it is older than {spelled(record.carry_last_value)}",
        "committee-value": "the Committee has not agreed on one",
    }
    yield f"benchmark: fewer than {record.min_observations} observations in {record.window} market days"
    yield from (f"{step}: {why[step]}" for step in record.fallback)


def _value(record: ReferencePrice, works: Sequence[bool]) -> str | None:
    """The step that gives the price when some of them work: what is computed always does."""
    steps = zip(("benchmark", *record.fallback), works, strict=True)
    return next((step for step, does in steps if does or step == COMPUTED), None)


# --- the window ------------------------------------------------------------------------------------------------------


@invariant("I-25")
def window_holds_its_observations(s: Subject, instrument: Entry[Instrument]) -> Iterator[Outcome]:
    """The window of an indicator price holds the observations that it asks for, on whichever day it is calculated.

    Publications are counted in the market days of the window, and those that are too old left out, for every market day
    of the 400 years.

    Why: a mean that needs more observations than are published never comes about, and the ladder is used every time.
    Source: arithmetic: a weekly index has one observation in five market days, and three are asked for. INRA 1995,
    Article 32, took the mean of five market days of a daily price (reported).
    Assumes: market days are Monday to Friday; what is published once in a time comes on a market day: a weekly price on
    Fridays, a monthly one on the first market day.
    """
    found = mechanisms(s, instrument, ReferencePrice)
    if not found:
        yield Inapplicable("the text has no reference price")
    for entry in found:
        yield from _windows(s, entry)


def _windows(s: Subject, entry: Entry[ReferencePrice]) -> Iterator[Outcome]:
    if entry.record.window > LONGEST:
        why = f"a window of {entry.record.window} market days is longer than any that is looked at"
        yield Undecided(why, entry.span("window"), f"give {LONGEST} or fewer")
        return

    def frequency(line: ReferenceLine) -> str:
        return line.published or ""

    for _, group in groupby(sorted(entry.record.lines, key=frequency), key=frequency):
        own = list(group)
        published = own[0].published
        if published is None:
            more = f" and {len(own) - 1} other goods" if len(own) > 1 else ""
            yield Undecided(
                f"how often a price of {good(s, own[0])}{more} is published is not on record",
                entry.span("lines", entry.record.lines.index(own[0]), "benchmark"),
                "give `published` in the line",
            )
        else:
            yield _window(s, entry, own, published)


def _window(s: Subject, entry: Entry[ReferencePrice], lines: Sequence[ReferenceLine], published: Frequency) -> Outcome:
    record = entry.record
    worst = fewest(record.window, record.stale_after, published)
    seen, every = len(worst.observed), _EVERY[published]
    if seen >= record.min_observations:
        goods = f"{good(s, lines[0])}" + (f" and {len(lines) - 1} other goods" if len(lines) > 1 else "")
        held = (
            f"{record.window} market days hold {seen} observations or more, and {record.min_observations} are asked for"
        )
        return Holds(f"{goods}, published {every}: {held}")
    enough = record.min_observations * WITHIN[published]
    days = ", ".join(map(str, worst.observed)) or "none"
    return Counterexample(
        f"the price of {good(s, lines[0])} is published {every}: on {worst.day} the {record.window} market days from "
        f"{worst.begins} on have {seen} of the {record.min_observations} observations that {record.id!r} asks for",
        entry.span("min_observations"),
        lambda: recount(worst.day, record.window, record.stale_after, published) < record.min_observations,
        (
            f"observations that are no older than {spelled(record.stale_after)}: {days}",
            *([f"so for {len(lines) - 1} other goods"] if len(lines) > 1 else []),
        ),
        (
            f"a window of {enough} market days, and observations as old as that, are enough",
            *([f"ask for {seen}"] if seen else []),
        ),
    )

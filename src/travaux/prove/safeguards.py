"""Safeguards: whether a surge is measured against something that is there, and a gap in price is charged once."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from travaux.checks._model import mechanisms, spelled
from travaux.compilation import Subject
from travaux.figures import cents_up, percent, shown
from travaux.model.instrument import Instrument
from travaux.model.mechanism.flooding_safeguard import AdditionalDuty, FloodingSafeguard, TariffQuota, VolumeTrigger
from travaux.prove import Counterexample, Holds, Inapplicable, Outcome, invariant
from travaux.prove._both import falls_on, together
from travaux.prove._steady import counted, longest
from travaux.prove._stock import of_one
from travaux.prove._world import World
from travaux.records import Entry

NO_BASE = {
    "price-trigger": "only the threshold of price is examined",
    "least-share": "only the share of consumption is examined",
    "not-met": "the threshold is not met",
}


# --- quantity --------------------------------------------------------------------------------------------------------


@invariant("I-43")
def steady_imports_are_no_surge(s: Subject, instrument: Entry[Instrument]) -> Iterator[Outcome]:
    """A surge is measured against a base that ends before it, has a rule for nothing, and is as long as its window.

    The base ends on the day before the window begins, and the record says what holds where it is nothing. What is left
    is the calendar: the same imports every day are compared with themselves over the windows of 400 years.

    Why: a base with the surge in it hides the surge; 0/0 is no threshold; and a short February makes a surge of March.
    Source: Agreement on Safeguards Article 2, on an increase of imports (wt-19, unconfirmed); the calendar.
    Assumes: a window can begin on any day.
    """
    found = [e for e in mechanisms(s, instrument, FloodingSafeguard) if e.record.volume]
    if not found:
        yield Inapplicable("no safeguard of this text compares quantities")
    for entry in found:
        if entry.record.volume is not None:
            yield _steady(entry, entry.record.volume)


def _steady(entry: Entry[FloodingSafeguard], volume: VolumeTrigger) -> Outcome:
    worst, number = longest(volume.window, volume.base_windows), volume.base_windows
    base_from, begins, ends = worst.begins[0], worst.begins[-2], worst.begins[-1]
    length, base = spelled(volume.window), "the one before" if number == 1 else f"the {number} before"
    if worst.growth <= of_one(volume.above):
        more = percent(worst.growth)
        return Holds(
            f"{entry.record.id!r}: a window of {length} is compared with {base}, which end where it begins; steady "
            f"imports exceed them by {more} at most; where they are nothing, {NO_BASE[volume.no_base]}"
        )
    return Counterexample(
        f"imports that never change are a surge for {entry.record.id!r}: the window of {length} from {begins} has "
        f"{worst.window} days, and {base} from {base_from} on "
        f"{'has' if number == 1 else 'have a mean of'} {shown_days(worst.base)}: {percent(worst.growth)} more, where "
        f"{volume.above} is the threshold",
        entry.span("volume", "above"),
        lambda: (
            (counted(begins, ends) * number - counted(base_from, begins)) * 100
            > volume.above.value * counted(base_from, begins)
        ),
        repairs=(
            f"set `above` to {percent(cents_up(100 * worst.growth) / 100)} or more",
            "let windows be of whole years, or count them in days",
        ),
    )


def shown_days(days: Fraction) -> str:
    """Days, as a whole number where they are one."""
    return str(days.numerator) if days.denominator == 1 else shown(days)


# --- charges ---------------------------------------------------------------------------------------------------------


@invariant("I-44")
def gap_is_charged_once(s: Subject, instrument: Entry[Instrument]) -> Iterator[Outcome]:
    """Where a safeguard and a border adjustment meet on one good, the record says which of the two gives way.

    Why: the same gap in price is paid twice, and the importer of the cheapest goods pays more than the floor.
    Source: drafting practice; GATT 1994 Article VI:5 has the rule for two remedies of one situation (unconfirmed).
    Assumes: a charge that follows the declared price, after the phase-in; the measure at its limit.
    """
    world, met = World(s, instrument), False
    for safeguard in mechanisms(s, instrument, FloodingSafeguard):
        if not isinstance(safeguard.record.measure, AdditionalDuty | TariffQuota):
            continue
        for key in dict.fromkeys(kept.adjustment.record.id for kept in world.kept):
            own = [k for k in world.kept if k.adjustment.record.id == key and falls_on(safeguard.record, k)]
            if own:
                met = True
                yield together(s, instrument, safeguard, own)
    if not met:
        yield Inapplicable("no safeguard duty and border adjustment fall on one good")

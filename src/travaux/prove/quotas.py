"""Quotas: whether a quantity keeps anything out, and is allocated as a whole."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from travaux.checks._model import good, listed, mechanisms, name, party_names, resolved
from travaux.compilation import Subject
from travaux.figures import percent, plain, shown
from travaux.lookup import lookup
from travaux.model.instrument import Instrument
from travaux.model.mechanism.base import GoodsLine
from travaux.model.mechanism.border_adjustment import BorderAdjustment
from travaux.model.mechanism.border_adjustment import Quota as FreeQuantity
from travaux.model.mechanism.flooding_safeguard import FloodingSafeguard, Quota, TariffQuota
from travaux.model.mechanism.price_floor import PriceFloor
from travaux.model.quantity import KILOGRAMS
from travaux.prove import Counterexample, Holds, Inapplicable, Outcome, Undecided, invariant
from travaux.prove._plain import scanned
from travaux.prove._stock import of_one
from travaux.records import Entry


@invariant("I-22")
def quota_limits_something(s: Subject, instrument: Entry[Instrument]) -> Iterator[Outcome]:
    """A quota is smaller than the imports against which it is laid down, and its shares are the whole of it.

    A safeguard quota is a share of the same base as its threshold. Where it lies above the threshold, imports that meet
    the one come in under the other. The quantity that enters without a border price adjustment is compared with the
    imports of a year. That shares add up is kept by the record.

    Why: a measure that limits nothing costs the same investigation; and what no share covers, everybody claims.
    Source: arithmetic; Agreement on Safeguards Article 5, on size and allocation of quotas (wt-20, unconfirmed).
    Assumes: imports just above a threshold; those of a year are spread evenly over it.
    """
    found = [*_measures(s, instrument), *_charges(s, instrument)]
    yield from found or [Inapplicable("the text has no quota")]


# --- of a safeguard --------------------------------------------------------------------------------------------------


def _measures(s: Subject, instrument: Entry[Instrument]) -> Iterator[Outcome]:
    for safeguard in mechanisms(s, instrument, FloodingSafeguard):
        if isinstance(safeguard.record.measure, Quota | TariffQuota):
            yield _quota(safeguard, safeguard.record.measure)


def _quota(safeguard: Entry[FloodingSafeguard], measure: Quota | TariffQuota) -> Outcome:
    record, volume = safeguard.record, safeguard.record.volume
    if volume is None:
        return Undecided(f"{record.id!r} has no base for its quota", safeguard.span("measure"))
    threshold, size = 1 + of_one(volume.above), of_one(measure.share_of_base)
    if size <= threshold:
        shared = f"; its shares add up to 100%: {_shares(measure)}" if measure.allocation else ""
        return Holds(
            f"{record.id!r}: imports of more than {percent(threshold)} of the base meet the threshold, and the quota "
            f"is {measure.share_of_base} of it{shared}"
        )
    imports = (threshold + size) / 2
    return Counterexample(
        f"{record.id!r}: imports of {percent(imports)} of the base meet the threshold of {volume.above} above it, and "
        f"the quota of {measure.share_of_base} lets all of them in",
        safeguard.span("measure", "share_of_base"),
        lambda: 100 + volume.above.value < 100 * imports < measure.share_of_base.value,
        repairs=(f"set `share_of_base` to {percent(threshold)} or less",),
    )


def _shares(measure: Quota | TariffQuota) -> str:
    given = measure.allocation.shares if measure.allocation else {}
    return listed(f"{origin} {share}" for origin, share in given.items())


# --- of an adjustment ------------------------------------------------------------------------------------------------

#: Times that a quantity is given in a year.
IN_A_YEAR = {"calendar-year": 1, "calendar-quarter": 4}


def _charges(s: Subject, instrument: Entry[Instrument]) -> Iterator[Outcome]:
    for adjustment in mechanisms(s, instrument, BorderAdjustment):
        for n, quota in enumerate(adjustment.record.quotas):
            yield _free(s, instrument, adjustment, n, quota)


def _free(
    s: Subject, instrument: Entry[Instrument], adjustment: Entry[BorderAdjustment], number: int, quota: FreeQuantity
) -> Outcome:
    """Whether the quantity that enters without the charge leaves imports on which it falls, Party by Party."""
    span, line = adjustment.span("quotas", number, "quantity"), GoodsLine(**_good(quota))
    yearly = Fraction(quota.quantity.kilograms) * IN_A_YEAR[quota.period]
    parties = resolved(adjustment.record.addressees, instrument)
    imports = {party: _imports(s, instrument, party, quota) for party in parties}
    missing = [party for party, mass in imports.items() if mass is None]
    all_of_it = [party for party, mass in imports.items() if mass is not None and mass <= yearly]
    given = f"{quota.quantity.amount} {quota.quantity.unit} of {good(s, line)} in a {quota.period.replace('-', ' ')}"
    if all_of_it:
        party = max(all_of_it, key=lambda key: yearly - (imports[key] or 0))
        mass, others = imports[party] or Fraction(0), [key for key in all_of_it if key != party]
        return Counterexample(
            f"{given} enter {name(s.records.parties[party])} without {adjustment.record.id!r}, {plain(yearly)} kg a "
            f"year, and the imports of a year are {plain(mass)} kg: nothing is left to charge",
            span,
            lambda: _left(s, instrument, party, quota) <= 0,
            (f"the same holds in {party_names(s, others)}",) if others else (),
            (f"a quantity of less than {shown(mass / IN_A_YEAR[quota.period])} kg",),
            (f"imports: {lookup(s, instrument, 'import-volume').said()}, spread evenly over the year",),
        )
    if missing:
        where = party_names(s, missing)
        why = f"{given} enter without {adjustment.record.id!r}; not on record are the imports of {where}"
        return Undecided(why, span, "name a table of the kind import-volume, in the basis of the floor level")
    widest = max(yearly / mass for mass in imports.values() if mass)
    return Holds(f"{given} are {percent(widest)} of the imports of a Party at most")


def _good(quota: FreeQuantity) -> dict[str, Any]:
    return {"product": quota.product, "stage": quota.stage, "grade": quota.grade}


def _imports(s: Subject, instrument: Entry[Instrument], party: str, quota: FreeQuantity) -> Fraction | None:
    """The imports of a year in kilograms; None where no table has them."""
    about = {"party": party, "product": quota.product, "stage": quota.stage}
    figure = lookup(s, instrument, "import-volume").find(**about)
    if figure is None or figure.unit.basis not in ("", *_bases(s, instrument, quota)):
        return None
    return figure.value * Fraction(KILOGRAMS[figure.unit.per])


def _bases(s: Subject, instrument: Entry[Instrument], quota: FreeQuantity) -> set[str]:
    """The basis of the floor levels of the good, in which its quantity is given."""
    lines = (line for floor in mechanisms(s, instrument, PriceFloor) for line in floor.record.lines)
    own = [line for line in lines if (line.product, line.stage) == (quota.product, quota.stage)]
    return {str(price.basis) for line in own for price in line.levels.values()}


def _left(s: Subject, instrument: Entry[Instrument], party: str, quota: FreeQuantity) -> Fraction:
    """What is left of the imports of one period, from the rows of the tables."""
    about = {"party": party, "product": quota.product, "stage": quota.stage}
    found = scanned(s, instrument, "import-volume", **about)
    if found is None:
        return Fraction(1)
    imports = found[0] * Fraction(KILOGRAMS[found[1].per]) / IN_A_YEAR[quota.period]
    return imports - Fraction(quota.quantity.amount) * Fraction(KILOGRAMS[quota.quantity.unit])

"""Build-up: whether a reserve can be filled, and filled again after a release, by its largest purchases in time."""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterator
from fractions import Fraction

from travaux.checks._model import mechanisms, spelled
from travaux.compilation import Subject
from travaux.figures import cents_up, percent, shown
from travaux.model.instrument import Instrument
from travaux.model.mechanism.strategic_reserve import BuildUp, StrategicReserve
from travaux.model.period import Period
from travaux.model.quantity import KILOGRAMS
from travaux.prove import Counterexample, Holds, Inapplicable, Outcome, Undecided, invariant
from travaux.prove._calendar import after
from travaux.prove._money import DAYS_OF_YEAR, Purse, purses
from travaux.prove._plain import rate, scanned
from travaux.prove._stock import fewest_months, fewest_years, of_one
from travaux.records import Entry

_CLAMPED = "a month that has no such day ends the period on its last day"
#: Months of release beyond which no disruption is looked at.
MOST_MONTHS = 240


@invariant("I-28")
def can_be_filled(s: Subject, instrument: Entry[Instrument]) -> Iterator[Outcome]:
    """The largest purchases that a reserve may make fill it in its time, and fill it again after a release.

    Purchases are limited by calendar month and begin after their notice. Counted are the calendar months that are left
    from the worst day of the 400 years; lacking after a release is what the largest releases take, month after month.
    Where a table has the use of the goods, the money of the calendar years is compared with their price.

    Why: a quantity that cannot be there in time is a promise that is broken on a day which everybody knew.
    Source: arithmetic: 90 days of use at 2 t a month can take 41 months where 24 are given.
    Assumes: a programme is notified on the first day; goods are to be had at the floor level, and no cheaper.
    """
    found = mechanisms(s, instrument, StrategicReserve)
    if not found:
        yield Inapplicable("the text has no reserve")
    for reserve in found:
        faults: list[Outcome] = [*_steps(reserve), *_refill(reserve)]
        yield from faults or [_filled(reserve)]
        for n, purse in purses(s, instrument, reserve):
            yield _affords(purse, n)


def _needed(reserve: StrategicReserve, share: Fraction) -> int:
    """Months of the largest purchases until a share of the lower end of the band is there."""
    return math.ceil(share / of_one(reserve.acquisition.monthly))


def _filled(reserve: Entry[StrategicReserve]) -> Holds:
    record, last = reserve.record, reserve.record.build_up[-1]
    months, _ = fewest_months(record.acquisition.notice, Period(months=last.after))
    again, _ = fewest_months(record.acquisition.notice, record.release.replenish)
    needed, pace = _needed(record, Fraction(1)), record.acquisition.monthly
    return Holds(
        f"{record.id!r}: at {pace} a month the lower end of its band takes {needed} calendar months; {last.after} "
        f"months leave {months} at least, and {spelled(record.release.replenish)} after a release {again}",
        (_CLAMPED,),
    )


# --- pace ------------------------------------------------------------------------------------------------------------


def _buying(begins: datetime.date, ends: datetime.date) -> int:
    """The calendar months between two days, counted day by day."""
    days = (begins + datetime.timedelta(days=n) for n in range((ends - begins).days + 1))
    return len({(day.year, day.month) for day in days})


def _steps(reserve: Entry[StrategicReserve]) -> Iterator[Counterexample]:
    """A step of the build-up that the months left after the notice do not make."""
    notice, pace = reserve.record.acquisition.notice, reserve.record.acquisition.monthly
    for n, step in enumerate(reserve.record.build_up):
        within = Period(months=step.after)
        months, day = fewest_months(notice, within)
        short = _needed(reserve.record, of_one(step.share)) - months
        if short <= 0:
            continue
        begins, ends = after(day, notice), after(day, within)
        yield Counterexample(
            f"{reserve.record.id!r} is to hold {step.share} of the lower end of its band {step.after} months after "
            f"entry into force: from {day} that is {ends}, purchases begin on {begins}, and in {months} calendar "
            "months "
            f"{pace} each make {percent(months * of_one(pace))}",
            reserve.span("build_up", n, "after"),
            lambda begins=begins, ends=ends, step=step: _buying(begins, ends) * pace.value < step.share.value,  # type: ignore[misc]
            repairs=(f"allow {step.after + short} months", *_pace(of_one(step.share), months)),
            assumptions=(_CLAMPED,),
        )


def _pace(share: Fraction, months: int) -> Iterator[str]:
    if months:
        yield f"let {percent(cents_up(100 * share / months) / 100)} be bought in a month"


def _left(released: Fraction, months: int) -> Fraction:
    """What the largest releases of so many months leave of the stock."""
    return (1 - released) ** months


def _refill(reserve: Entry[StrategicReserve]) -> Iterator[Counterexample]:
    """What a release takes, against what can be bought in the time in which it is to be back."""
    record = reserve.record
    notice, pace, release = record.acquisition.notice, record.acquisition.monthly, record.release
    months, day = fewest_months(notice, release.replenish)
    bought, taken = months * of_one(pace), of_one(release.monthly)
    lasted = next((n for n in range(1, MOST_MONTHS + 1) if 1 - _left(taken, n) > bought), None)
    if lasted is None:
        return
    left, ends = _left(taken, lasted), after(day, release.replenish)
    yield Counterexample(
        f"{record.id!r} releases {release.monthly} of its stock a month: {lasted} months leave {percent(left)} of the "
        f"lower end of its band. It is to be back {spelled(release.replenish)} after the cause has ended: from {day} "
        f"that is {ends}, purchases begin on {after(day, notice)}, and in {months} calendar months {pace} each make "
        f"{percent(bought)} where {percent(1 - left)} is lacking",
        reserve.span("release", "replenish"),
        lambda: _short_after(record, lasted, after(day, notice), ends),
        repairs=(
            f"allow {_needed(record, Fraction(1)) - months} months more",
            *_pace(Fraction(1), months),
        ),
        assumptions=(_CLAMPED, "the stock was at the lower end of its band"),
    )


def _short_after(record: StrategicReserve, months: int, begins: datetime.date, ends: datetime.date) -> bool:
    """Month by month: the stock shrinks, and grows again until the day on which it is to be back."""
    stock = Fraction(1)
    for _ in range(months):
        stock -= stock * Fraction(record.release.monthly.value) / 100
    for _ in range(_buying(begins, ends)):
        stock += Fraction(record.acquisition.monthly.value) / 100
    return stock < 1


# --- money -----------------------------------------------------------------------------------------------------------


def _affords(purse: Purse, number: int) -> Outcome:
    """Whether the money of the calendar years buys each step of the build-up at the floor level."""
    record, span = purse.reserve.record, purse.reserve.span("holdings", number, "yearly_cap")
    limit = f"{shown(Fraction(purse.cap.amount))} {purse.cap.currency} a year"
    if not purse.known:
        return Undecided(
            f"whether {limit} buy what {purse.party} is to hold: the use of {purse.missing()} is not on record",
            span,
            "name a table of the kind consumption, in the basis of the floor level",
        )
    for step in record.build_up:
        years, day = fewest_years(record.acquisition.notice, Period(months=step.after))
        if of_one(step.share) * purse.cost > years * Fraction(purse.cap.amount):
            return _too_dear(purse, number, step, years, day)
    return Holds(f"{limit} buy what {purse.party} is to hold, {shown(purse.cost)} at the floor levels", purse.assumed())


def _too_dear(purse: Purse, number: int, step: BuildUp, years: int, day: datetime.date) -> Counterexample:
    cost, cap = of_one(step.share) * purse.cost, Fraction(purse.cap.amount)
    ends = after(day, Period(months=step.after))
    needed = cents_up(cost / max(years, 1))
    return Counterexample(
        f"{step.share} of the lower end of its bands costs {purse.party} {shown(cost)} {purse.cap.currency} at the "
        f"floor levels. From {day} until {ends} it has the money of {years} calendar "
        f"{'year' if years == 1 else 'years'}: {shown(years * cap)}",
        purse.reserve.span("holdings", number, "yearly_cap"),
        lambda: _spent(purse, step) > years * cap,
        tuple(purse.told()),
        (f"a limit of {shown(needed)} {purse.cap.currency} a year", "a lower band, or more time"),
        (*purse.assumed(), "levels of the first day; nothing is cheaper"),
    )


def _spent(purse: Purse, step: BuildUp) -> Fraction:
    """The cost of a step from the rows of the tables and the records, good by good, in whole percentages."""
    total = Fraction(0)
    for stock in purse.goods:
        about = {"party": purse.holding.party, "product": stock.line.product, "stage": stock.line.stage}
        use = scanned(purse.s, purse.instrument, "consumption", **about)
        price = next(iter(stock.priced.levels.values()))
        exchange = rate(purse.s, purse.instrument, price.currency, purse.cap.currency)
        if use is not None and exchange is not None:
            mass = use[0] * Fraction(KILOGRAMS[use[1].per]) / Fraction(KILOGRAMS[price.per])
            total += mass * Fraction(price.amount) * exchange * stock.line.at_least * Fraction(step.share.value)
    return total / (100 * DAYS_OF_YEAR)

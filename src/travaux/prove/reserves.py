"""Reserves: whether a stock buys and sells on the right sides of its floor, and can be built up in its time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import groupby

from travaux.checks._model import good, spelled
from travaux.compilation import Subject
from travaux.figures import percent, shown
from travaux.model.instrument import Instrument
from travaux.model.quantity import Percentage
from travaux.prove import Counterexample, Holds, Inapplicable, Outcome, Undecided, invariant
from travaux.prove._averages import days_of, sold_while_on
from travaux.prove._stock import Stocked, of_one, stocked
from travaux.records import Entry


@invariant("I-26")
def sells_dearer_than_it_buys(s: Subject, instrument: Entry[Instrument]) -> Iterator[Outcome]:
    """A reserve buys at the floor level or above, and sells dearer: once the floor is off, and below its ceiling.

    Floor level, purchase price, release price and ceiling stand in this order, and the release price no lower than that
    at which the floor stops. Where the means of the two run over different times, a run of daily prices is looked for
    in which the one is high while the floor holds.

    Why: a reserve that sells while the floor holds undercuts those who are held to it; one that opens only above the
    ceiling is shut when users need it most.
    Source: the natural rubber agreements, which bought below and sold above a reference price within fixed outer limits
    (reported).
    Assumes: the levels of the first day; goods are sold on the day on which they may be.
    """
    goods = list(stocked(s, instrument))
    if not goods:
        yield Inapplicable("no reserve of this text has a good with a floor level")
    for _, group in groupby(goods, key=lambda stock: stock.reserve.record.id):
        own = list(group)
        faults: list[Outcome] = [*_between(s, own), *_means(s, own), *_below_the_floor(s, own)]
        yield from faults or [_in_order(s, own[0])]


def _rungs(stock: Stocked) -> dict[str, Fraction]:
    """The prices of a reserve beside those of its floor, as shares of the first level, in their due order."""
    floor, reserve = stock.floor.record, stock.reserve.record
    shares = {
        "purchase up to": reserve.acquisition.up_to,
        "floor off above": floor.off_trigger.stops_above if floor.off_trigger else None,
        "release above": reserve.release.above,
        "ceiling": floor.ceiling,
    }
    return {"floor level": Fraction(1), **{name: of_one(share) for name, share in shares.items() if share is not None}}


def _ladder(stock: Stocked) -> str:
    """The prices for one good: `floor level 12.50, purchase up to 13.00, ... USD/kg contained Ex`."""
    level, unit = stock.first
    return ", ".join(f"{name} {shown(share * level)}" for name, share in _rungs(stock).items()) + f" {unit}"


def _others(s: Subject, goods: Sequence[Stocked]) -> tuple[str, ...]:
    return (f"so for {len(goods) - 1} other goods",) if len(goods) > 1 else ()


def _in_order(s: Subject, stock: Stocked) -> Holds:
    release, rungs = stock.reserve.record.release, _rungs(stock)
    said = [f"level of {min(stock.priced.levels)}"]
    if "ceiling" in rungs and "release above" in rungs:
        highest = rungs["ceiling"] / rungs["release above"] * stock.first[0]
        said.append(f"the level rises to no more than {shown(highest)}: beyond it the reserve opens above the ceiling")
    if release.why_below:
        said.append(f"that goods are sold below the floor level is meant: {release.why_below}")
    return Holds(f"{stock.reserve.record.id!r}, {good(s, stock.line)}: {_ladder(stock)}", tuple(said))


def _between(s: Subject, goods: Sequence[Stocked]) -> Iterator[Counterexample]:
    """A price at which the reserve sells and the floor holds, or at which the ceiling is passed and that is shut."""
    stock, rungs = goods[0], _rungs(goods[0])
    above, stops, ceiling = (rungs.get(name) for name in ("release above", "floor off above", "ceiling"))
    if above is None:
        return
    level, unit = stock.first
    who = f"{stock.reserve.record.id!r} releases {good(s, stock.line)} above {shown(above * level)} {unit}"
    span, steps = stock.reserve.span("release", "above"), (_ladder(stock), *_others(s, goods))
    said = (f"level of {min(stock.priced.levels)}",)
    if stops is not None and above < stops:
        price = (above + stops) / 2 * level
        yield Counterexample(
            f"{who}, and the floor is off only above {shown(stops * level)}: at a mean price of {shown(price)} goods "
            "of "
            "the reserve are sold while the floor holds",
            span,
            lambda: _sells(stock, price) and not _off(stock, price),
            steps,
            (
                f"release above {percent(stops)} of the floor level or more",
                f"let the floor stop above {percent(above)}",
            ),
            said,
        )
    if ceiling is not None and above > ceiling:
        high = (above + ceiling) / 2 * level
        yield Counterexample(
            f"{who}, and the ceiling is {shown(ceiling * level)}: at a mean price of {shown(high)} the floor has no "
            "purpose any more, and the reserve is shut",
            span,
            lambda: _over(stock.floor.record.ceiling, stock, high) and not _sells(stock, high),
            steps,
            (f"release above {percent(ceiling)} of the floor level or less", f"raise the ceiling to {percent(above)}"),
            said,
        )


def _over(share: Percentage | None, stock: Stocked, mean: Fraction) -> bool:
    """Whether a mean price exceeds a share of the first level, in hundredths from the record alone."""
    return share is not None and 100 * mean > Fraction(share.value) * stock.first[0]


def _sells(stock: Stocked, mean: Fraction) -> bool:
    return _over(stock.reserve.record.release.above, stock, mean)


def _off(stock: Stocked, mean: Fraction) -> bool:
    off = stock.floor.record.off_trigger
    return off is not None and _over(off.stops_above, stock, mean)


def _means(s: Subject, goods: Sequence[Stocked]) -> Iterator[Counterexample | Undecided]:
    """Daily prices whose mean lets the reserve sell, while the mean over the time of the floor leaves that on."""
    stock, off = goods[0], goods[0].floor.record.off_trigger
    release, over = stock.reserve.record.release, stock.reserve.record.release.average_over
    if off is None or release.above is None or over is None or over == off.average_over:
        return
    span, both = stock.reserve.span("release", "average_over"), f"{spelled(over)} and {spelled(off.average_over)}"
    own, floor = days_of(over), days_of(off.average_over)
    if own is None or floor is None:
        yield Undecided(f"means over {both} are compared: it depends on the months", span, "state both in days")
        return
    run = sold_while_on(own, of_one(release.above), floor, of_one(off.stops_above), of_one(off.resumes_below))
    if run is None or (run.then[1] < 1 and release.not_below == "floor-level"):
        return
    level, unit = stock.first
    told = " and then ".join(f"{days} days at {shown(share * level)}" for days, share in (run.first, run.then))
    held = "not yet off" if own < floor else "on again"
    yield Counterexample(
        f"{stock.reserve.record.id!r} looks at the mean of {own} days and the floor at that of {floor}: after {told} "
        f"{unit} of {good(s, stock.line)} the one is {shown(run.mean(own) * level)} and the other "
        f"{shown(run.mean(floor) * level)}, and the reserve sells while the floor is {held}",
        span,
        lambda: _sells(stock, run.mean(own) * level) and not _off(stock, run.mean(floor) * level),
        (_ladder(stock), *_others(s, goods)),
        ("take both means over the same time",),
        (f"level of {min(stock.priced.levels)}",),
    )


def _below_the_floor(s: Subject, goods: Sequence[Stocked]) -> Iterator[Counterexample]:
    """A sale below the level in a disruption, where only the indicator price limits it."""
    stock, release = goods[0], goods[0].reserve.record.release
    if release.not_below != "indicator-price" or "supply-disruption" not in release.causes:
        return
    level, unit = stock.first
    price = level / 2
    yield Counterexample(
        f"{stock.reserve.record.id!r} sells {good(s, stock.line)} in a supply disruption at the indicator price: at "
        "one "
        f"of {shown(price)} {unit} it sells {shown(level - price)} below the floor level of {shown(level)}",
        stock.reserve.span("release", "not_below"),
        lambda: not _off(stock, price) and price < stock.first[0],
        _others(s, goods),
        ("set `not_below: floor-level`",),
        ("the price is chosen for the example: half of the floor level",),
    )

"""Leaks of the floors: whether a mineral from outside can land in a party for less than its floor, and by which way."""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise

from travaux.checks._model import good, listed, name
from travaux.compilation import Subject
from travaux.model.instrument import Instrument
from travaux.model.table import OUTSIDE
from travaux.prove import Counterexample, Holds, Inapplicable, Outcome, Undecided, invariant
from travaux.prove._chain import Border, Chain
from travaux.prove._figures import plain, shown
from travaux.prove._repairs import Mend, entry, lowered, raised, repaired
from travaux.prove._replay import reproduces, steps
from travaux.prove._search import Leak, leaks
from travaux.prove._world import FOLLOWING, Kept, Mineral, World
from travaux.records import Entry

HONEST = "the declared price is the price paid, without rebate or over-invoicing"
PHASED = "every phase-in has ended and every Party charges; until then the gap is charged in part"


@dataclass(frozen=True)
class _Case:
    """One mineral on one day."""

    world: World
    mineral: Mineral
    day: datetime.date
    chain: Chain

    def party(self, key: str) -> str:
        return "outside" if key == OUTSIDE else name(self.world.s.records.parties[key])

    def kept(self, party: str, stage: str) -> Kept:
        return self.world.highest(self.mineral, self.day)[party, stage]

    def good(self, party: str, stage: str) -> str:
        return good(self.world.s, self.kept(party, stage).line)

    def assumptions(self, *more: str) -> tuple[str, ...]:
        prices, freight, duties = map(self.world.table, ("outside-price", "freight", "duty-rate"))
        said = [
            f"levels of {self.day}, in {self.mineral.unit}",
            f"freight: {freight.said()}" if freight else "freight is taken as nothing: no table of it is named",
            f"no lower price outside than in {prices.said()}" if prices else "any price outside, down to nothing",
            f"other duties: {duties.said()}" if duties else "no other duties",
        ]
        costs = self.world.table("conversion-cost")
        said += [f"costs of conversion: {costs.said()}"] if costs and len(self.chain.stages) > 1 else []
        return (*said, *more, HONEST, PHASED)


def _cases(world: World) -> Iterator[_Case | Undecided]:
    """Each mineral on each day on which a level changes; or why the mineral cannot be looked at."""
    for mineral in world.minerals():
        what = good(world.s, mineral.kept[0].line)
        why = _unfit(world, mineral)
        if why is not None:
            yield Undecided(f"{what}: {why[0]}", mineral.kept[0].span, why[1])
            continue
        for day in world.days(mineral):
            yield _Case(world, mineral, day, world.chain(mineral, day, what))


def _unfit(world: World, mineral: Mineral) -> tuple[str, str] | None:
    for kept in mineral.kept:
        adjustment = kept.adjustment.record
        if adjustment.base == "index-price" or adjustment.form not in FOLLOWING:
            base = adjustment.base if adjustment.base == "index-price" else adjustment.form
            hint = "a variable charge on the declared price is decided"
            return f"the charge is {base.replace('-', ' ')} and does not follow the declared price", hint
        if any(world.price(level, mineral) is None for level in kept.line.levels.values()):
            return "its levels are in two currencies", "name a table of the kind exchange-rate that has both"
    return None


# --- routes ----------------------------------------------------------------------------------------------------------


def _unknown(chain: Chain, leak: Leak) -> list[tuple[str, ...]]:
    """The moves and steps of a route whose cost is not on record."""
    places = [move.place for move in leak.moves]
    stages = [move.stage for move in leak.moves]
    moved = [(a, b) for a, b in pairwise(places) if a != b and (a, b) in chain.freight.unknown]
    made = [
        (p, a, b) for p, (a, b) in zip(places[1:], pairwise(stages), strict=True) if (p, a, b) in chain.unknown_costs
    ]
    return [*moved, *made]


def _below(case: _Case, leak: Leak) -> str:
    floor = Fraction(case.chain.borders[leak.party, leak.stage].floor)
    if leak.bar == floor:
        return f"the floor of {shown(floor)}"
    return f"the {shown(leak.bar)} at which the border of {case.party(leak.party)} lets the same mineral in"


def _statement(case: _Case, leak: Leak) -> str:
    lands = f"{case.good(leak.party, leak.stage)} lands in {case.party(leak.party)} at {shown(leak.landed)}"
    return f"{lands} {case.mineral.unit}, {shown(leak.gap)} below {_below(case, leak)}"


def _others(found: tuple[Leak, ...], case: _Case) -> tuple[str, ...]:
    rest = [f"{case.party(leak.party)} ({leak.stage}, {shown(leak.gap)} below)" for leak in found[1:]]
    return (f"the same mineral also lands too cheap in {listed(rest)}",) if rest else ()


def _closing_freight(case: _Case, leak: Leak) -> str:
    inside = leak.moves[next(n for n, move in enumerate(leak.moves) if move.kind == "clear") :]
    legs = [(a.place, b.place) for a, b in pairwise(inside) if a.place != b.place]
    if len(legs) != 1:
        return f"the leak closes when the ways between the Parties cost {shown(leak.gap)} more together"
    one, other = legs[0]
    needed = case.chain.freight.between(one, other) + leak.gap
    return f"the leak closes when freight from {case.party(one)} to {case.party(other)} is {shown(needed)} or more"


def _floors(case: _Case, mend: Mend, verb: str) -> tuple[str, ...]:
    changes = repaired(case.chain, mend)
    if not changes:
        return ()
    said = []
    for (party, stage), level in changes.items():
        border = case.chain.borders.get((party, stage))
        before = (
            f"from {shown(Fraction(border.floor))} to {shown(level)}" if border else f"at {shown(level)}, new there"
        )
        said.append(f"{case.party(party)} ({stage}) {before}")
    return (f"{verb} the floor of {listed(said)}",)


def _route(case: _Case, found: tuple[Leak, ...], *assumed: str) -> Counterexample | Undecided:
    known = tuple(leak for leak in found if not _unknown(case.chain, leak))
    worst, found = (known or found)[0], known
    span = case.kept(worst.party, worst.stage).span
    if not known:
        need = "; ".join([_statement(case, worst), "some of the costs on the way are not on record"])
        return Undecided(
            f"{need}; {_closing_freight(case, worst)}", span, "add them to a table that the instrument names"
        )
    repairs = (
        *_floors(case, lowered, "lower"),
        *_floors(case, raised, "raise"),
        _closing_freight(case, worst),
    )
    return Counterexample(
        _statement(case, worst),
        span,
        lambda: all(reproduces(case.chain, leak) for leak in found),
        (*steps(case.chain, worst, case.party), *_others(found, case)),
        repairs,
        case.assumptions(*assumed),
    )


# --- the limit of the charge -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Capped:
    """A good that comes in straight from outside and lands below the floor, because the charge is limited."""

    party: str
    stage: str
    value: Fraction
    landed: Fraction
    floor: Fraction
    turn: Fraction
    """The value below which goods land under the floor."""


def _capped(chain: Chain) -> Iterator[_Capped]:
    for (party, stage), border in chain.borders.items():
        if border.cap is None:
            continue
        floor, rate = Fraction(border.floor), Fraction(chain.duties.get((party, stage), 0))
        turn = floor / (1 + rate + border.cap)
        lowest = Fraction(chain.outside[stage])
        way = Fraction(chain.freight.inward[chain.parties.index(party)], chain.freight.scale)
        value = lowest + way if lowest else Fraction(math.floor(turn * 50), 100)
        landed = Fraction(chain.landed(party, stage, value))
        if landed < floor:
            yield _Capped(party, stage, value, landed, floor, turn)


def _lands_again(case: _Case, found: _Capped) -> bool:
    """The same sum from the records, without the chain: value, duty, and the charge up to its limit."""
    kept = case.kept(found.party, found.stage)
    level = max(day for day in kept.line.levels if day <= case.day)
    price, cap = kept.line.levels[level], kept.adjustment.record.cap
    floor = case.world.price(price, case.mineral)
    duty = case.chain.duty(found.party, found.stage, found.value)
    if floor is None or cap is None:
        return False
    gap = floor - found.value - (duty if kept.adjustment.record.stacking == "net-of-other-duties" else 0)
    return found.value + duty + min(gap, Fraction(cap.value) / 100 * found.value) == found.landed < floor == found.floor


def _limit(case: _Case, found: list[_Capped]) -> Counterexample:
    worst = max(found, key=lambda capped: capped.floor - capped.landed)
    kept, what = case.kept(worst.party, worst.stage), case.good(worst.party, worst.stage)
    limit = f"the charge is limited to {kept.adjustment.record.cap} of the value"
    gap = worst.floor - worst.landed
    lands = f"{what} of a value of {shown(worst.value)} lands in {case.party(worst.party)} at {shown(worst.landed)}"
    known = bool(case.chain.outside[worst.stage])
    chosen = () if known else ("the value is chosen for the example: half of that below which the limit binds",)
    needed = (worst.floor - worst.value) / worst.value if worst.value else None
    repairs = [f"goods of a value below {shown(worst.turn)} land under the floor; from there on none does"]
    if known and needed is not None:
        repairs.append(f"a limit of {shown(Fraction(math.ceil(needed * 10000), 100))}% closes the gap at this value")
    others = [case.party(other.party) for other in found if other is not worst]
    return Counterexample(
        f"{lands} {case.mineral.unit}, {shown(gap)} below the floor of {shown(worst.floor)}: {limit}",
        kept.adjustment.span("cap"),
        lambda: all(_lands_again(case, capped) for capped in found),
        (f"the same holds in {listed(others)}",) if others else (),
        tuple(repairs),
        case.assumptions(*chosen),
    )


@invariant("I-01")
def no_leak(s: Subject, instrument: Entry[Instrument]) -> Iterator[Outcome]:
    """No good from outside lands in a Party below that Party's floor.

    The price in a Party is the price outside with freight, other duties, the charge and costs of conversion. Looked at
    are the way straight in, where the limit of the charge lets cheap goods under the floor, and every way through other
    Parties: cleared there at their floor, processed until it originates, and sent on free of the charge. Each step adds
    a sum or lifts the price to a floor, so the cheapest way is a shortest path, exact in whole numbers. A route counts
    as a leak where the good lands below the floor, and below what the Party's own border makes of an earlier stage that
    it covers: a floor at a later stage that can be undercut by processing at home is the subject of I-02.

    Why: a floor that can be walked round is paid by those alone who do not know the way.
    Source: arithmetic; floors are leak-proof if and only if no two differ by more than it costs to move the good
    between them. On prices kept at each stage of production: ev-010 (reported).
    Assumes: honest declared prices, an ended phase-in, the tables of freight, prices and costs that the instrument
    names. A price or freight that no table has is taken as nothing, the worst case; where that alone makes the leak, it
    is not decided. Smuggling, false origin and misdeclared content are outside the model.
    """
    world = World(s, instrument)
    if not world.kept:
        yield Inapplicable("no floor of this text is kept at the border")
        return
    proved = []
    for case in _cases(world):
        if isinstance(case, Undecided):
            yield case
            continue
        still = _Case(world, case.mineral, case.day, _without_refunds(case.chain))
        capped, found = list(_capped(still.chain)), leaks(still.chain)
        if capped:
            yield _limit(still, capped)
        if found:
            yield _route(still, found)
        if not capped and not found:
            proved.append(still)
    if proved:
        goods = dict.fromkeys(case.chain.name for case in proved)
        yield Holds(f"no way into a Party lands below its floor: {listed(goods)}", proved[0].assumptions()[1:])


def _without_refunds(chain: Chain) -> Chain:
    borders = {at: replace(border, refunds=False) for at, border in chain.borders.items()}
    return replace(chain, borders=borders, rebates={})


# --- stages, refunds, cycles -----------------------------------------------------------------------------------------


@invariant("I-02")
def stages_fit(s: Subject, instrument: Entry[Instrument]) -> Iterator[Outcome]:
    """A floor at a later stage is no higher than the floor before it with the cost of conversion.

    Why: where it is higher, whoever brings in the earlier stage and processes it at home undercuts the later floor: a
    margin for processors, which may be meant and should be declared.
    Source: arithmetic; reference prices at each stage of production were announced in February 2026 (ev-010, reported).
    Assumes: the table of costs of conversion.
    """
    world = World(s, instrument)
    seen = False
    for case in _cases(world):
        if isinstance(case, Undecided):
            continue  # I-01 says why
        for one, other in pairwise(case.chain.stages):
            for party in case.chain.parties:
                borders = case.chain.borders.get((party, one)), case.chain.borders.get((party, other))
                if borders[0] is not None and borders[1] is not None:
                    seen = True
                    yield from _margin(case, party, one, other, borders[0], borders[1])
    if not seen:
        yield Inapplicable("no Party keeps a floor for one mineral at two stages on one basis")


def _margin(case: _Case, party: str, one: str, other: str, first: Border, second: Border) -> Iterator[Outcome]:
    span, margin = case.kept(party, other).span, Fraction(second.floor) - Fraction(first.floor)
    if (party, one, other) in case.chain.unknown_costs:
        why = f"{case.party(party)}: the cost of making {other} of {one} is not on record"
        yield Undecided(f"{why}; the floors differ by {shown(margin)} {case.mineral.unit}", span, "name a table of it")
        return
    cost = Fraction(case.chain.costs[party, one, other])
    sums = f"{one} floor {shown(Fraction(first.floor))} and conversion {shown(cost)}"
    if margin <= cost:
        yield Holds(f"{case.party(party)}: {sums} reach the {other} floor of {shown(Fraction(second.floor))}")
        return
    yield Counterexample(
        f"{case.party(party)}: {sums} stay below the {other} floor of {shown(Fraction(second.floor))} "
        f"{case.mineral.unit}: a margin of {shown(margin - cost)} for processors, not declared",
        span,
        lambda: first.floor + case.chain.costs[party, one, other] < second.floor,
        repairs=(
            f"lower the {other} floor to {shown(Fraction(first.floor) + cost)}",
            f"raise the {one} floor to {shown(Fraction(second.floor) - cost)}",
        ),
        assumptions=case.assumptions(),
    )


def _pump(chain: Chain) -> tuple[str, ...]:
    """Parties round which a good gains on each lap, the first one repeated at the end; () where there are none."""
    for origin in chain.parties:
        inside = [p for p in chain.parties if p == origin or (origin, p) in chain.exempt]
        lap = _gaining(chain, inside)
        if lap:
            return lap
    return ()


def _step(chain: Chain, one: str, other: str) -> Fraction:
    return chain.freight.between(one, other) - Fraction(chain.rebates.get(one, 0))


def _gaining(chain: Chain, places: list[str]) -> tuple[str, ...]:
    """A cycle whose steps sum to less than nothing (Bellman and Ford)."""
    best = dict.fromkeys(places, Fraction(0))
    before: dict[str, str] = {}
    last = ""
    for _ in places:
        last = ""
        for one in places:
            for other in places:
                if one != other and best[one] + _step(chain, one, other) < best[other]:
                    best[other], before[other], last = best[one] + _step(chain, one, other), one, other
    if not last:
        return ()
    for _ in places:
        last = before[last]
    lap = [last]
    while before[lap[-1]] != last:
        lap.append(before[lap[-1]])
    return (*lap, last)[::-1]


@invariant("I-03")
def no_money_pump(s: Subject, instrument: Entry[Instrument]) -> Iterator[Outcome]:
    """No good gains by being sent round among the Parties.

    Why: a payment on export that exceeds what it costs to bring the good back is earned on every lap.
    Source: arithmetic: a cycle of negative length. Carousel fraud with refunds of tax works in this way.
    Assumes: the tables of freight and of payments on export. What is paid back of the charge itself is never more than
    was paid on the same good, and gives no cycle.
    """
    world = World(s, instrument)
    cases = [case for case in _cases(world) if isinstance(case, _Case)]
    paying = [case for case in cases if case.chain.rebates]
    if not paying:
        back = [case for case in cases if any(border.refunds for border in case.chain.borders.values())]
        if back:
            yield Holds("what is paid back on export is the charge on the same good, and no more")
        else:
            yield Inapplicable("nothing is paid on export")
        return
    for case in paying:
        lap = _pump(case.chain)
        if lap:
            yield _lap(case, lap)
        else:
            yield Holds(f"{case.chain.name}: no way round the Parties pays for itself", case.assumptions())


def _lap(case: _Case, lap: tuple[str, ...]) -> Counterexample | Undecided:
    chain = case.chain
    gain = -sum((_step(chain, a, b) for a, b in pairwise(lap)), Fraction(0))
    way = " -> ".join(map(case.party, lap))
    message = f"{chain.name} gains {shown(gain)} {case.mineral.unit} on each lap {way}"
    if any(pair in chain.freight.unknown for pair in pairwise(lap)):
        return Undecided(f"{message}, if freight on the way is nothing: it is not on record", case.mineral.kept[0].span)

    def again() -> bool:
        paid = sum((Fraction(chain.rebates.get(place, 0)) for place in lap[:-1]), Fraction(0))
        return lap[0] == lap[-1] and paid - sum(chain.freight.between(a, b) for a, b in pairwise(lap)) == gain > 0

    said = tuple(
        f"{case.party(a)} -> {case.party(b)}: freight {plain(chain.freight.between(a, b))}, "
        f"paid on export {plain(Fraction(chain.rebates.get(a, 0)))}"
        for a, b in pairwise(lap)
    )
    repairs = (f"pay {shown(gain)} less on export along the lap, or nothing on goods of another Party",)
    refunds = f"payments on export: {case.world.table('export-refund').said()}"
    return Counterexample(message, case.mineral.kept[0].span, again, said, repairs, case.assumptions(refunds))


@invariant("I-04")
def refund_or_preference(s: Subject, instrument: Entry[Instrument]) -> Iterator[Outcome]:
    """No good is both paid back for on export and let in free by another Party.

    Why: the charge is paid, paid back, and never paid again: the good enters the zone at the price outside. Refund and
    preference together are the classic full leak.
    Source: arithmetic; the USMCA limits drawback for the same reason (na-02, unconfirmed).
    Assumes: as I-01.
    """
    world = World(s, instrument)
    seen = False
    for case in _cases(world):
        if isinstance(case, Undecided):
            continue  # I-01 says why
        paying = case.chain.rebates or any(border.refunds for border in case.chain.borders.values())
        if not paying:
            continue
        seen = True
        if _pump(case.chain):
            yield Undecided(f"{case.chain.name}: prices fall without end on the lap of I-03", case.mineral.kept[0].span)
            continue
        without = {(leak.party, leak.stage): leak.landed for leak in leaks(_without_refunds(case.chain))}
        found = leaks(case.chain)
        by_refund = tuple(x for x in found if x.landed < without.get((x.party, x.stage), x.bar) and _uses(case, x))
        if by_refund:
            yield _route(case, by_refund)
        else:
            yield Holds(f"{case.chain.name}: no good that is paid back for is let in below a floor", case.assumptions())
    if not seen:
        yield Inapplicable("nothing is paid back on export")


def _uses(case: _Case, leak: Leak) -> bool:
    """Whether a route leaves a party that pays something back."""
    border = case.chain.borders.get(entry(leak))
    return bool(case.chain.rebates) or (border is not None and border.refunds)

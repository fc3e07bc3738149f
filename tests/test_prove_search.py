"""The search for leaks: against every simple route walked one by one, and on leaks of the literature."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import permutations

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from all_routes import cheapest
from travaux.prove._chain import Border, Chain, ValueTest
from travaux.prove._cycles import pump, transit
from travaux.prove._freight import Freight
from travaux.prove._repairs import lowered, raised, repaired, with_levels
from travaux.prove._replay import account, reproduces, steps
from travaux.prove._route import Move
from travaux.prove._search import leaks

PARTIES = ("us", "eu", "mx")
#: Small enough for every route to be walked: routes grow with the faculty of parties and stages.
SHAPES = (
    (PARTIES, ("compound",)),
    (PARTIES, ("compound", "metal")),
    (("us", "mx"), ("concentrate", "compound", "metal")),
)
MONEY = st.integers(0, 1200).map(lambda n: Fraction(n, 10))
SHARES = st.sampled_from([Fraction(n, 100) for n in (0, 5, 15, 40, 65)])


def freight(costs: dict[tuple[str, str], Fraction], parties: tuple[str, ...] = PARTIES) -> Freight:
    places = ("outside", *parties)
    return Freight(places, tuple(tuple(costs.get((a, b), Fraction(0)) for b in places) for a in places))


def flat(cost: int, parties: tuple[str, ...] = PARTIES) -> Freight:
    return freight({(a, b): Fraction(cost) for a in parties for b in parties if a != b}, parties)


@st.composite
def chains(draw: st.DrawFn) -> Chain:
    """A chain of two or three parties and one to three stages with everything that can be different."""
    parties, stages = draw(st.sampled_from(SHAPES))
    ats = [(p, s) for p in parties for s in stages]
    moves = [(a, b) for a in ("outside", *parties) for b in parties if a != b]
    borders = {
        at: Border(
            draw(MONEY),
            draw(st.none() | SHARES),
            draw(st.booleans()),
            draw(st.booleans()),
            draw(st.sampled_from([Fraction(1), Fraction(1, 2), Fraction(0)])),
            draw(st.booleans()),
        )
        for at in ats
        if draw(st.integers(0, 4))
    }
    pairs = [(a, b) for n, a in enumerate(stages) for b in stages[n + 1 :]]
    value = st.tuples(st.builds(ValueTest, SHARES, st.booleans()))
    return Chain(
        "ndpr",
        "USD/kg",
        parties,
        stages,
        borders,
        {stage: draw(MONEY) for stage in stages},
        freight({move: draw(MONEY) / 10 for move in moves}, parties),
        {(p, a, b): draw(MONEY) / 4 for p in parties for a, b in pairs if draw(st.integers(0, 3))},
        confers={pair: draw(st.none() | value) for pair in pairs if draw(st.integers(0, 3))},
        passes=frozenset(stages) if draw(st.integers(0, 3)) == 0 else frozenset(),
        exempt=frozenset((a, b) for a in parties for b in parties if a != b and draw(st.integers(0, 3))),
        duties={at: draw(SHARES) for at in ats if not draw(st.integers(0, 3))},
    )


@settings(max_examples=60, deadline=None, phases=(Phase.explicit, Phase.reuse, Phase.generate))
@given(chains())
def test_finds_what_every_simple_route_finds(chain: Chain) -> None:
    found = {(leak.party, leak.stage): leak for leak in leaks(chain)}
    assert all(reproduces(chain, leak) for leak in found.values())
    for party in chain.parties:
        best = cheapest(chain, chain.covered(party))
        for stage in chain.covered(party):
            leak = found.get((party, stage))
            if leak is not None:
                assert leak.landed == best[party, stage]
            elif (party, stage) in best:
                assert best[party, stage] >= lowest(chain, party, stage)


def lowest(chain: Chain, party: str, stage: str) -> Fraction:
    """Below which price a good has leaked, from the definition."""
    near = min(Fraction(cost, chain.freight.scale) for cost in chain.freight.inward)
    bars = [Fraction(chain.borders[party, stage].floor)]
    for first in chain.stages[: chain.stages.index(stage) + 1]:
        costs = list(step_bystep(chain, first, stage))
        if (party, first) in chain.borders and costs:
            least = min(costs)
            bars.append(Fraction(chain.landed(party, first, chain.outside[first] + near)) + least)
    return min(bars)


def step_bystep(chain: Chain, first: str, last: str) -> Iterator[Fraction]:
    """What every way of processing costs, each step in any party."""
    if first == last:
        yield Fraction(0)
    for (_, one, other), cost in chain.costs.items():
        if one == first:
            yield from (cost + rest for rest in step_bystep(chain, other, last))


@settings(max_examples=40, deadline=None)
@given(chains())
def test_repairs_close_every_leak(chain: Chain) -> None:
    borders = {at: replace(border, cap=None, refunds=False) for at, border in chain.borders.items()}
    plain = replace(chain, borders=borders)
    for mend in (lowered, raised):
        changes = repaired(plain, mend)
        if changes is not None:
            assert leaks(replace(plain, borders=with_levels(plain, changes))) == ()
            assert bool(changes) == bool(leaks(plain))


# --- leaks of the literature -----------------------------------------------------------------------------------------

FOUR = ("us", "eu", "jp", "mx")
MADE = {("compound", "metal"): (ValueTest(Fraction(15, 100), True),)}


def literature() -> Chain:
    """Mexico keeps its floors 5 lower, and 15 per cent of value give origin."""
    levels = {"compound": 110, "metal": 134}
    return Chain(
        "NdPr",
        "USD/kg",
        FOUR,
        ("compound", "metal"),
        {(p, s): Border(Fraction(levels[s] - 5 * (p == "mx"))) for p in FOUR for s in levels},
        {"compound": Fraction(55), "metal": Fraction(80)},
        flat(1, FOUR),
        {(p, "compound", "metal"): Fraction(25) for p in FOUR},
        confers=MADE,
        exempt=frozenset((a, b) for a in FOUR for b in FOUR if a != b),
    )


def test_lower_floor_of_one_member() -> None:
    chain = literature()
    found = leaks(chain)
    assert [(leak.party, leak.stage, leak.landed, leak.gap) for leak in found] == [
        (party, "metal", 131, 3) for party in ("us", "eu", "jp")
    ]
    assert steps(chain, found[0], str.upper) == (
        "buy it outside as compound at 55                                      ->  55.00",
        "clear it in MX: the border price adjustment is 50                     -> 105.00",
        "make metal of it in MX at 25: it originates there (value added 57.7%) -> 130.00",
        "ship it at 1 to US: no charge, as a good of MX                        -> 131.00",
    )


def test_rule_of_origin_protects() -> None:
    strict = {("compound", "metal"): (ValueTest(Fraction(40, 100), True),)}
    assert leaks(replace(literature(), confers=strict)) == ()
    at_customs_value = {("compound", "metal"): (ValueTest(Fraction(40, 100), False),)}
    assert [leak.landed for leak in leaks(replace(literature(), confers=at_customs_value))] == [131, 131, 131]


def test_refund_is_the_full_leak() -> None:
    chain = literature()
    borders = {at: Border(Fraction(110 if at[1] == "compound" else 134), refunds=at[0] == "mx") for at in chain.borders}
    found = leaks(replace(chain, borders=borders, confers={("compound", "metal"): None}))
    assert (found[0].party, found[0].landed, found[0].gap) == ("us", 81, 53)


def test_repairs_of_the_lower_floor() -> None:
    chain = literature()
    assert repaired(chain, lowered) == {(party, "metal"): 131 for party in ("us", "eu", "jp")}
    assert repaired(chain, raised) == {("mx", "compound"): 108}


def test_cheaper_processing_is_no_leak() -> None:
    """What a member makes cheaper than another, of goods cleared at the same floor, is trade."""
    level = {at: Border(Fraction(110 if at[1] == "compound" else 134)) for at in literature().borders}
    costs = {(p, "compound", "metal"): Fraction(25 if p != "mx" else 20) for p in FOUR}
    assert leaks(replace(literature(), borders=level, costs=costs)) == ()


def test_step_that_a_third_member_does_cheaper_is_no_leak() -> None:
    stages = {"concentrate": 80, "compound": 110, "metal": 134}
    steps = {("concentrate", "compound"): ("eu", 20), ("compound", "metal"): ("mx", 14)}
    costs = {
        (p, *step): Fraction(low if p == cheap else low + 10) for p in FOUR for step, (cheap, low) in steps.items()
    }
    chain = replace(
        literature(),
        stages=tuple(stages),
        borders={(p, s): Border(Fraction(level)) for p in FOUR for s, level in stages.items()},
        outside={"concentrate": Fraction(50)},
        costs=costs,
        confers=dict.fromkeys([*steps, ("concentrate", "metal")]),
    )
    assert leaks(chain) == ()


def test_route_that_is_not_allowed_is_refused() -> None:
    chain = replace(literature(), confers={})
    moves = (Move("buy", "outside", "compound"), Move("clear", "mx", "compound"), Move("enter", "us", "compound"))
    with pytest.raises(ValueError, match="us charges goods of outside"):
        list(account(chain, moves))


# --- cycles ----------------------------------------------------------------------------------------------------------


@settings(max_examples=60, deadline=None)
@given(chains(), st.dictionaries(st.sampled_from(PARTIES), MONEY.map(lambda money: money / 20)))
def test_money_pump_against_every_cycle(chain: Chain, rebates: dict[str, Fraction]) -> None:
    """Out and back of one, two or three parties, by the cheapest way through any."""
    paying = replace(chain, rebates={party: paid for party, paid in rebates.items() if party in chain.parties})
    lap = pump(paying)
    assert sum(leg.gain for leg in lap) > 0 or not lap
    ways = transit(chain.freight)
    gains = []
    for origin in chain.parties:
        inside = [p for p in chain.parties if p == origin or (origin, p) in chain.exempt]
        for size in range(1, len(inside) + 1):
            for cycle in permutations(inside, size):
                moves = zip(cycle, (*cycle[1:], cycle[0]), strict=True)
                gains.append(sum(paying.rebates.get(a, Fraction(0)) - ways[a, b] for a, b in moves))
    assert bool(lap) == any(gain > 0 for gain in gains)

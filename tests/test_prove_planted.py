"""Leaks planted in random worlds that have none are found, reproduced and mended; and the search against a slow one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from slow_search import prices
from test_prove_search import MONEY, SHARES, lowest
from travaux.prove._chain import Border, Chain, ValueTest
from travaux.prove._cycles import pump
from travaux.prove._freight import Freight
from travaux.prove._repairs import closing_leg, closing_rise, dearer, lowered, raised, repaired, with_levels
from travaux.prove._replay import reproduces
from travaux.prove._search import leaks

STAGES = ("ore", "concentrate", "compound", "metal")


@st.composite
def worlds(draw: st.DrawFn) -> Chain:
    """Three to six parties with one floor at each stage, higher from stage to stage: nothing leaks."""
    parties = tuple("abcdef"[: draw(st.integers(3, 6))])
    stages = STAGES[: draw(st.integers(1, 4))]
    places = ("outside", *parties)
    cost = st.integers(5, 40).map(lambda n: Fraction(n, 10))
    ways = Freight(places, tuple(tuple(Fraction(0) if a == b else draw(cost) for b in places) for a in places))
    levels = {stage: Fraction(60 + 25 * n) for n, stage in enumerate(stages)}
    pairs = [(a, b) for n, a in enumerate(stages) for b in stages[n + 1 :]]
    return Chain(
        "ndpr",
        "USD/kg",
        parties,
        stages,
        {(p, s): Border(levels[s]) for p in parties for s in stages},
        {stage: Fraction(draw(st.integers(5, 20))) for stage in stages},
        ways,
        {
            (p, a, b): draw(st.integers(50, 400).map(lambda n: Fraction(n, 10)))
            for p in parties
            for a, b in pairwise(stages)
        },
        confers={
            pair: draw(st.none() | st.just((ValueTest(Fraction(5, 100), draw(st.booleans())),))) for pair in pairs
        },
        passes=frozenset(stages),
        exempt=frozenset((a, b) for a in parties for b in parties if a != b and draw(st.integers(0, 5))),
    )


@dataclass(frozen=True)
class Planted:
    """A world with a leak: where the good comes in, where it lands, and how far below at least."""

    chain: Chain
    kind: str
    gate: tuple[str, str]
    party: str
    gap: Fraction


@st.composite
def planted(draw: st.DrawFn) -> Planted:
    """One party lets a good in for less: by its floor, the limit of its charge, its phase-in, or a refund."""
    world = draw(worlds())
    gate, party = draw(st.sampled_from(sorted(world.exempt) or [("", "")]))
    assume(gate)
    stage, kind = draw(st.sampled_from(world.stages)), draw(st.sampled_from(["floor", "cap", "phase", "refund"]))
    gap = draw(st.integers(1, 200).map(lambda n: Fraction(n, 10)))
    value = Fraction(world.outside[stage]) + world.freight.inward[world.parties.index(gate)] / Fraction(
        world.freight.scale
    )
    target = lowest(world, party, stage) - gap - world.freight.between(gate, party)
    assume(target > value)
    before = world.borders[gate, stage]
    border = {
        "floor": Border(target),
        "cap": Border(before.floor, cap=(target - value) / value),
        "phase": Border(before.floor, phase=(target - value) / (before.floor - value)),
        "refund": Border(before.floor, refunds=True),
    }[kind]
    return Planted(replace(world, borders={**world.borders, (gate, stage): border}), kind, (gate, stage), party, gap)


@settings(max_examples=20, deadline=None)
@given(worlds())
def test_one_floor_for_all_has_no_leak(world: Chain) -> None:
    assert leaks(world) == ()


@settings(max_examples=40, deadline=None)
@given(planted())
def test_planted_leak_is_found(case: Planted) -> None:
    found = {(leak.party, leak.stage): leak for leak in leaks(case.chain)}
    leak = found[case.party, case.gate[1]]
    assert leak.gap >= case.gap
    assert all(reproduces(case.chain, one) for one in found.values())


@settings(max_examples=20, deadline=None)
@given(planted())
def test_repairs_close_a_planted_leak_and_less_does_not(case: Planted) -> None:
    down = repaired(case.chain, lowered)
    assert down
    assert leaks(replace(case.chain, borders=with_levels(case.chain, down))) == ()
    up = repaired(case.chain, raised)
    if case.kind != "floor":  # a higher floor does not help where the charge is limited or paid back
        assert up is None or leaks(replace(case.chain, borders=with_levels(case.chain, up))) == ()
        return
    assert set(up or {}) == {case.gate}
    assert leaks(replace(case.chain, borders=with_levels(case.chain, up or {}))) == ()
    less = {at: level - Fraction(1, 1000) for at, level in (up or {}).items()}
    assert leaks(replace(case.chain, borders=with_levels(case.chain, less)))


@settings(max_examples=20, deadline=None)
@given(planted())
def test_closing_freight_closes_and_less_does_not(case: Planted) -> None:
    rise, least = closing_rise(case.chain)
    pairs = [(a, b) for a in case.chain.parties for b in case.chain.parties if a != b]

    def left(more: Fraction) -> bool:
        costs = {pair: case.chain.freight.between(*pair) + more for pair in pairs}
        return bool(leaks(dearer(case.chain, costs)))

    assert rise > 0
    assert not left(rise)
    assert not least or left(rise - Fraction(1, 1000))
    worst = leaks(case.chain)[0]
    leg = closing_leg(case.chain, worst)
    if leg is not None:
        assert leg[2] == case.chain.freight.between(*leg[:2]) + worst.gap
        at = {(leak.party, leak.stage) for leak in leaks(dearer(case.chain, {leg[:2]: leg[2] - Fraction(1, 1000)}))}
        assert (worst.party, worst.stage) in at


# --- against a slow search -------------------------------------------------------------------------------------------


@st.composite
def anything(draw: st.DrawFn) -> Chain:
    """A world in which everything is different, payments on export among it."""
    world = draw(worlds())
    share = st.none() | SHARES
    phase = st.sampled_from([Fraction(1), Fraction(1), Fraction(3, 4), Fraction(1, 2)])
    borders = {
        at: Border(
            border.floor + draw(st.integers(-60, 60)) / Fraction(4), draw(share), draw(st.booleans()),
            draw(st.booleans()), draw(phase), draw(st.booleans()),
        )
        for at, border in world.borders.items()
        if draw(st.integers(0, 6))
    }  # fmt: skip
    return replace(
        world,
        borders=borders,
        passes=frozenset(stage for stage in world.stages if draw(st.booleans())),
        duties={at: draw(SHARES) for at in borders if not draw(st.integers(0, 3))},
        rebates={p: draw(MONEY) / 100 for p in world.parties if not draw(st.integers(0, 3))},
        most_outside=draw(st.none() | SHARES),
    )


@settings(max_examples=40, deadline=None)
@given(anything())
def test_fast_search_finds_what_the_slow_one_finds(chain: Chain) -> None:
    assume(not pump(chain))
    found = {(leak.party, leak.stage): leak for leak in leaks(chain)}
    assert all(reproduces(chain, leak) for leak in found.values())
    for party in chain.parties:
        slow = prices(chain, chain.covered(party))
        for stage in chain.covered(party):
            price, bar = slow.get((party, stage)), lowest(chain, party, stage)
            leak = found.get((party, stage))
            assert (leak is not None) == (price is not None and price < bar)
            assert leak is None or (leak.landed, leak.bar) == (price, bar)

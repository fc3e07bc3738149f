"""The search for leaks: 60 parties, 60 minerals and 5 stages; coalitions of 60 parties; and properties of formulas.

python benchmarks/prove.py --repeat 5

Levels differ by up to 1 and freight lies between 0.50 and 4.00, so that most minerals leak somewhere. Times are of the
processor, in one process; the median is printed.
"""

from __future__ import annotations

import argparse
import random
import statistics
import time
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from travaux.formula.nodes import (
    ZERO,
    And,
    Case,
    Comparison,
    Conditional,
    Constant,
    Difference,
    Max,
    Min,
    Product,
    Round,
    Symbol,
)
from travaux.formula.unit import PURE
from travaux.formula.whole import Formula, Step, Variable
from travaux.prove._chain import Border, Chain, ValueTest
from travaux.prove._charged import PRICE
from travaux.prove._coalitions import Condition
from travaux.prove._deadlock import deadlock
from travaux.prove._freight import Freight
from travaux.prove._monotone import never_falls
from travaux.prove._repairs import closing_rise, lowered, raised, repaired
from travaux.prove._replay import reproduces
from travaux.prove._search import Leak, leaks
from travaux.prove._solver import z3
from travaux.prove._tiers import tiers

PARTIES = tuple(f"p{n}" for n in range(60))
STAGES = ("ore", "concentrate", "intermediate", "compound", "metal")
MINERALS = 60
AT = tuple((party, stage) for party in PARTIES for stage in STAGES)


def freight(seed: int) -> Freight:
    """Freight between all parties, drawn from a fixed generator."""
    draw = random.Random(seed)
    places = ("outside", *PARTIES)
    rows = tuple(tuple(Fraction(0 if a == b else draw.randint(50, 400), 100) for b in places) for a in places)
    return Freight(places, rows)


def chain(seed: int, ways: Freight, spread: int, special: bool = False) -> Chain:
    """A mineral; its levels differ from party to party by up to so many cents, and its borders do all that they can."""
    draw = random.Random(seed)
    levels = {stage: 50 + 25 * n for n, stage in enumerate(STAGES)}
    tests = (ValueTest(Fraction(draw.randint(20, 40), 100), at_floor=True),) if special else None
    costs = {
        (party, one, other): Fraction(draw.randint(2000, 3000), 100)
        for party in PARTIES
        for one, other in pairwise(STAGES)
    }
    return Chain(
        f"mineral {seed}",
        "USD/kg",
        PARTIES,
        STAGES,
        {at: border(draw, levels[at[1]] + Fraction(draw.randint(0, spread), 100), special) for at in AT},
        {stage: Fraction(20 + 20 * n) for n, stage in enumerate(STAGES)},
        ways,
        costs,
        confers={(one, other): tests for n, one in enumerate(STAGES) for other in STAGES[n + 1 :]},
        exempt=frozenset((one, other) for one in PARTIES for other in PARTIES if one != other),
        duties={at: Fraction(draw.randint(1, 9), 100) for at in AT} if special else {},
    )


def border(draw: random.Random, level: Fraction, special: bool) -> Border:
    """A border that lifts a price to its floor; or one with a limit of the charge, and seldom a refund."""
    if not special:
        return Border(level)
    return Border(level, Fraction(draw.randint(250, 300), 100), refunds=draw.random() < 0.0005)


def median(run: Callable[[], object], repeat: int) -> float:
    """The median time of the processor of a run, in milliseconds."""
    times = []
    for _ in range(repeat):
        began = time.process_time()
        run()
        times.append(time.process_time() - began)
    return statistics.median(times) * 1000


def worlds(apart: bool, spread: int, special: bool = False) -> list[Chain]:
    """All minerals, on one table of freight or each on its own; fresh ones, as chains keep what was worked out."""
    shared = freight(0)
    return [chain(n, freight(n) if apart else shared, spread, special) for n in range(MINERALS)]


def decided(chains: list[Chain]) -> list[tuple[Leak, ...]]:
    """Leak or no leak for every party, mineral and stage."""
    return [leaks(each) for each in chains]


def certified(chains: list[Chain], found: list[tuple[Leak, ...]]) -> None:
    """The route of every leak, walked again step by step in fractions."""
    if not all(reproduces(each, leak) for each, own in zip(chains, found, strict=True) for leak in own):
        raise SystemExit("a leak does not reproduce")


def mended(chains: list[Chain], found: list[tuple[Leak, ...]]) -> None:
    """Both repairs and the closing freight of each mineral that leaks."""
    for each in (one for one, own in zip(chains, found, strict=True) if own):
        repaired(each, lowered), repaired(each, raised), closing_rise(each)


def parts(apart: bool, spread: int, special: bool, repeat: int) -> tuple[int, list[float]]:
    """How many leaks there are, and the times of the parts."""
    times: list[list[float]] = []
    for _ in range(repeat):
        chains = worlds(apart, spread, special)
        for each in chains:
            each.freight.scale  # noqa: B018 - the figures are read; what follows is the search
        found: list[tuple[Leak, ...]] = []
        times.append(
            [
                median(lambda chains=chains, found=found: found.extend(decided(chains)), 1),  # type: ignore[misc]
                median(lambda chains=chains, found=found: certified(chains, found), 1),  # type: ignore[misc]
                median(lambda chains=chains, found=found: mended(chains, found), 1),  # type: ignore[misc]
            ]
        )
    return sum(map(len, found)), [statistics.median(column) for column in zip(*times, strict=True)]


def coalitions() -> None:
    """Smallest winning and blocking sets, vetoes and a deadlock of 60 parties with a count, a share and weights."""
    weights = {party: Fraction(n, 1830) for n, party in enumerate(PARTIES, 1)}
    condition = Condition(PARTIES, 40, Fraction(3, 4), weights)
    condition.smallest_winning(), condition.smallest_blocking(), condition.vetoes(), deadlock(condition)


def charge() -> Formula:
    """A charge with phase-in, zone share and limit."""
    bounds = (("F", "level", 10**6), ("C", "content", 10**8), ("W", PRICE, 10**12), ("p", "phase", 1), ("z", "zone", 1))
    given = tuple(Variable(symbol, name, PURE, Decimal(0), Decimal(high), 4) for symbol, name, high in bounds)
    gap = Max((ZERO, Difference(Product((Symbol("F"), Symbol("C"))), Symbol("W"))))
    cap = Product((Constant(Decimal("0.65")), Symbol("W")))
    part = Min((Product((Symbol("p"), Symbol("z"), gap)), cap))
    return Formula("charge", given, (Step("A", "charged", Round(part, 2)),))


def rule_table(rules: int) -> Formula:
    """A table of rules with five conditions each, of which one in ten is hidden by an earlier one."""
    draw = random.Random(0)
    names = ("a", "b", "c", "d", "e")
    given = tuple(Variable(name, f"input_{name}", PURE, Decimal(0), Decimal(10**6), 2) for name in names)
    cases: list[Case] = []
    for number in range(rules):
        low = {name: draw.randint(0, 900_000) for name in names}
        wide = {name: (low[name], low[name] + 90_000) for name in names}
        tests = [test for name, (at, to) in wide.items() for test in _between(name, at, to)]
        hidden = number % 10 == 9
        cases.append(Case(cases[-1].condition if hidden else And(tuple(tests)), Constant(Decimal(number + 1))))
    return Formula("table", given, (Step("A", "rate", Conditional(tuple(cases), ZERO)),))


def _between(name: str, low: int, high: int) -> tuple[Comparison, Comparison]:
    ends = (Constant(Decimal(low), PURE if low else None), Constant(Decimal(high)))
    return Comparison(Symbol(name), ">=", ends[0]), Comparison(Symbol(name), "<", ends[1])


def properties(repeat: int) -> None:
    """Prints how long the solver takes for a property of a charge and for the dead rules of a table."""
    solver = z3()
    if solver is None:
        print("\nno solver: pip install 'travaux[prove]'")
        return
    formula, rules = charge(), rule_table(50)

    def dead() -> int:
        (table,) = tiers(rules)
        return table.never(solver).count(True)

    if not never_falls(solver, formula) or dead() != 5:
        raise SystemExit("the solver decides otherwise")
    once = median(lambda: never_falls(solver, formula), repeat)
    print(f"a charge with phase-in, zone share and limit never falls: {once:.0f} ms")
    print(f"dead rules among 50 with five conditions: {median(dead, repeat):.0f} ms")


CASES = (
    ("one table of freight, equal floors", False, 0, False),
    ("one table of freight, floors that differ", False, 100, False),
    ("60 tables of freight, floors that differ", True, 100, False),
    ("the same with limits, duties, some refunds, and origin by value", False, 100, True),
)


def main() -> None:
    """Prints a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeat", type=int, default=5)
    repeat = parser.parse_args().repeat
    print("| 60 parties, 60 minerals, 5 stages | leaks | decide all, ms | routes, ms | repairs, ms |")
    print("|---|--:|--:|--:|--:|")
    for name, apart, spread, special in CASES:
        count, times = parts(apart, spread, special, repeat)
        print(f"| {name} | {count} | {' | '.join(f'{taken:.0f}' for taken in times)} |")
    print(f"\n60 parties: winning and blocking sets, vetoes and a deadlock in {median(coalitions, repeat):.1f} ms")
    properties(repeat)


if __name__ == "__main__":
    main()

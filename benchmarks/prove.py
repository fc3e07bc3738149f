"""The search for leaks: 60 parties, 60 minerals and 5 stages, and coalitions of 60 parties.

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
from fractions import Fraction
from itertools import pairwise

from travaux.prove._chain import Border, Chain
from travaux.prove._coalitions import Condition
from travaux.prove._freight import Freight
from travaux.prove._search import leaks

PARTIES = tuple(f"p{n}" for n in range(60))
STAGES = ("ore", "concentrate", "intermediate", "compound", "metal")
MINERALS = 60


def freight(seed: int) -> Freight:
    """Freight between all parties, drawn from a fixed generator."""
    draw = random.Random(seed)
    places = ("outside", *PARTIES)
    rows = tuple(tuple(Fraction(0 if a == b else draw.randint(50, 400), 100) for b in places) for a in places)
    return Freight(places, rows)


def chain(seed: int, ways: Freight, spread: int) -> Chain:
    """A mineral; its levels differ from party to party by up to so many cents."""
    draw = random.Random(seed)
    levels = {stage: 50 + 25 * n for n, stage in enumerate(STAGES)}
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
        {(p, s): Border(levels[s] + Fraction(draw.randint(0, spread), 100)) for p in PARTIES for s in STAGES},
        {stage: Fraction(20 + 20 * n) for n, stage in enumerate(STAGES)},
        ways,
        costs,
        confers={(one, other): None for n, one in enumerate(STAGES) for other in STAGES[n + 1 :]},
        exempt=frozenset((one, other) for one in PARTIES for other in PARTIES if one != other),
    )


def median(run: Callable[[], object], repeat: int) -> float:
    """The median time of the processor of a run."""
    times = []
    for _ in range(repeat):
        began = time.process_time()
        run()
        times.append(time.process_time() - began)
    return statistics.median(times)


def shared(spread: int) -> int:
    """All minerals on one table of freight; how many leaks there are."""
    ways = freight(0)
    return sum(len(leaks(chain(n, ways, spread))) for n in range(MINERALS))


def apart(spread: int) -> int:
    """Each mineral on a table of its own."""
    return sum(len(leaks(chain(n, freight(n), spread))) for n in range(MINERALS))


def coalitions() -> None:
    """Smallest winning and blocking sets and vetoes of 60 parties with a count, a share and weights."""
    weights = {party: Fraction(n, 1830) for n, party in enumerate(PARTIES, 1)}
    condition = Condition(PARTIES, 40, Fraction(3, 4), weights)
    condition.smallest_winning(), condition.smallest_blocking(), condition.vetoes()


def main() -> None:
    """Prints a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeat", type=int, default=5)
    repeat = parser.parse_args().repeat
    print("| 60 parties, 60 minerals, 5 stages | leaks | processor, s |", "|---|--:|--:|", sep="\n")
    for name, run, spread in (
        ("one table of freight, equal floors", shared, 0),
        ("one table of freight, floors that differ", shared, 100),
        ("60 tables of freight, floors that differ", apart, 100),
    ):
        print(f"| {name} | {run(spread)} | {median(lambda run=run, s=spread: run(s), repeat):.2f} |")  # type: ignore[misc]
    print(f"\n60 parties: winning and blocking sets and vetoes in {median(coalitions, repeat) * 1000:.1f} ms")


if __name__ == "__main__":
    main()

"""Order of beginning: whether instruments and mechanisms wait for each other, so that none can ever begin."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise

from travaux.compilation import Subject
from travaux.model.instrument import Instrument
from travaux.prove import Counterexample, Holds, Outcome, invariant
from travaux.records import Entry
from travaux.span import Span

Waits = Mapping[str, Mapping[str, Span]]
"""By key: what it waits for, and where that is said."""


def _waits(s: Subject, instrument: Entry[Instrument]) -> Waits:
    """An instrument waits for the one that leads to it; a mechanism for those that it depends on."""
    found: dict[str, dict[str, Span]] = {}
    for key, entry in s.records.instruments.items():
        if entry.record.leads_to:
            found.setdefault(entry.record.leads_to, {})[key] = entry.span("leads_to")
    for mechanism in s.mechanisms(instrument):
        for n, key in enumerate(mechanism.record.depends_on):
            found.setdefault(mechanism.record.id, {})[key] = mechanism.span("depends_on", n)
    return found


def circle(waits: Waits) -> tuple[str, ...]:
    """A shortest way from one thing that waits back to it, the first repeated at the end; () where there is none."""
    found: list[tuple[str, ...]] = []
    for start in waits:
        ways: list[tuple[str, ...]] = [(start,)]
        seen: set[str] = set()
        while ways:
            way = ways.pop(0)
            for key in waits.get(way[-1], ()):
                if key == start:
                    found.append((*way, start))
                    ways = []
                    break
                if key not in seen:
                    seen.add(key)
                    ways.append((*way, key))
    return min(found, key=len, default=())


def begun(waits: Waits) -> frozenset[str]:
    """Everything that can begin, one after the other: what waits for nothing, then what waits for that alone."""
    every = {*waits, *(key for keys in waits.values() for key in keys)}
    done: set[str] = set()
    while ready := {key for key in every - done if set(waits.get(key, ())) <= done}:
        done |= ready
    return frozenset(done)


@invariant("I-34")
def nothing_waits_for_itself(s: Subject, instrument: Entry[Instrument]) -> Iterator[Outcome]:
    """No instrument and no mechanism waits, by way of others, for itself to begin.

    Why: each keeps its word by waiting, and none ever begins.
    Source: arithmetic: what can begin is a fixpoint; a circle never enters it.
    Assumes: an instrument that leads to another comes before it; a mechanism begins after those under `depends_on`.
    """
    waits = _waits(s, instrument)
    way = circle(waits)
    if not way:
        count = sum(len(keys) for keys in waits.values())
        yield Holds(f"{count} things wait for another, and none for itself")
        return
    yield Counterexample(
        " waits for ".join(map(repr, way)) + ": none of them ever begins",
        waits[way[0]][way[1]],
        lambda: not begun(waits) & set(way),
        tuple(f"{one!r} waits for {other!r}: {waits[one][other]}" for one, other in pairwise(way)),
        (f"take one of these out, such as {way[1]!r} from what {way[0]!r} waits for",),
    )

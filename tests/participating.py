"""Participation planted in the agreement of the library: what each party stays out of, and all that relies on it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache

import travaux
from check_findings import AGREEMENT
from travaux.compilation import Subject

INSTRUMENT = f"seeds/instruments/{AGREEMENT}.yaml"
PARTIES = ("eu", "jp", "mx", "us")
#: All that hangs on the floors, so that a party can stay out of them.
FLOORS = (
    *("border-equalised-floors", "border-price-adjustment", "trade-zone", "market-disruption-safeguard"),
    *("strategic-reserves", "floor-reviews", "floor-alignment", "producer-support", "transition-relief"),
)
JAPAN_STAYS_OUT = "participation:\n" + "".join(f"  {key}: {{mode: opt-out, parties: [jp]}}\n" for key in FLOORS)


@cache
def plain() -> Subject:
    """The agreement as it is."""
    return travaux.compile(AGREEMENT).subject


@cache
def needs() -> Mapping[str, frozenset[str]]:
    """By mechanism of the agreement: all that it relies on, through others as well."""
    subject = plain()
    entries = {entry.record.id: entry.record for entry in subject.mechanisms(next(subject.instruments()))}
    found = {key: set(record.needs()) & set(entries) for key, record in entries.items()}
    for _ in entries:
        found = {key: own.union(*(found[need] for need in own)) for key, own in found.items()}
    return {key: frozenset(own) for key, own in found.items()}


def closed(left: Iterable[str]) -> frozenset[str]:
    """The mechanisms out of which a party stays with some: those that rely on them too."""
    out = set(left)
    return frozenset(out | {key for key, own in needs().items() if own & out})


def written(outside: Mapping[str, frozenset[str]], modes: Mapping[str, str]) -> str:
    """The YAML of a participation, from what each party stays out of and the mode of each mechanism."""
    lines = ["participation:"]
    for key in needs():
        staying = [party for party in PARTIES if key in outside.get(party, ())]
        if staying:
            mode = modes.get(key, "opt-out")
            named = staying if mode == "opt-out" else [party for party in PARTIES if party not in staying]
            lines.append(f"  {key}: {{mode: {mode}, parties: [{', '.join(named)}]}}")
    return "\n".join(lines) + "\n" if len(lines) > 1 else ""

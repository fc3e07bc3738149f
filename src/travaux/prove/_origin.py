"""From zones to what confers origin (by processing, or by tests of value), and to who lets in whose goods free."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import permutations

from travaux.checks._model import resolved
from travaux.compilation import Subject
from travaux.model.instrument import Instrument
from travaux.model.mechanism.preferential_zone import PreferentialZone, ProcessRule, TariffShift, ValueContent
from travaux.model.quantity import HSCode
from travaux.prove._chain import Stage, ValueTest
from travaux.prove._kept import Mineral
from travaux.records import Entry


def confers(
    s: Subject, zones: Sequence[Entry[PreferentialZone]], product: str, stages: tuple[Stage, ...]
) -> Iterator[tuple[tuple[Stage, Stage], tuple[ValueTest, ...] | None]]:
    """By first and last stage inside: None where processing alone gives origin, else the tests by value."""
    for zone in zones:
        at_floor = zone.record.vnm_valuation == "higher-of-customs-value-and-floor"
        for rule in zone.record.rules:
            if rule.product != product or rule.stage not in stages:
                continue
            for first in stages[: stages.index(rule.stage)]:
                tests = [t for t in rule.any_of if isinstance(t, ValueContent)]
                into = rule.hs or _codes(s, product, rule.stage)
                if any(_by_processing(_codes(s, product, first), t, into) for t in rule.any_of):
                    yield (first, rule.stage), None
                elif tests:
                    shares = (ValueTest(Fraction(t.threshold.value) / 100, at_floor) for t in tests)
                    yield (first, rule.stage), tuple(shares)


def _by_processing(out_of: tuple[HSCode, ...], test: object, into: tuple[HSCode, ...]) -> bool:
    """Whether a test of origin is met by making the good, whatever its price."""
    if isinstance(test, TariffShift):
        return any(_shifts(test, one, other) for one in out_of for other in into)
    return isinstance(test, ProcessRule)


def _shifts(test: TariffShift, one: HSCode, other: HSCode) -> bool:
    """Whether making the one good of the other is the change of tariff line that a test asks for."""
    width = test.width
    excepted = any(code.contains(one) for code in test.except_from)
    return one.digits[:width] != other.digits[:width] and not excepted


def _codes(s: Subject, product: str, stage: Stage) -> tuple[HSCode, ...]:
    lines = s.records.products[product].record.stages
    return tuple(line.hs for name, found in lines.items() if name == stage for line in found)


# --- exemption -------------------------------------------------------------------------------------------------------


def together(zones: Sequence[Entry[PreferentialZone]], instrument: Entry[Instrument]) -> Mapping[tuple[str, str], bool]:
    """Two parties of one zone, and whether goods are let in free there only where the origin keeps the floor."""
    found: dict[tuple[str, str], bool] = {}
    for zone in zones:
        for pair in permutations(resolved(zone.record.members, instrument), 2):
            found[pair] = found.get(pair, False) or zone.record.conditional_on_floor
    return found


def exempt(
    members: Mapping[tuple[str, str], bool] | None,
    parties: Sequence[str],
    mineral: Mineral,
    keepers: set[str],
    outside: Mapping[str, frozenset[str]],
) -> Iterator[tuple[str, str]]:
    """Pairs (A, B) where B charges nothing on a good that originates in A. `members` is None without a zone.

    `outside` are the parties that stay out of the charge or have left the mineral out of it: their goods are those of a
    State outside, but in the parties with which a free trade agreement bars new duties.
    """
    charging: dict[str, bool] = {}
    for kept in mineral.kept:
        charging[kept.party] = charging.get(kept.party, True) and kept.adjustment.record.member_exempt
    for pair in permutations(parties, 2):
        origin, party = pair
        conditional = members is not None and members.get(pair, False)
        let_in = (members is None or pair in members) and charging.get(party, True)
        if origin in outside and party in charging:
            if party in outside[origin]:
                yield pair
        elif party not in charging or (let_in and (origin in keepers or not conditional)):
            yield pair

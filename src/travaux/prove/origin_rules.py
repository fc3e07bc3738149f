"""Rules of origin: whether each can be met, is not met by every good, and leaves the limit on materials its work."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from travaux.checks._model import good, listed, mechanisms
from travaux.compilation import Subject
from travaux.figures import counted, percent
from travaux.model.instrument import Instrument
from travaux.model.mechanism.preferential_zone import OriginRule, PreferentialZone, TariffShift, ValueContent
from travaux.model.quantity import HSCode
from travaux.prove import Counterexample, Holds, Inapplicable, Outcome, invariant
from travaux.prove._tests_of_origin import changes, told
from travaux.records import Entry
from travaux.span import Span


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of origin of a zone, with the tariff lines of its good and of the mineral at other stages."""

    zone: Entry[PreferentialZone]
    number: int
    goods: tuple[HSCode, ...]
    materials: tuple[HSCode, ...]

    @property
    def record(self) -> OriginRule:
        """The rule."""
        return self.zone.record.rules[self.number]

    def span(self, *path: str | int) -> Span:
        """A place in the rule."""
        return self.zone.span("rules", self.number, *path)


def rules(s: Subject, instrument: Entry[Instrument]) -> Iterator[Rule]:
    """Every rule of origin of the zones of a text."""
    for zone in mechanisms(s, instrument, PreferentialZone):
        for n, rule in enumerate(zone.record.rules):
            stages = s.records.products[rule.product].record.stages
            goods = rule.hs or tuple(line.hs for line in stages.get(rule.stage, ()))
            others = tuple(line.hs for stage, lines in stages.items() for line in lines if stage != rule.stage)
            yield Rule(zone, n, goods, others)


@invariant("I-21")
def origin_can_be_met_and_missed(s: Subject, instrument: Entry[Instrument]) -> Iterator[Outcome]:
    """Each rule of origin can be met by processing, not by every good, and the limit on non-market materials decides.

    Why: a limit of 70 per cent beside a value content of 60 bars nothing, because 40 per cent are left for all foreign
    materials; a rule that every good meets hands the preference to whoever ships through the zone.
    Source: arithmetic on shares of the value of a good; the tariff lines of the products' records.
    Assumes: both shares are of the value of the good, with materials valued alike. A process in words is taken as one
    that some goods undergo and others do not.
    """
    every = list(rules(s, instrument))
    found = [o for rule in every for o in (*_for_all(s, rule), *_for_none(s, rule), *_idle_limit(s, rule))]
    unlimited = list(_no_limit(s, instrument))
    yield from found
    yield from unlimited
    if not every:
        yield Inapplicable("the text has no rules of origin")
    elif not found and not unlimited:
        limits = listed(dict.fromkeys(f"{rule.zone.record.non_market_content_max}" for rule in every))
        what = (
            f"{counted(len(every), 'rule')} of origin: each can be met, and missed; the limit of {limits} on non-market"
        )
        yield Holds(
            f"{what} materials decides on each", ("processes in words are undergone by some goods and not by all",)
        )


# --- met by every good, or by none -----------------------------------------------------------------------------------


def _for_all(s: Subject, rule: Rule) -> Iterator[Counterexample]:
    """Tests that every good meets."""
    for n, test in enumerate(rule.record.any_of):
        if isinstance(test, ValueContent) and test.threshold.value == 0:
            why = "no value has to be added"
            yield Counterexample(
                f"every good is originating by {told(test)} as a rule for {good(s, rule.record)}: {why}",
                rule.span("any_of", n),
                lambda test=test: _asks_nothing(test),  # type: ignore[misc]
                repairs=("state a `threshold` above 0%",),
            )


def _asks_nothing(test: ValueContent) -> bool:
    """Whether a good all of whose materials are foreign meets a test."""
    foreign = Fraction(1)
    return 1 - foreign >= Fraction(test.threshold.value) / 100


def _for_none(s: Subject, rule: Rule) -> Iterator[Counterexample]:
    """Rules of changes of tariff line and of values that no good meets which is made from foreign material."""
    tests = [t for t in rule.record.any_of if isinstance(t, TariffShift | ValueContent)]
    if len(tests) < len(rule.record.any_of) or not rule.materials or not rule.goods:
        return
    if not any(_by_processing(rule, test) for test in tests):
        stages = listed(dict.fromkeys(map(str, rule.materials)))
        yield Counterexample(
            f"{good(s, rule.record)} originates by {listed(map(told, tests))} alone, and no good that is made from the "
            f"mineral at another stage ({stages}) meets that: processing never gives origin",
            rule.span("any_of"),
            lambda: all(_excluded(t, m, g) for t in tests for m in rule.materials for g in rule.goods),
            repairs=("add a process, a lower value content, or a change by more digits",),
        )


def _by_processing(rule: Rule, test: TariffShift | ValueContent) -> bool:
    """Whether a good with foreign material in it can meet a test."""
    if isinstance(test, ValueContent):
        return test.threshold.value < 100
    return any(changes(test, material, into) for material in rule.materials for into in rule.goods)


def _excluded(test: TariffShift | ValueContent, material: HSCode, into: HSCode) -> bool:
    """Whether one hundredth of foreign material, or one material by its digits, keeps a good from meeting a test."""
    if isinstance(test, ValueContent):
        return test.threshold.value > 99
    width = test.width
    return material.digits.startswith(into.digits[:width]) or any(
        material.digits.startswith(code.digits) for code in test.except_from
    )


# --- the limit on materials of non-market economies ------------------------------------------------------------------


def _idle_limit(s: Subject, rule: Rule) -> Iterator[Counterexample]:
    """Rules by value alone that leave less for foreign materials than the limit allows of those it bars."""
    values = [test for test in rule.record.any_of if isinstance(test, ValueContent)]
    if len(values) < len(rule.record.any_of) or any(test.threshold.value == 0 for test in values):
        return
    least = min(values, key=lambda test: test.threshold.value)
    left = 1 - Fraction(least.threshold.value) / 100
    limit = Fraction(rule.zone.record.non_market_content_max.value) / 100
    if left <= limit < 1:
        yield Counterexample(
            f"{told(least)} leaves {percent(left)} of the value of {good(s, rule.record)} for all foreign materials, "
            f"and {percent(limit)} are allowed of those of non-market economies: the limit bars nothing",
            rule.zone.span("non_market_content_max"),
            lambda: not any(_barred(least, limit, n, z) for n in range(101) for z in range(101 - n)),
            (f"a good of {percent(left)} non-market materials meets the value content and stays within the limit",),
            (f"a limit below {percent(left)}", f"or a threshold below {percent(1 - limit)}"),
        )


def _barred(test: ValueContent, limit: Fraction, market: int, non_market: int) -> bool:
    """Whether a good of these hundredths of foreign materials meets a value content and is beyond the limit."""
    own = 100 - market - non_market
    return own >= test.threshold.value and Fraction(non_market, 100) > limit


def _no_limit(s: Subject, instrument: Entry[Instrument]) -> Iterator[Counterexample]:
    for zone in mechanisms(s, instrument, PreferentialZone):
        if zone.record.non_market_content_max.value == 100:
            yield Counterexample(
                f"{zone.record.id!r} allows 100% of non-market materials: the limit bars nothing",
                zone.span("non_market_content_max"),
                lambda zone=zone: not any(n > zone.record.non_market_content_max.value for n in range(101)),  # type: ignore[misc]
                repairs=("state a share below 100%",),
            )

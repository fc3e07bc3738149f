"""Scope: whether every entry of a good that has a floor falls under a rule."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from travaux.checks._model import equalised, good, listed, mechanisms, party_names, resolved, texts_of
from travaux.compilation import Subject
from travaux.figures import counted, plain
from travaux.model.instrument import Instrument
from travaux.model.mechanism.base import GoodsLine
from travaux.model.mechanism.border_adjustment import BorderAdjustment
from travaux.model.mechanism.price_floor import PriceFloor
from travaux.model.product import HSLine
from travaux.prove import Counterexample, Holds, Inapplicable, Outcome, Undecided, invariant
from travaux.prove._kept import NO_FLOOR, Kept, together
from travaux.records import Entry

#: Where a text says what follows when an element of the calculation is missing.
MISSING = "adjustment-calculation.missing"
#: The last rung of the ladder of evidence, which administrations hold for every tariff line.
CERTAIN = "highest-scheduled"


@invariant("I-19")
def every_entry_has_a_rule(s: Subject, instrument: Entry[Instrument]) -> Iterator[Outcome]:
    """Every entry of a good that has a floor falls under a rule: by its line, its Party and what is known of it.

    Why: tungsten that has a floor as tungstate comes in free as oxide, which is one furnace away; and where one Party
    owes the floor and no charge, its entries have a price that nothing keeps.
    Source: default logic of statutes, in which a case without a rule is a fault of the draft.
    Assumes: the tariff lines of the products' records. Later stages of processing are I-13, grades I-15.
    """
    kept = together(s, instrument)
    found = {o.statement: o for own in kept for o in _lines_left(s, instrument, own)}
    owed = list(_parties_left(s, instrument))
    unknown = list(_content_left(s, instrument))
    yield from found.values()
    yield from owed
    yield from unknown
    if not kept and not owed:
        yield Inapplicable(NO_FLOOR)
    elif not found and not owed and not unknown:
        goods = {(one.line.product, one.line.stage) for own in kept for one in own}
        what = (
            f"{counted(len(goods), 'good')} with a floor: every tariff line at the stage, in every Party that owes it"
        )
        yield Holds(f"{what}, and whatever is known of the content")


def _lines_left(s: Subject, instrument: Entry[Instrument], own: tuple[Kept, ...]) -> Iterator[Counterexample]:
    """Tariff lines of a good with a floor that no floor and no charge on content names."""
    downstream = [a.record.downstream for a in mechanisms(s, instrument, BorderAdjustment)]
    if any(each.scope == "content-based" and not each.lines for each in downstream):
        return  # whatever contains the mineral is charged
    below = [line for each in downstream for line in each.lines]
    for first in {(one.line.product, one.line.stage): one for one in reversed(own)}.values():
        ruled: list[GoodsLine] = [one.line for one in own if _same(one.line, first.line)]
        ruled += [line for line in below if _same(line, first.line)]
        every = s.records.products[first.line.product].record.stages.get(first.line.stage, ())
        left = [line for line in every if not any(_covers(rule, line) for rule in ruled)]
        if left:
            yield _left(s, first, left, ruled)


def _same(one: GoodsLine, other: GoodsLine) -> bool:
    return (one.product, one.stage) == (other.product, other.stage)


def _covers(rule: GoodsLine, line: HSLine) -> bool:
    return not rule.hs or any(code.contains(line.hs) for code in rule.hs)


def _left(s: Subject, first: Kept, left: list[HSLine], ruled: list[GoodsLine]) -> Counterexample:
    codes = [str(line.hs) for line in left]
    named = [code.digits for rule in ruled for code in rule.hs]
    plain_good = good(s, first.line.model_copy(update={"grade": None}))
    level = f"{plain(Fraction(first.last.amount))} {first.last.unit}"
    at = [line.description.get("en") or next(iter(line.description.values())) for line in left]
    return Counterexample(
        f"{plain_good} has a floor of {level} under {listed(map(str, first.line.hs))}, and none under {listed(codes)}",
        first.floor.span("lines", first.number, "hs"),
        lambda: not any(line.hs.digits.startswith(code) for line in left for code in named),
        tuple(f"{code}: {what}: comes in without floor or charge" for code, what in zip(codes, at, strict=True)),
        ("leave `hs` out, so that all lines of the stage are meant, or add these",),
    )


def _parties_left(s: Subject, instrument: Entry[Instrument]) -> Iterator[Counterexample]:
    """Parties that owe a floor kept at the border, and no charge that keeps it."""
    adjustments = mechanisms(s, instrument, BorderAdjustment)
    for floor in mechanisms(s, instrument, PriceFloor):
        keeping = [a for a in adjustments if floor.record.id in a.record.floors]
        if equalised(floor.record) is None or not keeping:
            continue
        charging = {party for a in keeping for party in resolved(a.record.addressees, instrument)}
        owing = resolved(floor.record.addressees, instrument)
        idle = [party for party in owing if party not in charging]
        if idle:
            names, record = party_names(s, idle), keeping[0]
            yield Counterexample(
                f"{names} {'owes' if len(idle) == 1 else 'owe'} {floor.record.id!r}, and no charge keeps it there: an "
                "entry below the level has no rule",
                record.span("addressees" if record.record.addressees != "all" else "floors"),
                lambda idle=idle, keeping=keeping: not any(a.record.owed_by(p) for a in keeping for p in idle),  # type: ignore[misc]
                repairs=(
                    f"add {listed(idle)} to the `addressees` of {record.record.id!r}, or take them out of the floor's",
                ),
            )


def _content_left(s: Subject, instrument: Entry[Instrument]) -> Iterator[Undecided]:
    """Adjustments whose ladder of evidence may end without a figure, where no provision says what follows."""
    ruled = all(MISSING in text.document.labels for text in texts_of(s, instrument))
    for adjustment in mechanisms(s, instrument, BorderAdjustment):
        ladder = adjustment.record.downstream.evidence or ("declared-assay",)
        if CERTAIN not in ladder and not ruled:
            known = listed(rung.replace("-", " ") for rung in ladder)
            yield Undecided(
                f"content is found by {known} alone, and nothing says what goods contain of which that is not known",
                adjustment.span("downstream"),
                f"end the ladder of `evidence` in {CERTAIN}",
            )

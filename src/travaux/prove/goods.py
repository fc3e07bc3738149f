"""Goods: whether a mineral with a floor comes in free in another form, or falls under two floors by its tariff line."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from travaux.checks._model import good, listed, mechanisms
from travaux.compilation import Subject
from travaux.figures import plain, shown
from travaux.model.instrument import Instrument
from travaux.model.mechanism.base import GoodsLine
from travaux.model.mechanism.border_adjustment import BorderAdjustment
from travaux.model.product import CHAIN, HSLine
from travaux.prove import Counterexample, Holds, Inapplicable, Outcome, invariant
from travaux.prove._world import Kept, Mineral, World
from travaux.records import Entry


def _lines(s: Subject, line: GoodsLine) -> tuple[HSLine, ...]:
    """The tariff lines of a product at the stage of a line."""
    return dict(s.records.products[line.product].record.stages.items()).get(line.stage, ())


def _charged(s: Subject, instrument: Entry[Instrument], world: World) -> set[tuple[str, str]]:
    """The goods that pay: those with a floor, and those made from them that are listed."""
    below = (line for a in mechanisms(s, instrument, BorderAdjustment) for line in a.record.downstream.lines)
    return {(line.product, line.stage) for line in (*(kept.line for kept in world.kept), *below)}


def _open_scope(s: Subject, instrument: Entry[Instrument]) -> bool:
    """Whether whatever contains the mineral is charged, without a list."""
    downstream = [a.record.downstream for a in mechanisms(s, instrument, BorderAdjustment)]
    return any(d.scope == "content-based" and not d.lines for d in downstream)


@invariant("I-13")
def every_later_stage_is_charged(s: Subject, instrument: Entry[Instrument]) -> Iterator[Outcome]:
    """A mineral with a floor is charged at every later stage of processing that has a tariff line.

    Why: what is not charged as oxide's metal or magnet is processed outside and brought in free: the floor moves the
    plant out of the Parties and not the price.
    Source: public comments and counsel's questions of 2026 (fr-003, md-025, reported).
    Assumes: the tariff lines of the products' records. With prices and costs of conversion in tables, the case is
    worked out at the cost of conversion that holds for any party, as if it were the same outside.
    """
    world = World(s, instrument)
    charged = _charged(s, instrument, world)
    if not world.kept:
        yield Inapplicable("no floor of this text is kept at the border")
        return
    if _open_scope(s, instrument):
        yield Holds("whatever contains a mineral with a floor is charged by its content")
        return
    seen: set[tuple[str, str]] = set()
    for mineral in world.minerals():
        kept = mineral.kept[0]
        for stage in CHAIN[CHAIN.index(kept.line.stage) + 1 :] if kept.line.stage in CHAIN else ():
            later = GoodsLine(product=mineral.product, stage=stage)
            codes = _lines(s, later)
            if codes and (mineral.product, stage) not in charged | seen:
                seen.add((mineral.product, stage))
                yield _free(world, mineral, kept, later, codes)
    if not seen:
        yield Holds("every later stage of a mineral with a floor is charged, or has no tariff line")


def _free(world: World, mineral: Mineral, kept: Kept, later: GoodsLine, codes: tuple[HSLine, ...]) -> Counterexample:
    s = world.s
    named = listed(str(line.hs) for line in codes)
    scope = "downstream", "lines" if kept.adjustment.record.downstream.lines else "scope"
    steps = tuple(_worked(world, mineral, kept, later))
    return Counterexample(
        f"{good(s, later)}, {named}, comes in without floor or charge, and {good(s, kept.line)} has a floor",
        kept.adjustment.span(*scope),
        lambda: (later.product, later.stage) not in _charged(s, world.instrument, world) and bool(_lines(s, later)),
        steps,
        ("list it under `downstream: lines`, or give it a floor of its own",),
        _assumptions(world) if steps else (),
    )


def _worked(world: World, mineral: Mineral, kept: Kept, later: GoodsLine) -> Iterator[str]:
    """What the good costs that is made outside, against one that is made inside of material at the floor."""
    price = world.outside(mineral, kept.line.stage, kept.line.grade)
    about = {"party": "any", "product": mineral.product, "from_stage": kept.line.stage, "to_stage": later.stage}
    cost = world.table("conversion-cost").find(**about)
    level = world.price(kept.line.levels[max(kept.line.levels)], mineral)
    made = world.exchange.price(cost, mineral.currency, mineral.per, mineral.basis) if cost else None
    if price is None or made is None or level is None or price >= level:
        return
    gain = Fraction(level - price)
    yield (
        f"made outside: {plain(price)} and conversion {plain(made)} make {shown(price + made)} {mineral.unit}, free of "
        f"charge; made inside of material at the floor: {shown(level + made)}, {shown(gain)} more"
    )


def _assumptions(world: World) -> tuple[str, ...]:
    """The tables behind a worked case."""
    tables = [world.table("outside-price"), world.table("conversion-cost")]
    return tuple(f"figures: {table.said()}" for table in tables if table)


@invariant("I-16")
def no_line_within_a_line(s: Subject, instrument: Entry[Instrument]) -> Iterator[Outcome]:
    """No good falls under two floors because the tariff line of one contains that of the other.

    Why: customs classify by line: a good of the narrow line is also one of the wide line, and two floors apply to it.
    Source: the practice of schedules, which are free of prefixes, or say "except".
    Assumes: a line that is only meant in part ("ex", with a test) is told apart by its test.
    """
    world = World(s, instrument)
    lines = {(k.line.product, k.line.stage, k.line.grade): k for k in world.kept}
    found = False
    for one in lines.values():
        for other in lines.values():
            for wide, narrow in _nested(s, one, other):
                found = True
                yield Counterexample(
                    f"{narrow} is part of {wide}: {good(s, other.line)} is also under the floor of {good(s, one.line)}",
                    one.span,
                    lambda wide=wide, narrow=narrow: narrow.split()[1].startswith(wide.split()[1]),  # type: ignore[misc]
                    repairs=("name narrower lines, or mark the wide one `ex` with a test",),
                )
    if not lines:
        yield Inapplicable("no floor of this text is kept at the border")
    elif not found:
        yield Holds("no tariff line of a floor contains another, save by a test")


def _nested(s: Subject, one: Kept, other: Kept) -> Iterator[tuple[str, str]]:
    """Pairs of a wide line of one good and a narrower line of another, where no test tells them apart."""
    if one.line.product == other.line.product and one.line.stage == other.line.stage:
        return
    tested = {line.hs for line in _lines(s, one.line) if line.ex}
    for wide in one.line.hs or tuple(line.hs for line in _lines(s, one.line)):
        for narrow in other.line.hs or tuple(line.hs for line in _lines(s, other.line)):
            if wide != narrow and wide.contains(narrow) and not any(test.contains(wide) for test in tested):
                yield str(wide), str(narrow)

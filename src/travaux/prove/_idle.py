"""Tariff lines and levels of floors that add nothing: a line within a line, a level out of the time in force."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from typing import TypeAlias

from travaux.checks._model import good, mechanisms
from travaux.compilation import Subject
from travaux.model.instrument import Instrument
from travaux.model.mechanism.base import GoodsLine, InForce
from travaux.model.mechanism.border_adjustment import BorderAdjustment
from travaux.model.mechanism.price_floor import PriceFloor
from travaux.model.quantity import value_at
from travaux.prove import Counterexample
from travaux.records import Entry

_Goods: TypeAlias = tuple[Entry[PriceFloor] | Entry[BorderAdjustment], tuple[str | int, ...], GoodsLine]


def lines_within_lines(s: Subject, instrument: Entry[Instrument]) -> Iterator[Counterexample]:
    """Tariff lines that another line of the same good contains."""
    for entry, path, line in _goods(s, instrument):
        for n, narrow in enumerate(line.hs):
            others = [(m, code) for m, code in enumerate(line.hs) if m != n and code.contains(narrow)]
            wide = next((code for m, code in others if code != narrow or m < n), None)
            if wide is not None:
                is_what = "named before" if wide == narrow else f"part of {wide}"
                yield Counterexample(
                    f"{good(s, line)} names {narrow}, which is {is_what}",
                    entry.span(*path, "hs", n),
                    lambda line=line, narrow=narrow: (  # type: ignore[misc]
                        sum(narrow.digits.startswith(code.digits) for code in line.hs) > 1
                    ),
                    repairs=(f"take {narrow} out",),
                )


def _goods(s: Subject, instrument: Entry[Instrument]) -> Iterator[_Goods]:
    for floor in mechanisms(s, instrument, PriceFloor):
        yield from ((floor, ("lines", n), line) for n, line in enumerate(floor.record.lines))
    for adjustment in mechanisms(s, instrument, BorderAdjustment):
        below = adjustment.record.downstream.lines
        yield from ((adjustment, ("downstream", "lines", n), line) for n, line in enumerate(below))


def levels_out_of_force(s: Subject, instrument: Entry[Instrument]) -> Iterator[Counterexample]:
    """Levels of a floor that begin when it has ended, or are past before it begins."""
    for floor in mechanisms(s, instrument, PriceFloor):
        force = floor.record.in_force
        for n, line in enumerate(floor.record.lines if force else ()):
            days = list(line.levels)
            for day, following in zip(days, [*days[1:], None], strict=True):
                why = _never(force, day, following) if force else ""
                if why:
                    yield Counterexample(
                        f"the level of {good(s, line)} from {day} never applies: {floor.record.id!r} {why}",
                        floor.span("lines", n, "levels", day.isoformat()),
                        lambda days=days, day=day, force=force: not _applies(days, day, force),  # type: ignore[misc]
                        repairs=("take the level out, or change the time in force",),
                    )


def _never(force: InForce, day: datetime.date, following: datetime.date | None) -> str:
    """Why a level never applies; empty where it does."""
    if force.until is not None and day >= force.until:
        return f"ends on {force.until}"
    past = following is not None and following <= force.since
    return f"begins on {force.since}, when the level from {following} applies" if past else ""


def _applies(days: Iterable[datetime.date], day: datetime.date, force: InForce) -> bool:
    """Whether the level from a day is that of a day in force; between the days of change nothing changes."""
    levels = {each: each for each in days}
    tried = [each for each in (force.since, *levels) if each >= force.since]
    return any(value_at(levels, each) == day for each in tried if force.until is None or each < force.until)

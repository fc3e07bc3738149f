"""Goods that share a tariff line: whether the composition that is declared leads to one floor."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations
from typing import TypeAlias

from travaux.checks._model import good, listed
from travaux.compilation import Subject
from travaux.figures import counted, plain
from travaux.model.instrument import Instrument
from travaux.model.product import HSLine
from travaux.prove import Counterexample, Holds, Inapplicable, Outcome, invariant
from travaux.prove._kept import NO_FLOOR, Kept, together
from travaux.records import Entry

#: Two goods and the lines under which one declaration may fall.
_Pair: TypeAlias = tuple[Kept, Kept, tuple[HSLine, HSLine]]


@invariant("I-14")
def one_floor_for_a_composition(s: Subject, instrument: Entry[Instrument]) -> Iterator[Outcome]:
    """A good that is declared under a tariff line, with its composition, falls under one floor.

    Where two goods with floors share a line, each has a test of its composition, or they are grades of one good.

    Why: six digits do not name a mineral; 8112.92 holds gallium, germanium and others, of which one has five times the
    floor of another, and the importer would choose.
    Source: the Harmonized System, in which no line tells one rare earth from another (li-005, reported).
    Assumes: tests and grades tell goods apart as their words say. Of a good that is charged by content for several
    minerals, the text adds up what each of them is worth.
    """
    kept = together(s, instrument)
    shared = {(pair[0].span, pair[1].span): pair for own in kept for pair in _sharing(s, own)}
    found = [_both(s, *pair) for pair in shared.values() if _undivided(*pair)]
    yield from found
    if not kept:
        yield Inapplicable(NO_FLOOR)
    elif not found:
        what = counted(len({one.span for own in kept for one in own}), "good") + " with a floor"
        pairs = f"{counted(len(shared), 'pair')} of them in one tariff line, told apart by a test or by grade"
        yield Holds(f"{what}, {pairs if shared else 'no two in one tariff line'}")


def _sharing(s: Subject, own: tuple[Kept, ...]) -> Iterator[_Pair]:
    """Pairs of goods with floors in one Party that share a tariff line; two floors on one good are I-05."""
    for one, other in combinations(own, 2):
        lines = [(a, b) for a in _lines(s, one) for b in _lines(s, other) if a.hs.overlaps(b.hs)]
        if lines and (*_good(one), one.line.grade) != (*_good(other), other.line.grade):
            yield one, other, next((pair for pair in lines if _undivided(one, other, pair)), lines[0])


def _good(kept: Kept) -> tuple[str, str]:
    return kept.line.product, kept.line.stage


def _lines(s: Subject, kept: Kept) -> tuple[HSLine, ...]:
    """The tariff lines of the good of a floor."""
    every = s.records.products[kept.line.product].record.stages.get(kept.line.stage, ())
    own = kept.line.hs
    return tuple(e for e in every if not own or any(code.overlaps(e.hs) for code in own))


def _undivided(one: Kept, other: Kept, lines: tuple[HSLine, HSLine]) -> str:
    """Why nothing tells two goods of one line apart; empty where something does."""
    if _good(one) == _good(other):
        return "" if one.line.grade and other.line.grade else "a good of a grade is one without a grade too"
    whole = [kept.line.product for kept, line in zip((one, other), lines, strict=True) if not line.ex or not line.test]
    if whole:
        return f"no test tells {listed(dict.fromkeys(whole))} from the rest of the line"
    return "the two tests are one" if lines[0].test == lines[1].test else ""


def _both(s: Subject, one: Kept, other: Kept, lines: tuple[HSLine, HSLine]) -> Counterexample:
    narrow = max((line.hs for line in lines), key=lambda code: len(code.digits))
    floors = [f"{good(s, k.line)} at {plain(Fraction(k.last.amount))} {k.last.unit}" for k in (one, other)]
    grades, tests = "give both lines a `grade`", "mark the line `ex` in both records, each with a `test` of its own"
    return Counterexample(
        f"a good declared under {narrow} is {floors[0]}, and {floors[1]}: {_undivided(one, other, lines)}",
        other.floor.span("lines", other.number),
        lambda: all(narrow.digits.startswith(line.hs.digits) for line in lines) and not _told_apart(one, other, lines),
        repairs=(grades if _good(one) == _good(other) else tests,),
    )


def _told_apart(one: Kept, other: Kept, lines: tuple[HSLine, HSLine]) -> bool:
    """Whether the records have two marks, and these differ."""
    grades, tests = {one.line.grade, other.line.grade}, [dict(line.test or {}) for line in lines if line.ex]
    if _good(one) == _good(other):
        return None not in grades and len(grades) == 2
    return len(tests) == 2 and all(tests) and tests[0] != tests[1]

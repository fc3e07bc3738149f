"""Grades of one good: whether every assay falls under one floor, and none between two."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import combinations

from travaux.checks._model import good, listed, texts_of
from travaux.compilation import Subject
from travaux.figures import counted, plain, shown
from travaux.model.instrument import Instrument
from travaux.model.product import Grade
from travaux.prove import Counterexample, Holds, Inapplicable, Outcome, Undecided, invariant
from travaux.prove._assays import Range, cuts, gaps, overlap
from travaux.prove._kept import NO_FLOOR, Kept, together
from travaux.records import Entry

#: Where a text says that the floor of one grade is also that of grades which have none.
RULE = "price-floor-level.grades"


@dataclass(frozen=True, slots=True)
class _Graded:
    """A floor of a grade that is told by its assay."""

    kept: Kept
    grade: Grade
    range: Range


@invariant("I-15")
def grades_leave_nothing_open(s: Subject, instrument: Entry[Instrument]) -> Iterator[Outcome]:
    """The grades of a good that have floors cover every assay, and each assay once.

    Where the text says that the level of one grade is also that of grades which have none, one level covers all.

    Why: whoever can take a good a hundredth of a per cent below the grade brings it in free, and refines it inside.
    Source: prices are quoted by grade, and steps in purity are cheap on the way down; arithmetic.
    Assumes: the assays that the grades of the record state, of the substance that the level is per.
    """
    place = _rule(s, instrument)
    found = [tuple(_group(s, own, place)) for own in _groups(s, instrument)]
    yield from {repr(outcome): outcome for outcomes in found for outcome in outcomes}.values()
    whole = sum(not outcomes for outcomes in found)
    if not found:
        yield Inapplicable(NO_FLOOR)
    elif whole:
        said = f", by {place} also the assays of grades that have none of their own" if place else ""
        yield Holds(f"{counted(whole, 'good')}: every assay falls under one floor{said}")


def _groups(s: Subject, instrument: Entry[Instrument]) -> Iterator[list[Kept]]:
    """The grades of each good that have floors in one Party."""
    for lines in together(s, instrument):
        groups: dict[tuple[str, str, str], list[Kept]] = {}
        for kept in lines:
            groups.setdefault((kept.line.product, kept.line.stage, str(kept.last.basis)), []).append(kept)
        yield from groups.values()


def _group(s: Subject, own: list[Kept], place: str) -> Iterator[Outcome]:
    """What is wrong or open with the grades of a good."""
    if any(kept.line.grade is None for kept in own) or (place and len(own) == 1):
        return  # a floor of all grades; where others stand beside one without a grade, that is I-14
    graded = [_graded(s, kept) for kept in own]
    found = [one for one in graded if isinstance(one, _Graded)]
    yield from (one for one in graded if isinstance(one, Undecided))
    if len(found) == len(own):
        yield from _overlaps(s, found)
        yield from _gaps(s, found, place)


def _rule(s: Subject, instrument: Entry[Instrument]) -> str:
    """The provision by which the level of a grade is that of others; empty where a text has none."""
    labels = [text.document.labels.get(RULE) for text in texts_of(s, instrument)]
    return labels[0].cited if labels and labels[0] and all(labels) else ""


def _graded(s: Subject, kept: Kept) -> _Graded | Undecided:
    product = s.records.products[kept.line.product]
    for n, grade in enumerate(product.record.grades):
        if grade.id == kept.line.grade and grade.stage == kept.line.stage:
            if grade.assay is not None:
                return _Graded(kept, grade, cuts(grade.assay))
            why = f"{good(s, kept.line)}: the grade states its assays in no figures"
            return Undecided(why, product.span("grades", n), "give its `assay`, such as {at_least: 99.99%}")
    why = f"{good(s, kept.line)}: the grade is not on record"
    return Undecided(why, kept.floor.span("lines", kept.number), "add it to `grades` of the product")


def _overlaps(s: Subject, graded: list[_Graded]) -> Iterator[Counterexample]:
    for one, other in combinations({one.grade.id: one for one in graded}.values(), 2):  # of one grade twice: I-05
        both = overlap(one.range, other.range)
        if both is not None:
            at = both.witness
            yield Counterexample(
                f"{_what(s, one)} of {_percent(at)} has two floors, {_level(one)} and {_level(other)}: it is "
                f"{one.grade.id} ({one.range}) and {other.grade.id} ({other.range})",
                other.kept.floor.span("lines", other.kept.number),
                lambda at=at, one=one, other=other: all(_has(each, at) for each in (one, other)),  # type: ignore[misc]
                repairs=("let one grade begin where the other ends: `at_least` and `below` one figure",),
            )


def _gaps(s: Subject, graded: list[_Graded], place: str) -> Iterator[Counterexample]:
    """Assays between the grades, which have no floor; or by the rule of the text each of several."""
    for gap in gaps(one.range for one in graded):
        at, least = gap.witness, min(graded, key=lambda one: abs(one.range.low[0] - gap.high[0]))
        has = f"has by {place} each of {len(graded)} floors" if place else "has no floor"
        yield Counterexample(
            f"{_what(s, least)} of {_percent(at)} {has}: those on record are of {_all(graded)}",
            least.kept.floor.span("lines", least.kept.number),
            lambda at=at: not any(_has(one, at) for one in graded),  # type: ignore[misc]
            tuple(_worth(one, at, bool(place)) for one in (graded if place else [least])),
            (f"give a floor to a grade of {gap}", *(() if place else ("let the line have no `grade`",))),
        )


def _worth(one: _Graded, at: Decimal, charged: bool) -> str:
    """What goods of an assay are worth at a floor."""
    price, held = one.kept.last, Fraction(at) * 10
    worth = f"worth {shown(held * Fraction(price.amount))} {price.currency} at the floor of {one.grade.id}"
    said = "" if charged else ", and nothing is charged"
    return f"1000 {price.per} of it hold {shown(held)} {price.per} {price.basis}, {worth}{said}"


def _has(one: _Graded, at: Decimal) -> bool:
    """Whether an assay is of a grade, by the figures of the record."""
    return one.grade.assay is not None and one.grade.assay.holds(at)


def _what(s: Subject, one: _Graded) -> str:
    line = one.kept.line.model_copy(update={"grade": None})
    return good(s, line)


def _level(one: _Graded) -> str:
    return f"{plain(Fraction(one.kept.last.amount))} {one.kept.last.unit}"


def _all(graded: list[_Graded]) -> str:
    return listed(f"{one.range} ({one.grade.id})" for one in graded)


def _percent(number: Decimal) -> str:
    return f"{plain(Fraction(number))}%"

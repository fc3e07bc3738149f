"""A promotion -> text for people, in lines of 100 characters."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator

from travaux.promotion import Bound, Deed, Promotion, Step
from travaux.promotion.words import (
    MINERALS,
    OUTCOME_WORDS,
    absent,
    bound_after,
    by_chapter,
    change,
    deed_ends,
    figure,
    joined,
    mineral_ends,
    owed,
    said,
    summary,
    titled,
    verbs_said,
    why_dropped,
)

_WIDTH = 100
_LABEL = 9


def as_text(found: Promotion) -> str:
    """What each provision becomes, then what is dropped, what is new, who is bound, minerals and actions."""
    return "\n".join(_lines(found)).rstrip("\n")


def _lines(found: Promotion) -> Iterator[str]:
    yield from _wrapped(f"{found.source.title} -> {found.target.title}")
    yield from _wrapped(f"{found.source.key} -> {found.target.key}, in {found.language}")
    yield ""
    yield from (line for sentence in summary(found) for line in _wrapped(sentence))
    yield ""
    yield from _part("Provision by provision", (line for step in found.steps for line in _step(found, step)))
    yield from _part("Dropped", (line for step in found.with_outcome("dropped") for line in _dropped(found, step)))
    yield from _part("New", _new(found))
    yield from _part("Who is bound", (line for one in found.bound for line in _bound(one)))
    if found.minerals:
        yield from _part("Minerals", _minerals(found))
    if found.deeds:
        yield from _part("Actions", (line for one in found.deeds for line in _deed(found, one)))


def _part(heading: str, lines: Iterable[str]) -> Iterator[str]:
    told = "\n".join(f"  {line}".rstrip() for line in lines)
    yield from (heading, told.rstrip("\n") or "  none", "")


def _wrapped(text: str, first: str = "", more: str | None = None) -> list[str]:
    """Lines that have room for two blanks before them."""
    return textwrap.wrap(
        text,
        _WIDTH - 2,
        initial_indent=first,
        subsequent_indent=" " * len(first) if more is None else more,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _labelled(label: str, text: str) -> list[str]:
    return _wrapped(text, f"  {label:{_LABEL}}")


def _step(found: Promotion, step: Step) -> Iterator[str]:
    yield from _wrapped(f"{titled(step.unit)} [{step.unit.clause}]: {OUTCOME_WORDS[step.outcome]}", "", "  ")
    if says := verbs_said(step.unit):
        yield from _labelled("says", says)
    for number, key in enumerate(step.targets):
        unit = found.units[key]
        yield from _labelled("" if number else "becomes", f"{titled(unit)} [{unit.clause}]: {owed(unit, 3)}")
    if step.absent:
        yield from _labelled("lacks", "; ".join(map(absent, step.absent)))
    if told := change(found, step):
        yield from _labelled("force", told)
    yield from (line for one in step.figures for line in _labelled("figure", figure(one)))
    yield ""


def _dropped(found: Promotion, step: Step) -> Iterator[str]:
    yield from _wrapped(f"{titled(step.unit)}: {said(step.unit, 4)}; {why_dropped(found, step)}", "", "  ")


def _new(found: Promotion) -> Iterator[str]:
    for chapter, units in by_chapter(found.new):
        yield chapter
        for unit in units:
            yield from _wrapped(f"{titled(unit)} [{unit.clause}]: {owed(unit, 3)}", "  ", "    ")


def _bound(one: Bound) -> list[str]:
    before = "takes part" if one.before else "takes no part"
    return _wrapped(f"{one.name}: {before} -> {bound_after(one)}", "", "  ")


def _minerals(found: Promotion) -> Iterator[str]:
    for label in MINERALS.values():
        names = [one.name for one in found.minerals if mineral_ends(one) == label]
        yield from _wrapped(f"{label}: {joined(names) or 'none'}", "", "  ")


def _deed(found: Promotion, one: Deed) -> list[str]:
    return _wrapped(f"{one.action} (within {one.due}): {deed_ends(found, one)}", "", "  ")

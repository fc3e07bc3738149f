"""A promotion -> a draft with tables, which any renderer prints; it is no instrument and nobody signs it.

The long tables lie across the page. Everything is a node of the tree, so that the Word file looks like the texts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from travaux.promotion import Promotion, Step, Unit
from travaux.promotion.words import (
    OUTCOME_WORDS,
    bound_after,
    by_chapter,
    change_into,
    deed_ends,
    figure,
    mineral_ends,
    owed,
    said,
    summary,
    titled,
    verbs_said,
    why_dropped,
)
from travaux.tree import Block, Column, Draft, HouseStyle, Level, Para, Provision, Row, Table, Text

_NOTE = (
    "A provision gains force where a duty stands in its place, and keeps its form where a provision without a duty, or "
    "one of the preamble or the closing, does. Verbs are told as they stand in the texts; the correspondence is one of "
    "provisions, not of sentences."
)


def as_draft(found: Promotion, before: HouseStyle, after: HouseStyle) -> Draft:
    """The tables as a text in the house style of the second text; `before` is the house style of the first."""
    parts = (_bound(found), _minerals(found), _correspondence(found), _dropped(found), _new(found), _deeds(found))
    return Draft(
        instrument=f"{found.source.key}-into-{found.target.key}",
        kind="promotion",
        register="non-binding",
        language=found.language,
        title=f"{found.source.short_title} and {found.target.short_title}: Table of Correspondence",
        short_title="Table of Correspondence",
        parties=(),
        house=_house(found, before, after),
        opening=tuple(_para(sentence) for sentence in (*summary(found), _NOTE)),
        body=tuple(part for part in parts if part is not None),
    )


def _house(found: Promotion, before: HouseStyle, after: HouseStyle) -> HouseStyle:
    """The look of the second text, without what only a treaty has; marked and classified as the two texts are."""
    versions = [
        f"{side.short_title}: {house.header[1]}"
        for side, house in ((found.source, before), (found.target, after))
        if house.header[1:] and house.header[1]
    ]
    return replace(
        after,
        header=("Table of Correspondence", found.source.short_title),
        cover=(*versions, *dict.fromkeys((*before.marking, *after.marking))),
        classification="; ".join(dict.fromkeys(filter(None, (before.classification, after.classification)))),
        marking=(),
        contents=False,
        line_numbers=None,
        paragraph_numbers=False,
        index_of_terms=False,
        footnotes="continuous",
    )


def _para(text: str) -> Para:
    return Para((Text(text, plain=True),))


def _part(key: str, heading: str, *blocks: Block) -> Provision:
    return Provision(Level.ARTICLE, key, heading, blocks, numbered=False)


def _row(key: str, *cells: str) -> Row:
    return Row(key, tuple((Text(cell, plain=True),) for cell in cells))


def _group(key: str, words: str) -> Row:
    """A row across the table, for those below it."""
    return Row(key, ((Text(words, plain=True),),), group=True)


# --- provision by provision ----------------------------------------------------------------------------------------


def _correspondence(found: Promotion) -> Provision:
    columns = (
        Column(f"{found.source.short_title}", width=2),
        Column(f"{found.target.short_title}"),
        Column("Provision", width=2),
        Column("What it lays down", width=2),
        Column("Change of force", width=2),
    )
    rows = tuple(row for step in found.steps for row in _step(found, step))
    return _part("correspondence", "Provision by provision", Table("by-provision", columns, rows, landscape=True))


def _step(found: Promotion, step: Step) -> Iterator[Row]:
    key = step.unit.key
    yield _group(key, f"{named(step.unit)} – {OUTCOME_WORDS[step.outcome]}")
    says = [verbs_said(step.unit) or "states"]
    for target in step.targets:
        unit = found.units[target]
        laid_down, changed = owed(unit, 6), _arrow(change_into(step, unit))
        yield _row(f"{key}/{target}", *_once(says), unit.place, unit.heading or unit.purpose, laid_down, changed)
    for one in step.absent:
        yield _row(f"{key}/{one.clause}", *_once(says), "–", one.heading or one.clause, "left out", "–")
    if says:
        yield _row(f"{key}/none", *_once(says), "–", "–", "–", "–")
    for number, shared in enumerate(step.figures):
        yield _row(f"{key}/figure-{number}", "", "", "Figure in both", _arrow(figure(shared)), "")


def _arrow(told: str) -> str:
    return told.replace(" -> ", " → ")


def _once(words: list[str]) -> tuple[str]:
    """What the first row of a provision says; the rows after it leave the cell empty."""
    return (words.pop() if words else "",)


def named(unit: Unit) -> str:
    """A provision by its heading, or by its purpose where it has none."""
    return titled(unit) if unit.heading else f"{unit.place}: {unit.purpose.rstrip('.')}"


# --- the other tables ----------------------------------------------------------------------------------------------


def _table(key: str, headings: Sequence[str], rows: Iterable[Row], landscape: bool = False) -> Table:
    return Table(key, tuple(Column(heading) for heading in headings), tuple(rows), landscape=landscape)


def _bound(found: Promotion) -> Provision:
    rows = (
        _row(f"bound/{one.party}", one.name, "takes part" if one.before else "takes no part", bound_after(one))
        for one in found.bound
    )
    headings = ("Name", found.source.short_title, found.target.short_title)
    return _part("bound", "Who is bound", _table("by-party", headings, rows))


def _minerals(found: Promotion) -> Provision | None:
    if not found.minerals:
        return None
    rows = (_row(f"mineral/{one.product}", one.name, mineral_ends(one)) for one in found.minerals)
    return _part("minerals", "Minerals", _table("by-mineral", ("Mineral", "What becomes of it"), rows))


def _dropped(found: Promotion) -> Provision:
    steps = found.with_outcome("dropped")
    if not steps:
        return _part("dropped", "Dropped", _para("Nothing is dropped."))
    rows = (
        _row(
            f"dropped/{s.unit.key}",
            s.unit.place,
            s.unit.heading or s.unit.purpose,
            said(s.unit, 6),
            why_dropped(found, s),
        )
        for s in steps
    )
    headings = ("Place", "Provision", "What it says", "Why")
    return _part("dropped", "Dropped", _table("by-dropped", headings, rows, landscape=True))


def _new(found: Promotion) -> Provision:
    rows: list[Row] = []
    for number, (chapter, units) in enumerate(by_chapter(found.new)):
        rows.append(_group(f"new/chapter-{number}", chapter))
        for unit in units:
            rows.append(_row(f"new/{unit.key}", unit.place, unit.heading or "–", unit.purpose, owed(unit, 4)))
    headings = ("Place", "Provision", "What it is for", "What it lays down")
    return _part("new", f"New in the {found.target.short_title}", _table("by-new", headings, rows, landscape=True))


def _deeds(found: Promotion) -> Provision | None:
    if not found.deeds:
        return None
    rows = (_row(f"action/{d.id}", d.action, d.due, d.output, _arrow(deed_ends(found, d))) for d in found.deeds)
    headings = ("Action", "Due within", "Output", "Carries out")
    return _part("actions", "Actions of the timetable", _table("by-action", headings, rows, landscape=True))

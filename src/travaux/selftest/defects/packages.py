"""Instruments of a package that contradict, cite or follow one another in a way that cannot be."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from travaux import tree
from travaux.checks._packages import members, steps, together
from travaux.checks._walk import passages
from travaux.model.instrument import Action, Instrument
from travaux.model.period import after
from travaux.records import Entry
from travaux.selftest._defect import Planting, defect
from travaux.selftest._ground import Ground
from travaux.selftest._source import replaced

_LATER = datetime.date(2030, 1, 1)


# --- citations and titles ------------------------------------------------------------------------------------------


@defect("PKG001")
def citation_of_nothing(ground: Ground) -> Iterator[Planting]:
    """A paragraph cites a provision that the other instrument does not have."""
    for paragraph in ground.paragraphs:
        for entry, _ in ground.own():
            if entry.record.id != paragraph.text.instrument.record.id:
                cited = f'{{{{ elsewhere("{entry.record.id}", "selftest-nowhere") }}}}'
                yield ground.adding(paragraph, f"This is without prejudice to {cited}.")


@defect("PKG001")
def citation_with_a_slip(ground: Ground) -> Iterator[Planting]:
    """The key in a citation of another instrument is not that of a provision."""
    built = {entry.record.id for entry, _ in ground.own()}
    for text in ground.texts:
        for passage in passages(text):
            cited = [leaf.elsewhere for leaf in passage.leaves if isinstance(leaf, tree.Ref) and leaf.elsewhere]
            for target in {key for each in cited if each.instrument in built for key in each.targets}:
                source = ground.read(passage.clause.file) if passage.clause else ""
                found = list(re.finditer(rf'elsewhere\([^()]*"({re.escape(target)})"', source))
                if passage.clause and len(found) == 1:
                    start, end = found[0].span(1)
                    new = f"{source[:start]}{target}-selftest{source[end:]}"
                    yield Planting(passage.clause.file, source.count("\n", 0, start) + 1, {passage.clause.file: new})


@defect("PKG004", follows="PKG004")
def one_title_for_two(ground: Ground) -> Iterator[Planting]:
    """An instrument of a package is called what another is called."""
    for one, other in together(ground.subject):
        for field in ("title", "short_title"):
            for tag, words in getattr(one.record, field).items():
                yield from ground.changing(other.raw, (field, tag), json.dumps(words, ensure_ascii=False))


# --- the way from one to the next ----------------------------------------------------------------------------------


@defect("PKG003")
def instrument_that_leads_to_itself(ground: Ground) -> Iterator[Planting]:
    """An instrument of a package leads to itself."""
    for entry in members(ground.subject):
        yield from ground.inserting(entry.raw, f"leads_to: {entry.record.id}")
        yield from ground.changing(entry.raw, ("leads_to",), entry.record.id)


@defect("PKG003", follows="PKG014")
def two_that_lead_to_each_other(ground: Ground) -> Iterator[Planting]:
    """The instrument to which a plan leads goes on to the plan; found at the first of the two."""
    order = [entry.record.id for entry in members(ground.subject)]
    for step, end in steps(ground.subject):
        for planting in ground.inserting(end.raw, f"leads_to: {step.record.id}"):
            if order.index(step.record.id) < order.index(end.record.id):
                yield Planting(step.raw.file.name, step.raw.places[("leads_to",)][0], planting.files)
            else:
                yield planting


@defect("PKG013", follows="PKG013")
def plan_after_the_text_that_it_prepares(ground: Ground) -> Iterator[Planting]:
    """A plan is signed on the day after that on which the text to which it leads is opened for signature."""
    for step, end in steps(ground.subject):
        files = _signed(ground, end, {"opens": _LATER, "closes": _LATER + datetime.timedelta(365)})
        own = _signed(ground, step, {"date": _LATER + datetime.timedelta(1)})
        for name, text in own.items() if files else ():
            line = next(n for n, words in enumerate(text.split("\n"), 1) if words.startswith("signing:"))
            yield Planting(name, line, {**files, **own})


@defect("PKG013", follows="PKG013")
def action_after_the_text_that_it_prepares(ground: Ground) -> Iterator[Planting]:
    """An action falls due on the day after that on which the text to which the plan leads is signed."""
    for step, end in steps(ground.subject):
        own = _signed(ground, step, {"date": _LATER})
        for number, action in enumerate(step.record.timetable if own else ()):
            day = after(_LATER, action.due) - datetime.timedelta(1)
            files = _signed(ground, end, {"opens": day, "closes": day + datetime.timedelta(365)})
            if files and day >= _LATER:
                line = step.raw.places[("timetable", number, "due")][0]
                yield Planting(step.raw.file.name, line, {**own, **files})


def _signed(ground: Ground, entry: Entry[Instrument], days: Mapping[str, datetime.date]) -> Mapping[str, str]:
    """The record of an instrument with days of signature; no line moves. Empty where it has days, or is a block."""
    given: dict[str, Any] = entry.raw.value.get("signing") or {}
    known = {"date", "opens", "closes"} & given.keys()
    value = f"{{{', '.join(f'{key}: {each}' for key, each in {**given, **days}.items())}}}"
    text = ground.read(entry.raw.file.name)
    if ("signing",) in entry.raw.keys:
        new = replaced(text, entry.raw, ("signing",), value)
    else:
        new = f"{text.rstrip()}\nsigning: {value}\n"
    return {} if known or new is None else {entry.raw.file.name: new}


# --- actions -------------------------------------------------------------------------------------------------------


@defect("PKG012")
def action_at_another_time(ground: Ground) -> Iterator[Planting]:
    """An action of a plan stands in another instrument of the package too, and falls due there at another time."""
    for one, other in together(ground.subject):
        for mine, theirs in ((one, other), (other, one)):
            for number, action in enumerate(mine.record.timetable):
                yield from _told(ground, mine, number, theirs, action.leads, "P1D", ("due",), other)


@defect("PKG012")
def action_led_by_another_body(ground: Ground) -> Iterator[Planting]:
    """An action of a plan stands in another instrument of the package too, and is led there by another body."""
    for one, other in together(ground.subject):
        for mine, theirs in ((one, other), (other, one)):
            for number, action in enumerate(mine.record.timetable):
                for party, body in action.leads.items():
                    bodies = [key for key in ground.subject.records.parties[party].record.bodies if key != body]
                    due = str(mine.raw.value["timetable"][number]["due"])
                    for led in bodies[:1]:
                        leads = {**action.leads, party: led}
                        yield from _told(ground, mine, number, theirs, leads, due, ("leads", party), other)


def _told(
    ground: Ground,
    mine: Entry[Instrument],
    number: int,
    theirs: Entry[Instrument],
    leads: Mapping[str, str],
    due: str,
    field: tuple[str, ...],
    later: Entry[Instrument],
) -> Iterator[Planting]:
    """An action of one instrument in another that has no timetable; found in the later of the two."""
    action = mine.record.timetable[number]
    if theirs.record.timetable or not {*leads} <= {*theirs.record.parties} or str(action.due) == due == "P1D":
        return
    for planting in ground.inserting(theirs.raw, f"timetable: [{_written(action, theirs, leads, due)}]"):
        if later is theirs:
            yield planting
        else:
            yield Planting(later.raw.file.name, later.raw.places[("timetable", number, *field)][0], planting.files)


def _written(action: Action, theirs: Entry[Instrument], leads: Mapping[str, str], due: str) -> str:
    led = ", ".join(f"{party}: {body}" for party, body in leads.items())
    words = ", ".join(f"{tag}: Report" for tag in theirs.record.languages)
    return f"{{id: {action.id}, action: {{{words}}}, leads: {{{led}}}, due: {due}, output: {{{words}}}}}"

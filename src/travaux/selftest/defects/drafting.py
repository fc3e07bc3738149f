"""Clauses that cannot be drafted from: names that are not there, templates that cannot be carried out, missing ids."""

from __future__ import annotations

import re
from collections.abc import Iterator

from travaux.selftest._defect import Planting, defect
from travaux.selftest._ground import Ground

_ID = re.compile(r"\{#[\w-]+\} ")


def _saying(ground: Ground, template: str) -> Iterator[Planting]:
    for paragraph in ground.paragraphs:
        yield ground.adding(paragraph, template)


@defect("DRF001")
def field_that_is_not_there(ground: Ground) -> Iterator[Planting]:
    """A clause prints a field that the instrument does not have."""
    yield from _saying(ground, "It is {{ instrument.depositry }}.")


@defect("DRF002")
def reach_for_what_it_may_not(ground: Ground) -> Iterator[Planting]:
    """A clause looks into the insides of the language."""
    yield from _saying(ground, '{{ "".__class__ }}')


@defect("DRF003")
def filter_that_is_not_there(ground: Ground) -> Iterator[Planting]:
    """A clause asks for a filter that the clause language does not have."""
    yield from _saying(ground, "{{ instrument.id | nope }}")


@defect("DRF004")
def value_without_a_printed_form(ground: Ground) -> Iterator[Planting]:
    """A clause prints a list."""
    yield from _saying(ground, "{{ parties }}")


@defect("DRF005")
def row_outside_a_table(ground: Ground) -> Iterator[Planting]:
    """A row of a table stands among words; it is told where the paragraph begins."""
    for paragraph in ground.paragraphs:
        planting = ground.adding(paragraph, '{{ row("x") }}')
        yield Planting(planting.file, paragraph.first, planting.files)


@defect("DRF006")
def paragraph_without_an_id(ground: Ground) -> Iterator[Planting]:
    """The id of a numbered paragraph is gone."""
    for paragraph in ground.paragraphs:
        lines = ground.read(paragraph.file).split("\n")
        if _ID.search(lines[paragraph.first - 1]):
            lines[paragraph.first - 1] = _ID.sub("", lines[paragraph.first - 1], count=1)
            yield Planting(paragraph.file, paragraph.first, {paragraph.file: "\n".join(lines)})


@defect("DRF007", follows="DRF004")
def name_in_another_language(ground: Ground) -> Iterator[Planting]:
    """The name of a party is recorded in a language in which nothing is drafted."""
    for entry, text in ground.own():
        for party in ground.subject.parties(entry):
            place = party.raw.keys.get(("names", text.language))
            if place and set(party.record.names) == {text.language}:
                name = party.raw.file.name
                lines = ground.read(name).split("\n")
                before = lines[place[0] - 1]
                lines[place[0] - 1] = f"{before[: place[1] - 1]}qq{before[place[1] - 1 + len(text.language) :]}"
                yield Planting(name, party.raw.places[("names",)][0], {name: "\n".join(lines)})

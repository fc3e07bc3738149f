"""What nobody has confirmed or agreed and stands as if it were, and wordings that are not those of the record."""

from __future__ import annotations

import re
from collections.abc import Iterator

from travaux.compilation import Text
from travaux.library import Clause
from travaux.model.instrument import Instrument
from travaux.records import Entry
from travaux.selftest._defect import Planting, defect
from travaux.selftest._ground import Ground
from travaux.selftest._source import inserted

_FIELD = re.compile(r"\bmechanism\.[\w.]+")
_RUMOUR = "seeds/sources/selftest-rumour.yaml"
_UNCONFIRMED = """id: selftest-rumour
statement: A fact that nobody has confirmed.
publisher: A newspaper
url: https://example.org/rumour
date: 2026-02-01
grade: unconfirmed
seen: excerpt
"""


@defect("SRC001")
def clause_that_rests_on_a_rumour(ground: Ground) -> Iterator[Planting]:
    """A clause of the frame, which draws no brackets, rests on a source that nobody has confirmed."""
    for text, clause in ground.clauses:
        frame = clause.front.place in ("opening", "enacting", "closing")
        if frame and ("rests_on",) not in clause.raw.keys and _alone(text, clause):
            line = clause.raw.keys[("tier",)][0]
            after = inserted(ground.read(clause.file), line, "rests_on: [selftest-rumour]")
            yield Planting(clause.file, line, {_RUMOUR: _UNCONFIRMED, clause.file: after})


@defect("SRC001")
def closing_words_that_rest_on_a_rumour(ground: Ground) -> Iterator[Planting]:
    """Words of the frame rest on a source that nobody has confirmed."""
    for paragraph in ground.paragraphs:
        if paragraph.clause.front.place in ("opening", "enacting", "closing"):
            planting = ground.adding(paragraph, '{{ source("selftest-rumour") }}')
            yield Planting(planting.file, planting.line, {_RUMOUR: _UNCONFIRMED, **(planting.files or {})})


def _alone(text: Text, clause: Clause) -> bool:
    """Whether a clause stands in the text in one wording, or in the one that was chosen."""
    found = [each for each in text.outline.all() for wording in each.wordings if wording.clause is clause]
    return all(len(each.wordings) == 1 for each in found)


# --- states of articles --------------------------------------------------------------------------------------------


def _agreed(ground: Ground, entry: Entry[Instrument], article: str) -> str | None:
    """The record of an instrument that says that an article is agreed; None where its status is written otherwise."""
    place = entry.raw.keys.get(("status",))
    lines = ground.read(entry.raw.file.name).split("\n")
    line = lines[place[0] - 1].rstrip() if place and not entry.record.status.articles else ""
    if line == "status:":
        line = f"{line}\n  articles: {{{article}: agreed}}"
    elif line.startswith("status: {") and line.endswith("}"):
        line = f"{line[:-1]}, articles: {{{article}: agreed}}}}"
    else:
        return None
    return "\n".join([*lines[: place[0] - 1], line, *lines[place[0] :]]) if place else None


def _open(ground: Ground, sentence: str) -> Iterator[Planting]:
    """A sentence in an article that is said to be agreed."""
    for paragraph in ground.paragraphs:
        if paragraph.operative and paragraph.text.language == "en" and paragraph.settled:
            entry = paragraph.text.instrument
            record = _agreed(ground, entry, paragraph.clause.key)
            planting = ground.adding(paragraph, sentence)
            if record is not None:
                files = {entry.raw.file.name: record, **(planting.files or {})}
                yield Planting(planting.file, planting.line, files)


@defect("NEG001")
def bracket_in_what_is_agreed(ground: Ground) -> Iterator[Planting]:
    """Words stand in brackets in an article that is agreed."""
    yield from _open(ground, "It is published [without delay].")


@defect("NEG001")
def blank_in_what_is_agreed(ground: Ground) -> Iterator[Planting]:
    """A day is to be filled in in an article that is agreed."""
    yield from _open(ground, 'It is published by {{ blank("date") }}.')


# --- wordings ------------------------------------------------------------------------------------------------------


@defect("WRD001", follows="OUT002")
def wording_of_another_record(ground: Ground) -> Iterator[Planting]:
    """The instrument chooses a wording that says something else than its record, and prints no more of it."""
    for entry, text in ground.own():
        for selected in text.outline.all():
            said = selected.mechanism.record.wordings() if selected.mechanism else {}
            key = selected.clause.key
            for (own, other), clause in text.library.clauses.items() if key in said else ():
                if own == key and other != said[key] and _fields(clause) <= _fields(selected.clause):
                    yield from ground.inserting(entry.raw, f"variants: {{{key}: {other or 'standard'}}}")
                    yield from ground.changing(entry.raw, ("variants", key), other or "standard")


def _fields(clause: Clause) -> set[str]:
    """The fields of the record that a clause names."""
    return set(_FIELD.findall(clause.body))


@defect("WRD001")
def record_of_another_wording(ground: Ground) -> Iterator[Planting]:
    """The record of export discipline allows quotas, and its clause goes on to bar them."""
    for instrument, entry in ground.mechanisms("export-discipline"):
        printed = {
            selected.clause.key: selected.clause.variant for _, text in ground.own() for selected in text.outline.all()
        }
        if entry.record.no_quota and printed.get("export-restrictions") == "":
            line = instrument.span("variants").line
            for planting in (
                *ground.inserting(entry.raw, "no_quota: false"),
                *ground.changing(entry.raw, ("no_quota",), "false"),
            ):
                yield Planting(instrument.raw.file.name, line, planting.files)

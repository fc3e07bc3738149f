"""Checks of what records give as fact (SRC, REL, REF): sources have a figure or a clause, agreements have begun."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from travaux.checks import Found, check
from travaux.checks._fields import Path, values
from travaux.checks._model import binding, name
from travaux.compilation import Subject
from travaux.diagnostic import Related, Severity
from travaux.model.base import Model
from travaux.records import Entry


def _figures(record: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """The parts of a record that say of themselves whether their figures are examples."""
    for name_, value in ((name_, getattr(record, name_)) for name_ in type(record).model_fields):
        for inner, part in values(value, (Model,), path=(*path, name_)):
            if "illustrative" in type(part).model_fields:
                yield inner, part
            yield from _figures(part, inner)


@check("SRC005", Severity.WARNING)
def figure_without_source(s: Subject) -> Iterator[Found]:
    """A figure is said to be no example, and no source is named for it.

    Why: it reads as a fact or as a proposal of somebody, and nobody can say whose. Sources of the record as a whole
    speak of everything in it and of nothing.
    Source: none outside this library: the rows of tables have to name theirs as well (TAB004).
    Fix: the `sources` beside the figure, or `illustrative: true`.
    At: seeds/mechanisms/floor.yaml: illustrative:; seeds/instruments/example.yaml: illustrative:

    Fails:
        == seeds/mechanisms/floor.yaml ==
        lines:
          - product: examplium
            stage: metal
            grade: examplium-99
            hs: [HS2022 8110.10]
            levels: {2027-01-01: {amount: 12.50, currency: USD, per: kg, basis: contained Ex}}
            illustrative: false
    Fails:
        == seeds/instruments/example.yaml ==
        entry_into_force: {threshold: {sources: []}}
    Passes:
        == seeds/mechanisms/floor.yaml ==
        lines:
          - product: examplium
            stage: metal
            grade: examplium-99
            hs: [HS2022 8110.10]
            levels: {2027-01-01: {amount: 12.50, currency: USD, per: kg, basis: contained Ex}}
            illustrative: true
    """
    for instrument in s.instruments():
        entries: tuple[Entry[Any], ...] = (instrument, *s.mechanisms(instrument))
        for entry in entries:
            for path, part in _figures(entry.record):
                named = (*getattr(part, "sources", ()), *getattr(part, "price_sources", ()))
                if part.illustrative is False and not named:
                    message = "the figures here are said to be no examples, and no source is named for them"
                    hint = "name the source, or set `illustrative: true`"
                    yield Found(message, entry.span(*path, "illustrative"), hint, instrument.record.id)


@check("REL006", Severity.WARNING)
def agreement_to_come(s: Subject) -> Iterator[Found]:
    """An agreement that is counted as in force enters into force only after the date of the draft.

    Why: a preference that rests on it has no basis yet, and what it bars is not barred yet.
    Source: none outside this library: `agreements` of a party are those in force.
    Covers: REL-01.
    Fix: the right day, or leave the agreement out until it is in force.
    Follows: PTY003.

    Fails:
        == seeds/parties/alba.yaml ==
        agreements:
          - {id: alba-borea, name: Free Trade Agreement between Alba and Borea, short_name: Alba-Borea FTA,
             partners: [borea], full_fta: true, in_force: 2030-01-01, grade: official, sources: [fact]}
          - {id: alba-corda, name: Free Trade Agreement between Alba and Corda, short_name: Alba-Corda FTA,
             partners: [corda], full_fta: true, in_force: 2010-01-01, bars_import_price_requirements: "no",
             grade: official, sources: [fact]}
    Passes:
        == seeds/parties/alba.yaml ==
        agreements:
          - {id: alba-borea, name: Free Trade Agreement between Alba and Borea, short_name: Alba-Borea FTA,
             partners: [borea], full_fta: true, in_force: 2026-06-01, grade: official, sources: [fact]}
          - {id: alba-corda, name: Free Trade Agreement between Alba and Corda, short_name: Alba-Corda FTA,
             partners: [corda], full_fta: true, in_force: 2010-01-01, bars_import_price_requirements: "no",
             grade: official, sources: [fact]}
    """
    for instrument in binding(s):
        day = instrument.record.status.date
        for party in s.parties(instrument):
            for number, agreement in enumerate(party.record.agreements):
                if day and agreement.in_force and agreement.in_force > day:
                    message = f"{agreement.short_name} of {name(party)} is in force from {agreement.in_force}"
                    message += f", and the draft is of {day}"
                    related = (Related(instrument.span("status", "date"), "the date of the draft"),)
                    span = party.span("agreements", number, "in_force")
                    hint = "correct the day, or leave it out until then"
                    yield Found(message, span, hint, instrument.record.id, related=related)


@check("REF011", Severity.ERROR)
def sources_of_nothing(s: Subject) -> Iterator[Found]:
    """The instrument says on which sources a clause or paragraph rests that its text does not have.

    Why: the words that rest on an unconfirmed source then stand without brackets, somewhere else or nowhere.
    Source: drafting practice: keys are changed in one place and named in another. A paragraph can also be gone because
    what it says is: that of an approval, once no approval is on record.
    Covers: REF-01.
    Fix: the key of a clause that stands, or of a paragraph as `clause.id`.

    Fails:
        == seeds/instruments/example.yaml ==
        rests_on: {duty.notise: [fact]}
    Passes:
        == seeds/instruments/example.yaml ==
        rests_on: {duty.notice: [fact], committee: [fact]}
    """
    for text in s.texts:
        known = {key for key, _ in text.document.draft.rests_on}
        for key in text.instrument.record.rests_on:
            if key not in known:
                message = f"the text has no clause or paragraph {key!r}"
                hint = "name a clause that stands, or a paragraph of one as `clause.id`"
                span = text.instrument.raw.key_span("rests_on", key)
                yield Found(message, span, hint, text.instrument.record.id)

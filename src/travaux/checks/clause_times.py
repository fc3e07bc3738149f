"""Checks of the times of clauses (TIM): one that is counted through another is no shorter than that one."""

from __future__ import annotations

from collections.abc import Iterator

from travaux.checks import Found, check
from travaux.checks._duties import has_field
from travaux.checks._model import shorter, spelled
from travaux.checks._walk import clauses
from travaux.compilation import Subject, Text
from travaux.diagnostic import Related, Severity
from travaux.model.instrument import Instrument
from travaux.model.period import Period
from travaux.outline import Selected
from travaux.span import Span


@check("TIM006", Severity.ERROR)
def time_within_a_time(s: Subject) -> Iterator[Found]:
    """A time of a clause is over before another that has to run first.

    Why: a panel could be asked for before consultations have to begin, or signatories meet on a text that could not
    have entered into force. Which times these are is said beside the parameter, under `no_shorter_than`.
    Source: legal scrub practice: times are changed one at a time.
    Covers: DAT-01, DAT-09.
    Fix: a longer time, or a shorter one for what comes first.

    Given:
        == clauses/example/committee.en.md ==
        ---
        heading: Joint Committee
        purpose: The body of the Agreement.
        order: 60
        tier: 1
        uses: [committee, party]
        parameters:
          meeting: {type: period, default: P30D, meaning: Time to meet}
          report: {type: period, default: P60D, meaning: Time to report, no_shorter_than: [committee.meeting]}
        ---
        The Parties hereby establish a Joint Committee, which shall meet within {{ param.meeting }} of the date of
        entry into force, and report within {{ param.report }} of that date.
    Fails:
        == seeds/instruments/example.yaml ==
        parameters: {committee: {report: P20D}}
    Passes:
        == seeds/instruments/example.yaml ==
        parameters: {committee: {report: P30D}}
    """
    for text in s.texts:
        selected = {each.key: each for each in text.outline.all()}
        for each in selected.values():
            for name, parameter in each.clause.front.parameters.items():
                own = each.parameters.get(name)
                for first in parameter.no_shorter_than if isinstance(own, Period) else ():
                    other = _period(text, selected, first)
                    if other and isinstance(own, Period) and shorter(own, other[0]):
                        message = f"{name!r} of {each.key!r} is {spelled(own)}, and {first!r} takes {spelled(other[0])}"
                        related = (Related(other[1], "what has to run first"),)
                        span, hint = _place(text, each, name), "give it at least as long"
                        yield Found(message, span, hint, text.instrument.record.id, related=related)


def _place(text: Text, selected: Selected, name: str) -> Span:
    """Where a parameter is set: in the instrument, or by its default in the clause."""
    if name in text.instrument.record.parameters.get(selected.key, {}):
        return text.instrument.span("parameters", selected.key, name)
    return selected.clause.raw.span("parameters", name)


def _period(text: Text, selected: dict[str, Selected], path: str) -> tuple[Period, Span] | None:
    """The period that a path leads to, and where it is set; None where there is none."""
    head, *fields = path.split(".")
    if head != "instrument":
        clause = selected.get(head)
        value = clause.parameters.get(fields[0]) if clause else None
        return (value, _place(text, clause, fields[0])) if clause and isinstance(value, Period) else None
    found: object = text.instrument.record
    for field in fields:
        found = getattr(found, field, None)
    return (found, text.instrument.span(*fields)) if isinstance(found, Period) else None


@check("TIM007", Severity.ERROR)
def bound_that_is_nowhere(s: Subject) -> Iterator[Found]:
    """A time of a clause is said to be no shorter than one that no clause and no instrument has.

    Why: the slip bounds nothing, and a time that is too short passes.
    Source: the contract of a clause's front matter; no case outside this library.
    Fix: name a parameter as `clause.parameter`, or a field as `instrument.entry_into_force.delay`.

    Given:
        == clauses/example/committee.en.md ==
        ---
        heading: Joint Committee
        purpose: The body of the Agreement.
        order: 60
        tier: 1
        uses: [committee, party]
        parameters:
          report: {type: period, default: P60D, meaning: Time, no_shorter_than: [instrument.entry_into_force.delay]}
        ---
        The Parties hereby establish a Joint Committee, which shall report within {{ param.report }} of that date.
    Fails:
        == clauses/example/committee.en.md ==
        ---
        heading: Joint Committee
        purpose: The body of the Agreement.
        order: 60
        tier: 1
        uses: [committee, party]
        parameters:
          report: {type: period, default: P60D, meaning: Time, no_shorter_than: [instrument.entry_into_force.dealy]}
        ---
        The Parties hereby establish a Joint Committee, which shall report within {{ param.report }} of that date.
    Fails:
        == clauses/example/committee.en.md ==
        ---
        heading: Joint Committee
        purpose: The body of the Agreement.
        order: 60
        tier: 1
        uses: [committee, party]
        parameters:
          report: {type: period, default: P60D, meaning: Time, no_shorter_than: [committee.meeting]}
        ---
        The Parties hereby establish a Joint Committee, which shall report within {{ param.report }} of that date.
    Passes:
        == seeds/instruments/example.yaml ==
        parameters: {committee: {report: P90D}}
    """
    for text in s.texts:
        for clause in clauses(text).values():
            for name, parameter in clause.front.parameters.items():
                for number, path in enumerate(parameter.no_shorter_than):
                    if not _known(text, path):
                        message = f"{name!r} is to be no shorter than {path!r}, which is nowhere"
                        span = clause.raw.span("parameters", name, "no_shorter_than", number)
                        hint = "name a parameter of a clause, or a field of the instrument"
                        yield Found(message, span, hint, text.instrument.record.id)


def _known(text: Text, path: str) -> bool:
    """Whether a path leads to something that can be there; clauses for other kinds of text are not looked into."""
    head, *fields = path.split(".")
    if head == "instrument":
        return has_field(Instrument, tuple(fields))
    written = [clause for (key, _), clause in text.library.clauses.items() if key == head]
    return any(fields[0] in clause.front.parameters for clause in written) or (
        not written and head in text.library.known_clauses
    )

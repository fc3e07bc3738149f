"""Checks of packages (PKG): the actions and the days of plans, beside those of the next instrument."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from travaux.checks import Found, check
from travaux.checks._model import horizon, name, spelled, title
from travaux.checks._packages import steps, together
from travaux.compilation import Subject
from travaux.diagnostic import Related, Severity
from travaux.model.instrument import Action, Instrument
from travaux.model.period import Period, after
from travaux.records import Entry

# --- actions ---------------------------------------------------------------------------------------------------------


def _begun(instrument: Entry[Instrument]) -> tuple[datetime.date, str] | None:
    """The day from which the periods of a text run, and the field that gives it; None while it is open."""
    signing = instrument.record.signing
    for field, day in (("date", signing.date), ("opens", signing.opens)):
        if day:
            return day, field
    return None


def _ends(start: datetime.date, period: Period) -> datetime.date:
    try:
        return after(start, period)
    except (OverflowError, ValueError):  # after the last day that the calendar has
        return datetime.date.max


def _same_due(one: Entry[Instrument], action: Action, other: Entry[Instrument], same: Action) -> bool:
    """Whether two actions fall due on one day, as far as their days are known."""
    starts = [_begun(one), _begun(other)]
    if starts[0] and starts[1]:
        return _ends(starts[0][0], action.due) == _ends(starts[1][0], same.due)
    return action.due == same.due


@check("PKG012", Severity.ERROR, across=True)
def action_told_otherwise(s: Subject) -> Iterator[Found]:
    """An action of the same participants has another time, or another lead body, in the next instrument of a package.

    Why: two bodies wait for each other, or the later date becomes the real one. Where the participants differ, the time
    may differ with them, and only another lead body of one and the same party is told, as a warning.
    Source: drafting practice for action plans.
    Fix: the same `due` and `leads` in both, or another `id` for what is another action.
    At: seeds/instruments/example-plan.yaml: due:; seeds/instruments/example-plan.yaml: leads:

    Fails:
        == seeds/instruments/example.yaml ==
        timetable:
          - {id: report, action: {en: Report}, leads: {alba: trade, borea: trade}, due: P60D, output: {en: Report}}
    Fails:
        == seeds/parties/alba.yaml ==
        bodies: {geology: {en: the Geological Survey of Alba}}
        == seeds/instruments/example.yaml ==
        timetable:
          - {id: report, action: {en: Report}, leads: {alba: geology, corda: trade}, due: P60D, output: {en: Report}}
    Passes:
        == seeds/instruments/example.yaml ==
        timetable:
          - {id: report, action: {en: Report}, leads: {alba: trade, borea: trade}, due: P50D, output: {en: Report}}
    """
    for one, other in together(s):
        known = {action.id: (number, action) for number, action in enumerate(one.record.timetable)}
        for n, action in enumerate(other.record.timetable):
            m, first = known.get(action.id, (0, None))
            if first is None:
                continue
            same = first.leads.keys() == action.leads.keys()
            if same and not _same_due(one, first, other, action):
                message = f"the action {action.id!r} falls due after {spelled(action.due)}, and in {title(one)} after "
                related = (Related(one.span("timetable", m, "due"), f"in {title(one)}"),)
                span, hint = other.span("timetable", n, "due"), "the same time in both, or another id"
                yield Found(message + spelled(first.due), span, hint, other.record.id, related=related)
            for key in action.leads.keys() & first.leads.keys():
                if action.leads[key] != first.leads[key]:
                    told = f"{name(s.records.parties[key])} leads the action {action.id!r} by its body for "
                    message = f"{told}{action.leads[key]!r}, and in {title(one)} by that for {first.leads[key]!r}"
                    related = (Related(one.span("timetable", m, "leads", key), f"in {title(one)}"),)
                    span, grave = other.span("timetable", n, "leads", key), None if same else Severity.WARNING
                    hint = "the same body in both, or another id"
                    yield Found(message, span, hint, other.record.id, related=related, severity=grave)


# --- days ------------------------------------------------------------------------------------------------------------


@check("PKG013", Severity.ERROR, across=True)
def too_late_for_the_next(s: Subject) -> Iterator[Found]:
    """A plan begins, ends, or has an action fall due, after the text that it leads to is opened for signature.

    Why: the plan prepares that text; what comes after its signature can no longer enter it.
    Source: drafting practice: the order of the steps is the purpose of a road map. Days that are not agreed yet are not
    compared.
    Fix: an earlier `due` or `signing`, or a later `signing` of the text that follows.
    At: seeds/instruments/example-plan.yaml: due:

    Fails:
        == seeds/instruments/example.yaml ==
        signing: {opens: 2026-09-01, closes: 2027-09-01}
        == seeds/instruments/example-plan.yaml ==
        signing: {date: 2026-08-01}
    Fails:
        == seeds/instruments/example.yaml ==
        signing: {date: 2026-09-01}
        == seeds/instruments/example-plan.yaml ==
        signing: {date: 2026-10-01}
        timetable: []
    Passes:
        == seeds/instruments/example.yaml ==
        signing: {opens: 2026-11-01, closes: 2027-09-01}
        == seeds/instruments/example-plan.yaml ==
        signing: {date: 2026-08-01}
    """
    for step, end in steps(s):
        start, signed = _begun(step), (end.record.signing.opens, "opens") if end.record.signing.opens else _begun(end)
        if start is None or signed is None or signed[0] is None:
            continue
        day, field = signed
        related = (Related(end.span("signing", field), f"{title(end)} is signed from {day}"),)
        if start[0] > day:
            message = f"{title(step)} begins on {start[0]}, after {title(end)} to which it leads is signed ({day})"
            yield Found(message, step.span("signing", start[1]), "sign it earlier", step.record.id, related=related)
            continue
        period = horizon(s, step)
        if period and _ends(start[0], period[0]) > day:
            message = f"{title(step)} ends on {_ends(start[0], period[0])}, after {title(end)} is signed ({day})"
            yield Found(message, period[1], "a shorter period, or a later signature", step.record.id, related=related)
        for number, action in enumerate(step.record.timetable):
            due = _ends(start[0], action.due)
            if due > day:
                message = f"the action {action.id!r} falls due on {due}, after {title(end)} is signed ({day})"
                span = step.span("timetable", number, "due")
                yield Found(message, span, "let it fall due earlier", step.record.id, related=related)

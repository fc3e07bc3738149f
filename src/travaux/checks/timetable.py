"""Checks of timetables (TIM): who leads each action of a non-binding text, and whether it falls due in time."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from travaux.checks import Found, check
from travaux.checks._mending import as_meant
from travaux.checks._model import horizon, listed, name, party_names, shorter, spelled
from travaux.compilation import Subject
from travaux.diagnostic import Related, Severity


@check("TIM001", Severity.ERROR, fix="unsafe")
def no_lead_body(s: Subject) -> Iterator[Found]:
    """An action is led by a body that a participant does not have on record, or by none for a participant.

    Why: what nobody is named for is done by nobody. A body that is missing is an error, a participant without a lead a
    warning, as it may be meant.
    Source: drafting practice for action plans.
    Covers: DC-012.
    Fix: a function of `bodies` in the record of each participant.

    Fails:
        == seeds/instruments/example-plan.yaml ==
        timetable:
          - {id: report, action: {en: Report}, leads: {alba: trade, borea: geology}, due: P50D, output: {en: Report}}
    Fails:
        == seeds/instruments/example-plan.yaml ==
        timetable:
          - {id: report, action: {en: Report}, leads: {alba: trade}, due: P50D, output: {en: Report}}
    Fails:
        == seeds/instruments/example-plan.yaml ==
        timetable:
          - {id: report, action: {en: Report}, leads: {alba: trade, borea: tradde}, due: P50D, output: {en: Report}}
    Passes:
        == seeds/parties/borea.yaml ==
        bodies: {geology: {en: the Geological Survey of Borea}}
        == seeds/instruments/example-plan.yaml ==
        timetable:
          - {id: report, action: {en: Report}, leads: {alba: trade, borea: geology}, due: P50D, output: {en: Report}}
    """
    for instrument in s.instruments():
        for number, action in enumerate(instrument.record.timetable):
            for key, function in action.leads.items():
                party = s.records.parties[key]
                if function not in party.record.bodies:
                    message = f"{name(party)} has no body for {function!r} on record to lead the action {action.id!r}"
                    related = (Related(party.span("bodies"), f"its bodies: {listed(party.record.bodies) or 'none'}"),)
                    span = instrument.span("timetable", number, "leads", key)
                    hint, fix = "name one of its bodies", as_meant(span, function, party.record.bodies)
                    yield Found(message, span, hint, instrument.record.id, related=related, fix=fix)
            without = [key for key in instrument.record.parties if key not in action.leads]
            if without:
                message = f"nobody leads the action {action.id!r} for {party_names(s, without)}"
                span = instrument.span("timetable", number, "leads")
                yield Found(message, span, "name a lead", instrument.record.id, severity=Severity.WARNING)


@check("TIM002", Severity.ERROR)
def due_after_the_plan(s: Subject) -> Iterator[Found]:
    """An action falls due after the period of the plan has ended.

    Why: the plan reports on an action that is still to come.
    Source: drafting practice: periods inside a term have to fit into it.
    Covers: DAT-01, DC-012.
    Fix: an earlier `due`, or a longer period.
    At: seeds/instruments/example-plan.yaml: due:

    Fails:
        == clauses/example-plan/plan-work.en.md ==
        ---
        heading: Actions
        purpose: What the Participants will do.
        order: 40
        tier: 1
        parameters: {horizon: {type: period, default: P45D, meaning: The period of the plan}}
        ---
        The Participants intend to complete their actions within {{ param.horizon }}.
    Passes:
        == clauses/example-plan/plan-work.en.md ==
        ---
        heading: Actions
        purpose: What the Participants will do.
        order: 40
        tier: 1
        parameters: {horizon: {type: period, default: P50D, meaning: The period of the plan}}
        ---
        The Participants intend to complete their actions within {{ param.horizon }}.
    """
    for instrument in s.instruments():
        period = horizon(s, instrument)
        for number, action in enumerate(instrument.record.timetable if period else ()):
            late = shorter(period[0], action.due) if period else False
            if period is None or late is False:
                continue
            due, end = spelled(action.due), spelled(period[0])
            undecided = "" if late else "not decided, as it depends on the months: "
            message = f"{undecided}the action {action.id!r} falls due after {due}, the plan ends after {end}"
            related = (Related(period[1], "the period of the plan"),)
            span = instrument.span("timetable", number, "due")
            hint, severity = "let it fall due earlier", None if late else Severity.INFO
            yield Found(message, span, hint, instrument.record.id, related=related, severity=severity)


@check("TIM005", Severity.WARNING)
def actions_out_of_order(s: Subject) -> Iterator[Found]:
    """An action of a timetable stands before one that falls due earlier.

    Why: later actions use what earlier ones yield. One that is out of order has a slip in its time, or is missed by
    those who work down the list.
    Source: drafting practice for action plans.
    Covers: DAT-01.
    Fix: the order of the times, or the right time.

    Fails:
        == seeds/instruments/example-plan.yaml ==
        timetable:
          - {id: report, action: {en: Report}, leads: {alba: trade, borea: trade}, due: P50D, output: {en: Report}}
          - {id: data, action: {en: Gather data}, leads: {alba: trade, borea: trade}, due: P20D, output: {en: Data}}
    Passes:
        == seeds/instruments/example-plan.yaml ==
        timetable:
          - {id: data, action: {en: Gather data}, leads: {alba: trade, borea: trade}, due: P20D, output: {en: Data}}
          - {id: report, action: {en: Report}, leads: {alba: trade, borea: trade}, due: P50D, output: {en: Report}}
    """
    for instrument in s.instruments():
        for number, (action, later) in enumerate(itertools.pairwise(instrument.record.timetable)):
            if shorter(later.due, action.due):
                message = (
                    f"the action {action.id!r}, due after {spelled(action.due)}, stands before {later.id!r}, due after "
                    f"{spelled(later.due)}"
                )
                related = (Related(instrument.span("timetable", number + 1, "due"), "due earlier"),)
                span = instrument.span("timetable", number, "due")
                yield Found(message, span, "put them in the order of time", instrument.record.id, related=related)

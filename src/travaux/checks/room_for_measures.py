"""Checks of room for measures: a crisis, an exception or a rule on top may not find its way shut by another chapter."""

from __future__ import annotations

from collections.abc import Iterator

from travaux.checks import Found, check
from travaux.checks._mending import added, standing_too
from travaux.checks._model import each, mechanisms
from travaux.compilation import Subject
from travaux.diagnostic import Related, Severity
from travaux.model.mechanism.export_discipline import ExportDiscipline
from travaux.model.mechanism.rapid_response import RapidResponse


@check("RSP003", Severity.WARNING, fix="unsafe")
def crisis_without_room(s: Subject) -> Iterator[Found]:
    """The text answers disruptions of supply, and its rules on exports have no exception for a shortage.

    Why: in a shortage a party may have to keep goods at home for a time, and would break one chapter to follow the
    other. A lawyer has to say whether security, the exception that is left, is meant to be enough.
    Source: GATT 1994 Article XI:2(a) has the exception for critical shortage (wt-14, reported).
    Covers: MEC-05, WT-14.
    Fix: `shortage` among the `exceptions` of the export discipline.

    Fails:
        == seeds/instruments/example.yaml ==
        mechanisms: [reference, floor, adjustment, zone, exports, response]
        == seeds/mechanisms/exports.yaml ==
        exceptions: [security]
    Passes:
        == seeds/instruments/example.yaml ==
        mechanisms: [reference, floor, adjustment, zone, exports, response]
    """
    for instrument, exports in each(s, ExportDiscipline):
        answers = mechanisms(s, instrument, RapidResponse)
        if answers and exports.record.no_quota and "shortage" not in exports.record.exceptions:
            message = f"{exports.record.id!r} has no exception for a shortage, and {answers[0].record.id!r} answers one"
            related = (Related(answers[0].span("id"), "the answer to disruptions"),)
            span = exports.span("exceptions")
            fix = added(exports, ("shortage",), "exceptions")
            yield Found(
                message, span, "add `shortage` to the exceptions", instrument.record.id, related=related, fix=fix
            )


@check("WTO007", Severity.WARNING, fix="unsafe")
def no_general_exceptions(s: Subject) -> Iterator[Found]:
    """The text lays a charge at the border, and has no general exceptions.

    Why: a measure for health, conservation or the enforcement of lawful rules would be a breach, whatever its aim. A
    lawyer has to say whether the exceptions of other agreements are meant to reach this one; by themselves they do not.
    Source: Article XX of the GATT 1994 is taken over by trade agreements for the chapters on goods (TPP Article 29.1,
    reported).
    Covers: WTO-10.
    Fix: the clause `general-exceptions`.

    Fails:
        == clauses/example/border-adjustment-charge.en.md ==
        ---
        heading: Charge
        purpose: Lays a charge.
        order: 65
        tier: 1
        uses: [party]
        ---
        Each Party shall charge the amount.
    Fails:
        == clauses/example/border-adjustment-charge.en.md ==
        ---
        heading: Charge
        purpose: Lays a charge.
        order: 65
        tier: 1
        uses: [party]
        ---
        Each Party shall charge the amount.
        == clauses/example/general-exceptions.en.md ==
        ---
        heading: Exceptions
        purpose: Is left out.
        order: 77
        tier: 1
        ---
        It is said here.
        == seeds/instruments/example.yaml ==
        clauses: {exclude: [general-exceptions]}
    Passes:
        == clauses/example/border-adjustment-charge.en.md ==
        ---
        heading: Charge
        purpose: Lays a charge.
        order: 65
        tier: 1
        uses: [party]
        ---
        Each Party shall charge the amount.
        == clauses/example/general-exceptions.en.md ==
        ---
        heading: Exceptions
        purpose: Leaves room.
        order: 66
        tier: 1
        uses: [party]
        ---
        Nothing in this Agreement prevents a Party from protecting health.
    """
    for text in s.texts:
        standing = {selected.clause.key: selected.clause for selected in text.outline.all()}
        charge = standing.get("border-adjustment-charge")
        if text.binding and charge and "general-exceptions" not in standing:
            message = "a charge is laid down, and no article leaves room for general exceptions"
            hint = "let the clause `general-exceptions` stand in the text"
            fix = standing_too(text, "general-exceptions")
            yield Found(message, charge.span(), hint, text.instrument.record.id, charge.key, fix=fix)

"""Checks of final clauses (FIN): what a text needs to begin, to be kept, and to be signed on a day that can come."""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Iterator

from travaux.checks import Found, check
from travaux.checks._mending import taken_out
from travaux.checks._model import binding, binds, listed, name, title
from travaux.compilation import Subject
from travaux.diagnostic import Severity
from travaux.model.instrument import Instrument
from travaux.records import Entry
from travaux.span import Span


@check("FIN001", Severity.WARNING)
def no_depositary(s: Subject) -> Iterator[Found]:
    """A binding text of several parties has no depositary, or one that is not a party to it.

    Why: somebody has to keep the original, count the consents and tell the others. One that is not a party can do it,
    but has to agree first; whether it has is not on record.
    Source: Vienna Convention on the Law of Treaties, Articles 76 and 77 (gn-01, not opened).
    Covers: GN-01, DC-061.
    Fix: name a party under `depositary`.
    Follows: EIF004, PTY004.
    At: seeds/instruments/example.yaml: parties:

    Fails:
        == seeds/instruments/example.yaml ==
        depositary: null
    Fails:
        == seeds/instruments/example.yaml ==
        parties: [alba, borea]
        depositary: corda
    Passes:
        == seeds/instruments/example.yaml ==
        parties: [alba, borea]
        depositary: null
    """
    for instrument in binding(s):
        depositary = instrument.record.depositary
        if depositary is None and len(instrument.record.parties) > 2:
            message = f"{title(instrument)} has {len(instrument.record.parties)} parties and no depositary"
            yield Found(message, instrument.span("parties"), "name one under `depositary`", instrument.record.id)
        elif depositary is not None and depositary not in instrument.record.parties:
            message = f"{name(s.records.parties[depositary])} is depositary and not a party to {title(instrument)}"
            hint = "record its agreement in `suppress`, or name a party"
            yield Found(message, instrument.span("depositary"), hint, instrument.record.id)


@check("FIN002", Severity.ERROR, fix="unsafe")
def no_entry_into_force(s: Subject) -> Iterator[Found]:
    """A binding text does not say when it enters into force, or a non-binding one does.

    Why: a treaty without the condition waits for the consent of every party; a text that "enters into force" while it
    calls itself non-binding has been read as a treaty.
    Source: Vienna Convention on the Law of Treaties, Article 24 (gn-01, not opened); Somalia v. Kenya (ICJ, 2017), a
    memorandum that was held to be a treaty (reported).
    Covers: REG-03, GN-01, DC-010, DC-062.
    Fix: `entry_into_force` in the binding text only; so for `depositary` and `routes`.
    At: seeds/instruments/example.yaml: kind:

    Fails:
        == seeds/instruments/example-plan.yaml ==
        entry_into_force: {min_parties: 2, delay: P30D, later: P30D}
    Fails:
        == seeds/instruments/example.yaml ==
        entry_into_force: null
        == clauses/example/commencement.en.md ==
        This Agreement begins when the Parties so agree.
    Passes:
        == seeds/instruments/example.yaml ==
        entry_into_force: {threshold: null}
    """
    for instrument in s.instruments():
        record = instrument.record
        if binds(s, instrument):
            if record.entry_into_force is None:
                message = f"{title(instrument)} binds, and does not say when it enters into force"
                yield Found(message, instrument.span("kind"), "add `entry_into_force`", record.id)
            continue
        treaty_like = {
            "entry_into_force": record.entry_into_force,
            "depositary": record.depositary,
            "routes": record.routes,
        }
        given = [field for field, value in treaty_like.items() if value]
        if given:
            message = f"{title(instrument)} does not bind, and has what only a treaty has: {listed(given)}"
            fix = taken_out(instrument, *((field,) for field in given))
            yield Found(message, instrument.raw.key_span(given[0]), "take it out", record.id, fix=fix)


def _days(instrument: Entry[Instrument]) -> Iterator[tuple[str, datetime.date, Span]]:
    """The days of the conclusion of a text, in the order in which they have to come."""
    signing, draft = instrument.record.signing, instrument.record.status.date
    if draft is not None:
        yield "the date of the draft", draft, instrument.span("status", "date")
    days = (
        ("the first day for signature", "opens", signing.opens),
        ("the date of signature", "date", signing.date),
        ("the last day for signature", "closes", signing.closes),
    )
    for what, field, day in days:
        if day is not None:
            yield what, day, instrument.span("signing", field)


@check("FIN003", Severity.ERROR)
def days_out_of_order(s: Subject) -> Iterator[Found]:
    """The days of draft, opening, signature and closing are out of order.

    Why: a text that is open for signature before it is drafted, or after it is closed, cannot be signed as it says.
    Source: drafting practice: dates that are past, or that pass each other, are found in most late drafts.
    Covers: DAT-04, DC-060.
    Fix: correct `status: date` or the days under `signing`.

    Fails:
        == seeds/instruments/example.yaml ==
        signing: {opens: 2027-03-01, closes: 2027-02-01}
    Fails:
        == seeds/instruments/example.yaml ==
        signing: {date: 2026-05-31}
    Passes:
        == seeds/instruments/example.yaml ==
        signing: {opens: 2027-02-01, date: 2027-02-01, closes: 2027-12-31}
    """
    for instrument in s.instruments():
        for (before, day, _), (what, later, span) in itertools.pairwise(_days(instrument)):
            if later < day:
                message = f"{what}, {later}, comes before {before}, {day}"
                yield Found(message, span, "correct one of them", instrument.record.id)

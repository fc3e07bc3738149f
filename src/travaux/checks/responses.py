"""Checks of rapid response (RSP): who answers the call of each party, and whether there is anything to release."""

from __future__ import annotations

from collections.abc import Iterator

from travaux.checks import Found, check
from travaux.checks._model import each, listed, mechanisms, name, party_names, resolved
from travaux.compilation import Subject
from travaux.diagnostic import Related, Severity
from travaux.model.mechanism.rapid_response import RapidResponse
from travaux.model.mechanism.strategic_reserve import StrategicReserve

_FROM_RESERVES = ("swap", "release")


@check("RSP001", Severity.ERROR)
def lead_body_unknown(s: Subject) -> Iterator[Found]:
    """A party of the network has no lead body, or one that its record does not have.

    Why: a call for help reaches nobody. A party that has named no body yet is noted, because the text prints a blank
    for it; a function that its record lacks, or a body of somebody who is no party, is an error.
    Source: ap-005 on the lead bodies of the United States and Japan (reported).
    Fix: add the body under `bodies` of the party, and its function under `leads`.
    Follows: EIF004, PTY004.
    At: seeds/mechanisms/response.yaml: leads:

    Fails:
        == seeds/instruments/example.yaml ==
        mechanisms: [reference, floor, adjustment, zone, response]
        == seeds/mechanisms/response.yaml ==
        leads: {alba: trade, borea: trade, corda: energy}
    Fails:
        == seeds/instruments/example.yaml ==
        mechanisms: [reference, floor, adjustment, zone, response]
        parties: [alba, borea]
    Fails:
        == seeds/instruments/example.yaml ==
        mechanisms: [reference, floor, adjustment, zone, response]
        == seeds/mechanisms/response.yaml ==
        leads: {corda: null}
    Passes:
        == seeds/instruments/example.yaml ==
        mechanisms: [reference, floor, adjustment, zone, response]
    """
    for instrument, response in each(s, RapidResponse):
        leads, owing = response.record.leads, resolved(response.record.addressees, instrument)
        open_ = [key for key in owing if key not in leads]
        if open_:
            message = f"no lead body is named for {party_names(s, open_)}; the text prints a blank"
            hint = "name its function under `leads` once it is known"
            yield Found(message, response.span("leads"), hint, instrument.record.id, severity=Severity.INFO)
        for key, function in leads.items():
            span = response.span("leads", key)
            if key not in owing:
                message = f"a lead body is named for {party_names(s, [key])}, which does not owe the duty"
                yield Found(message, span, "take it out, or add the party", instrument.record.id)
            elif function not in s.records.parties[key].record.bodies:
                party = s.records.parties[key]
                message = f"{name(party)} leads through {function!r} and has no such body on record"
                related = (Related(party.span("id"), "the record of the party"),)
                hint = f"functions on record: {listed(party.record.bodies) or 'none'}"
                yield Found(message, span, hint, instrument.record.id, related=related)


@check("RSP002", Severity.WARNING)
def nothing_to_release(s: Subject) -> Iterator[Found]:
    """The response offers goods from reserves, and the text has no reserves.

    Why: the strongest measure on the list rests on stocks that nobody has promised to hold; whether stocks outside the
    agreement are meant, the drafters have to say.
    Source: drafting practice: a measure that is offered has to lead somewhere.
    Fix: add a strategic reserve, or take `swap` and `release` out of `actions`.

    Fails:
        == seeds/instruments/example.yaml ==
        mechanisms: [reference, floor, adjustment, zone, response]
        == seeds/mechanisms/response.yaml ==
        actions: [release, logistics]
    Passes:
        == seeds/instruments/example.yaml ==
        mechanisms: [reference, floor, adjustment, zone, reserve, response]
        == seeds/mechanisms/response.yaml ==
        actions: [release, logistics]
    """
    for instrument, response in each(s, RapidResponse):
        offered = [action for action in response.record.actions if action in _FROM_RESERVES]
        if offered and not mechanisms(s, instrument, StrategicReserve):
            message = f"the response offers {listed(offered)}, and no party is to hold a reserve under this text"
            hint = "add a strategic reserve, or take these out of `actions`"
            yield Found(message, response.span("actions"), hint, instrument.record.id)

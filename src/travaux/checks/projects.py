"""Checks of project support (PRJ): which body pays for each party, and whether a list waits for the text to apply."""

from __future__ import annotations

from collections.abc import Iterator

from travaux.checks import Found, check
from travaux.checks._mending import as_meant
from travaux.checks._model import each, listed, name, party_names, resolved
from travaux.compilation import Subject
from travaux.diagnostic import Related, Severity
from travaux.model.mechanism.project_support import ProjectSupport


@check("PRJ001", Severity.ERROR, fix="unsafe")
def window_without_a_body(s: Subject) -> Iterator[Found]:
    """A window of finance names a body that its party does not have, or a party that does not owe the duty.

    Why: sponsors are sent to an institution that is not there. A window whose body is still open is noted, because the
    text prints a blank for it.
    Source: drafting practice: a duty to coordinate names who coordinates.
    Fix: add the body under `bodies` of the party, or leave `body` out.
    At: seeds/mechanisms/projects.yaml: - {party: alba

    Fails:
        == seeds/instruments/example.yaml ==
        mechanisms: [reference, floor, adjustment, zone, projects]
        == seeds/mechanisms/projects.yaml ==
        finance_windows: [{party: alba, body: bank, forms: [loan]}]
    Fails:
        == seeds/instruments/example.yaml ==
        mechanisms: [reference, floor, adjustment, zone, projects]
        == seeds/mechanisms/projects.yaml ==
        addressees: [borea, corda]
    Fails:
        == seeds/instruments/example.yaml ==
        mechanisms: [reference, floor, adjustment, zone, projects]
        == seeds/mechanisms/projects.yaml ==
        finance_windows: [{party: alba, forms: [loan]}]
    Fails:
        == seeds/instruments/example.yaml ==
        mechanisms: [reference, floor, adjustment, zone, projects]
        == seeds/mechanisms/projects.yaml ==
        finance_windows: [{party: alba, body: trdae, forms: [loan]}, {party: borea, body: trade, forms: [loan]}]
    Passes:
        == seeds/instruments/example.yaml ==
        mechanisms: [reference, floor, adjustment, zone, projects]
    """
    for instrument, support in each(s, ProjectSupport):
        windows, owing = support.record.finance_windows, resolved(support.record.addressees, instrument)
        open_ = [window.party for window in windows if window.body is None and window.party in owing]
        if open_:
            message = f"no body is named that finances projects for {party_names(s, open_)}; the text prints a blank"
            span = support.span("finance_windows")
            yield Found(message, span, "name it once it is known", instrument.record.id, severity=Severity.INFO)
        for number, window in enumerate(windows):
            party = s.records.parties[window.party]
            span = support.span("finance_windows", number)
            if window.party not in owing:
                message = f"a window of finance is named for {name(party)}, which does not owe the duty"
                yield Found(message, span, "take it out, or add the party", instrument.record.id)
            elif window.body is not None and window.body not in party.record.bodies:
                message = f"{name(party)} finances through {window.body!r} and has no such body on record"
                related = (Related(party.span("id"), "the record of the party"),)
                hint = f"functions on record: {listed(party.record.bodies) or 'none'}"
                place = support.span("finance_windows", number, "body")
                fix = as_meant(place, window.body, party.record.bodies)
                yield Found(message, span, hint, instrument.record.id, related=related, fix=fix)

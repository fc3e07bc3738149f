"""Checks of law that is open or narrow: authorities no court has judged, and routes that stay within laws in force."""

from __future__ import annotations

from collections.abc import Iterator

from travaux.checks import Found, check
from travaux.checks._model import binding, each, listed, name, texts_of
from travaux.checks._phrases import any_of, said
from travaux.compilation import Subject, Text
from travaux.diagnostic import Related, Severity
from travaux.model.mechanism.border_adjustment import BorderAdjustment

_WHAT = {"moving-charge": "a charge that moves with the price", "downstream-goods": "goods made from the mineral"}


@check("DUT007", Severity.INFO)
def authority_untested(s: Subject) -> Iterator[Found]:
    """A party charges under an authority that no court has judged for a charge of this kind.

    Why: a duty that falls in court is paid back, and importers sue on the first entry. It is a risk to be known and no
    fault: counsel of the party has to say whether to take it.
    Source: section 232 was read to allow licence fees and goods made from the article; a charge that moves with the
    price is untested (us-04, reported).
    Covers: US-04.
    At: seeds/mechanisms/adjustment.yaml: - {party: borea

    Fails:
        == seeds/parties/borea.yaml ==
        duty_authorities: [{id: duties-act, name: Customs Duties Act, usable: true, untested: [moving-charge]}]
    Passes:
        == seeds/parties/borea.yaml ==
        duty_authorities: [{id: duties-act, name: Customs Duties Act, usable: true, untested: [moving-charge]}]
        == seeds/mechanisms/adjustment.yaml ==
        form: ad-valorem
        update: quarterly
    """
    for instrument, adjustment in each(s, BorderAdjustment):
        record = adjustment.record
        applies = {
            "moving-charge": record.form in ("variable-specific", "two-tier-tariff-quota"),
            "downstream-goods": record.downstream.scope != "none",
        }
        for number, duty in enumerate(record.duties):
            if duty.party not in instrument.record.parties:
                continue
            party = s.records.parties[duty.party]
            for at, authority in enumerate(party.record.duty_authorities):
                open_ = [_WHAT[what] for what in authority.untested if applies[what]]
                if authority.id == duty.authority and open_:
                    message = f"not decided: whether {authority.name} lets {name(party)} charge {listed(open_)}"
                    related = (Related(party.span("duty_authorities", at, "untested"), "its record"),)
                    span = adjustment.span("duties", number, "authority")
                    yield Found(message, span, "ask counsel of the party", instrument.record.id, related=related)


@check("CAP007", Severity.WARNING)
def not_within_laws_in_force(s: Subject) -> Iterator[Found]:
    """A party is bound by a route that allows no change of law, and the text does not say that it stays within them.

    Why: what such an agreement asks beyond laws and budgets in force the party cannot give, and the others could not
    know. A lawyer of the party should say whether its content makes the words needless.
    Source: the agreement of 2023 between the United States and Japan took that road (jp-02, reported).
    Covers: JP-02.
    Fix: say that each Party carries the text out in accordance with its laws and regulations in force and subject to
    the availability of appropriated funds.
    Follows: CAP005.
    At: seeds/instruments/example.yaml: routes:

    Fails:
        == seeds/parties/borea.yaml ==
        routes: [{id: parliament, name: decision of the Cabinet, carries: [no-change-of-law], approvals: []}]
    Passes:
        == seeds/parties/borea.yaml ==
        routes: [{id: parliament, name: decision of the Cabinet, carries: [no-change-of-law], approvals: []}]
        == clauses/example/committee.en.md ==
        The Parties hereby establish a Joint Committee, subject to the availability of appropriated funds.
    """
    for instrument in binding(s):
        if any(map(_stays_within, texts_of(s, instrument))):
            continue
        for party in s.parties(instrument):
            chosen = instrument.record.routes.get(party.record.id)
            for number, route in enumerate(party.record.routes):
                if route.id == chosen and set(route.carries) == {"no-change-of-law"}:
                    message = (
                        f"{name(party)} is bound by {route.name}, and the text does not say that it is carried out "
                        "within laws and budgets in force"
                    )
                    related = (Related(party.span("routes", number), "its route"),)
                    span = instrument.span("routes", party.record.id)
                    hint = "say so in an article, or choose a route that can carry more"
                    yield Found(message, span, hint, instrument.record.id, related=related)


def _stays_within(text: Text) -> bool:
    """Whether a text says that it stays within laws and budgets in force, or its language has no words for that."""
    phrases = text.library.words.within_law_phrases
    return not phrases or any(said(text, any_of(phrases)))


@check("DUT008", Severity.WARNING)
def guarantee_for_a_duty(s: Subject) -> Iterator[Found]:
    """A party is to charge a duty under an authority that allows no more than a guarantee.

    Why: customs would hold a deposit and give it back on proof of the value, so that the floor is kept by nothing.
    Source: Mexico's guarantee on goods subject to estimated prices, which charges nothing (md-013, mx-05, reported).
    Covers: MX-05.
    Fix: an authority on which a duty can be charged, or `form: guarantee-deposit`.
    At: seeds/mechanisms/adjustment.yaml: - {party: borea

    Fails:
        == seeds/parties/borea.yaml ==
        duty_authorities: [{id: duties-act, name: Customs Law, usable: true, deposit_only: true}]
    Passes:
        == seeds/parties/borea.yaml ==
        duty_authorities: [{id: duties-act, name: Customs Law, usable: true, deposit_only: true}]
        == seeds/mechanisms/adjustment.yaml ==
        form: guarantee-deposit
    """
    for instrument, adjustment in each(s, BorderAdjustment):
        for number, duty in enumerate(adjustment.record.duties):
            if duty.party not in instrument.record.parties or adjustment.record.form == "guarantee-deposit":
                continue
            party = s.records.parties[duty.party]
            for at, authority in enumerate(party.record.duty_authorities):
                if authority.id == duty.authority and authority.deposit_only:
                    message = f"{authority.name} lets {name(party)} ask for a guarantee, and charge nothing"
                    related = (Related(party.span("duty_authorities", at, "deposit_only"), "its record"),)
                    span = adjustment.span("duties", number, "authority")
                    hint = "name an authority on which a duty can be charged"
                    yield Found(message, span, hint, instrument.record.id, related=related)

"""Steps outside the text that each party has to take, or to have taken, and that only it can confirm."""

from __future__ import annotations

from collections.abc import Iterator

from travaux.checks._model import mechanisms, name
from travaux.compilation import Subject, Text
from travaux.model.mechanism.border_adjustment import BorderAdjustment
from travaux.model.mechanism.flooding_safeguard import FloodingSafeguard
from travaux.model.mechanism.offtake_cfd import OfftakeCfd
from travaux.model.mechanism.standards_market import StandardsMarket
from travaux.signoff import Look, item


@item("SGN201")
def full_powers(s: Subject, text: Text) -> Iterator[Look]:
    """Who signs for each party, and do they have full powers?

    Why: a signature without them binds nobody until the party confirms it.
    Source: Vienna Convention on the Law of Treaties, Articles 7 and 8 (gn-01, not opened). Names of persons are not
    among the records.
    Covers: PTY-03, DC-025.
    """
    for party in s.parties(text.instrument):
        kind = "full powers" if text.binding else "authority to sign"
        yield Look(f"{name(party)}: {kind}")


@item("SGN202")
def approvals(s: Subject, text: Text) -> Iterator[Look]:
    """Has each party taken the steps at home that its law asks for?

    Why: a text that is signed without them can be set aside at home, whatever it says.
    Source: the approvals of the parties' records (us-06, eu-02, jp-01, mx-01), and mx-02 on the law of 2004 on economic
    treaties. What is on record here says that a step is needed, and not that it was taken.
    Covers: PTY-10, US-06, EU-03, JP-01, MX-02, DC-026, DC-027, DC-028, DC-029.
    """
    record = text.instrument.record
    for party in s.parties(text.instrument):
        capacity = party.record.capacities.get(record.kind)
        route = next((r for r in party.record.routes if r.id == record.routes.get(party.record.id)), None)
        for approval in (
            *(capacity.approvals if capacity else ()),
            *(route.approvals if route and text.binding else ()),
        ):
            yield Look(f"{name(party)}: {approval.act} ({approval.by})")
        if route and route.note and text.binding:
            yield Look(f"{name(party)}: {route.note}")


@item("SGN203")
def reported_texts(s: Subject, text: Text) -> Iterator[Look]:
    """Is the text, with all that belongs to it, ready to be reported and published by each party?

    Why: a party whose law asks for the whole text cannot keep an annex or a side letter back; a side letter that is
    not listed can contradict what is signed.
    Source: 1 USC 112b as amended (us-05, official, seen in part). Side letters are not among the records.
    Covers: US-05, REL-06, US-07.
    """
    for party in s.parties(text.instrument):
        if not party.record.limits.secret_annexes:
            yield Look(f"{name(party)}: memorandum of legal authority, and a list of side letters and declarations")


@item("SGN204")
def notifications(s: Subject, text: Text) -> Iterator[Look]:
    """Which of the measures have to be notified in the WTO, by whom and when?

    Why: a measure that is lawful can still be challenged because nobody was told of it.
    Source: SCM Agreement Article 25, Agreement on Safeguards Article 12, TBT Agreement Article 2.9 (wt-13 and wt-19,
    unconfirmed: not opened).
    Covers: WTO-06, WTO-09, WT-19.
    """
    for entry in s.mechanisms(text.instrument):
        if isinstance(entry.record, OfftakeCfd | FloodingSafeguard | StandardsMarket):
            yield Look(f"{entry.record.kind.replace('-', ' ')} ({entry.record.id})", "notification")


@item("SGN205")
def interests(s: Subject, text: Text) -> Iterator[Look]:
    """Does the text hold what each party is known to ask for?

    Why: a party that finds its first concern left out reads the rest with less good will, and asks for it late.
    Source: jp-05 on an answer to coercion and mx-06 on sovereignty over resources (reported); positions move, and the
    records hold only what was published.
    Covers: JP-05, MX-06, EU-10.
    """
    for party in s.parties(text.instrument):
        if party.record.note:
            yield Look(f"{name(party)}: {party.record.note}")


@item("SGN206")
def legal_review(s: Subject, text: Text) -> Iterator[Look]:
    """Has the text been reviewed in each of its languages before it is published and signed?

    Why: after signature every correction wants the consent of all, and a shift of "may" to "shall" or of "or" to "and"
    is seen by a reader of both languages alone.
    Source: 207 errors were reported in one language of the EU-Korea agreement (2011); VCLT Article 79 (gn-01).
    Covers: LNG-03, DC-070, DC-087, DC-085.
    """
    for tag in dict.fromkeys((*text.instrument.record.languages, *text.instrument.record.authentic)):
        yield Look(f"the {text.library.words.languages.get(tag, tag)} text")


@item("SGN207")
def title_and_status(s: Subject, text: Text) -> Iterator[Look]:
    """Do title and content promise the same?

    Why: a title never decides whether a text binds, but one that promises more or less than the text will be quoted.
    Source: Vienna Convention on the Law of Treaties, Article 2(1)(a); Somalia v. Kenya (ICJ, 2017).
    Covers: REG-04, DC-009.
    """
    title = text.instrument.record.title
    said = title.get(text.language) or next(iter(title.values()))
    yield Look(f"{said}: {'binding' if text.binding else 'not binding'}")


@item("SGN208")
def authority_untested(s: Subject, text: Text) -> Iterator[Look]:
    """Has counsel of each party advised on the law under which it will charge?

    Why: no court has judged a charge that moves with the price under several of these laws, and a duty that falls is
    paid back.
    Source: us-04 (reported) on section 232; mx-05 and jp-03 (unconfirmed).
    Covers: US-04, JP-03, MX-05, US-03.
    """
    for adjustment in mechanisms(s, text.instrument, BorderAdjustment):
        for duty in adjustment.record.duties:
            if duty.party in text.instrument.record.parties:
                party = s.records.parties[duty.party]
                known = (a.name for a in party.record.duty_authorities if a.id == duty.authority)
                yield Look(f"{name(party)}: {next(known, duty.authority)}", "border-adjustment-charge")

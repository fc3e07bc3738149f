"""Checks of relations (REL): what the parties have promised in agreements already in force."""

from __future__ import annotations

from collections.abc import Iterator

from travaux.checks import Found, check
from travaux.checks._model import binding, mechanisms, name, resolved
from travaux.compilation import Subject
from travaux.diagnostic import Related, Severity
from travaux.model.instrument import Instrument
from travaux.model.mechanism.base import Mechanism
from travaux.model.mechanism.border_adjustment import BorderAdjustment
from travaux.model.party import OtherAgreement, Party
from travaux.records import Entry


def _agreements(
    s: Subject, instrument: Entry[Instrument], adjustment: BorderAdjustment
) -> Iterator[tuple[Entry[Party], int, OtherAgreement]]:
    """The agreements in force of each party that charges an adjustment."""
    for key in resolved(adjustment.addressees, instrument):
        party = s.records.parties[key]
        yield from ((party, number, agreement) for number, agreement in enumerate(party.record.agreements))


def _inside(
    s: Subject,
) -> Iterator[tuple[Entry[Instrument], Entry[BorderAdjustment], Entry[Party], int, OtherAgreement]]:
    """Each agreement between parties of a text whose charge falls on goods of the parties too, told once."""
    for instrument in binding(s):
        for adjustment in mechanisms(s, instrument, BorderAdjustment):
            if adjustment.record.member_exempt and adjustment.record.applies_to != "all-origins":
                continue
            told: set[str] = set()
            for party, number, agreement in _agreements(s, instrument, adjustment.record):
                among = any(partner in instrument.record.parties for partner in agreement.partners)
                if among and agreement.id not in told:
                    told.add(agreement.id)
                    yield instrument, adjustment, party, number, agreement


@check("REL001", Severity.ERROR)
def import_price_requirement(s: Subject) -> Iterator[Found]:
    """The floor reaches goods of parties that have promised each other not to set import prices.

    Why: the two texts contradict each other between the same States. An error where entry is refused below a price; a
    warning where the gap is charged as a duty, as it can be argued that a duty is no price requirement; not decided
    where the text of the agreement has not been read.
    Source: CPTPP Article 2.10(2)(a) (cptpp-2-10, reported); USMCA Article 2.11 (usmca-2-11, not opened).
    Covers: REL-01, DC-072.
    Fix: spare goods of the parties (`applies_to: all-non-parties`, `member_exempt: true`).
    Follows: CHG002, PTY003.

    Fails:
        == seeds/parties/alba.yaml ==
        agreements:
          - id: alba-borea
            name: Free Trade Agreement between Alba and Borea
            short_name: Alba-Borea FTA
            partners: [borea]
            full_fta: true
            bars_import_price_requirements: "yes"
            grade: official
        == seeds/mechanisms/adjustment.yaml ==
        member_exempt: false
        enforcement: licence
    Fails:
        == seeds/parties/alba.yaml ==
        agreements:
          - id: alba-borea
            name: Free Trade Agreement between Alba and Borea
            short_name: Alba-Borea FTA
            partners: [borea]
            full_fta: true
            bars_import_price_requirements: unknown
            grade: official
        == seeds/mechanisms/adjustment.yaml ==
        applies_to: all-origins
    Passes:
        == seeds/parties/alba.yaml ==
        agreements:
          - id: alba-borea
            name: Free Trade Agreement between Alba and Borea
            short_name: Alba-Borea FTA
            partners: [borea]
            full_fta: true
            bars_import_price_requirements: "yes"
            grade: official
    """
    for instrument, adjustment, party, number, agreement in _inside(s):
        bars = agreement.bars_import_price_requirements
        if bars == "no":
            continue
        span = adjustment.span("applies_to" if adjustment.record.applies_to == "all-origins" else "member_exempt")
        where = f" ({agreement.provisions})" if agreement.provisions else ""
        related = (Related(party.span("agreements", number), f"in the record of {name(party)}"),)
        if bars == "unknown":
            message = f"not decided: whether {agreement.short_name}{where} bars import prices between its parties"
            severity: Severity | None = Severity.INFO
        else:
            message = f"the floor reaches goods between parties whose {agreement.short_name}{where} bars import prices"
            severity = None if adjustment.record.enforcement == "licence" else Severity.WARNING
        hint = "spare goods of the parties: `applies_to: all-non-parties` with `member_exempt: true`"
        yield Found(message, span, hint, instrument.record.id, related=related, severity=severity)


@check("REL002", Severity.ERROR)
def new_duty_on_partner(s: Subject) -> Iterator[Found]:
    """The charge falls on goods of a party to which a free trade agreement in force promises no new duties.

    Why: applying the new text breaks the old one between the same States, on the first entry.
    Source: USMCA Articles 2.4 and 2.5 (na-02, unconfirmed: not opened).
    Covers: REL-01, NA-02.
    Fix: spare goods of the parties, or tie the charge to the security exception of that agreement.
    Follows: PTY003.

    Fails:
        == seeds/parties/alba.yaml ==
        agreements:
          - id: alba-borea
            name: Free Trade Agreement between Alba and Borea
            short_name: Alba-Borea FTA
            partners: [borea]
            full_fta: true
            bars_import_price_requirements: "no"
            bars_new_duties: true
            grade: official
        == seeds/mechanisms/adjustment.yaml ==
        applies_to: all-origins
    Passes:
        == seeds/parties/alba.yaml ==
        agreements:
          - id: alba-borea
            name: Free Trade Agreement between Alba and Borea
            short_name: Alba-Borea FTA
            partners: [borea]
            full_fta: true
            bars_import_price_requirements: "no"
            bars_new_duties: true
            grade: official
    """
    for instrument, adjustment, party, number, agreement in _inside(s):
        if agreement.bars_new_duties:
            message = f"the charge falls on goods of parties to which {agreement.short_name} promises no new duties"
            span = adjustment.span("applies_to" if adjustment.record.applies_to == "all-origins" else "member_exempt")
            related = (Related(party.span("agreements", number), f"in the record of {name(party)}"),)
            hint = "spare goods of the parties: `applies_to: all-non-parties` with `member_exempt: true`"
            yield Found(message, span, hint, instrument.record.id, related=related)


@check("REL003", Severity.WARNING)
def new_duty_on_third_party(s: Subject) -> Iterator[Found]:
    """The charge falls on goods of a State outside the text to which a party has promised no new duties.

    Why: that State has agreed to nothing and keeps its rights. Either the text says that its goods are spared, or the
    party breaks its promise. A lawyer of the party has to read the article on other agreements.
    Source: Vienna Convention on the Law of Treaties, Article 34 (gn-01, not opened); Canada under the USMCA is the case
    in point (na-02, unconfirmed).
    Covers: REL-01, NA-02.
    Follows: EIF004, PTY003, PTY004.
    At: seeds/mechanisms/adjustment.yaml: applies_to:

    Fails:
        == seeds/instruments/example.yaml ==
        parties: [alba, corda]
        == seeds/parties/alba.yaml ==
        agreements:
          - id: alba-borea
            name: Free Trade Agreement between Alba and Borea
            short_name: Alba-Borea FTA
            partners: [borea]
            full_fta: true
            bars_new_duties: true
            grade: official
    Passes:
        == seeds/instruments/example.yaml ==
        parties: [alba, corda]
        == seeds/parties/alba.yaml ==
        agreements:
          - id: alba-borea
            name: Free Trade Agreement between Alba and Borea
            short_name: Alba-Borea FTA
            partners: [borea]
            full_fta: true
            bars_new_duties: true
            grade: official
        == seeds/mechanisms/adjustment.yaml ==
        applies_to: listed-origins
        listed_origins: [eastland]
    """
    for instrument in binding(s):
        for adjustment in mechanisms(s, instrument, BorderAdjustment):
            if adjustment.record.applies_to not in ("all-origins", "all-non-parties"):
                continue
            for party, number, agreement in _agreements(s, instrument, adjustment.record):
                outside = [key for key in agreement.partners if key not in instrument.record.parties]
                if outside and agreement.bars_new_duties:
                    third = name(s.records.parties[outside[0]])
                    message = f"the charge falls on goods of {third}, to which {name(party)} has promised no new duties"
                    related = (Related(party.span("agreements", number), agreement.short_name),)
                    hint = "let the article on other agreements spare those goods"
                    span = adjustment.span("applies_to")
                    yield Found(message, span, hint, instrument.record.id, related=related)


@check("REL004", Severity.WARNING)
def non_market_party(s: Subject) -> Iterator[Found]:
    """A party that others treat as a non-market economy is party to a text with floors or a zone.

    Why: its prices are the ones that the floor is to correct, and its goods would be spared the charge. Under the USMCA
    a party that opens talks on free trade with such a State owes the others notice and sight of the text, and they may
    leave; whether a text on minerals counts as free trade is unclear, so a lawyer has to say.
    Source: USMCA Article 32.10 (na-01, reported).
    Covers: NA-01.
    Fix: keep it out of the zone, or give the notices first.
    Follows: EIF004, PTY004.
    At: seeds/instruments/example.yaml: parties:

    Fails:
        == seeds/parties/borea.yaml ==
        non_market: true
    Passes:
        == seeds/parties/borea.yaml ==
        non_market: true
        == seeds/instruments/example.yaml ==
        parties: [alba, corda]
    """
    for instrument in binding(s):
        if not mechanisms(s, instrument, Mechanism):
            continue
        for number, party in enumerate(s.parties(instrument)):
            if party.record.non_market:
                message = f"{name(party)} is treated as a non-market economy by another party, and would be spared"
                related = (Related(party.span("non_market"), "its record"),)
                hint = "keep it out of the zone, or give the notices that other agreements ask for"
                span = instrument.span("parties", number)
                yield Found(message, span, hint, instrument.record.id, related=related)

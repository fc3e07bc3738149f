"""Checks of the parties (PTY): each where it belongs, and nobody where it does not."""

from __future__ import annotations

import re
from collections.abc import Iterator

from travaux.checks import Found, check
from travaux.checks._mending import put, taken_out
from travaux.checks._model import bare_name, binding, binds, listed, mechanisms, name, party_names, resolved, title
from travaux.checks._phrases import any_of, said
from travaux.checks._walk import found_in, reworded
from travaux.compilation import Subject
from travaux.diagnostic import Related, Severity
from travaux.model.mechanism.preferential_zone import PreferentialZone
from travaux.model.party import OtherAgreement, Party
from travaux.records import Entry

#: Letters with which a word begins in all its cases.
_STEM = 4


@check("PTY001", Severity.WARNING, fix="unsafe")
def party_outside_zone(s: Subject) -> Iterator[Found]:
    """A party of the text is not a member of its zone, or a Union has no territory on record.

    Why: the party takes the duties and not the benefit; if it is meant, the text should say so. A Union has no
    territory of its own, so that a text which falls back on "the entire territory under its sovereignty" misses it.
    Source: Vienna Convention on the Law of Treaties, Article 29 (gn-01, not opened); drafting practice.
    Covers: PTY-09, DC-069.
    At: seeds/parties/corda.yaml: entity:

    Fails:
        == seeds/mechanisms/zone.yaml ==
        members: [alba, borea]
    Fails:
        == seeds/parties/corda.yaml ==
        territory: null
    Passes:
        == seeds/mechanisms/zone.yaml ==
        members: [alba, borea, corda]
        == seeds/parties/alba.yaml ==
        territory: null
    """
    for instrument in s.instruments():
        for zone in mechanisms(s, instrument, PreferentialZone):
            members = resolved(zone.record.members, instrument)
            taking = instrument.record.taking(zone.record.id)
            outside = [key for key in taking if key not in members]
            if outside:
                message = f"{party_names(s, outside)} is party to {title(instrument)} and not a member of its zone"
                fix = put(zone, "all", "members")
                yield Found(message, zone.span("members"), "write `members: all`", instrument.record.id, fix=fix)
        for party in s.parties(instrument):
            if binds(s, instrument) and party.record.entity == "union" and party.record.territory is None:
                message = f"{name(party)} has no territory on record to which {title(instrument)} applies"
                yield Found(message, party.span("entity"), "add `territory`", instrument.record.id)


@check("PTY002", Severity.WARNING, fix="unsafe")
def bilateral_leftover(s: Subject) -> Iterator[Found]:
    """Words that fit two parties only stand in a text of more than two.

    Why: where there are four parties, nobody knows which one "the other Party" is. Such words come in with clauses
    that are taken from bilateral treaties.
    Source: the replacement trade agreements of the United Kingdom, which were copied in haste (reported); legal scrub.
    Covers: PTY-07.
    Fix: "another Party", "each Party", or name the pair first.

    Fails:
        == clauses/example/committee.en.md ==
        ---
        heading: Joint Committee
        purpose: The body of the Agreement.
        order: 60
        tier: 1
        ---
        A Party that makes a proposal shall send it to the other Party.
    Passes:
        == clauses/example/committee.en.md ==
        ---
        heading: Joint Committee
        purpose: The body of the Agreement.
        order: 60
        tier: 1
        ---
        In a difference between two Parties, each of them shall send its proposal to the other Party.
    """
    for text in s.texts:
        pair = any_of(text.library.words.pair_phrases)
        count = len(text.instrument.record.parties)
        for passage, match in said(text, any_of(text.library.words.bilateral_phrases)) if count > 2 else ():
            if not pair.search(passage.words()):
                message = f"{match[0]!r} fits a text of two parties, and this one has {count}"
                new = text.library.words.said_of_several.get(match[0], "")
                fix = reworded(passage, match[0], new) if new else None
                yield found_in(
                    text, passage, match[0], message, "write `another Party`, or name the pair first", fix=fix
                )


def _terms(agreement: OtherAgreement) -> dict[str, object]:
    """What two parties must have recorded alike: all but the partners."""
    return agreement.model_dump(exclude={"partners", "sources"})


def _two_sided(s: Subject) -> Iterator[tuple[Entry[Party], int, OtherAgreement, Entry[Party]]]:
    """Each agreement of a party of the build with each partner that is a party of the build too."""
    keys = dict.fromkeys(key for instrument in s.instruments() for key in instrument.record.parties)
    for key in keys:
        party = s.records.parties[key]
        for number, agreement in enumerate(party.record.agreements):
            yield from ((party, number, agreement, s.records.parties[p]) for p in agreement.partners if p in keys)


@check("PTY003", Severity.ERROR)
def agreement_recorded_once(s: Subject) -> Iterator[Found]:
    """An agreement between two parties is recorded at one of them only, or not alike at both.

    Why: whether a preference or a floor is lawful between the two is read from these records, and would depend on
    which of the two is looked at.
    Source: none outside this library: the records have to agree with each other.
    Fix: copy the record of the agreement, with the partners changed.
    Follows: WTO002.
    At: seeds/parties/alba.yaml: - id: alba-borea; seeds/parties/corda.yaml: - id: borea-corda

    Fails:
        == seeds/parties/borea.yaml ==
        agreements: []
    Fails:
        == seeds/parties/borea.yaml ==
        agreements:
          - id: alba-borea
            name: Free Trade Agreement between Alba and Borea
            short_name: Alba-Borea FTA
            partners: [alba]
            full_fta: false
            in_force: 2010-01-01
            bars_import_price_requirements: "no"
            grade: official
    Passes:
        == seeds/parties/borea.yaml ==
        agreements: []
        == seeds/parties/alba.yaml ==
        agreements: []
        == seeds/parties/corda.yaml ==
        agreements: []
    """
    for party, number, agreement, partner in _two_sided(s):
        twins = [(n, a) for n, a in enumerate(partner.record.agreements) if a.id == agreement.id]
        span, hint = party.span("agreements", number), "record it word for word alike at both"
        if not twins:
            message = f"{agreement.short_name} is not in the record of {name(partner)}, its other party"
            yield Found(message, span, hint, related=(Related(partner.span("agreements"), "the other record"),))
        for at, twin in twins:
            mine, other = _terms(agreement), _terms(twin)
            apart = [field for field in mine if mine[field] != other[field]]
            back = [] if party.record.id in twin.partners else ["partners"]
            if apart + back and party.record.id < partner.record.id:
                message = f"{agreement.short_name} is not recorded alike: {listed(apart + back)}"
                related = (Related(partner.span("agreements", at), f"the record of {name(partner)}"),)
                yield Found(message, span, hint, related=related)


@check("PTY005", Severity.ERROR)
def counted_twice(s: Subject) -> Iterator[Found]:
    """A Union and one that belongs to it are both parties to a binding text.

    Why: in a matter that the Union alone decides its Member States cannot be bound beside it, and together they would
    be counted twice in every number and every share.
    Source: the Union is counted as one in the practice of depositaries (reported); Opinion 2/15 on mixed agreements
    (eu-09, unconfirmed).
    Covers: THR-12.
    Fix: name the Union alone.
    Follows: EIF004, PTY004.
    At: seeds/instruments/example.yaml: parties:

    Fails:
        == seeds/parties/borea.yaml ==
        part_of: corda
    Passes:
        == seeds/parties/borea.yaml ==
        part_of: corda
        == seeds/instruments/example.yaml ==
        parties: [alba, borea]
    """
    for instrument in binding(s):
        for number, party in enumerate(s.parties(instrument)):
            whole = party.record.part_of
            if whole in instrument.record.parties:
                message = f"{name(party)} belongs to {name(s.records.parties[whole])}, and both are parties"
                related = (Related(party.span("part_of"), "where it belongs"),)
                hint = "name the Union alone, or say in `suppress` why the text is mixed"
                span = instrument.span("parties", number)
                yield Found(message, span, hint, instrument.record.id, related=related)


@check("PTY006", Severity.WARNING, fix="unsafe")
def original_beside_a_depositary(s: Subject) -> Iterator[Found]:
    """An original is made for one party of a text that has a depositary.

    Why: a depositary keeps one original for all, in which one order of names serves. Where each party keeps an original
    of its own and is named first in it, nobody is left to keep the single one of which the closing words speak.
    Source: the practice of the alternat; Vienna Convention on the Law of Treaties, Article 77 (gn-01, not opened).
    Covers: PTY-04, DC-023.
    Fix: take out `original_of`, or the depositary.

    Fails:
        == seeds/instruments/example.yaml ==
        signing: {original_of: borea}
    Passes:
        == seeds/instruments/example.yaml ==
        depositary: null
        signing: {original_of: borea}
    """
    for instrument in s.instruments():
        keeper, depositary = instrument.record.signing.original_of, instrument.record.depositary
        if keeper is not None and depositary is not None:
            whose = f"{name(s.records.parties[keeper])} keeps this original, and {name(s.records.parties[depositary])}"
            span = instrument.raw.span("signing", "original_of")
            hint = "take out `original_of`, or the depositary"
            fix = taken_out(instrument, ("signing", "original_of"))
            yield Found(f"{whose} is the depositary of a single one", span, hint, instrument.record.id, fix=fix)


@check("PTY010", Severity.ERROR)
def signature_of_another(s: Subject) -> Iterator[Found]:
    """The line above the signature does not name the party.

    Why: who signs "for the European Commission" does not sign for the European Union, whatever the preamble says.
    Source: Court of Justice, C-660/13, Council v Commission (eu-04); legal scrub practice.
    Covers: PTY-01, PTY-02, PTY-03.
    Fix: the long or the short name of the party in `signature`.

    Fails:
        == seeds/parties/corda.yaml ==
        signature: {en: For the Commission of Corda and Borea}
        names: {en: {long: the Union of Corda, short: the Union}}
    Fails:
        == seeds/parties/corda.yaml ==
        signature: {en: For the Kingdom of Borea}
        names: {en: {long: the Union of Corda, short: the Kingdom}}
    Passes:
        == seeds/parties/corda.yaml ==
        signature: {en: For the Government of the Union of Corda}
        names: {en: {long: the Union of Corda, short: the Union}}
    """
    for text in s.texts:
        forms = {party.record.id: _forms(party, text.language) for party in s.parties(text.instrument)}
        for party in s.parties(text.instrument):
            line, names = party.record.signature.get(text.language, ""), forms[party.record.id]
            others = [form for key, each in forms.items() if key != party.record.id for form in each]
            if line and names and not _named(names, others, line) and not _bent(names[0], line):
                message = f"the signature reads {line!r}, and the party is {names[0]!r}"
                span = party.span("signature", text.language)
                yield Found(message, span, "name the party", text.instrument.record.id)


def _forms(party: Entry[Party], language: str) -> list[str]:
    """The names of a party without their articles, the long one first."""
    own = party.record.names.get(language)
    return [bare_name(form) for form in (own.long, own.short, own.label or "") if form] if own else []


def _named(names: list[str], others: list[str], line: str) -> bool:
    """Whether a line has a name of a party as it is written, and not as a part of the longer name of another."""
    line = line.casefold()
    longer = [other.casefold() for other in others if other.casefold() in line]
    own = (form.casefold() for form in names)
    return any(form in line and not any(form in other and form != other for other in longer) for form in own)


def _bent(name: str, line: str) -> bool:
    """Whether a line says a name in a form that the language bends: by how its words begin."""
    words = [word for word in name.casefold().split() if len(word) >= _STEM] or [name.casefold()]
    begun = ".*".join(re.escape(word[:_STEM]) for word in words)
    return re.search(begun, line.casefold()) is not None

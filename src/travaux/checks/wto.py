"""Checks of WTO law (WTO): on what a preference and a charge rest towards the rest of the world."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from travaux.checks import Found, check
from travaux.checks._model import each, listed, mechanisms, name, party_names, resolved
from travaux.compilation import Subject
from travaux.diagnostic import Related, Severity
from travaux.model.instrument import Instrument
from travaux.model.mechanism.border_adjustment import BorderAdjustment
from travaux.model.mechanism.preferential_zone import PairBasis, PreferentialZone
from travaux.model.party import OtherAgreement
from travaux.records import Entry

#: Parties that are known to resist the security exception as the only basis of a trade measure (wt-12).
_WARY_OF_SECURITY = ("eu", "jp")


def _bases(s: Subject) -> Iterator[tuple[Entry[Instrument], Entry[PreferentialZone], int, PairBasis]]:
    """The basis of each pair of each zone that gives a preference."""
    for instrument, zone in each(s, PreferentialZone):
        if zone.record.treatment == "zero-preferential":
            yield from ((instrument, zone, n, basis) for n, basis in enumerate(zone.record.legal_basis))


@check("WTO001", Severity.ERROR)
def pair_without_basis(s: Subject) -> Iterator[Found]:
    """Two members of a zone give each other a preference, and no WTO basis is stated for it, or two are.

    Why: what one Member gives another it owes to all, unless it names the exception it relies on; a panel will ask.
    Source: GATT 1994 Article I:1 (wt-01, unconfirmed: settled law, not opened).
    Covers: WTO-01, WT-01.
    Fix: one line under `legal_basis` for each pair.

    Fails:
        == seeds/mechanisms/zone.yaml ==
        legal_basis: [{pair: [alba, borea], basis: gatt-xxiv, agreement: Alba-Borea FTA}]
    Passes:
        == seeds/mechanisms/zone.yaml ==
        treatment: zero-mfn
        legal_basis: []
    """
    for instrument, zone in each(s, PreferentialZone):
        if zone.record.treatment != "zero-preferential":
            continue
        stated = [frozenset(basis.pair) for basis in zone.record.legal_basis]
        members = resolved(zone.record.members, instrument)
        missing = [pair for pair in itertools.combinations(members, 2) if frozenset(pair) not in stated]
        if missing:
            pairs = listed(f"{name(s.records.parties[a])} with {name(s.records.parties[b])}" for a, b in missing)
            message = f"no WTO basis is stated for the preference of {pairs}"
            hint = "state one for each pair under `legal_basis`"
            yield Found(message, zone.span("legal_basis"), hint, instrument.record.id)
        for number, pair in enumerate(stated):
            if pair in stated[:number]:
                message = f"the basis of {party_names(s, sorted(pair))} is stated twice"
                span = zone.span("legal_basis", number)
                related = (Related(zone.span("legal_basis", stated.index(pair)), "first stated"),)
                yield Found(message, span, "keep one", instrument.record.id, related=related)


@check("WTO008", Severity.ERROR)
def basis_for_non_members(s: Subject) -> Iterator[Found]:
    """A preference rests on a rule of the WTO, and one of the two parties is not on record as a Member.

    Why: a waiver, Article XXIV and the enabling clause hold between Members. With others a party is free, and owes its
    preference to nobody; but it is not bound to it by the WTO either.
    Source: GATT 1994 Article XXIV:5, "as between the territories of contracting parties" (wt-08).
    Covers: WTO-01.
    Fix: `memberships: [wto]` in the record of the party, or `basis: mfn-neutral`.

    Fails:
        == seeds/parties/corda.yaml ==
        memberships: []
        == seeds/mechanisms/zone.yaml ==
        legal_basis:
          - {pair: [alba, borea], basis: gatt-xxiv, agreement: Alba-Borea FTA}
          - {pair: [alba, corda], basis: gatt-xxiv, agreement: Alba-Corda FTA, fallback: gatt-xxi}
          - {pair: [borea, corda], basis: gatt-xxiv, agreement: Borea-Corda FTA, fallback: gatt-xxi}
    Passes:
        == seeds/parties/corda.yaml ==
        memberships: [wto]
    """
    for instrument, zone, number, basis in _bases(s):
        outside = [key for key in basis.pair if "wto" not in s.records.parties[key].record.memberships]
        if outside and basis.basis != "mfn-neutral":
            message = f"the preference rests on {basis.basis}, and {party_names(s, outside)} is no Member of the WTO"
            related = tuple(Related(s.records.parties[key].span("memberships"), "its memberships") for key in outside)
            hint = "record the membership, or choose another basis"
            yield Found(message, zone.span("legal_basis", number), hint, instrument.record.id, related=related)


def _between(s: Subject, pair: tuple[str, str]) -> list[OtherAgreement]:
    """The agreements on record between two parties, from the record of either."""
    found = []
    for key, other in (pair, pair[::-1]):
        agreements = s.records.parties[key].record.agreements
        found += [agreement for agreement in agreements if other in agreement.partners]
    return found


@check("WTO002", Severity.ERROR)
def no_free_trade_area(s: Subject) -> Iterator[Found]:
    """A preference rests on GATT Article XXIV, and the two parties have no full free trade agreement on record.

    Why: a free trade area covers substantially all trade. A deal on minerals alone is none, so the preference has no
    basis at all between these two.
    Source: GATT 1994 Article XXIV:5 to 8 (wt-08, unconfirmed: settled law, not opened).
    Covers: WTO-01, WT-08.
    Fix: a waiver with a fallback, or the name of the agreement that carries the preference.
    Follows: WTO001.

    Fails:
        == seeds/mechanisms/zone.yaml ==
        legal_basis:
          - {pair: [alba, borea], basis: gatt-xxiv, agreement: Alba-Borea Minerals Accord}
    Passes:
        == seeds/mechanisms/zone.yaml ==
        legal_basis:
          - {pair: [alba, borea], basis: gatt-xxiv, agreement: Alba-Borea FTA}
          - {pair: [alba, corda], basis: mfn-neutral}
    """
    for instrument, zone, number, basis in _bases(s):
        if basis.basis != "gatt-xxiv":
            continue
        every = _between(s, basis.pair)
        full = {agreement.short_name for agreement in every if agreement.full_fta}
        names = {word for a in every if a.full_fta for word in (a.id, a.name, a.short_name)}
        if basis.agreement in names:
            continue
        carried = f"{basis.agreement!r} is not one of their" if full and basis.agreement else "names none of their"
        both = party_names(s, basis.pair)
        message = f"the preference of {both} rests on GATT Article XXIV, but {carried} full free trade agreements"
        if not full:
            message = f"the preference of {both} rests on GATT Article XXIV, but they have no full free trade agreement"
        hint = (
            f"name one of: {listed(sorted(full))}" if full else "state another basis, such as a waiver with a fallback"
        )
        yield Found(message, zone.span("legal_basis", number), hint, instrument.record.id)


@check("WTO003", Severity.WARNING)
def security_alone(s: Subject) -> Iterator[Found]:
    """A preference rests on the security exception alone.

    Why: the exception can answer a complaint, but is reviewed for good faith and emergency, and settles nothing with
    third countries. The European Union and Japan tend to resist it as the only basis. Counsel of the parties should say
    whether they would defend it.
    Source: Russia - Traffic in Transit (2019), United States - Steel and Aluminium (2022): wt-12, unconfirmed here.
    Covers: WT-12.
    Fix: a waiver, with the exception as its fallback.
    Follows: WTO001.

    Fails:
        == seeds/mechanisms/zone.yaml ==
        legal_basis: [{pair: [alba, borea], basis: gatt-xxi}]
    Passes:
        == seeds/mechanisms/zone.yaml ==
        legal_basis: [{pair: [alba, borea], basis: waiver-ix-3, fallback: gatt-xxi}]
    """
    for instrument, zone, number, basis in _bases(s):
        if basis.basis == "gatt-xxi" and basis.fallback in (None, "gatt-xxi"):
            message = f"the preference of {party_names(s, basis.pair)} rests on the security exception alone"
            wary = [key for key in basis.pair if key in _WARY_OF_SECURITY]
            if wary:
                message += f", which {party_names(s, wary)} is known to resist"
            hint = "ask for a waiver and keep the exception as its fallback"
            yield Found(message, zone.span("legal_basis", number), hint, instrument.record.id)


@check("WTO004", Severity.WARNING)
def waiver_without_fallback(s: Subject) -> Iterator[Found]:
    """A preference rests on a waiver that is still to be granted, and nothing is said for the time before or a refusal.

    Why: a waiver takes three fourths of the Members, in practice all of them. The preference would start unlawful or
    never start. A lawyer should say which is meant.
    Source: Article IX:3 of the Marrakesh Agreement (wt-09, unconfirmed: not opened).
    Covers: WT-09.
    Fix: name a `fallback`.
    Follows: WTO001.

    Fails:
        == seeds/mechanisms/zone.yaml ==
        legal_basis: [{pair: [alba, borea], basis: waiver-ix-3}]
    Passes:
        == seeds/mechanisms/zone.yaml ==
        legal_basis: [{pair: [alba, borea], basis: waiver-ix-3, fallback: mfn-neutral}]
    """
    for instrument, zone, number, basis in _bases(s):
        if basis.basis == "waiver-ix-3" and basis.fallback in (None, "waiver-ix-3"):
            message = f"the preference of {party_names(s, basis.pair)} waits for a waiver, with nothing to fall back on"
            yield Found(message, zone.span("legal_basis", number), "name a `fallback`", instrument.record.id)


@check("WTO005", Severity.WARNING)
def selective_charge(s: Subject) -> Iterator[Found]:
    """The charge singles out some origins, and no basis for that is on record.

    Why: a duty on the goods of one Member and not of another is what most-favoured-nation treatment forbids. The zone's
    bases cover goods of the parties only. Counsel has to name the basis: trade remedies, a waiver, or security.
    Source: GATT 1994 Article I:1 (wt-01) and Agreement on Safeguards, Article 2 (wt-19), both unconfirmed: not opened.
    Covers: WT-01, WT-19.
    Fix: charge all non-parties, or record why not.
    At: seeds/mechanisms/adjustment.yaml: applies_to:

    Fails:
        == seeds/mechanisms/adjustment.yaml ==
        applies_to: non-market-economies
    Fails:
        == seeds/instruments/example.yaml ==
        mechanisms: [reference, floor, adjustment]
    Passes:
        == seeds/mechanisms/adjustment.yaml ==
        applies_to: all-origins
        member_exempt: false
    """
    for instrument, adjustment in each(s, BorderAdjustment):
        record, span = adjustment.record, adjustment.span("applies_to")
        if record.applies_to in ("listed-origins", "non-market-economies"):
            which = record.applies_to.replace("-", " ")
            message = f"only {which} are charged, and no basis for treating them otherwise than the rest is on record"
            hint = "charge all non-parties, or record the basis"
            yield Found(message, span, hint, instrument.record.id)
        elif record.applies_to != "all-origins" and not mechanisms(s, instrument, PreferentialZone):
            message = "the parties spare each other's goods, and no zone states on which basis"
            yield Found(message, span, "add a preferential zone with its bases", instrument.record.id)

"""Checks of capacity (CAP): who may appear in a text, with whose approval, and by which route it is then bound."""

from __future__ import annotations

from collections.abc import Iterator

from travaux.checks import Found, check
from travaux.checks._mending import put
from travaux.checks._model import binding, binds, listed, name, resolved, title
from travaux.compilation import Subject
from travaux.diagnostic import Related, Severity
from travaux.edit import Fix
from travaux.keeps import keeps
from travaux.model.instrument import Instrument
from travaux.model.mechanism.base import Mechanism
from travaux.model.mechanism.border_adjustment import BorderAdjustment
from travaux.model.mechanism.preferential_zone import PreferentialZone
from travaux.model.mechanism.price_floor import BudgetTopUp, PriceFloor
from travaux.model.party import Need, Party, Route
from travaux.records import Entry
from travaux.validate import closest, meant

_INSTITUTIONS = ("institution", "agency")
_NEEDS: dict[Need, str] = {
    "change-of-duty": "a change of customs duties",
    "change-of-law": "a change of its law",
    "budget": "a promise of public money",
    "reserve": "a duty to hold stocks",
}


@check("CAP001", Severity.ERROR)
def institution_as_party(s: Subject) -> Iterator[Found]:
    """An institution or agency stands as a party to a binding text.

    Why: only a State, or an organisation that has treaty-making power, can owe what a treaty lays down. In matters of
    the common commercial policy the treaty party is the European Union, not the European Commission.
    Source: Articles 3 and 207 TFEU (eu-01, official text seen in part); Mexico's law on treaties, Article 2 (mx-01,
    likewise).
    Covers: PTY-02, EU-01, MX-01, DC-021.
    Fix: name the State or Union that the institution belongs to.
    Follows: EIF004, PTY004, PTY005.
    At: seeds/instruments/example.yaml: parties:

    Fails:
        == seeds/parties/corda.yaml ==
        entity: institution
        part_of: alba
    Passes:
        == seeds/instruments/example.yaml ==
        parties: [alba, borea]
        == seeds/instruments/example-plan.yaml ==
        parties: [alba, corda]
        == seeds/parties/corda.yaml ==
        entity: institution
        part_of: alba
    """
    for instrument in binding(s):
        for number, party in enumerate(s.parties(instrument)):
            if party.record.entity in _INSTITUTIONS:
                whole = s.records.parties.get(party.record.part_of or "")
                belongs = f" of {name(whole)}" if whole else ""
                what = f"an {party.record.entity}{belongs}"
                message = f"{name(party)} is {what} and cannot be a party to {title(instrument)}"
                hint = f"name {name(whole)} (`{whole.record.id}`)" if whole else "name the State that it acts for"
                related = (Related(party.span("entity"), "the record of the institution"),)
                yield Found(message, instrument.span("parties", number), hint, instrument.record.id, related=related)


def _gravity(s: Subject, instrument: Entry[Instrument], party: Entry[Party]) -> Severity:
    """The approvals of a treaty are still to come; a text that binds nobody is signed without further steps."""
    if binds(s, instrument):
        return Severity.INFO
    return Severity.ERROR if party.record.entity in _INSTITUTIONS else Severity.WARNING


@check("CAP002", Severity.ERROR)
def approval_not_on_record(s: Subject) -> Iterator[Found]:
    """A party appears without the approval that its own law asks for before signature.

    Why: the signature can be annulled at home. The Court of Justice set aside the signature by the Commission of a
    text that did not even bind, because the Council had not approved it. An error for an institution that signs a
    non-binding text; a warning for a State or Union; for a binding text the step is still to come, and is only noted.
    Source: Case C-660/13, Council v Commission (eu-04, official, seen in part); Article 218 TFEU (eu-02).
    Covers: PTY-10, EU-02, EU-03, EU-04, DC-021, DC-026, DC-029.
    Fix: record the approval under `approvals` of the instrument once it is given.
    Follows: CAP001.
    At: seeds/instruments/example-plan.yaml: parties:

    Fails:
        == seeds/parties/borea.yaml ==
        entity: institution
        capacities: {example-plan: {approvals: [{by: the Council, act: approval of a text before it is signed}]}}
    Passes:
        == seeds/parties/borea.yaml ==
        entity: institution
        capacities: {example-plan: {approvals: [{by: the Council, act: approval of a text before it is signed}]}}
        == seeds/instruments/example-plan.yaml ==
        approvals: {borea: decision of the Council of 4 May 2026}
    """
    for instrument in s.instruments():
        for number, party in enumerate(s.parties(instrument)):
            capacity = party.record.capacities.get(instrument.record.kind)
            if capacity is None or not capacity.approvals or party.record.id in instrument.record.approvals:
                continue
            needed = "; ".join(f"{approval.act} ({approval.by})" for approval in capacity.approvals)
            lacks = "needs an approval before it signs"
            message = f"{name(party)} {lacks} {title(instrument)}, and none is on record: {needed}"
            yield Found(
                message,
                instrument.span("parties", number),
                f"once it is given, record it under `approvals: {{{party.record.id}: ...}}`",
                instrument.record.id,
                related=(Related(party.span("capacities", instrument.record.kind), "where it is asked for"),),
                severity=_gravity(s, instrument, party),
            )


@check("CAP003", Severity.ERROR)
@keeps("I-49")
def no_capacity(s: Subject) -> Iterator[Found]:
    """A party appears in a kind of text, or in a role, for which it has no capacity.

    Why: a text signed by one who could not sign it binds nobody, or binds another than it says: what an agency signs
    alone commits that agency only. A binding text has parties, a non-binding one has participants.
    Source: Vienna Convention on the Law of Treaties, Articles 6 and 7 (gn-01, not opened); mx-01 (official).
    Covers: PTY-03, EU-04, MX-01, DC-024.
    At: seeds/instruments/example-plan.yaml: parties:; seeds/instruments/example.yaml: parties:

    Fails:
        == seeds/parties/borea.yaml ==
        capacities: {example-plan: null}
    Fails:
        == seeds/parties/borea.yaml ==
        capacities: {example-treaty: {role: participant}}
    Passes:
        == seeds/parties/borea.yaml ==
        capacities: {memorandum: {role: participant}}
    """
    for instrument in s.instruments():
        binding_text = binds(s, instrument)
        role = "party" if binding_text else "participant"
        for number, party in enumerate(s.parties(instrument)):
            if binding_text and party.record.entity in _INSTITUTIONS:
                continue  # CAP001 says it better
            kind = instrument.record.kind
            capacity = party.record.capacities.get(kind)
            if capacity is None:
                known = ", ".join(sorted(party.record.capacities)) or "no kind at all"
                message = f"{name(party)} has no capacity to appear in a text of the kind {kind!r}"
                related = (Related(party.span("capacities"), f"it can appear in: {known}"),)
            elif capacity.role != role:
                register = "binds" if binding_text else "does not bind"
                message = f"{name(party)} can be a {capacity.role} in a {kind!r}, but {title(instrument)} {register}"
                related = (Related(party.span("capacities", kind, "role"), "its capacity"),)
            else:
                continue
            hint = "name another party, or another kind of text, or record the capacity with its source"
            yield Found(message, instrument.span("parties", number), hint, instrument.record.id, related=related)


def _routes(s: Subject) -> Iterator[tuple[Entry[Instrument], Entry[Party], int, Route]]:
    """The domestic route of each party of each binding text, with its position in the record of the party."""
    for instrument in binding(s):
        for party in s.parties(instrument):
            chosen = instrument.record.routes.get(party.record.id)
            for number, route in enumerate(party.record.routes):
                if route.id == chosen:
                    yield instrument, party, number, route


@check("CAP004", Severity.ERROR, fix="unsafe")
def no_route(s: Subject) -> Iterator[Found]:
    """A party of a binding text has no domestic route by which it is to be bound, or one that its record does not have.

    Why: what the text may contain, and how long entry into force takes, depend on who has to approve it at home.
    Source: us-01, eu-02 and mx-01 (official, seen in part), jp-01 (reported).
    Covers: PTY-10, US-01, EU-02, JP-01, MX-01, DC-027, DC-028, DC-029.
    Fix: choose one of the `routes` of the party's record.

    Fails:
        == seeds/instruments/example.yaml ==
        routes: {borea: null}
    Fails:
        == seeds/instruments/example.yaml ==
        routes: {borea: decree}
    Passes:
        == seeds/instruments/example.yaml ==
        routes: {borea: cabinet}
        == seeds/parties/borea.yaml ==
        routes:
          - {id: cabinet, name: decision of the Cabinet, carries: [change-of-duty], approvals: []}
    """
    for instrument in binding(s):
        for party in s.parties(instrument):
            if party.record.entity in _INSTITUTIONS:
                continue  # CAP001: it cannot be bound at all
            known = [route.id for route in party.record.routes]
            chosen = instrument.record.routes.get(party.record.id)
            if chosen in known:
                continue
            if chosen is None:
                message = f"no domestic route is named by which {name(party)} is to be bound by {title(instrument)}"
            else:
                message = f"{name(party)} has no domestic route {chosen!r} on record"
            on_record = ", ".join(known) or "none; add them with their sources"
            hint = closest(chosen or "", known) or f"routes on record: {on_record}"
            span = instrument.span("routes", party.record.id)
            yield Found(message, span, hint, instrument.record.id, fix=_routed(instrument, party.record.id, known))


def _routed(instrument: Entry[Instrument], party: str, known: list[str]) -> Fix | None:
    """The one route that a party has on record, or the one that the chosen word can be a slip for."""
    wanted = known[0] if len(known) == 1 else meant(instrument.record.routes.get(party, ""), known)
    return put(instrument, wanted, "routes", party) if wanted else None


def _asked(mechanism: Mechanism, instrument: Entry[Instrument], party: str) -> Need | None:
    """What a mechanism asks of a party's law, if anything."""
    match mechanism:
        case BorderAdjustment() if party in resolved(mechanism.addressees, instrument):
            return "change-of-duty"
        case PreferentialZone() if mechanism.treatment != "bound-at-applied":
            return "change-of-duty" if party in resolved(mechanism.members, instrument) else None
        case PriceFloor(form=BudgetTopUp(payer=payer)) if payer == party:
            return "budget"
    return mechanism.asks(party)


def _needed(s: Subject, instrument: Entry[Instrument], party: str) -> dict[Need, Entry[Mechanism]]:
    """What the text asks of a party's law, each need with the first mechanism that asks for it."""
    found: dict[Need, Entry[Mechanism]] = {}
    for entry in s.mechanisms(instrument):
        need = _asked(entry.record, instrument, party)
        if need:
            found.setdefault(need, entry)
    return found


@check("CAP005", Severity.ERROR)
@keeps("I-49")
def route_does_not_carry(s: Subject) -> Iterator[Found]:
    """The domestic route of a party cannot carry what the text contains.

    Why: an executive agreement cannot change a duty that only the legislature can change. The text would be signed and
    never applied.
    Source: us-01, us-07 and mx-01 (official, seen in part); jp-01 (reported), jp-03 (unconfirmed).
    Covers: MEC-12, US-01, JP-01, MX-01, DC-027, DC-028.
    Fix: choose a route that carries it, or take the mechanism out.
    At: seeds/instruments/example.yaml: routes:

    Fails:
        == seeds/parties/borea.yaml ==
        routes:
          - {id: parliament, name: an executive agreement, carries: [no-change-of-law], approvals: []}
    Passes:
        == seeds/parties/borea.yaml ==
        routes:
          - {id: parliament, name: an Act of its parliament, carries: [change-of-duty], approvals: []}
    """
    for instrument, party, number, route in _routes(s):
        for need, asked in _needed(s, instrument, party.record.id).items():
            if need not in route.carries:
                able = [r.id for r in party.record.routes if need in r.carries]
                message = f"the route {route.name!r} of {name(party)} cannot carry {_NEEDS[need]}"
                hint = f"routes that can: {listed(able)}" if able else "no route on record can"
                related = (
                    Related(asked.span("kind"), f"asks for {_NEEDS[need]}"),
                    Related(party.span("routes", number, "carries"), "what the route carries"),
                )
                span = instrument.span("routes", party.record.id)
                yield Found(message, span, hint, instrument.record.id, related=related)


@check("CAP006", Severity.WARNING)
def contested_route(s: Subject) -> Iterator[Found]:
    """The domestic route of a party is open to legal challenge, or easy to reverse.

    Why: the other parties change their law in return for a promise that a court or the next government can undo.
    Source: us-01 (official) on sole executive agreements, us-03 and us-04 (reported) on section 232. Whether the risk
    is worth taking is for the lawyers of the parties.
    Covers: US-01, US-04, US-07.
    At: seeds/instruments/example.yaml: routes:

    Fails:
        == seeds/parties/borea.yaml ==
        routes:
          - {id: parliament, name: an executive order, carries: [change-of-duty], approvals: [], contested: true}
    Passes:
        == seeds/parties/borea.yaml ==
        routes:
          - {id: parliament, name: an Act of its parliament, carries: [change-of-duty], approvals: []}
          - {id: order, name: an executive order, carries: [change-of-duty], approvals: [], contested: true}
    """
    for instrument, party, number, route in _routes(s):
        if route.contested:
            message = f"{name(party)} is to be bound by a route that is open to challenge: {route.name}"
            settled = [other.id for other in party.record.routes if not other.contested]
            hint = f"routes that are not contested: {listed(settled) or 'none on record'}"
            related = (Related(party.span("routes", number, "contested"), "recorded as contested"),)
            span = instrument.span("routes", party.record.id)
            yield Found(message, span, hint, instrument.record.id, related=related)

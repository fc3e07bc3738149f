"""Parties that a record names and that are not parties to the instrument."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from travaux.checks import Found, check
from travaux.checks._mending import taken_out
from travaux.checks._model import mechanisms, name, title
from travaux.compilation import Subject
from travaux.diagnostic import Severity
from travaux.keeps import keeps
from travaux.model.instrument import Instrument
from travaux.model.mechanism.border_adjustment import BorderAdjustment
from travaux.model.mechanism.preferential_zone import PreferentialZone
from travaux.model.mechanism.price_floor import BudgetTopUp, PriceFloor
from travaux.records import Entry

Path = tuple[str | int, ...]


def _named(s: Subject, instrument: Entry[Instrument]) -> Iterator[tuple[str, str, Entry[Any], Path]]:
    """Every place of the records of an instrument that names a party: the key, in what, and where."""
    record = instrument.record
    for field, given in (("routes", record.routes), ("approvals", record.approvals)):
        yield from ((key, f"`{field}`", instrument, (field, key)) for key in given)
    if record.signing.original_of is not None:
        yield record.signing.original_of, "`original_of`", instrument, ("signing", "original_of")
    for key, terms in record.participation.items():
        where, path = f"`participation` in {key!r}", ("participation", key)
        yield from ((party, where, instrument, (*path, "parties", n)) for n, party in enumerate(terms.parties))
        yield from ((party, where, instrument, (*path, "phase_in", party)) for party in terms.phase_in)
        for n, carve in enumerate(terms.carve_outs):
            yield carve.party, where, instrument, (*path, "carve_outs", n, "party")
    for n, action in enumerate(record.timetable):
        where = f"the action {action.id!r}"
        yield from ((key, where, instrument, ("timetable", n, "leads", key)) for key in action.leads)
    yield from _in_mechanisms(s, instrument)


def _in_mechanisms(s: Subject, instrument: Entry[Instrument]) -> Iterator[tuple[str, str, Entry[Any], Path]]:
    for entry in s.mechanisms(instrument):
        for field in ("addressees", "beneficiaries", "members"):
            keys = getattr(entry.record, field, "all")
            for n, key in enumerate(keys if isinstance(keys, tuple) else ()):
                yield key, f"`{field}` of {entry.record.id!r}", entry, (field, n)
    for adjustment in mechanisms(s, instrument, BorderAdjustment):
        for n, duty in enumerate(adjustment.record.duties):
            yield duty.party, f"the duties of {adjustment.record.id!r}", adjustment, ("duties", n, "party")
    for zone in mechanisms(s, instrument, PreferentialZone):
        for n, basis in enumerate(zone.record.legal_basis):
            for key in basis.pair:
                yield key, f"a pair of {zone.record.id!r}", zone, ("legal_basis", n, "pair")
    for floor in mechanisms(s, instrument, PriceFloor):
        if isinstance(floor.record.form, BudgetTopUp):
            yield floor.record.form.payer, f"the payer of {floor.record.id!r}", floor, ("form", "payer")


#: What names a party by itself, so that it can be taken out alone; of the others a whole item hangs on the name.
_ALONE = ("routes", "approvals", "addressees", "beneficiaries", "members")
_ITEMS = ("duties", "legal_basis")


@check("PTY004", Severity.ERROR, fix="unsafe")
@keeps("I-50")
def stranger_named(s: Subject) -> Iterator[Found]:
    """A record of the instrument names a party that is not a party to it.

    Why: the text would lay a duty on, or give a share to, a State that has not agreed to it. It is what remains when a
    party leaves, or when a mechanism is taken from another instrument.
    Source: Vienna Convention on the Law of Treaties, Article 34: a treaty neither binds nor benefits a third State
    without its consent (gn-01, not opened).
    Covers: PTY-09.
    Follows: EIF004.
    At:
        seeds/instruments/example.yaml: routes:; seeds/mechanisms/adjustment.yaml: - {party: corda
        seeds/mechanisms/zone.yaml: - {pair:

    Fails:
        == seeds/instruments/example.yaml ==
        parties: [alba, borea]
    Fails:
        == seeds/instruments/example.yaml ==
        parties: [alba, borea]
        signing: {original_of: corda}
    Fails:
        == seeds/instruments/example.yaml ==
        participation:
          zone: {mode: opt-out, parties: [delta]}
        == seeds/parties/delta.yaml ==
        id: delta
        names: {en: {long: the Republic of Delta, short: Delta}}
        entity: state
        signature: {en: For Delta}
        capacities: {}
        languages: [en]
        currency: USD
    Passes:
        == seeds/mechanisms/floor.yaml ==
        addressees: [alba, borea]
    Passes:
        == seeds/instruments/example.yaml ==
        signing: {original_of: borea}
    """
    for instrument in s.instruments():
        for key, where, entry, path in _named(s, instrument):
            if key not in instrument.record.parties:
                own, alone = entry.path(*path), path[0] in _ALONE or path[-2:-1] in (("leads",), ("phase_in",))
                span = entry.raw.key_span(*own) if isinstance(path[-1], str) and path[-1] == key else entry.span(*path)
                fix = taken_out(entry, path) if alone else taken_out(entry, path[:-1]) if path[0] in _ITEMS else None
                message = f"{where} names {name(s.records.parties[key])}, which is not a party to {title(instrument)}"
                yield Found(message, span, "take it out, or add the party", instrument.record.id, fix=fix)

"""Checks of entry into force (EIF): whether the condition can be met, by whom, and who can block it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from decimal import Decimal

from travaux.checks import Found, check
from travaux.checks._mending import added, put, taken_out
from travaux.checks._model import binding, equalised, listed, mechanisms, name, party_names
from travaux.compilation import Subject
from travaux.diagnostic import Related, Severity
from travaux.keeps import keeps
from travaux.model.instrument import EntryIntoForce, Instrument, Threshold
from travaux.model.mechanism.price_floor import PriceFloor
from travaux.records import Entry


def _conditions(s: Subject) -> Iterator[tuple[Entry[Instrument], EntryIntoForce]]:
    for instrument in binding(s):
        if instrument.record.entry_into_force is not None:
            yield instrument, instrument.record.entry_into_force


def _sum(threshold: Threshold, parties: Collection[str]) -> Decimal:
    return sum((share.value for key, share in threshold.shares.items() if key in parties), Decimal(0))


def _met(condition: EntryIntoForce, parties: Collection[str]) -> bool:
    """True when the consent of these parties brings the text into force. More parties never undo it."""
    enough = len(parties) >= condition.min_parties and all(key in parties for key in condition.required)
    threshold = condition.threshold
    return enough and (threshold is None or _sum(threshold, parties) >= threshold.share.value)


def _decided(condition: EntryIntoForce, parties: Collection[str]) -> bool:
    """False where the share of a party is missing: then no sum of shares says anything."""
    return condition.threshold is None or all(key in condition.threshold.shares for key in parties)


@check("EIF001", Severity.ERROR)
@keeps("I-33")
def cannot_be_met(s: Subject) -> Iterator[Found]:
    """The listed parties cannot bring the text into force, even all together.

    Why: the treaty is signed and never begins.
    Source: drafting practice: a number or share that was right before a party left the talks.
    Covers: THR-01, DC-062, DC-063.
    Fix: lower the number or the share, or correct the list of parties.
    Follows: EIF004, PTY004.

    Fails:
        == seeds/instruments/example.yaml ==
        entry_into_force: {min_parties: 4}
    Fails:
        == seeds/instruments/example.yaml ==
        parties: [alba, borea]
        entry_into_force: {threshold: {share: 70%}}
    Passes:
        == seeds/instruments/example.yaml ==
        entry_into_force: {min_parties: 3, threshold: {share: 100%}}
    """
    for instrument, condition in _conditions(s):
        parties = instrument.record.parties
        at, key = ("entry_into_force",), instrument.record.id
        if condition.min_parties > len(parties):
            message = f"{condition.min_parties} parties are needed for entry into force, and {len(parties)} are listed"
            yield Found(message, instrument.span(*at, "min_parties"), f"at most {len(parties)}", key)
        for number, required in enumerate(condition.required):
            if required not in parties:
                message = f"entry into force needs {name(s.records.parties[required])}, which is not a party"
                yield Found(message, instrument.span(*at, "required", number), "take it out, or add the party", key)
        threshold = condition.threshold
        if threshold and _decided(condition, parties) and _sum(threshold, parties) < threshold.share.value:
            reached = _sum(threshold, parties)
            message = f"entry into force needs {threshold.share} of {threshold.measure}, and all have {reached}%"
            related = (Related(instrument.span(*at, "threshold", "shares"), "their shares"),)
            span = instrument.span(*at, "threshold", "share")
            yield Found(message, span, f"at most {reached}%", key, related=related)


def _vetoes(condition: EntryIntoForce, parties: tuple[str, ...]) -> list[str]:
    """Parties without which no coalition brings the text into force, though neither number nor name says so.

    As more parties never undo a coalition, it is enough to try the coalition of all others.
    """
    by_number = EntryIntoForce.model_copy(condition, update={"threshold": None})
    return [
        key
        for key in parties
        if not _met(condition, [other for other in parties if other != key])
        and _met(by_number, [other for other in parties if other != key])
    ]


@check("EIF002", Severity.WARNING, fix="unsafe")
@keeps("I-35")
def hidden_veto(s: Subject) -> Iterator[Found]:
    """A share gives a party a veto on entry into force that the text does not name.

    Why: one parliament that fails to act then ends the agreement for all. It can be meant; it should be seen. All
    coalitions of the parties are looked at.
    Source: Article 30.5 of the Trans-Pacific Partnership: 85 per cent of output made the United States and Japan
    indispensable, and the text never entered into force (reported).
    Covers: THR-02, DC-063.
    Fix: lower the share, or name the party under `required`.

    Fails:
        == seeds/instruments/example.yaml ==
        entry_into_force: {threshold: {share: 67%}}
    Passes:
        == seeds/instruments/example.yaml ==
        entry_into_force: {threshold: {share: 68%}, required: [alba, corda, borea]}
    """
    for instrument, condition in _conditions(s):
        parties, threshold = instrument.record.parties, condition.threshold
        if threshold is None or not _decided(condition, parties) or not _met(condition, parties):
            continue
        blocking = _vetoes(condition, parties)
        if blocking:
            message = f"without {party_names(s, blocking)} no other parties together reach {threshold.share}: a veto"
            related = (Related(instrument.span("entry_into_force", "threshold", "shares"), "the shares"),)
            span = instrument.span("entry_into_force", "threshold", "share")
            hint = f"lower the share, or name {listed(blocking)} under `required`"
            fix = added(instrument, blocking, "entry_into_force", "required")
            yield Found(message, span, hint, instrument.record.id, related=related, fix=fix)


@check("EIF003", Severity.WARNING)
def shares_open(s: Subject) -> Iterator[Found]:
    """The shares that decide entry into force are an example, or one of a party is missing.

    Why: which coalitions suffice and who can block follow from these figures alone, and with other figures the answer
    is another. The economists of the parties have to agree on the dataset before the text is tabled.
    Source: Article 30.5 of the Trans-Pacific Partnership fixes dataset and year in a footnote (reported); gn-02 is an
    inference.
    Covers: THR-03, DC-063.
    Fix: take the shares from the dataset that the text names, and set `illustrative: false`.

    Fails:
        == seeds/instruments/example.yaml ==
        entry_into_force: {threshold: {shares: {borea: null}}}
    Fails:
        == seeds/instruments/example.yaml ==
        entry_into_force: {threshold: {illustrative: true}}
    Passes:
        == seeds/instruments/example.yaml ==
        entry_into_force: {threshold: {shares: {borea: 20%}}}
    """
    for instrument, condition in _conditions(s):
        threshold = condition.threshold
        if threshold is None:
            continue
        at = ("entry_into_force", "threshold")
        missing = [key for key in instrument.record.parties if key not in threshold.shares]
        if missing:
            message = f"no share in {threshold.measure} is given for {party_names(s, missing)}"
            yield Found(message, instrument.span(*at, "shares"), "add it from the dataset", instrument.record.id)
        if threshold.illustrative:
            message = f"the shares in {threshold.measure} that decide entry into force are only an example"
            hint = f"take them from {threshold.dataset} for {threshold.year}"
            yield Found(message, instrument.span(*at, "illustrative"), hint, instrument.record.id)


@check("EIF004", Severity.ERROR, fix="unsafe")
def share_of_a_stranger(s: Subject) -> Iterator[Found]:
    """A share is given for one that is not a party, or for a Union and one that belongs to it.

    Why: the shares of a Union and of its member are counted twice, and those of a stranger can never be reached.
    Source: the practice of depositaries, who count a Union once (reported).
    Covers: THR-12, DC-062.
    Follows: PTY004, PTY005.
    At: seeds/instruments/example.yaml: shares:

    Fails:
        == seeds/instruments/example.yaml ==
        parties: [alba, borea]
    Fails:
        == seeds/parties/borea.yaml ==
        part_of: corda
    Passes:
        == seeds/instruments/example.yaml ==
        entry_into_force: {threshold: {shares: {borea: 20%}}}
    """
    for instrument, condition in _conditions(s):
        shares = condition.threshold.shares if condition.threshold else {}
        for key in shares:
            party = s.records.parties[key]
            whole = party.record.part_of
            fix = None
            if whole in shares:
                message = f"{name(party)} and {name(s.records.parties[whole])} are counted twice: one holds the other"
            elif key not in instrument.record.parties:
                message = f"a share is given for {name(party)}, which is not a party"
                fix = taken_out(instrument, ("entry_into_force", "threshold", "shares", key))
            else:
                continue
            span = instrument.raw.key_span("entry_into_force", "threshold", "shares", key)
            yield Found(message, span, "take it out", instrument.record.id, fix=fix)


@check("EIF005", Severity.ERROR, fix="unsafe")
def met_by_one(s: Subject) -> Iterator[Found]:
    """One of several parties alone can bring the text into force.

    Why: there is no treaty with oneself; the first to ratify would owe duties to nobody, and charge them alone. A text
    of one party, which drafts it for others to join, is not asked.
    Source: Vienna Convention on the Law of Treaties, Article 2(1)(a) (gn-01, not opened).
    Covers: THR-01, THR-02.
    Fix: `min_parties` of two or more.
    Follows: EIF006.

    Fails:
        == seeds/instruments/example.yaml ==
        entry_into_force: {min_parties: 1, threshold: null}
    Passes:
        == seeds/instruments/example.yaml ==
        entry_into_force: {min_parties: 1}
    """
    for instrument, condition in _conditions(s):
        parties = instrument.record.parties
        alone = [key for key in parties if _decided(condition, parties) and _met(condition, [key])]
        if alone and len(parties) > 1:
            message = f"the consent of {name(s.records.parties[alone[0]])} alone brings the text into force"
            span = instrument.span("entry_into_force", "min_parties")
            fix = put(instrument, "2", "entry_into_force", "min_parties")
            yield Found(message, span, "ask for two parties or more", instrument.record.id, fix=fix)


@check("EIF006", Severity.WARNING)
def count_without_share(s: Subject) -> Iterator[Found]:
    """Floors at the border begin with a number of parties, whatever part of the imports they take.

    Why: floors that small markets keep alone send the goods elsewhere, and their own users pay for it. An economist
    should say from which share on they hold.
    Source: gn-02, an inference; commodity agreements count producers and consumers by share (reported).
    Covers: GN-02.
    Fix: a `threshold` beside the number.
    At: seeds/instruments/example.yaml: min_parties:

    Fails:
        == seeds/instruments/example.yaml ==
        entry_into_force: {threshold: null}
    Passes:
        == seeds/instruments/example.yaml ==
        entry_into_force: {threshold: null, min_parties: 3}
    """
    for instrument, condition in _conditions(s):
        floors = [f for f in mechanisms(s, instrument, PriceFloor) if equalised(f.record)]
        if floors and condition.threshold is None and condition.min_parties < len(instrument.record.parties):
            message = f"the floors begin with any {condition.min_parties} parties, whatever they import"
            span = instrument.span("entry_into_force", "min_parties")
            yield Found(message, span, "add a `threshold`: a share of the imports", instrument.record.id)


@check("EIF007", Severity.WARNING)
def year_not_over(s: Subject) -> Iterator[Found]:
    """The shares that decide entry into force are of a year that was not over on the date of the draft.

    Why: nobody has those figures; those that stand in the text are of another year.
    Source: drafting practice; Article 30.5 of the Trans-Pacific Partnership took the year three years before signature
    (reported).
    Covers: THR-03, DAT-04.
    Fix: the last year for which all parties have reported.

    Fails:
        == seeds/instruments/example.yaml ==
        entry_into_force: {threshold: {year: 2026}}
    Passes:
        == seeds/instruments/example.yaml ==
        entry_into_force: {threshold: {year: 2024}}
    """
    for instrument, condition in _conditions(s):
        draft = instrument.record.status.date
        if condition.threshold and draft and condition.threshold.year >= draft.year:
            message = f"the shares are of {condition.threshold.year}, and the draft is of {draft}"
            span = instrument.span("entry_into_force", "threshold", "year")
            yield Found(message, span, "take a year that is over", instrument.record.id)


@check("EIF008", Severity.INFO)
def everybody_is_needed(s: Subject) -> Iterator[Found]:
    """A text of several parties enters into force only when every one of them has consented.

    Why: each has then a veto, by number where a share would have shown it. It is often meant; it should be seen.
    Source: the Trans-Pacific Partnership waited for one party that left (reported); CPTPP Article 3 asks for six of
    eleven (reported).
    Covers: THR-02.
    Fix: `min_parties` of fewer, or record in `suppress` that it is meant.

    Fails:
        == seeds/instruments/example.yaml ==
        entry_into_force: {min_parties: 3}
    Passes:
        == seeds/instruments/example.yaml ==
        entry_into_force: {min_parties: 2}
    """
    for instrument, condition in _conditions(s):
        parties = instrument.record.parties
        if len(parties) > 2 and condition.min_parties == len(parties):
            message = f"each of the {len(parties)} parties can keep the text from entering into force"
            span = instrument.span("entry_into_force", "min_parties")
            yield Found(message, span, "ask for fewer, or say that it is meant", instrument.record.id)

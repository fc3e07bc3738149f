"""Entry into force: whether the parties can bring it about, who can stop it, and whether it bears a withdrawal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import combinations

from travaux.checks._model import listed, name
from travaux.compilation import Subject
from travaux.figures import percent
from travaux.lookup import lookup
from travaux.model.instrument import Instrument, Threshold
from travaux.prove import Counterexample, Holds, Inapplicable, Outcome, Undecided, invariant
from travaux.prove._coalitions import Condition
from travaux.prove._deadlock import deadlock
from travaux.records import Entry

#: Parties up to which a second evaluation goes through every coalition.
MOST_ENUMERATED = 12


def _shares(s: Subject, instrument: Entry[Instrument], threshold: Threshold | None) -> dict[str, Fraction] | None:
    """The shares that the text states; where these are an example and a table has all parties, those of the table."""
    if threshold is None:
        return None
    table = lookup(s, instrument, "trade-share")
    looked_up = {party: table.find(party=party) for party in instrument.record.parties}
    if threshold.illustrative and table and all(looked_up.values()):
        return {party: figure.value / 100 for party, figure in looked_up.items() if figure}
    return {party: Fraction(share.value) / 100 for party, share in threshold.shares.items()}


def _condition(s: Subject, instrument: Entry[Instrument]) -> Condition | None:
    given = instrument.record.entry_into_force
    if given is None:
        return None
    threshold = given.threshold
    return Condition(
        instrument.record.parties,
        given.min_parties,
        Fraction(threshold.share.value) / 100 if threshold else None,
        _shares(s, instrument, threshold),
        given.required,
    )


def _open(instrument: Entry[Instrument], condition: Condition) -> Undecided | None:
    """Where a share is missing: then no sum says anything."""
    missing = [p for p in condition.parties if condition.share is not None and p not in (condition.shares or {})]
    if not missing:
        return None
    why = f"no share is given for {listed(missing)}: no sum of shares says anything"
    return Undecided(why, instrument.span("entry_into_force", "threshold", "shares"), "add it from the dataset")


def _names(s: Subject, keys: Sequence[str]) -> str:
    return listed(name(s.records.parties[key]) for key in keys)


def _assumed(s: Subject, instrument: Entry[Instrument], condition: Condition) -> tuple[str, ...]:
    given = instrument.record.entry_into_force
    if given is None or given.threshold is None:
        return (f"{len(condition.parties)} parties, {condition.count} needed",)
    table = lookup(s, instrument, "trade-share")
    example = ", an example" if given.threshold.illustrative else ""
    shares = ", ".join(f"{key} {percent(share)}" for key, share in (condition.shares or {}).items())
    if condition.shares != {key: Fraction(share.value) / 100 for key, share in given.threshold.shares.items()}:
        example = f", from {table.said()} in place of the example in the text"
    return (f"shares of {given.threshold.measure} in {given.threshold.year}{example}: {shares}",)


def _weighs(condition: Condition, parties: Sequence[str]) -> str:
    """`3 parties with 94%`."""
    number = f"{len(parties)} {'party' if len(parties) == 1 else 'parties'}"
    return number if condition.share is None else f"{number} with {percent(condition.sum(parties))}"


def _blocks(condition: Condition, parties: Sequence[str]) -> bool:
    """Whether some parties can block, counted again without the condition's own sums and sorts."""
    rest = [party for party in condition.parties if party not in parties]
    sizes = range(len(rest) + 1) if len(rest) <= MOST_ENUMERATED else (len(rest),)
    return not any(_meets(condition, coalition) for size in sizes for coalition in combinations(rest, size))


def _meets(condition: Condition, coalition: Sequence[str]) -> bool:
    weight = Fraction(0)
    for party in coalition:
        weight += (condition.shares or {}).get(party, Fraction(0))
    named = all(party in coalition for party in condition.required)
    return named and len(coalition) >= condition.count and (condition.share is None or weight >= condition.share)


@invariant("I-33")
def can_enter_into_force(s: Subject, instrument: Entry[Instrument]) -> Iterator[Outcome]:
    """The listed parties can bring the text into force.

    A smallest coalition that suffices is printed: the required parties, and then those with the largest shares.

    Why: the treaty is signed and never begins.
    Source: the International Natural Rubber Agreement, 1995: three quarters of exports and imports were needed, and at
    the end of 1995 the Union and Japan had some 48 per cent of imports (unctad.org and sunsonline.org, reported).
    Assumes: the shares of the record; a Union is one party.
    """
    condition = _condition(s, instrument)
    if condition is None:
        yield Inapplicable("the text has no condition of entry into force")
        return
    undecided = _open(instrument, condition)
    if undecided is not None:
        yield undecided
        return
    winning = condition.smallest_winning()
    if winning is not None:
        what = f"{_names(s, winning)} suffice: {_weighs(condition, winning)}; no fewer do"
        yield Holds(what, _assumed(s, instrument, condition))
        return
    parties = condition.parties
    missing = [party for party in condition.required if party not in parties]
    needs = f"{condition.count} parties" + (f" with {percent(condition.share)}" if condition.share is not None else "")
    lacking = (
        f", and {_names(s, missing)}, which {'is' if len(missing) == 1 else 'are'} not among them" if missing else ""
    )
    yield Counterexample(
        f"all together have {_weighs(condition, parties)}; needed are {needs}{lacking}",
        instrument.span("entry_into_force"),
        lambda: not _meets(condition, parties),
        repairs=_reachable(condition),
        assumptions=_assumed(s, instrument, condition),
    )


def _reachable(condition: Condition) -> tuple[str, ...]:
    repairs = []
    if condition.count > len(condition.parties):
        repairs.append(f"ask for {len(condition.parties)} parties at most")
    if condition.share is not None and condition.sum(condition.parties) < condition.share:
        repairs.append(f"ask for a share of {percent(condition.sum(condition.parties))} at most")
    return tuple(repairs)


@invariant("I-35")
def no_unnamed_veto(s: Subject, instrument: Entry[Instrument]) -> Iterator[Outcome]:
    """No party can stop the entry into force alone, unless the text names it.

    The smallest sets that suffice and that block are printed, and a smallest side of a deadlock, in which two sides
    that are all parties stop each other. With one share to a party the first two come from one sort: the heaviest make
    the smallest winning set, and the heaviest, taken away, the smallest blocking one.

    Why: one parliament that fails to act ends the agreement for all, and a share hides whose it is.
    Source: Article 30.5 of the Trans-Pacific Partnership: six signatories with 85 per cent of the output of 2013 made
    the United States and Japan indispensable each, and the text never entered into force (reported).
    Assumes: the shares of the record; a Union is one party.
    """
    condition = _condition(s, instrument)
    if condition is None:
        yield Inapplicable("the text has no condition of entry into force")
        return
    undecided = _open(instrument, condition)
    if undecided is not None:
        yield undecided
        return
    if not condition.met(condition.parties):
        yield Undecided("the condition cannot be met at all: see I-33", instrument.span("entry_into_force"))
        return
    vetoes = condition.by_share()
    for party in vetoes:
        yield _veto(s, instrument, condition, party)
    if not vetoes:
        yield Holds(_balance(s, condition), _assumed(s, instrument, condition))


def _balance(s: Subject, condition: Condition) -> str:
    winning, blocking = condition.smallest_winning() or (), condition.smallest_blocking()
    said = f"smallest set that suffices: {_names(s, winning)} ({_weighs(condition, winning)}); "
    said += f"smallest that blocks: {_names(s, blocking)} ({_weighs(condition, blocking)})"
    side = deadlock(condition)
    if side is None:
        return said
    return f"{said}; {_split(s, condition, side)}" if side else f"{said}; of any two sides one suffices"


def _split(s: Subject, condition: Condition, side: Sequence[str]) -> str:
    """Two sides that stop each other."""
    others = [party for party in condition.parties if party not in side]
    return f"deadlock: {_names(s, side)} against {_names(s, others)}"


def _veto(s: Subject, instrument: Entry[Instrument], condition: Condition, party: str) -> Counterexample:
    others = [other for other in condition.parties if other != party]
    share = condition.share or Fraction(0)
    return Counterexample(
        f"{_names(s, [party])} alone blocks: all others have {percent(condition.sum(others))}, and "
        f"{percent(share)} are needed",
        instrument.span("entry_into_force", "threshold", "share"),
        lambda: _blocks(condition, [party]),
        (_balance(s, condition),),
        (
            f"a share of {percent(condition.gate(party))} or less leaves it no veto",
            f"name {party} under `required`, if a veto is meant",
        ),
        _assumed(s, instrument, condition),
    )


@invariant("I-37")
def bears_a_withdrawal(s: Subject, instrument: Entry[Instrument]) -> Iterator[Outcome]:
    """After any one withdrawal the others would still meet the condition of entry into force.

    Why: what was too little to begin with goes on binding those that are left: floors kept by small markets alone send
    the goods elsewhere.
    Source: commodity agreements end, or are reviewed, when members with so large a share have left (reported).
    Assumes: the shares of the record. Whether the text ends when too few are left is for its clause on withdrawal.
    """
    condition = _condition(s, instrument)
    if condition is None:
        yield Inapplicable("the text has no condition of entry into force")
        return
    undecided = _open(instrument, condition)
    if undecided is not None:
        yield undecided
        return
    if not condition.met(condition.parties):
        yield Undecided("the condition cannot be met at all: see I-33", instrument.span("entry_into_force"))
        return
    for party in condition.vetoes():
        others = [other for other in condition.parties if other != party]
        needed = f"{condition.count} parties" + (f" and {percent(condition.share)}" if condition.share else "")
        asked = f", and {_names(s, [party])} itself" if party in condition.required else ""
        yield Counterexample(
            f"without {_names(s, [party])}, {_weighs(condition, others)} would be left; {needed}{asked} were needed to "
            "begin",
            instrument.span("entry_into_force"),
            lambda others=others: not _meets(condition, others),  # type: ignore[misc]
            repairs=("say in the clause on withdrawal what follows when the condition is no longer met",),
            assumptions=_assumed(s, instrument, condition),
        )
    if not condition.vetoes():
        smallest = condition.smallest_blocking()
        what = f"any one party can leave; {_names(s, smallest)} together would take the others below the condition"
        yield Holds(what, _assumed(s, instrument, condition))

"""Decisions: whether the Committee can decide with the quorum that the text asks for, and who can stop a decision."""

from __future__ import annotations

import math
from collections.abc import Iterator
from fractions import Fraction

from travaux.checks._model import listed, name, texts_of
from travaux.compilation import Subject, Text
from travaux.figures import percent
from travaux.model.instrument import Decisions, Instrument
from travaux.prove import Counterexample, Holds, Inapplicable, Outcome, Undecided, invariant
from travaux.records import Entry

#: Where the text says how the Committee decides.
RULE = "decision-making"


def _share(rule: Decisions, of: str) -> Fraction:
    return Fraction((rule.quorum if of == "quorum" else rule.majority).value) / 100


def _needed(rule: Decisions, parties: int) -> tuple[int, int]:
    """How many have to be represented, and how many of these have to agree when no more are."""
    quorum = math.ceil(_share(rule, "quorum") * parties)
    return quorum, math.ceil(_share(rule, "majority") * (parties if rule.of == "parties" else quorum))


@invariant("I-36")
def can_decide(s: Subject, instrument: Entry[Instrument]) -> Iterator[Outcome]:
    """With the quorum that the text asks for a decision can be taken.

    Why: a meeting that is validly held and can decide nothing; a majority of all parties above the quorum makes the
    quorum a dead rule.
    Source: arithmetic; the special votes of commodity agreements count members and not those present (reported).
    Assumes: each Party has one vote, a Union among them.
    """
    parties = instrument.record.parties
    standing = [text for text in texts_of(s, instrument) if RULE in text.document.labels]
    rule, span = instrument.record.decisions, instrument.span("decisions")
    if not standing:
        yield Inapplicable("the text has no clause on decisions")
    elif any(_by_majority(text) for text in standing):
        yield _majority(s, instrument, rule) if rule else Undecided("no quorum is on record", span, "give `decisions`")
    elif rule is not None:
        yield Counterexample(
            f"the record has a majority of {rule.majority}, and the clause on decisions asks every Party to agree",
            span,
            lambda: instrument.record.decisions is not None,
            repairs=("choose the variant `majority` of the clause, or take `decisions` out of the record",),
        )
    else:
        place = standing[0].document.labels[RULE].cited
        yield Holds(
            f"by {place} every Party agrees: {len(parties)} of {len(parties)}; each of them can stop a decision"
        )


def _by_majority(text: Text) -> bool:
    """Whether the clause on decisions stands in its variant with a quorum."""
    wordings = [w for selected in text.outline.all() if selected.key == RULE for w in selected.wordings]
    return any(wording.clause.variant == "majority" for wording in wordings)


def _majority(s: Subject, instrument: Entry[Instrument], rule: Decisions) -> Outcome:
    parties = instrument.record.parties
    quorum, votes = _needed(rule, len(parties))
    example = ("quorum and majority are an example",) if rule.illustrative else ()
    if votes <= quorum:
        stop = (quorum if rule.of == "present" else len(parties)) - votes + 1
        stops = f"{stop} of them" if rule.of == "present" else f"{stop} Parties"
        away = len(parties) - quorum + 1
        what = (
            f"{quorum} of {len(parties)} make the quorum and {votes} decide; {stops} can stop it, and {away} by staying"
        )
        return Holds(f"{what} away; {_deadlock(rule, len(parties))}", example)
    present = listed(name(s.records.parties[key]) for key in parties[:quorum])
    share = percent(Fraction(quorum, len(parties)))
    return Counterexample(
        f"{quorum} of {len(parties)} Parties make the quorum of {rule.quorum}, and {votes} have to agree, "
        f"{rule.majority} of all: what {present} decide together is no decision",
        instrument.span("decisions", "majority"),
        lambda: not any(_decides(rule, len(parties), size, quorum) for size in range(quorum + 1)),
        repairs=(
            f"ask for a quorum of {percent(Fraction(votes, len(parties)))}",
            f"ask for {share} of the Parties at most, or for a share of those present",
        ),
        assumptions=example,
    )


def _deadlock(rule: Decisions, parties: int) -> str:
    """The most even split of all Parties in which neither side decides, with every Party present."""
    for one in range(parties // 2, 0, -1):
        if not any(_decides(rule, parties, votes, parties) for votes in (one, parties - one)):
            return f"{one} against {parties - one} decide nothing"
    return "with every Party present one of two sides decides"


def _decides(rule: Decisions, parties: int, votes: int, present: int) -> bool:
    """Whether so many votes of those present decide."""
    return votes <= present and votes >= _share(rule, "majority") * (parties if rule.of == "parties" else present)

"""Leaks in the user's words: where a good lands, by which way, and what closes the leak."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

from travaux.checks._model import listed
from travaux.figures import shown
from travaux.prove import Counterexample, Undecided
from travaux.prove._cases import Case
from travaux.prove._chain import Chain
from travaux.prove._repairs import Mend, closing_leg, closing_rise, lowered, raised, repaired
from travaux.prove._replay import reproduces, steps
from travaux.prove._search import Leak


def _unknown(chain: Chain, leak: Leak) -> list[tuple[str, ...]]:
    """The moves and steps of a route whose cost is not on record."""
    places = [move.place for move in leak.moves]
    stages = [move.stage for move in leak.moves]
    moved = [(a, b) for a, b in pairwise(places) if a != b and (a, b) in chain.freight.unknown]
    made = [
        (p, a, b) for p, (a, b) in zip(places[1:], pairwise(stages), strict=True) if (p, a, b) in chain.unknown_costs
    ]
    return [*moved, *made]


def _below(case: Case, leak: Leak) -> str:
    floor = Fraction(case.chain.borders[leak.party, leak.stage].floor)
    if leak.bar == floor:
        return f"the floor of {shown(floor)}"
    return f"the {shown(leak.bar)} at which the border of {case.party(leak.party)} lets the same mineral in"


def _statement(case: Case, leak: Leak) -> str:
    lands = f"{case.good(leak.party, leak.stage)} lands in {case.party(leak.party)} at {shown(leak.landed)}"
    return f"{lands} {case.mineral.unit}, {shown(leak.gap)} below {_below(case, leak)}"


def _others(found: tuple[Leak, ...], case: Case) -> tuple[str, ...]:
    rest = [f"{case.party(leak.party)} ({leak.stage}, {shown(leak.gap)} below)" for leak in found[1:]]
    return (f"the same mineral also lands too cheap in {listed(rest)}",) if rest else ()


def _closing_freight(case: Case, leak: Leak) -> str:
    """The least freight at which the leak closes: of its one move, or of all where it has several or other ways."""
    leg = closing_leg(case.chain, leak)
    if leg is not None:
        one, other, needed = leg
        said = f"freight from {case.party(one)} to {case.party(other)} is {shown(needed)} or more"
        return f"the leak closes when {said}"
    rise, least = closing_rise(case.chain)
    more = f"{shown(rise)} more{'' if least else '; somewhat less may do'}"
    return f"the leaks of this mineral close when every way between the Parties costs {more}"


def _floors(case: Case, mend: Mend, verb: str) -> str:
    changes = repaired(case.chain, mend)
    if changes is None:
        return f"no floor that is {verb}{'d' if verb.endswith('e') else 'ed'} closes the leak alone"
    said = []
    for (party, stage), level in changes.items():
        border = case.chain.borders.get((party, stage))
        before = (
            f"from {shown(Fraction(border.floor))} to {shown(level)}" if border else f"at {shown(level)}, new there"
        )
        said.append(f"{case.party(party)} ({stage}) {before}")
    return f"{verb} the floor of {listed(said)}"


def route(case: Case, found: tuple[Leak, ...], *assumed: str) -> Counterexample | Undecided:
    known = tuple(leak for leak in found if not _unknown(case.chain, leak))
    worst, found = (known or found)[0], known
    span = case.kept(worst.party, worst.stage).span
    if not known:
        need = [_statement(case, worst), "some of the costs on the way are not on record"]
        said = "; ".join([*need, _closing_freight(case, worst)])
        return Undecided(said, span, "add them to a table that the instrument names")
    repairs = (
        _floors(case, lowered, "lower"),
        _floors(case, raised, "raise"),
        _closing_freight(case, worst),
    )
    return Counterexample(
        _statement(case, worst),
        span,
        lambda: all(reproduces(case.chain, leak) for leak in found),
        (*steps(case.chain, worst, case.party), *_others(found, case)),
        repairs,
        case.assumptions(*assumed),
    )

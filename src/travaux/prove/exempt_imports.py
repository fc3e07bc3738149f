"""Exempt imports: whether enough are left for the charge to fall on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import get_args

from travaux.checks._model import good, listed, name
from travaux.compilation import Subject
from travaux.figures import percent
from travaux.lookup import Lookup, lookup
from travaux.model.instrument import Instrument
from travaux.model.mechanism.border_adjustment import BorderAdjustment, Exclusion
from travaux.prove import Counterexample, Holds, Inapplicable, Outcome, Undecided, invariant
from travaux.prove._kept import Kept
from travaux.prove._plain import scanned
from travaux.prove._stock import of_one
from travaux.prove._world import World
from travaux.records import Entry


@dataclass(frozen=True, slots=True)
class Exempt:
    """What of the imports of one good into one Party is free of the charge, by ground."""

    kept: Kept
    shares: dict[str, Fraction]
    missing: tuple[str, ...]

    @property
    def sum(self) -> Fraction:
        """All grounds together, as a share of one."""
        return sum(self.shares.values(), Fraction(0))


@invariant("I-23")
def exemptions_leave_the_rule(s: Subject, instrument: Entry[Instrument]) -> Iterator[Outcome]:
    """The imports that are free of the charge are no more than the record of the adjustment allows for.

    Grounds of exemption are origin in a Party, origins that the charge does not cover, each exclusion, a tariff quota,
    and the amount below which nothing is charged. Their shares of the imports of a base year come from a table.

    Why: a floor from which nine tenths of the trade are exempt is paid by the rest, and moves no price.
    Source: drafting practice: exceptions are to be narrower than the rule.
    Assumes: the imports of the base year; no import has two grounds.
    """
    world, table = World(s, instrument), lookup(s, instrument, "exempt-share")
    if not world.kept:
        yield Inapplicable("no floor of this text is kept at the border")
        return
    unknown = _unknown(table)
    if unknown is not None:
        yield unknown
        return
    found = [_exempt(kept, table) for kept in world.kept]
    twice = next((exempt for exempt in found if exempt.sum > 1), None)
    swallowed: dict[tuple[object, ...], list[Exempt]] = {}
    for exempt in found:
        if _too_much(exempt):
            swallowed.setdefault((*_same(exempt.kept), exempt.sum), []).append(exempt)
    if twice is not None:
        why = f"the shares of {good(s, twice.kept.line)} add up to {percent(twice.sum)}: some imports have two grounds"
        yield Undecided(why, twice.kept.adjustment.span("kind"), "let each import count under one ground")
    elif swallowed:
        yield from (_swallowed(s, instrument, table, group) for group in swallowed.values())
    else:
        yield _left(s, table, found)


def grounds(kept: Kept) -> tuple[str, ...]:
    """The grounds on which a good is free of the adjustment that keeps its floor."""
    adjustment, line = kept.adjustment.record, kept.line
    own = adjustment.applies_to != "all-origins" or adjustment.member_exempt
    quota = any((quota.product, quota.stage) == (line.product, line.stage) for quota in adjustment.quotas)
    return (
        *(["member-origin"] if own else []),
        *(["other-origin"] if adjustment.applies_to in ("non-market-economies", "listed-origins") else []),
        *adjustment.exclusions,
        *(["tariff-quota"] if quota else []),
        *(["de-minimis"] if adjustment.de_minimis is not None else []),
    )


_GROUNDS = {"member-origin", "other-origin", "tariff-quota", "de-minimis", *get_args(Exclusion)}


def _same(kept: Kept) -> tuple[object, ...]:
    """What Parties have in common for which one case stands: the good and its charge."""
    return kept.line.product, kept.line.stage, kept.line.grade, kept.adjustment.record.id


def _unknown(table: Lookup) -> Undecided | None:
    """A row of the table for a ground that there is not."""
    for entry in table.tables:
        at = [column.name for column in entry.record.columns].index("ground")
        for n, row in enumerate(entry.record.rows):
            if row.at[at] not in _GROUNDS:
                why = f"{row.at[at]!r} is no ground of exemption"
                span = entry.span("rows", n) if entry.record.file is None else entry.span("file")
                return Undecided(why, span, f"the grounds are {', '.join(sorted(_GROUNDS))}")
    return None


def _exempt(kept: Kept, table: Lookup) -> Exempt:
    about = {"party": kept.party, "product": kept.line.product, "stage": kept.line.stage}
    looked = {ground: table.find(**about, ground=ground) for ground in grounds(kept)}
    shares = {ground: figure.value / 100 for ground, figure in looked.items() if figure is not None}
    return Exempt(kept, shares, tuple(ground for ground, figure in looked.items() if figure is None))


def _bound(exempt: Exempt) -> Fraction | None:
    bound = exempt.kept.adjustment.record.exempt_at_most
    return None if bound is None else of_one(bound)


def _too_much(exempt: Exempt) -> bool:
    """Whether more is exempt than may be, or everything."""
    bound = _bound(exempt)
    return exempt.sum >= 1 or (bound is not None and exempt.sum > bound)


def _year(table: Lookup) -> str:
    years = list(dict.fromkeys(entry.record.as_of for entry in table.tables if entry.record.as_of))
    return f" of {listed(years)}" if years else ""


def _swallowed(s: Subject, instrument: Entry[Instrument], table: Lookup, group: Sequence[Exempt]) -> Counterexample:
    exempt, kept = group[0], group[0].kept
    bound = kept.adjustment.record.exempt_at_most
    widest = max(exempt.shares, key=lambda ground: exempt.shares[ground])
    most = f"{bound} is the most that may be" if bound is not None else "nothing is left to charge"
    parties = listed(name(s.records.parties[one.kept.party]) for one in group)
    return Counterexample(
        f"{good(s, kept.line)} in {parties}: {percent(exempt.sum)} of the imports{_year(table)} are free of "
        f"{kept.adjustment.record.id!r}, and {most}",
        kept.adjustment.span("kind" if bound is None else "exempt_at_most"),
        lambda: _over(_summed(s, instrument, exempt), kept.adjustment.record),
        tuple(f"{ground}: {percent(share)}" for ground, share in exempt.shares.items()),
        (f"narrow the widest ground: without {widest} {percent(exempt.sum - exempt.shares[widest])} are left free",),
        (f"shares: {table.said()}",),
    )


def _over(shares: Fraction, adjustment: BorderAdjustment) -> bool:
    """Whether shares in hundredths leave nothing, or pass the limit of the record."""
    limit = adjustment.exempt_at_most
    return shares >= 100 or (limit is not None and shares > limit.value)


def _summed(s: Subject, instrument: Entry[Instrument], exempt: Exempt) -> Fraction:
    """The shares of the rows that fit, in per cent, row by row."""
    line = exempt.kept.line
    about = {"party": exempt.kept.party, "product": line.product, "stage": line.stage}
    rows = (scanned(s, instrument, "exempt-share", **about, ground=ground) for ground in exempt.shares)
    return sum((row[0] for row in rows if row is not None), Fraction(0))


def _left(s: Subject, table: Lookup, found: Sequence[Exempt]) -> Outcome:
    """What stays charged, or what figure is missing to say so."""
    if not any(grounds(exempt.kept) for exempt in found):
        return Holds("no good is free of the charge on any ground")
    missing = [exempt for exempt in found if exempt.missing]
    if missing:
        which = listed(dict.fromkeys(ground for exempt in missing for ground in exempt.missing))
        why = f"for {len(missing)} of {len(found)} goods, Party by Party, no share of imports is on record: {which}"
        return Undecided(why, missing[0].kept.adjustment.span("kind"), "name a table of the kind exempt-share")
    worst = max(found, key=lambda exempt: exempt.sum)
    free, what = f"{percent(worst.sum)} of the imports{_year(table)}", good(s, worst.kept.line)
    if any(_bound(exempt) is None for exempt in found):
        why = f"{free} of {what} are free of the charge: how much may be is not on record"
        return Undecided(why, worst.kept.adjustment.span("kind"), "give `exempt_at_most`")
    party = name(s.records.parties[worst.kept.party])
    return Holds(f"at most {free} of a good are free of the charge, {what} in {party}", (f"shares: {table.said()}",))

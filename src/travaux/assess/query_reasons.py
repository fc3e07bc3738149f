"""The reasons why an entry is not calculated, as branches of CASE over an entry `e` that stands beside its line.

They are those of `classify`, in its order, and so is what is said of small importers once an amount is known.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

from travaux.assess.classify import FURTHER, MOST_CONVERTED, REASONS
from travaux.assess.engine import CONTENTS
from travaux.assess.groups import Group
from travaux.assess.plan import Line, Plan
from travaux.calculation.charge import LEVEL_DAY, MOST_SUBSTANCES
from travaux.formula.literals import among, day, listed, text
from travaux.model.quantity import KILOGRAMS

# Spark cuts digits of a product whose types have more than 37 together, and of a comparison of two types whose places
# before and after the mark are more than 38: hence these types, which are just wide enough.
_MASS = "TRY_CAST(e.net_dry_mass AS DECIMAL(17,6))"
#: The mass in the unit of the floor level.
CONVERTED = f"CAST({_MASS} * e._factor AS DECIMAL(20,3))"
#: The content in all substances together.
_CONTENT = " + ".join(f"CAST(coalesce({name}, 0) AS DECIMAL(20,6))" for name in CONTENTS)
SMALL = "_own IS NULL OR _own <= _least"
#: What is found once the formula has its amount; `_why` is the reason of the formula or of what stands before it.
AFTERWARDS = (
    "CASE WHEN _why IS NOT NULL THEN _why "
    f"WHEN _derivative AND _share IS NOT NULL AND content IS NOT NULL AND CAST({_CONTENT} AS DECIMAL(20,6)) * 100 "
    "< CAST(_share * CAST(_net AS DECIMAL(20,3)) AS DECIMAL(38,9)) THEN 'LITTLE_CONTENT' "
    f"WHEN _least IS NULL OR NOT ({SMALL}) THEN NULL WHEN _sum IS NULL AND _unknown IS NULL THEN 'NO_IMPORTER' "
    "WHEN _own IS NULL OR _unknown > 0 THEN 'NO_MONTHLY_VALUE' WHEN _sum <= _least THEN 'SMALL_IMPORTER' END"
)


def status(reason: str) -> str:
    """The status that goes with a reason."""
    charged = listed(code for code, (told, _, _) in REASONS.items() if told == "not-charged")
    assessed = f"CASE WHEN {reason} IS NULL THEN 'assessed' WHEN {reason} IN ({charged}) THEN 'not-charged' "
    return f"{assessed}ELSE 'not-assessable' END"


def why(plan: Plan, groups: Sequence[Group]) -> str:
    """The first reason before the formula, or NULL."""
    inexact = f"e._factor IS NULL OR e.net_dry_mass >= {MOST_CONVERTED:f} OR {_MASS} <> e.net_dry_mass"
    asked = weighed(plan, "coalesce(e.derivative, false)")
    other = f"{asked}e.mass_unit <> e._per"
    cases = [
        ("e.party IS NULL", "NO_PARTY"),
        *_staying_out(plan),
        ("e._since IS NULL", "NOT_A_CHARGING_PARTY"),
        ("e.good IS NULL", "NO_GOOD"),
        ("e._line IS NULL", "NO_FLOOR_FOR_THE_GOOD"),
        *_by_line(plan),
        *((condition, "LEFT_OUT") for condition in plan.outside.leaving("party", numbered_lines(plan))),
        ("e._day IS NULL", "NO_DATE"),
        ("e._day < e._since", "NOT_YET_CHARGED"),
        ("e._day >= e._ends", "FLOOR_ENDED"),
        ("e._day < e._first", "NO_FLOOR_YET"),
        *_suspended(plan),
        (_unknown_substance(plan), "NO_FLOOR_FOR_A_SUBSTANCE"),
        ("e.declaration_currency IS NULL", "NO_DECLARATION_CURRENCY"),
        (f"{asked}e.net_dry_mass IS NULL", "NO_NET_DRY_MASS"),
        (f"{asked}e.net_dry_mass <= 0", "NO_MASS"),
        (f"{other} AND e.mass_unit NOT IN ({listed(KILOGRAMS)})", "UNKNOWN_MASS_UNIT"),
        (f"{other} AND ({inexact})", "MASS_NOT_EXACT"),
        (f"{other} AND {CONVERTED} <> {_MASS} * e._factor", "MASS_NOT_EXACT"),
        *_not_calculated(plan, groups),
    ]
    return f"CASE{''.join(f' WHEN {condition} THEN {code!r}' for condition, code in cases)} END"


def _by_line(plan: Plan) -> Iterator[tuple[str, str]]:
    """The reasons that depend on the adjustment of the line."""
    alike: dict[tuple[tuple[str, str], ...], list[int]] = {}
    for number, line in enumerate(plan.lines.values()):
        alike.setdefault(tuple(_of_line(line, plan)), []).append(number)
    for cases, numbers in alike.items():
        at = of_lines(numbers, plan)
        yield from ((f"{at} AND {condition}", code) for condition, code in cases)


def _staying_out(plan: Plan) -> Iterator[tuple[str, str]]:
    if plan.outside.parties:
        yield f"e.party IN ({listed(sorted(plan.outside.parties))})", "NOT_PARTICIPATING"


def numbered_lines(plan: Plan) -> dict[str, int]:
    """The number of each line, by its good."""
    return {good: number for number, good in enumerate(plan.lines)}


def _of_line(line: Line, plan: Plan) -> Iterator[tuple[str, str]]:
    adjustment = line.charge.adjustment
    if adjustment.downstream.scope == "none":
        yield "e.derivative", "DERIVATIVE_OUT_OF_SCOPE"
    if adjustment.member_exempt or adjustment.applies_to != "all-origins":
        if plan.outside:
            others = plan.outside.of_others(numbered_lines(plan))
            yield f"e.originating AND NOT {others}", "ORIGINATING"
            yield f"e.originating AND {others} AND {plan.outside.under_agreements('party')}", "BARRED_BY_AGREEMENT"
        else:
            yield "e.originating", "ORIGINATING"
    if adjustment.applies_to == "listed-origins":
        yield "e.origin IS NULL", "NO_ORIGIN"
        yield f"e.origin NOT IN ({listed(adjustment.listed_origins)})", "ORIGIN_NOT_LISTED"
    if adjustment.exclusions:
        yield f"e.exclusion IN ({listed(adjustment.exclusions)})", "EXCLUDED"
    if adjustment.refund != "none":
        yield f"e.relief = {text(adjustment.refund)}", "RELIEVED"


def _suspended(plan: Plan) -> Iterator[tuple[str, str]]:
    """Days on which a floor did not apply."""
    for number, line in enumerate(plan.lines.values()):
        for since, until in line.suspended:
            end = f" AND e.{LEVEL_DAY} < {day(until)}" if until else ""
            yield f"e._line = {number} AND e.{LEVEL_DAY} >= {day(since)}{end}", "FLOOR_SUSPENDED"


def _unknown_substance(plan: Plan) -> str:
    """Whether a further substance has no floor level, or one is left out between two."""
    known = listed(plan.lines)
    unknown = (f"e.{name} NOT IN ({known})" for name in FURTHER)
    gaps = (f"e.{after} IS NOT NULL AND e.{name} IS NULL" for name, after in itertools.pairwise(FURTHER))
    return " OR ".join((*unknown, *gaps))


def _not_calculated(plan: Plan, groups: Sequence[Group]) -> Iterator[tuple[str, str]]:
    """What no formula of the record serves: some goods made from a mineral, some of several substances."""
    served = {(g.derivative, g.substances, good) for g in groups for good, _ in g.lines}
    for made, count in itertools.product((False, True), range(1, MOST_SUBSTANCES + 1)):
        numbers = [number for number, good in enumerate(plan.lines) if (made, count, good) not in served]
        derivative = f"{'' if made else 'NOT '}coalesce(e.derivative, false)"
        if numbers:
            yield f"{of_lines(numbers, plan)} AND {derivative} AND {counted(count)}", "NOT_CALCULATED_BY_ENTRY"
    yield from ((condition, "NOT_CALCULATED_BY_ENTRY") for condition in _apart(plan))


def _apart(plan: Plan) -> Iterator[str]:
    """Whether a further substance has its floor level in another currency or unit of mass than the first."""
    alike: dict[tuple[str, str], list[tuple[int, str]]] = {}
    for number, (good, line) in enumerate(plan.lines.items()):
        alike.setdefault((line.currency, line.charge.price.per), []).append((number, good))
    for lines in alike.values() if len(alike) > 1 else ():
        same = listed(good for _, good in lines)
        others = " OR ".join(f"e.{name} NOT IN ({same})" for name in FURTHER)
        yield f"{of_lines([number for number, _ in lines], plan)} AND ({others})"


def weighed(plan: Plan, derivative: str) -> str:
    """The beginning of a condition that is met only by goods whose mass counts: not by those charged by value alone."""
    numbers = [number for number, line in enumerate(plan.lines.values()) if line.charge.by_value]
    return f"({derivative} OR NOT ({of_lines(numbers, plan)})) AND " if numbers else ""


def counted(substances: int) -> str:
    """Whether goods have so many substances with floor levels."""
    told = (f"e.{name} IS {'NOT ' if n < substances else ''}NULL" for n, name in enumerate(FURTHER, 1))
    return " AND ".join(told)


def of_lines(numbers: Sequence[int], plan: Plan, line: str = "e._line") -> str:
    """Whether the line of an entry is one of some; of all, whether it has one."""
    if len(numbers) == len(plan.lines):
        return f"{line} IS NOT NULL"
    return among(line, numbers)

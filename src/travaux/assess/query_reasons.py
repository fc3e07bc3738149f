"""The reasons why an entry is not calculated, as branches of CASE over an entry `e` that stands beside its line.

They are those of `classify`, in its order, and so is what is said of small importers once an amount is known.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from travaux.assess.classify import MOST_CONVERTED, REASONS
from travaux.assess.groups import Group
from travaux.assess.plan import Line, Plan
from travaux.formula.literals import listed
from travaux.model.quantity import KILOGRAMS

# Spark cuts digits of a product whose types have more than 37 together, and of a comparison of two types whose places
# before and after the mark are more than 38: hence these types, which are just wide enough.
_MASS = "TRY_CAST(e.net_dry_mass AS DECIMAL(17,6))"
#: The mass in the unit of the floor level.
CONVERTED = f"CAST({_MASS} * e._factor AS DECIMAL(20,3))"
SMALL = "_own IS NULL OR _own <= _least"
#: What is found once the formula has its amount; `_why` is the reason of the formula or of what stands before it.
AFTERWARDS = (
    "CASE WHEN _why IS NOT NULL THEN _why "
    "WHEN _derivative AND _share IS NOT NULL AND CAST(content AS DECIMAL(20,6)) * 100 "
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
    other = "e.mass_unit <> e._per"
    cases = [
        ("e.party IS NULL", "NO_PARTY"),
        ("e._since IS NULL", "NOT_A_CHARGING_PARTY"),
        ("e.good IS NULL", "NO_GOOD"),
        ("e._line IS NULL", "NO_FLOOR_FOR_THE_GOOD"),
        *_by_line(plan),
        ("e._day IS NULL", "NO_DATE"),
        ("e._day < e._since", "NOT_YET_CHARGED"),
        ("e._day >= e._ends", "FLOOR_ENDED"),
        ("e._day < e._first", "NO_FLOOR_YET"),
        ("e.declaration_currency IS NULL", "NO_DECLARATION_CURRENCY"),
        ("e.net_dry_mass IS NULL", "NO_NET_DRY_MASS"),
        ("e.net_dry_mass <= 0", "NO_MASS"),
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
        alike.setdefault(tuple(_of_line(line)), []).append(number)
    for cases, numbers in alike.items():
        at = of_lines(numbers, plan)
        yield from ((f"{at} AND {condition}", code) for condition, code in cases)


def _of_line(line: Line) -> Iterator[tuple[str, str]]:
    adjustment = line.charge.adjustment
    if adjustment.downstream.scope == "none":
        yield "e.derivative", "DERIVATIVE_OUT_OF_SCOPE"
    if adjustment.member_exempt or adjustment.applies_to != "all-origins":
        yield "e.originating", "ORIGINATING"
    if adjustment.applies_to == "listed-origins":
        yield "e.origin IS NULL", "NO_ORIGIN"
        yield f"e.origin NOT IN ({listed(adjustment.listed_origins)})", "ORIGIN_NOT_LISTED"
    if adjustment.exclusions:
        yield f"e.exclusion IN ({listed(adjustment.exclusions)})", "EXCLUDED"


def _not_calculated(plan: Plan, groups: Sequence[Group]) -> Iterator[tuple[str, str]]:
    """Goods made from a mineral, where the record does not charge them by content."""
    served = {good for group in groups if group.derivative for good, _ in group.lines}
    numbers = [number for number, good in enumerate(plan.lines) if good not in served]
    if numbers:
        yield f"{of_lines(numbers, plan)} AND e.derivative", "NOT_CALCULATED_BY_ENTRY"


def of_lines(numbers: Sequence[int], plan: Plan) -> str:
    """Whether the line of an entry is one of some; of all, whether it has one."""
    if len(numbers) == len(plan.lines):
        return "e._line IS NOT NULL"
    return f"e._line IN ({', '.join(map(str, numbers))})"

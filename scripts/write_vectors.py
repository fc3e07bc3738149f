"""Writes `docs/vectors/`: cases of border adjustments as JSON that any other implementation can run by itself.

A file has one formula with its inputs, tables and steps, and rows of what is given and what comes out. Run it after
a change to what is calculated; a test says when it was forgotten.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from travaux.calculation.border import formula_of
from travaux.calculation.charge import DAYS, Charge, goods_of, numbered
from travaux.calculation.content import Content
from travaux.calculation.tables import tables_of
from travaux.discover import layers
from travaux.formula.evaluate import evaluate
from travaux.formula.linear import equation
from travaux.formula.reason import Reason
from travaux.formula.tables import DatedTable
from travaux.formula.whole import Formula, Table, Variable
from travaux.model.mechanism.border_adjustment import BorderAdjustment
from travaux.model.mechanism.price_floor import PriceFloor
from travaux.model.quantity import Basis
from travaux.records import load

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "vectors"
WORKED = Path(__file__).resolve().parents[1] / "tests" / "vectors"
NDPR, DYSPROSIUM, APT = (
    "ndpr/compound/ndpr-oxide-99",
    "dytb/compound/dysprosium-oxide-99-5",
    "tungsten/compound/apt-88-5",
)
FIRST, HALF, LATER = datetime.date(2027, 1, 1), datetime.date(2027, 6, 1), datetime.date(2029, 6, 1)
LADDER = ("declared-assay", "scheduled-default", "highest-scheduled")
QUOTA = {
    "product": "ndpr",
    "stage": "compound",
    "quantity": {"amount": Decimal(100), "unit": "t"},
    "period": "calendar-year",
    "allocation": "order-of-acceptance",
}
TIERS = ({"content_from": "5%", "rate": "4%"}, {"content_from": "25%", "rate": "12.5%"})
#: What each case is about, and what it changes: options of the adjustment, and circumstances of the charge.
CASES: Mapping[str, tuple[str, dict[str, Any], dict[str, Any]]] = {
    "declared-value": ("The gap to the floor, phased in and limited", {}, {}),
    "on-top": ("Other duties are charged on top", {"stacking": "on-top"}, {}),
    "limit-first": ("The limit applies before the phase-in", {"order": ("cap", "phase-in", "zone-rate")}, {}),
    "no-limit": ("Without a limit", {"cap": None, "order": ("phase-in", "zone-rate")}, {}),
    "index-price": ("The indicator price is compared with the floor", {"base": "index-price"}, {}),
    "landed-cost": ("The landed cost is compared with the floor", {"base": "landed-cost"}, {}),
    "lower-of-two": ("The lower of value and indicator price is compared", {"base": "lower-of-value-and-index"}, {}),
    "amount-of-a-period": ("An amount per unit of content is set", {"form": "fixed-specific", "update": "monthly"}, {}),
    "rate-of-a-period": ("A rate of the value is set", {"form": "ad-valorem", "update": "quarterly"}, {}),
    "quota": ("Only what exceeds a quota", {"form": "two-tier-tariff-quota", "quotas": (QUOTA,)}, {}),
    "ladder": ("The first evidence of content that is known", {}, {"evidence": LADDER}),
    "assay-of-another-substance": ("The assay is of contained NdPr", {}, {"factor": "1.176549"}),
    "euros-into-yen": ("Declared in euros and collected in yen", {}, {"declared": "EUR", "collected": "JPY"}),
    "paid-elsewhere": ("An amount was paid in another Party", {}, {"credited": True}),
    "two-substances": ("Two substances have floor levels", {}, {"others": (DYSPROSIUM,)}),
    "derivative": ("A good made from the mineral, by content times gap", {}, {"derivative": True}),
    "derivative-two": ("The same with two substances", {}, {"derivative": True, "others": (DYSPROSIUM,)}),
    "derivative-rate": ("A rate of its value", {"downstream": {"charge": "full-value-rate"}}, {"derivative": True}),
    "derivative-tiers": ("By tiers", {"downstream": {"charge": "tiered", "tiers": TIERS}}, {"derivative": True}),
    "tonne-units": ("Tungsten by metric tonne unit of WO3", {}, {"good": APT}),
}
#: Rows: what each changes of the plain entry.
ROWS: tuple[dict[str, Any], ...] = (
    {},
    {"customs_value": "110000"},
    {"customs_value": "121000.01"},
    {"customs_value": "7.77"},
    {"customs_value": "0"},
    {"day": HALF},
    {"day": HALF, "customs_value": "30000"},
    {"declared_duties": "9999.99"},
    {"zone_share": "0"},
    {"zone_share": "0.25"},
    {"net_dry_mass": "0.001", "customs_value": "0.05"},
    {"net_dry_mass": "0"},
    {"declared_assay": None},
    {"declared_assay": None, "default_assay": None},
    {"declared_assay": None, "default_assay": None, "highest_assay": None},
    {"declared_assay": "1.000001"},
    {"declared_assay_2": None},
    {"customs_value": None},
    {"customs_value": "-1"},
    {"customs_value": "1.234"},
    {"declared_duties": None},
    {"excess_share": "0"},
    {"excess_share": None},
    {"paid_elsewhere": "50000"},
    {"paid_elsewhere": None},
    {"declaration_currency": "XAU"},
    {"day": datetime.date(2026, 12, 31)},
    {"day": None},
    {"good": "copper/metal/cathode"},
)
_PLAIN: dict[str, Any] = {
    "customs_value": "66666.66",
    "transport": "1234.50",
    "declared_duties": "1500",
    "paid_elsewhere": "1000.50",
    "net_dry_mass": "1000",
    "declared_assay": "0.987654",
    "default_assay": "0.9",
    "highest_assay": "0.99",
    "declared_assay_2": "0.012345",
    "zone_share": "1",
    "excess_share": "0.4",
    "day": LATER,
}


def library() -> tuple[BorderAdjustment, PriceFloor]:
    """The adjustment and the floor of the library."""
    mechanisms = load(layers(None), everything=True)[0].mechanisms
    adjustment, floor = mechanisms["border-price-adjustment"].record, mechanisms["border-equalised-floors"].record
    assert isinstance(adjustment, BorderAdjustment)
    assert isinstance(floor, PriceFloor)
    return adjustment, floor


def charge_of(options: Mapping[str, Any], more: Mapping[str, Any], floor: PriceFloor | None = None) -> Charge:
    """The charge of a case."""
    adjustment, own = library()
    floor = floor or own
    record = dict(adjustment) | {n: tuple(v) if isinstance(v, list) else v for n, v in options.items()}
    record["downstream"] = dict(adjustment.downstream) | options.get("downstream", {})
    lines = {goods_of(line): line for line in floor.lines}
    factor = Decimal(more["factor"]) if "factor" in more else None
    content = Content(Basis.parse("contained NdPr") if factor else None, factor, tuple(more.get("evidence", ())))
    return Charge(
        BorderAdjustment.model_validate(record),
        floor,
        lines[more.get("good", NDPR)],
        content,
        more.get("declared", ""),
        more.get("collected", ""),
        more.get("derivative", False),
        tuple(lines[good] for good in more.get("others", ())),
        more.get("credited", False),
    )


def tables(charge: Charge) -> dict[str, DatedTable]:
    """The tables of a case: those of the records, indicator prices at 71.37 % of the floor level, two rates."""
    found = tables_of(charge, FIRST)
    for number, line in enumerate((charge.line, *charge.others), 1):
        level = next(iter(line.levels.values())).amount
        price = (level * Decimal("0.7137")).quantize(Decimal("0.01"))
        found[numbered("indicator_price", number)] = DatedTable({(goods_of(line),): [(FIRST, price)]})
    rates = {"rate_of_exchange": ("EUR", "1.08333333"), "rate_of_collection": ("JPY", "150.12345678")}
    for name, (key, rate) in rates.items():
        found[name] = DatedTable({(key,): [(FIRST, Decimal(rate))]})
    return found


def entries(charge: Charge, formula: Formula) -> Iterator[dict[str, Any]]:
    """What is given in each row, by the columns of the formula, once each."""
    keys = {numbered("good", n): goods_of(line) for n, line in enumerate((charge.line, *charge.others), 1)}
    keys |= {"declaration_currency": charge.declared, "collection_currency": charge.collected}
    seen: list[dict[str, Any]] = []
    for row in ROWS:
        told = {**_PLAIN, **keys, **row}
        told |= dict.fromkeys(DAYS, told.pop("day"))
        given = {name: told.get(name) for name in formula.columns}
        if given not in seen:
            seen.append(given)
            yield given


def vector(key: str) -> dict[str, Any]:
    """The file of a case."""
    about, options, more = CASES[key]
    charge = charge_of(options, more)
    formula, looked_up = formula_of(charge), tables(charge)
    rows = (typed(formula, given) for given in entries(charge, formula))
    return filed(key, about, formula, looked_up, (came_out(formula, row, looked_up) for row in rows))


def worked(path: Path) -> dict[str, Any]:
    """The file of one of the worked tables: the whole gap is charged from the first day."""
    told = json.loads(path.read_text(encoding="utf-8"))
    floor = library()[1]
    whole = floor.model_copy(update={"phase_in": floor.phase_in[-1:]})
    content = {"factor": told["content"]["factor"]} if told["content"] else {}
    own = {name: told["options"].pop(name) for name in ("declared", "derivative") if name in told["options"]}
    charge = charge_of(told["options"], {"good": told["good"], **content, **own}, whole)
    if told["content"]:
        assayed = Basis.parse(told["content"]["assayed"])
        charge = replace(charge, content=Content(assayed, Decimal(content["factor"])))
    formula = formula_of(charge)
    rows = []
    for row in told["rows"]:
        looked_up = tables(charge)
        if price := row["entry"].get("indicator_price"):
            looked_up["indicator_price"] = DatedTable({(told["good"],): [(FIRST, Decimal(price))]})
        day = datetime.date.fromisoformat(told["day"])
        given = {"good": told["good"], **dict.fromkeys(DAYS, day), **row["entry"]}
        entry = typed(formula, {name: given.get(name) for name in formula.columns})
        rows.append((looked_up, came_out(formula, entry, looked_up)))
    first = rows[0][0]
    same = [{**row, **own_tables(formula, looked_up, first)} for looked_up, row in rows]
    return filed(told["id"], told["about"], formula, first, same)


def own_tables(
    formula: Formula, looked_up: Mapping[str, DatedTable], first: Mapping[str, DatedTable]
) -> dict[str, Any]:
    """The tables of a row that are not those of the file."""
    names = [t for t in formula.tables if looked_up[t.name].rows != first[t.name].rows]
    return {"tables": [table(t, looked_up[t.name]) for t in names]} if names else {}


def typed(formula: Formula, given: Mapping[str, Any]) -> dict[str, Any]:
    """Amounts as decimals; keys and days as they are."""
    amounts = {each.name for each in formula.inputs}
    return {n: Decimal(v) if n in amounts and v is not None else v for n, v in given.items()}


def came_out(formula: Formula, entry: Mapping[str, Any], looked_up: Mapping[str, DatedTable]) -> dict[str, Any]:
    """A row: what is given, and every step with the amount, or the reason why there is none."""
    given = {name: None if value is None else str(value) for name, value in entry.items()}
    found = evaluate(formula, entry, looked_up)
    if isinstance(found, Reason):
        return {"given": given, "reason": found.code}
    steps = {traced.step.symbol: f"{traced.value:f}" for traced in found.steps}
    return {"given": given, "steps": steps, "amount": f"{found.amount:f}"}


def filed(key: str, about: str, formula: Formula, looked_up: Mapping[str, DatedTable], rows: Any) -> dict[str, Any]:
    """A file of vectors."""
    return {
        "id": key,
        "about": about,
        "inputs": [limits(each) | {"symbol": each.symbol} for each in formula.inputs],
        "tables": [table(each, looked_up[each.name]) for each in formula.tables],
        "steps": [{"symbol": step.symbol, "name": step.name, "equation": equation(step)} for step in formula.steps],
        "rows": list(rows),
    }


def limits(thing: Variable | Table) -> dict[str, Any]:
    """A name with the unit, the bounds and the decimal places of its values."""
    bounds = {"least": f"{thing.low:f}", "most": f"{thing.high:f}", "decimals": thing.places}
    return {"name": thing.name, "unit": str(thing.unit), **bounds}


def table(thing: Table, rows: DatedTable) -> dict[str, Any]:
    """A table with its values, each from a day on."""
    told = [
        {"keys": list(keys), "since": str(since), "value": f"{value:f}"}
        for keys, dated in rows.rows.items()
        for since, value in dated
        if value is not None
    ]
    return limits(thing) | {"rows": told}


def files() -> dict[str, str]:
    """Every file by its name."""
    found = {key: vector(key) for key in CASES} | {path.stem: worked(path) for path in sorted(WORKED.glob("*.json"))}
    return {f"{key}.json": json.dumps(told, indent=1, ensure_ascii=False) + "\n" for key, told in found.items()}


if __name__ == "__main__":
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, text in files().items():
        (FOLDER / name).write_text(text, encoding="utf-8")

"""Random valid border adjustments on random floors, with entries; a new option is a line in `OPTIONS`.

What is drawn is kept as plain `Terms` for the oracle, and made into records of the library by `charge_of`.
"""

from __future__ import annotations

import datetime
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from random import Random
from typing import Any

from hypothesis import strategies as st

from charge_oracle import Substance, Terms
from charges import changed, records
from travaux.calculation.border import formula_of
from travaux.calculation.charge import DAYS, Charge, goods_of, numbered
from travaux.calculation.content import RUNGS, Content
from travaux.calculation.inputs import COLLECTION_RATE, DAILY, RATE
from travaux.calculation.methods import Kind, Method
from travaux.calculation.tables import tables_of
from travaux.formula.numbers import rounded
from travaux.formula.tables import DatedTable
from travaux.model.mechanism.border_adjustment import Quota, Tier
from travaux.model.mechanism.price_floor import Phase
from travaux.model.quantity import Basis, Mass, Percentage, Price, RateRule

CURRENCIES = ("USD", "EUR", "JPY", "MXN", "CNY", "GBP", "XDR")
FIRST = datetime.date(2027, 1, 1)
FORMS = ("variable-specific", "fixed-specific", "ad-valorem", "two-tier-tariff-quota", "guarantee-deposit")
BASES = ("declared-transaction-value", "index-price", "landed-cost", "lower-of-value-and-index")
DERIVATIVES = ("content-times-gap", "full-value-rate", "tiered")
#: Forms and charges that are laid down for one substance alone.
ALONE = ("ad-valorem", "full-value-rate", "tiered")
UNITS = ("kg", "g", "t", "lb", "short ton", "long ton", "troy oz", "mtu", "dmtu")
SUBSTANCES = ("contained Ga", "contained NdPr", "Nd2O3 equivalent", "NdPr oxide equivalent", "TREO", "gross product")


def even(low: int, high: int, places: int) -> st.SearchStrategy[Decimal]:
    """Numbers spread evenly: left to itself a search for counterexamples keeps to the small ones."""
    return st.integers(0, 2**32).map(lambda seed: _number(Random(seed), low, high, places))


def decimals(low: str, high: str, places: int) -> st.SearchStrategy[Decimal]:
    """Numbers with a liking for the ends of their range."""
    return st.decimals(Decimal(low), Decimal(high), places=places)


def some_of(items: tuple[str, ...]) -> st.SearchStrategy[tuple[str, ...]]:
    """Some of the items, at least one, in any order."""
    counts = st.integers(1, len(items))
    return st.tuples(st.permutations(items), counts).map(lambda drawn: tuple(drawn[0][: drawn[1]]))


rates = even(1, 2, 8) | decimals("0.0001", "999", 8)
percents = even(1, 100, 1) | decimals("0.1", "300", 1)
floor_prices = st.one_of(even(90, 120, 2), even(100, 20000, 4), decimals("0.0001", "5", 4))
indicator_prices = even(1, 130, 2) | even(100, 20000, 4) | decimals("0.0001", "5", 4)


@st.composite
def dated(draw: st.DrawFn, values: st.SearchStrategy[Decimal], more: int = 2) -> dict[datetime.date, Decimal]:
    """A value from the first day on, and perhaps others from later ones."""
    days = st.dates(FIRST + timedelta(days=1), FIRST + timedelta(days=2000))
    later = draw(st.lists(days, max_size=more, unique=True))
    return {day: draw(values) for day in (FIRST, *sorted(later))}


@st.composite
def phases(draw: st.DrawFn) -> tuple[tuple[int, Decimal], ...]:
    """Steps that rise to the whole: the first on entry into force, every other some months later."""
    whole = Decimal(100)
    shares = [share for share in sorted(draw(st.lists(even(0, 100, 2), max_size=3))) if share < whole]
    count = len(shares)
    months = sorted(draw(st.lists(st.integers(1, 60), min_size=count, max_size=count, unique=True)))
    return tuple(zip((0, *months), (*shares, whole), strict=True))


@st.composite
def tiers(draw: st.DrawFn) -> tuple[tuple[Decimal, Decimal], ...]:
    """Rates by content, from the lowest content up."""
    contents = sorted(draw(st.lists(even(0, 100, 2), min_size=1, max_size=3, unique=True)))
    return tuple((content, draw(percents)) for content in contents)


#: Every option of the terms that does not depend on another.
OPTIONS: dict[str, st.SearchStrategy[Any]] = {
    "form": st.sampled_from(("variable-specific", *FORMS)),
    "base": st.sampled_from(BASES),
    "order": some_of(("phase-in", "zone-rate", "cap")),
    "stacking": st.sampled_from(("net-of-other-duties", "on-top")),
    "in_transit": st.booleans(),
    "credited": st.booleans(),
    "derivative": st.sampled_from(("", "", "", *DERIVATIVES)),
    "relevant_date": st.sampled_from(("acceptance-of-declaration", "entry", "export", "contract")),
    "rate_date": st.sampled_from(("acceptance-of-declaration", "entry", "export", "month-average")),
    "money": st.sampled_from(CURRENCIES),
    "declared": st.sampled_from(("", *CURRENCIES)),
    "collected": st.sampled_from(("", *CURRENCIES)),
    "evidence": some_of(tuple(RUNGS)),
    "factor": st.none() | even(1, 3, 6) | decimals("0.000001", "1", 6),
    "mass_decimals": st.sampled_from((9, 6, 5, 3, 0)),
    "content_decimals": st.sampled_from((6, 5, 4, 2, 0)),
    "rate_decimals": st.sampled_from((1, 0)),
    "phases": phases(),
    "rate": dated(rates, 1),
    "daily_from": st.none() | even(0, 20, 2),
    "daily_rate": dated(rates, 1),
    "collection_rate": dated(rates, 1),
}


@st.composite
def terms(draw: st.DrawFn) -> Terms:
    """What parties may agree."""
    drawn = {name: draw(strategy) for name, strategy in OPTIONS.items()}
    cap = draw(st.none() | percents) if "cap" in drawn["order"] else None
    alone = (drawn["derivative"] or drawn["form"]) in ALONE
    substance = st.builds(Substance, dated(floor_prices), dated(indicator_prices))
    substances = tuple(draw(st.lists(substance, min_size=1, max_size=1 if alone else 3)))
    steps = draw(tiers()) if drawn["derivative"] == "tiered" else ()
    return Terms(cap=cap, entry_into_force=FIRST, substances=substances, tiers=steps, **drawn)


@st.composite
def charges(draw: st.DrawFn) -> tuple[Terms, Charge]:
    """Terms, and the records that say the same."""
    agreed = draw(terms())
    return agreed, charge_of(agreed, draw(st.sampled_from(UNITS)), draw(st.permutations(SUBSTANCES)))


# --- the records of some terms ------------------------------------------------------------------------------------


def charge_of(terms: Terms, per: str, bases: list[str]) -> Charge:
    """The records of the library with other options, validated anew."""
    library = records()[1]
    lines = tuple(
        changed(line, levels={day: _price(terms, amount, per, basis) for day, amount in substance.levels.items()})
        for line, substance, basis in zip(library.lines, terms.substances, bases, strict=False)
    )
    steps = tuple(Phase(after=after, share=Percentage(share)) for after, share in terms.phases)
    floor = changed(library, lines=lines, phase_in=steps)
    assayed = None if terms.factor is None else Basis.parse("contained Sc")
    places = (terms.mass_decimals, terms.content_decimals, terms.rate_decimals)
    content = Content(assayed, terms.factor, terms.evidence, *places)
    made = bool(terms.derivative)
    first, *others = lines
    return Charge(
        _adjustment(terms), floor, first, content, terms.declared, terms.collected, made, tuple(others), terms.credited
    )


def _price(terms: Terms, amount: Decimal, per: str, basis: str) -> Price:
    return Price(amount=amount, currency=terms.money, per=per, basis=basis)


#: Options that the record has under the same name.
_SAME = ("form", "base", "order", "stacking", "in_transit", "relevant_date")


def _adjustment(terms: Terms) -> Any:
    adjustment, library = records()
    options = {
        name: getattr(terms, name) for name in ["form", "base", "order", "stacking", "in_transit", "relevant_date"]
    }
    line, how = library.lines[0], "order-of-acceptance"
    quantity = Mass(amount=Decimal(100), unit="t")
    quota = Quota(product=line.product, stage=line.stage, quantity=quantity, period="calendar-year", allocation=how)
    steps = tuple(Tier(content_from=Percentage(least), rate=Percentage(rate)) for least, rate in terms.tiers)
    charge = terms.derivative or adjustment.downstream.charge
    rule = RateRule(
        source="the International Monetary Fund",
        date_basis=terms.rate_date,
        daily_from=None if terms.daily_from is None else Percentage(terms.daily_from),
    )
    return changed(
        adjustment,
        currency_rule=rule,
        downstream=changed(adjustment.downstream, evidence=terms.evidence, charge=charge, tiers=steps),
        cap=None if terms.cap is None else Percentage(terms.cap),
        quotas=(quota,) if terms.form == "two-tier-tariff-quota" else (),
        update="monthly",
        **options,
    )


def tables(terms: Terms, charge: Charge) -> dict[str, DatedTable]:
    """What the formula looks up."""
    found = {
        RATE: DatedTable({(terms.declared,): terms.rate.items()}),
        DAILY: DatedTable({(terms.declared,): terms.daily_rate.items()}),
        COLLECTION_RATE: DatedTable({(terms.collected,): terms.collection_rate.items()}),
    }
    lines = (charge.line, *charge.others)
    for number, (line, substance) in enumerate(zip(lines, terms.substances, strict=True), 1):
        found[numbered("indicator_price", number)] = DatedTable({(goods_of(line),): substance.indicator.items()})
    return tables_of(charge, terms.entry_into_force, rates=found)


def method(terms: Terms, charge: Charge) -> tuple[Terms, Method]:
    """The way of calculating, as an annex tells it: each circumstance that makes a way of its own, alone."""
    kind: Kind = "derivatives" if terms.derivative else "goods"
    if charge.others and terms.derivative == "content-times-gap":
        kind, terms = "several", replace(terms, credited=False)
    elif terms.credited and not terms.derivative:
        kind, terms = "credit", replace(terms, substances=terms.substances[:1])
    else:
        terms = replace(terms, credited=False, substances=terms.substances[:1])
    declared = "" if terms.declared == terms.money else terms.declared
    if kind == "goods" and declared:
        kind = "conversion"
    others = charge.others[: len(terms.substances) - 1]
    charge = replace(charge, declared=declared, others=others, credited=terms.credited)
    line = charge.line
    good = (line.product, line.stage, line.grade or "")
    return terms, Method(kind, charge, formula_of(charge), (charge.floor.id, 0), good, tables(terms, charge))


# --- entries --------------------------------------------------------------------------------------------------------


def entries(terms: Terms, charge: Charge) -> st.SearchStrategy[dict[str, Any]]:
    """Entries at prices from nothing to well above the floor; some lack something, or come before the floor."""
    return st.integers(0, 2**32).map(lambda seed: _entry(terms, charge, Random(seed)))


def _entry(terms: Terms, charge: Charge, random: Random) -> dict[str, Any]:
    mass = _number(random, 0, 10 ** random.randint(0, 5), 3)
    rungs = dict(_rungs(terms, random))
    known = next((assay for assay in rungs.values() if assay), Decimal(1))
    rate = next(iter(terms.rate.values())) if terms.declared not in ("", terms.money) else Decimal(1)
    at_floor = max(terms.substances[0].levels.values()) * mass * known * (terms.factor or 1) / rate
    given = {
        "customs_value": _part(random, at_floor, "1.1"),
        "transport": _part(random, at_floor, "0.1"),
        "declared_duties": _part(random, at_floor, "0.2"),
        "paid_elsewhere": _part(random, at_floor, "0.3"),
        "net_dry_mass": mass,
        "zone_share": random.choice([Decimal(0), Decimal("0.25"), Decimal(1), Decimal(1), Decimal(1)]),
        "excess_share": random.choice([Decimal(0), _number(random, 0, 1, 4), Decimal(1)]),
        **{name: FIRST + timedelta(days=random.randint(-20, 2000)) for name in DAYS},
    }
    lacking = {name: None for name in given if random.random() < 0.02}
    goods = {numbered("good", n): goods_of(line) for n, line in enumerate((charge.line, *charge.others), 1)}
    keys = {"declaration_currency": terms.declared, "collection_currency": terms.collected}
    return {**given, **lacking, **rungs, **goods, **keys}


def _rungs(terms: Terms, random: Random) -> Any:
    """An assay on most rungs of each substance."""
    for number in range(1, len(terms.substances) + 1):
        for _, name in RUNGS.values():
            yield numbered(name, number), _number(random, 0, 1, 6) if random.random() < 0.85 else None


def _number(random: Random, low: int, high: int, places: int) -> Decimal:
    return Decimal(random.randint(low * 10**places, high * 10**places)).scaleb(-places)


def _part(random: Random, amount: Decimal, most: str) -> Decimal:
    """Some of an amount, or a little more than it, to two decimal places; now and then nothing."""
    share = _number(random, 0, 1, 6) * Decimal(most) if random.random() < 0.95 else Decimal(0)
    return min(rounded(amount * share, 2), Decimal(10) ** 11)

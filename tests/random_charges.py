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

from charge_oracle import Terms
from charges import changed, records
from travaux.calculation.border import formula_of
from travaux.calculation.charge import DATES, DAYS, LEVEL_DAY, Charge, goods_of
from travaux.calculation.content import Content
from travaux.calculation.inputs import COLLECTION_RATE, RATE
from travaux.calculation.methods import Kind, Method
from travaux.calculation.tables import tables_of
from travaux.formula.numbers import rounded
from travaux.formula.tables import DatedTable
from travaux.model.mechanism.price_floor import Phase
from travaux.model.quantity import Basis, Percentage, Price, RateRule

CURRENCIES = ("USD", "EUR", "JPY", "MXN", "CNY", "GBP", "XDR")
FIRST = datetime.date(2027, 1, 1)
MODIFIERS = ("phase-in", "zone-rate", "cap")
RUNGS = ("declared-assay", "scheduled-default", "highest-scheduled")
UNITS = ("kg", "g", "t", "lb", "short ton", "long ton", "troy oz", "mtu", "dmtu")
BASES = ("contained Ga", "contained NdPr", "Nd2O3 equivalent", "NdPr oxide equivalent", "TREO", "gross product")


def decimals(low: str, high: str, places: int) -> st.SearchStrategy[Decimal]:
    return st.decimals(Decimal(low), Decimal(high), places=places)


def even(low: int, high: int, places: int) -> st.SearchStrategy[Decimal]:
    """Numbers spread evenly: left to itself a search for counterexamples keeps to the small ones."""
    return st.integers(0, 2**32).map(lambda seed: _number(Random(seed), low, high, places))


def some_of(items: tuple[str, ...]) -> st.SearchStrategy[tuple[str, ...]]:
    """Some of the items, at least one, in any order."""
    return st.permutations(items).flatmap(lambda all_: st.integers(1, len(items)).map(lambda n: tuple(all_[:n])))


rates = st.one_of(even(1, 2, 8), decimals("0.0001", "999", 8))
floor_prices = st.one_of(even(90, 120, 2), even(100, 20000, 4), decimals("0.0001", "5", 4))


@st.composite
def dated_prices(
    draw: st.DrawFn, prices: st.SearchStrategy[Decimal], first: datetime.date = FIRST
) -> dict[datetime.date, Decimal]:
    """One to three prices from a first day on."""
    days = st.dates(first + timedelta(days=1), first + timedelta(days=2000))
    later = draw(st.lists(days, max_size=2, unique=True))
    return {day: draw(prices) for day in (first, *sorted(later))}


@st.composite
def phases(draw: st.DrawFn) -> tuple[tuple[int, Decimal], ...]:
    """Steps that rise to the whole: the first on entry into force, every other some months later."""
    shares = sorted(draw(st.lists(decimals("0", "100", 2), max_size=3, unique=True)))
    months = sorted(draw(st.lists(st.integers(1, 60), min_size=len(shares), max_size=len(shares), unique=True)))
    whole = Decimal(100)
    return tuple(zip((0, *months), (*(share for share in shares if share < whole), whole), strict=False)) or (
        (0, whole),
    )


#: Every option of the terms that does not depend on another.
OPTIONS: dict[str, st.SearchStrategy[Any]] = {
    "base": st.sampled_from(("declared-transaction-value", "index-price", "landed-cost")),
    "order": some_of(MODIFIERS),
    "stacking": st.sampled_from(("net-of-other-duties", "on-top")),
    "derivative": st.sampled_from((False, False, True)),
    "relevant_date": st.sampled_from(("acceptance-of-declaration", "entry", "export", "contract")),
    "rate_date": st.sampled_from(("acceptance-of-declaration", "entry", "export", "month-average")),
    "money": st.sampled_from(CURRENCIES),
    "declared": st.sampled_from(("", *CURRENCIES)),
    "collected": st.sampled_from(("", *CURRENCIES)),
    "evidence": some_of(RUNGS),
    "factor": st.none() | even(1, 3, 6) | decimals("0.000001", "1", 6),
    "mass_decimals": st.sampled_from((9, 6, 5, 3, 0)),
    "content_decimals": st.sampled_from((6, 9, 4, 2, 0)),
    "levels": dated_prices(floor_prices),
    "indicator": dated_prices(even(1, 130, 2) | even(100, 20000, 4)),
    "phases": phases(),
    "rate": st.fixed_dictionaries({FIRST: rates}),
    "collection_rate": st.fixed_dictionaries({FIRST: rates}),
}


@st.composite
def terms(draw: st.DrawFn) -> Terms:
    """What parties may agree."""
    drawn = {name: draw(strategy) for name, strategy in OPTIONS.items()}
    cap = draw(st.none() | even(1, 100, 2) | decimals("0.01", "300", 2)) if "cap" in drawn["order"] else None
    return Terms(cap=cap, entry_into_force=FIRST, **drawn)


@st.composite
def charges(draw: st.DrawFn) -> tuple[Terms, Charge]:
    """Terms, and the records that say the same."""
    agreed = draw(terms())
    return agreed, charge_of(agreed, draw(st.sampled_from(UNITS)), draw(st.sampled_from(BASES)))


def charge_of(terms: Terms, per: str = "kg", basis: str = "contained Ga") -> Charge:
    """The records of some terms: those of the library with other options, validated anew."""
    adjustment, library = records()
    rule = RateRule(source="the International Monetary Fund", date_basis=terms.rate_date)
    downstream = changed(adjustment.downstream, evidence=terms.evidence)
    options = {name: getattr(terms, name) for name in ("base", "order", "stacking", "relevant_date")}
    cap = None if terms.cap is None else Percentage(terms.cap)
    adjustment = changed(adjustment, currency_rule=rule, downstream=downstream, cap=cap, **options)
    levels = {
        day: Price(amount=amount, currency=terms.money, per=per, basis=basis) for day, amount in terms.levels.items()
    }
    line = changed(library.lines[0], levels=levels)
    steps = tuple(Phase(after=after, share=Percentage(share)) for after, share in terms.phases)
    floor = changed(library, lines=(line,), phase_in=steps)
    assayed = None if terms.factor is None else Basis.parse("contained Sc")
    content = Content(assayed, terms.factor, terms.evidence, terms.mass_decimals, terms.content_decimals)
    return Charge(adjustment, floor, line, content, terms.declared, terms.collected, terms.derivative)


def tables(terms: Terms, charge: Charge) -> dict[str, DatedTable]:
    """What the formula looks up."""
    price = charge.price
    indicator = {day: price.model_copy(update={"amount": amount}) for day, amount in terms.indicator.items()}
    rates = {
        RATE: DatedTable({(terms.declared,): terms.rate.items()}),
        COLLECTION_RATE: DatedTable({(terms.collected,): terms.collection_rate.items()}),
    }
    return tables_of(charge, terms.entry_into_force, indicator, rates)


def method(terms: Terms, charge: Charge) -> Method:
    """The way of calculating, as an annex tells it; it names the currency of the declaration where one is converted."""
    kind: Kind = "derivatives" if terms.derivative else "goods"
    if terms.declared == terms.money:
        charge = replace(charge, declared="")
    elif terms.declared and not terms.derivative:
        kind = "conversion"
    line = charge.line
    good = (line.product, line.stage, line.grade or "")
    return Method(kind, charge, formula_of(charge), (charge.floor.id, 0), good, tables(terms, charge))


def entries(terms: Terms, charge: Charge) -> st.SearchStrategy[dict[str, Any]]:
    """Entries at prices from nothing to well above the floor; some lack something, or come before the floor."""
    return st.integers(0, 2**32).map(lambda seed: _entry(terms, charge, Random(seed)))


def _entry(terms: Terms, charge: Charge, random: Random) -> dict[str, Any]:
    mass = _number(random, 0, 10 ** random.randint(0, 5), 3)
    assays = [_number(random, 0, 1, 6) if random.random() < 0.8 else None for _ in RUNGS]
    known = next((assay for assay in assays if assay), Decimal(1))
    rate = next(iter(terms.rate.values())) if terms.declared not in ("", terms.money) else Decimal(1)
    at_floor = max(terms.levels.values()) * mass * known * (terms.factor or 1) / rate
    dated = {name: FIRST + timedelta(days=random.randint(-20, 2000)) for name in DAYS}
    given = {
        "customs_value": _part(random, at_floor, "1.1"),
        "transport": _part(random, at_floor, "0.1"),
        "declared_duties": _part(random, at_floor, "0.2"),
        "net_dry_mass": mass,
        "zone_share": random.choice([Decimal(0), Decimal("0.25"), Decimal(1), Decimal(1), Decimal(1)]),
        **dated,
    }
    lacking = {name: None for name in given if random.random() < 0.02}
    rungs = dict(zip(("declared_assay", "default_assay", "highest_assay"), assays, strict=True))
    keys = {
        "good": goods_of(charge.line),
        "declaration_currency": terms.declared,
        "collection_currency": terms.collected,
    }
    entry = {**given, **lacking, **rungs, **keys}
    return {**entry, LEVEL_DAY: entry[DATES[terms.relevant_date]]}  # no goods were on their way when a level changed


def _number(random: Random, low: int, high: int, places: int) -> Decimal:
    return Decimal(random.randint(low * 10**places, high * 10**places)).scaleb(-places)


def _part(random: Random, amount: Decimal, most: str) -> Decimal:
    """Some of an amount, or a little more than it, to two decimal places; now and then nothing."""
    share = _number(random, 0, 1, 6) * Decimal(most) if random.random() < 0.95 else Decimal(0)
    return min(rounded(amount * share, 2), Decimal(10) ** 11)

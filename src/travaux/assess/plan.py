"""An instrument -> what decides on an entry: lines of floors, parties and their first days, rates, and the articles."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from travaux.calculation.border import DATES, Charge, formula_of, goods_of
from travaux.calculation.content import Content
from travaux.calculation.methods import CONTENT_CLAUSE, content_of
from travaux.calculation.tables import exchange_rates, months_after, tables_of
from travaux.compilation import Subject
from travaux.diagnostic import Diagnostic, Failure, Severity, fail
from travaux.formula.fault import FormulaError
from travaux.formula.tables import Dated, DatedTable, Keys
from travaux.formula.whole import Formula
from travaux.model.instrument import Instrument
from travaux.model.mechanism.base import Mechanism
from travaux.model.mechanism.border_adjustment import BorderAdjustment
from travaux.model.mechanism.price_floor import FloorLine, PriceFloor
from travaux.model.period import Period
from travaux.model.quantity import KILOGRAMS, DatedPrices, Price
from travaux.model.table import ANY, Table, TableUnit
from travaux.records import Entry

ALWAYS = datetime.date(1, 1, 1)
_RATE = Decimal("1E-8")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a floor under an adjustment."""

    adjustment: Entry[BorderAdjustment]
    floor: PriceFloor
    charge: Charge
    ends: datetime.date | None
    """First day on which the floor no longer stands."""

    @property
    def currency(self) -> str:
        """The currency of the floor level, in which the amount is found."""
        return self.charge.price.currency

    @property
    def date(self) -> str:
        """The column of the day that counts."""
        return DATES[self.charge.adjustment.relevant_date]


@dataclass(frozen=True)
class Plan:
    """What decides on the entries of an instrument."""

    instrument: str
    in_force: datetime.date
    lines: Mapping[str, Line]
    starts: Mapping[str, datetime.date]
    """By party: the first day on which it charges."""
    rates: Mapping[tuple[str, str], Decimal]
    indicators: Mapping[str, DatedPrices]
    articles: Mapping[str, str] = field(default_factory=dict)
    """By label of a provision: how the text cites it."""
    assumptions: tuple[str, ...] = ()
    _made: dict[tuple[str, str, bool], tuple[Formula, Mapping[str, DatedTable]]] = field(
        default_factory=dict, compare=False, repr=False
    )

    def formula(self, good: str, declared: str, derivative: bool) -> tuple[Formula, Mapping[str, DatedTable]]:
        """The formula for a good declared in a currency, and its tables. Raises FormulaError where there is none."""
        key = (good, declared, derivative)
        if key not in self._made:
            self._made[key] = self._formula(*key)
        return self._made[key]

    def _formula(self, good: str, declared: str, derivative: bool) -> tuple[Formula, Mapping[str, DatedTable]]:
        line = self.lines[good]
        charge = replace(line.charge, declared=declared, derivative=derivative)
        rates = {"rate_of_exchange": rates_into(line.currency, self)}
        return formula_of(charge), tables_of(charge, self.in_force, self.indicators.get(good, {}), rates)


def rates_into(currency: str, plan: Plan) -> DatedTable:
    """The rates into a currency, by the one from which they convert."""
    rows: dict[Keys, list[Dated]] = {(s,): [(ALWAYS, value)] for (s, t), value in plan.rates.items() if t == currency}
    return DatedTable(rows)


def plan_of(
    subject: Subject, instrument: Entry[Instrument], in_force: datetime.date | None = None, party: str = ""
) -> Plan:
    """The plan of an instrument. Without a day of entry into force, the first day of its first floor level counts.

    Raises `Failure` where the instrument has no adjustment that is calculated entry by entry.
    """
    found = list(_lines(subject, instrument))
    if not found:
        message = f"{instrument.record.id} has no border adjustment, or none on the lines of a floor"
        raise fail("ASM001", instrument.span(), message, "name a border-adjustment among its mechanisms")
    _apart(found, instrument)
    first = min(next(iter(line.charge.line.levels)) for line in found)
    day = in_force or first
    lines = {goods_of(line.charge.line): _ending(line, day) for line in found}
    starts = _starts(subject, instrument, found[0].adjustment, day)
    if party and party not in starts:
        message = f"{party} does not charge the adjustment under {instrument.record.id}"
        raise fail("ASM002", instrument.span(), message, f"parties that do: {', '.join(starts)}")
    rates, said = _rates(subject, instrument)
    assumed = (
        () if in_force else (f"in force from {day}, the first day of the first floor level (--in-force changes it)",)
    )
    _computable(lines.values())
    indicators, shown = _indicators(subject, instrument, lines)
    cited = _cited(subject, instrument)
    return Plan(instrument.record.id, day, lines, starts, rates, indicators, cited, (*assumed, *said, *shown))


def _lines(subject: Subject, instrument: Entry[Instrument]) -> Iterator[Line]:
    floors = {entry.record.id: entry.record for entry in subject.mechanisms(instrument, "price-floor")}
    for entry in subject.mechanisms(instrument, "border-adjustment"):
        adjustment = entry.record
        assert isinstance(adjustment, BorderAdjustment)
        for key in adjustment.floors:
            floor = floors.get(key)
            if isinstance(floor, PriceFloor):
                for line in floor.lines:
                    charge = Charge(adjustment, floor, line, _content(subject, instrument, entry))
                    yield Line(entry, floor, charge, None)  # type: ignore[arg-type]


def _apart(lines: list[Line], instrument: Entry[Instrument]) -> None:
    """Raises `Failure` where two adjustments charge one good, or begin on days of their own: one amount is given."""
    charged: dict[str, str] = {}
    for line in lines:
        key = line.adjustment.record.id
        other = charged.setdefault(goods_of(line.charge.line), key)
        duties = {entry.adjustment.record.id: entry.adjustment.record.duties for entry in lines}
        if other != key or len(set(duties.values())) > 1:
            names = " and ".join(sorted(duties))
            message = f"{names} charge one good, or are not owed by the same parties from the same day"
            raise fail("ASM001", instrument.span("mechanisms"), message, "assess each in an instrument of its own")


def _content(subject: Subject, instrument: Entry[Instrument], entry: Entry[Mechanism]) -> Content:
    """How content is found: by the ladder of the record, with the places that the clause on the calculation states."""
    text = next((text for text in subject.texts if text.instrument is instrument), None)
    stated = text.outline.parameters(CONTENT_CLAUSE, entry) if text else {}
    assert isinstance(entry.record, BorderAdjustment)
    return replace(content_of(stated), evidence=entry.record.downstream.evidence)


def _computable(lines: Iterable[Line]) -> None:
    """Raises `Failure` for every adjustment whose charge is not calculated from an entry."""
    faults: dict[str, Diagnostic] = {}
    for line in lines:
        span, adjustment = line.adjustment.span(), line.charge.adjustment
        try:
            formula_of(line.charge)
        except FormulaError as error:
            faults[adjustment.id] = Diagnostic("ASM001", Severity.ERROR, span, str(error))
        if adjustment.applies_to == "non-market-economies":
            message = "which origins are non-market economies is for each Party to say, and no record says it"
            faults[adjustment.id] = Diagnostic("ASM001", Severity.ERROR, span, message, "use `listed-origins`")
    if faults:
        raise Failure(tuple(faults.values()))


def _ending(line: Line, day: datetime.date) -> Line:
    sunset = line.floor.sunset
    return line if sunset is None else Line(line.adjustment, line.floor, line.charge, after(day, sunset))


def after(day: datetime.date, period: Period) -> datetime.date:
    """The day on which a period that runs from a day has ended."""
    whole = months_after(day, period.years * 12 + period.months)
    return whole + datetime.timedelta(days=period.days + 7 * period.weeks)


def _starts(
    subject: Subject, instrument: Entry[Instrument], adjustment: Entry[BorderAdjustment], day: datetime.date
) -> dict[str, datetime.date]:
    """The parties that owe the charge, each with its first day: after its lag, where it has one."""
    lags = {duty.party: duty.lag for duty in adjustment.record.duties}
    owing = adjustment.record.addressees
    keys = instrument.record.parties if owing == "all" else owing
    return {key: after(day, lag) if (lag := lags.get(key)) else day for key in keys}


def _rates(subject: Subject, instrument: Entry[Instrument]) -> tuple[dict[tuple[str, str], Decimal], tuple[str, ...]]:
    """Rates both ways, an inverse rounded to eight decimal places, and what is to be said of them."""
    tables = _tables(subject, instrument, "exchange-rate")
    stated = exchange_rates(tables)
    inverse = {(t, s): (1 / value).quantize(_RATE, ROUND_HALF_UP) for (s, t), value in stated.items() if value}
    said = (
        f"rates of exchange of the table {table.id}{', which are examples' if table.illustrative else ''}; "
        "inverse rates to eight decimal places"
        for table in tables
    )
    return inverse | stated, tuple(said)


def _indicators(
    subject: Subject, instrument: Entry[Instrument], lines: Mapping[str, Line]
) -> tuple[dict[str, DatedPrices], tuple[str, ...]]:
    """Indicator prices of the goods, taken from the outside prices of the instrument's tables."""
    found: dict[str, DatedPrices] = {}
    said = []
    for table in _tables(subject, instrument, "outside-price"):
        places = [column.name for column in table.columns]
        for row in sorted(table.rows, key=lambda row: row.at.count(ANY)):
            cells = dict(zip(places, row.at, strict=True))
            for good, line in lines.items():
                price = _in_unit(Decimal(row.value), table.unit, line.charge.price)
                if price is not None and _matches(cells, line.charge.line):
                    found.setdefault(good, {ALWAYS: price})
        example = ", which are examples" if table.illustrative else ""
        said.append(f"indicator prices from the table {table.id}{example}")
    return found, tuple(said) if found else ()


def _tables(subject: Subject, instrument: Entry[Instrument], holds: str) -> list[Table]:
    records = (subject.records.tables[key].record for key in instrument.record.tables)
    return [table for table in records if table.holds == holds]


def _matches(cells: Mapping[str, str], line: FloorLine) -> bool:
    grade = cells.get("grade", ANY)
    return (cells["product"], cells["stage"]) == (line.product, line.stage) and grade in (ANY, line.grade)


def _in_unit(value: Decimal, unit: TableUnit, wanted: Price) -> Price | None:
    """A price of a table as a price of the floor; None where it has another currency or is not exact in its unit."""
    exact = Fraction(value) * Fraction(KILOGRAMS[wanted.per]) / Fraction(KILOGRAMS[unit.per])
    scaled = exact * 10_000
    if unit.currency != wanted.currency or unit.basis not in ("", str(wanted.basis)) or scaled.denominator != 1:
        return None
    return wanted.model_copy(update={"amount": Decimal(scaled.numerator).scaleb(-4)})


def _cited(subject: Subject, instrument: Entry[Instrument]) -> dict[str, str]:
    text = next((text for text in subject.texts if text.instrument is instrument), None)
    if text is None:
        return {}
    return {key: label.cited for key, label in text.document.labels.items()}

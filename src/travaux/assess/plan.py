"""An instrument -> what decides on an entry: lines of floors, parties and their first days, rates, and the articles."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from travaux.assess.outside import Outside, outside_of
from travaux.assess.series import Rates, Suspension, daily_rates, indicators, published_rates, suspensions
from travaux.calculation.border import formula_of
from travaux.calculation.charge import DATES, Charge, goods_of, numbered
from travaux.calculation.content import Content
from travaux.calculation.inputs import DAILY, RATE
from travaux.calculation.levels import looking_up, turns
from travaux.calculation.methods import CONTENT_CLAUSE, content_of, own_steps
from travaux.calculation.tables import months_after, tables_of
from travaux.compilation import Subject, Text
from travaux.diagnostic import Diagnostic, Failure, Severity, fail
from travaux.formula.fault import FormulaError
from travaux.formula.tables import Dated, DatedTable, Keys
from travaux.formula.whole import Formula
from travaux.model.instrument import Instrument
from travaux.model.mechanism.base import Mechanism
from travaux.model.mechanism.border_adjustment import BorderAdjustment
from travaux.model.mechanism.price_floor import PriceFloor
from travaux.model.period import Period
from travaux.records import Entry

#: The clause whose parameter says how long goods on their way are treated as before a change.
CHARGE_CLAUSE = "border-adjustment-charge"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a floor under an adjustment."""

    adjustment: Entry[BorderAdjustment]
    floor: PriceFloor
    charge: Charge
    ends: datetime.date | None = None
    """First day on which the floor no longer stands."""
    suspended: tuple[Suspension, ...] = ()
    transit: Period | None = None
    """Time after a change within which goods that were on their way have the level before it."""

    @property
    def currency(self) -> str:
        """The currency of the floor level, in which the amount is found."""
        return self.charge.price.currency

    @property
    def date(self) -> str:
        """The column of the day that counts."""
        return DATES[self.charge.adjustment.relevant_date]

    @property
    def moves(self) -> tuple[tuple[datetime.date, datetime.date], ...]:
        """Each first day of a change, and the last on which goods on their way are treated as before it."""
        if self.transit is None:
            return ()
        days = {*list(self.charge.line.levels)[1:], *(end for _, end in self.suspended if end)}
        return tuple((day, after(day, self.transit)) for day in sorted(days))


@dataclass(frozen=True, slots=True)
class Key:
    """What chooses the formula of an entry: its goods, the currency of its declaration, and what is imported."""

    goods: tuple[str, ...]
    declared: str
    derivative: bool


@dataclass(frozen=True)
class Plan:
    """What decides on the entries of an instrument."""

    instrument: str
    in_force: datetime.date
    lines: Mapping[str, Line]
    starts: Mapping[str, datetime.date]
    """By party: the first day on which it charges."""
    rates: Rates
    daily: Rates
    indicators: Mapping[str, tuple[Dated, ...]]
    articles: Mapping[str, str] = field(default_factory=dict)
    """By label of a provision: how the text cites it."""
    assumptions: tuple[str, ...] = ()
    outside: Outside = field(default_factory=Outside)
    """Who and what stays out."""
    _made: dict[Key, tuple[Formula, Mapping[str, DatedTable]]] = field(default_factory=dict, compare=False, repr=False)

    def formula(self, key: Key) -> tuple[Formula, Mapping[str, DatedTable]]:
        """The formula for goods declared in a currency, and its tables. Raises FormulaError where there is none."""
        if key not in self._made:
            self._made[key] = self._formula(key)
        return self._made[key]

    def _formula(self, key: Key) -> tuple[Formula, Mapping[str, DatedTable]]:
        line, others = self.lines[key.goods[0]], tuple(self.lines[good].charge.line for good in key.goods[1:])
        charge = replace(line.charge, declared=key.declared, derivative=key.derivative, others=others, credited=True)
        found = {RATE: self.rates.into(line.currency), DAILY: self.daily.into(line.currency)}
        for number, good in enumerate(key.goods, 1):
            prices: dict[Keys, tuple[Dated, ...]] = {(good,): self.indicators.get(good, ())}
            found[numbered("indicator_price", number)] = DatedTable(prices)
        return formula_of(charge), tables_of(charge, self.in_force, rates=found)


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
    lines = {goods_of(line.charge.line): _standing(subject, instrument, line, day) for line in found}
    starts = _starts(subject, instrument, found[0].adjustment, day)
    outside = outside_of(subject, instrument, ((x.charge.adjustment, x.floor, x.charge.line) for x in found), day)
    if party in outside.parties:
        message = f"{party} takes no part in the border price adjustment under {instrument.record.id}"
        span = instrument.raw.key_span("participation", *_limiting(instrument.record, party, found))
        raise fail("ASM002", span, message, f"parties that do: {', '.join(starts)}")
    if party and party not in starts:
        message = f"{party} does not charge the adjustment under {instrument.record.id}"
        raise fail("ASM002", instrument.span(), message, f"parties that do: {', '.join(starts)}")
    rates, said = published_rates(subject, instrument)
    daily, told = daily_rates(subject, instrument)
    assumed = (
        () if in_force else (f"in force from {day}, the first day of the first floor level (--in-force changes it)",)
    )
    _computable(lines.values())
    prices, shown = indicators(
        subject, instrument, {good: (line.charge.line, line.charge.price) for good, line in lines.items()}
    )
    cited = _cited(subject, instrument)
    said = (*assumed, *said, *told, *shown)
    return Plan(instrument.record.id, day, lines, starts, rates, daily, prices, cited, said, outside)


def _limiting(record: Instrument, party: str, lines: list[Line]) -> tuple[str, ...]:
    """The first mechanism of some lines that a party does not take."""
    keys = (key for line in lines for key in (line.adjustment.record.id, line.floor.id))
    return tuple(key for key in keys if not record.takes(party, key))[:1]


def _lines(subject: Subject, instrument: Entry[Instrument]) -> Iterator[Line]:
    floors = {entry.record.id: entry.record for entry in subject.mechanisms(instrument, "price-floor")}
    for entry in subject.mechanisms(instrument, "border-adjustment"):
        adjustment = entry.record
        assert isinstance(adjustment, BorderAdjustment)
        for key in adjustment.floors:
            floor = floors.get(key)
            if isinstance(floor, PriceFloor):
                for line in floor.lines:
                    content, steps = _content(subject, instrument, entry), own_steps(instrument.record, floor)
                    charge = Charge(adjustment, floor, line, content, own_steps=steps)
                    yield Line(entry, floor, charge)  # type: ignore[arg-type]


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
    assert isinstance(entry.record, BorderAdjustment)
    stated = _parameters(subject, instrument, CONTENT_CLAUSE, entry)
    return replace(content_of(stated), evidence=entry.record.downstream.evidence)


def _parameters(
    subject: Subject, instrument: Entry[Instrument], clause: str, entry: Entry[Any]
) -> Mapping[str, object]:
    """What a clause about a mechanism states in the text of the instrument."""
    text = _text(subject, instrument)
    return text.outline.parameters(clause, entry) if text else {}


def _text(subject: Subject, instrument: Entry[Instrument]) -> Text | None:
    """The first text of the instrument; none where it has none."""
    return next((text for text in subject.texts if text.instrument is instrument), None)


def _computable(lines: Iterable[Line]) -> None:
    """Raises `Failure` for every adjustment whose charge is not calculated from an entry."""
    faults: dict[str, Diagnostic] = {}
    for line in lines:
        span, adjustment = line.adjustment.span(), line.charge.adjustment
        try:
            faults |= _mixed(line, formula_of(line.charge))
        except FormulaError as error:
            faults[adjustment.id] = Diagnostic("ASM001", Severity.ERROR, span, str(error))
        if adjustment.applies_to == "non-market-economies":
            message = "which origins are non-market economies is for each Party to say, and no record says it"
            faults[adjustment.id] = Diagnostic("ASM001", Severity.ERROR, span, message, "use `listed-origins`")
    if faults:
        raise Failure(tuple(faults.values()))


def _mixed(line: Line, formula: Formula) -> dict[str, Diagnostic]:
    """By good: levels that change their unit, which the formula would take for one another."""
    good, step = goods_of(line.charge.line), looking_up(formula, "floor_level")
    found = {}
    for turn in turns(line.charge.line.levels) if step else ():
        message = f"the floor level of {good} {turn}: {step} takes the one for the other"
        hint = f"state both in {turn.old.unit}"
        found[good] = Diagnostic("ASM001", Severity.ERROR, line.adjustment.span(), message, hint)
    return found


def _standing(subject: Subject, instrument: Entry[Instrument], line: Line, day: datetime.date) -> Line:
    """The line with its end, its suspensions, and the time for goods on their way that the clause states."""
    sunset, transit = line.floor.sunset, None
    if line.charge.adjustment.in_transit:
        stated = _parameters(subject, instrument, CHARGE_CLAUSE, line.adjustment).get("transit")
        transit = stated if isinstance(stated, Period) else None
    ends = None if sunset is None else after(day, sunset)
    suspended = suspensions(subject, instrument, line.charge.line)
    return replace(line, ends=ends, suspended=suspended, transit=transit)


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


def _cited(subject: Subject, instrument: Entry[Instrument]) -> dict[str, str]:
    text = _text(subject, instrument)
    return {key: label.cited for key, label in text.document.labels.items()} if text else {}

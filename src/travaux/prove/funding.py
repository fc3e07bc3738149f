"""Money: whether a duty to buy can outrun what its bearer has, where the price falls and everybody sells to it."""

from __future__ import annotations

import math
from collections.abc import Iterator
from fractions import Fraction
from typing import TypeAlias

from travaux.checks._model import good, listed, mechanisms
from travaux.compilation import Subject
from travaux.figures import cents_up, shown
from travaux.model.instrument import Instrument
from travaux.model.mechanism.floor_review import FloorReview
from travaux.model.mechanism.offtake_cfd import OfftakeCfd
from travaux.model.mechanism.price_floor import BudgetTopUp, BuyerContract, PriceFloor, SellerOfftake
from travaux.model.mechanism.strategic_reserve import StrategicReserve
from travaux.model.quantity import KILOGRAMS
from travaux.prove import Counterexample, Holds, Inapplicable, Outcome, Undecided, invariant
from travaux.prove._money import Purse, purses
from travaux.prove._plain import rate
from travaux.records import Entry

#: What a review does by itself when nobody decides, and the level is then no longer fixed.
BY_ITSELF = {
    "indexed-level": "without a decision the level follows the index",
    "sunset": "without a decision the level ends",
}
LEVELS = "levels of the first day"


@invariant("I-29")
def no_duty_beyond_its_money(s: Subject, instrument: Entry[Instrument]) -> Iterator[Outcome]:
    """Whoever has to buy, or to pay for a gap, has the money for the worst case, or a level that moves by itself.

    A duty to buy at a fixed level is looked at with its money: where the use of the goods is on record, against the
    price of all that it may have to buy in a year; where it is not, it is worked out how much the money buys.

    Why: a fixed price with a finite defender ends on the day on which the money does, and all that was bought loses its
    price on that day.
    Source: the International Tin Agreement, whose buffer stock stopped on 24 October 1985 with more than 900 million
    pounds borrowed (reported); the natural rubber agreements moved their price by rule (reported).
    Assumes: the price outside falls as far as it takes for everybody to sell.
    """
    found = [*_reserves(s, instrument), *_contracts(s, instrument), *_support(s, instrument)]
    yield from found or [Inapplicable("nobody has to buy, or to pay for a gap, by this text")]


# --- reserves --------------------------------------------------------------------------------------------------------


def _moves(s: Subject, instrument: Entry[Instrument], floor: str) -> str:
    """What moves the level of a floor without a decision; "" where nothing does."""
    reviews = (r.record for r in mechanisms(s, instrument, FloorReview) if floor in r.record.floors)
    return next((BY_ITSELF[review.default] for review in reviews if review.default in BY_ITSELF), "")


def _reserves(s: Subject, instrument: Entry[Instrument]) -> Iterator[Outcome]:
    for reserve in mechanisms(s, instrument, StrategicReserve):
        if reserve.record.acquisition.duty == "shall":
            for n, purse in purses(s, instrument, reserve):
                if purse.goods:
                    yield _bought(purse, n, _moves(s, instrument, reserve.record.floor))


def _yearly(purse: Purse) -> Fraction:
    """What the duty can cost in a calendar year: twelve months of the largest purchases, to the lower end at most."""
    acquisition = purse.reserve.record.acquisition
    share = min(Fraction(1), 12 * Fraction(acquisition.monthly.value) / 100)
    return share * Fraction(acquisition.up_to.value) / 100 * purse.cost


def _bought(purse: Purse, number: int, moves: str) -> Outcome:
    cap, who = f"{shown(Fraction(purse.cap.amount))} {purse.cap.currency}", purse.party
    if purse.known and _yearly(purse) <= purse.cap.amount:
        return Holds(
            f"{who} can have to spend {shown(_yearly(purse))} a year, and has {cap}", (LEVELS, *purse.assumed())
        )
    if moves:
        return Holds(f"the duty of {who} to buy ends for a year with {cap}, and {moves}")
    return _insolvent(purse, number)


def _insolvent(purse: Purse, number: int) -> Counterexample | Undecided:
    """How much the money of a year buys at the highest purchase price, and that one kilogram more finds none."""
    stock, span = purse.goods[0], purse.reserve.span("holdings", number, "yearly_cap")
    acquisition, (level, unit) = purse.reserve.record.acquisition, stock.first
    price = stock.priced.levels[min(stock.priced.levels)]
    exchange = rate(purse.s, purse.instrument, price.currency, purse.cap.currency)
    if not exchange:
        why = f"the limit of {purse.party} is in {purse.cap.currency}, and the floor in {price.currency}"
        return Undecided(why, span, "name a table of the kind exchange-rate that has both")
    paid = Fraction(acquisition.up_to.value) / 100 * level
    cap, per_kg = Fraction(purse.cap.amount), paid * exchange / Fraction(KILOGRAMS[price.per])
    bought = math.floor(cap / per_kg)
    known = purse.known
    return Counterexample(
        f"{purse.party} has to buy at up to {shown(paid)} {unit}, and {shown(cap)} {purse.cap.currency} a year buy "
        f"{bought} kg of {good(purse.s, stock.line)}: the next kilogram that is offered finds no money, and nothing "
        f"moves the level of {stock.floor.record.id!r} without a decision",
        span,
        lambda: bought * per_kg <= cap < (bought + 1) * per_kg and not _followed(purse),
        (
            *((f"the duty can cost {shown(_yearly(purse))} {purse.cap.currency} a year",) if known else ()),
            *purse.told(),
        ),
        (
            "let the level move by itself: a floor-review with `default: indexed-level` or `sunset`",
            "write `duty: may`",
            f"a limit of {shown(cents_up(_yearly(purse)))} {purse.cap.currency} a year"
            if known
            else "name a table of the kind consumption: the use of the good bounds what has to be bought",
        ),
        (LEVELS, *(purse.assumed() if known else ()), "everybody sells: the price outside is below the floor level"),
    )


def _followed(purse: Purse) -> bool:
    """Whether any record of the build makes the level move by itself, read from the records one by one."""
    floor = purse.reserve.record.floor
    named = (purse.s.records.mechanisms[key].record for key in purse.instrument.record.mechanisms)
    return any(isinstance(r, FloorReview) and floor in r.floors and r.default != "status-quo" for r in named)


# --- contracts of a floor --------------------------------------------------------------------------------------------

Contract: TypeAlias = BuyerContract | SellerOfftake


def _contracts(s: Subject, instrument: Entry[Instrument]) -> Iterator[Outcome]:
    for floor in mechanisms(s, instrument, PriceFloor):
        form = floor.record.form
        if isinstance(form, BudgetTopUp):
            cap = f"{shown(Fraction(form.yearly_cap.amount))} {form.yearly_cap.currency}"
            yield Holds(f"what {form.payer!r} pays for gaps to {floor.record.id!r} ends for a year with {cap}")
        elif isinstance(form, BuyerContract | SellerOfftake):
            yield _contract(s, floor, form)


def _contract(s: Subject, floor: Entry[PriceFloor], form: Contract) -> Outcome:
    buyer = form.buyer if isinstance(form, BuyerContract) else form.counterparty
    line = floor.record.lines[0]
    price = line.levels[max(line.levels)]
    level = Fraction(price.amount)
    if form.volume is None:
        mass = Fraction(1000) / Fraction(KILOGRAMS[price.per])
        return Counterexample(
            f"{buyer} buys {good(s, line)} at {shown(level)} {price.unit} without a limit of quantity or money: at a "
            f"price of {shown(level / 2)} every tonne that is offered costs it {shown(mass * level / 2)} "
            f"{price.currency} "
            "more than it is worth",
            floor.span("form"),
            lambda: form.volume is None and mass * level - mass * level / 2 > 0,
            repairs=("give the `volume` that is bought",),
            assumptions=("the price is chosen for the example: half of the floor level",),
        )
    if len(floor.record.lines) > 1 or len({price.unit for price in line.levels.values()}) > 1:
        return Holds(f"{buyer} buys {form.volume.amount} {form.volume.unit} and no more")
    most = form.volume.kilograms / KILOGRAMS[price.per] * max(price.amount for price in line.levels.values())
    said = (
        f"{buyer} buys {form.volume.amount} {form.volume.unit} and no more, at {shown(Fraction(most))} {price.currency}"
    )
    return Holds(said, ("levels on record",))


# --- offtake ---------------------------------------------------------------------------------------------------------


def _support(s: Subject, instrument: Entry[Instrument]) -> Iterator[Outcome]:
    for offtake in mechanisms(s, instrument, OfftakeCfd):
        if offtake.record.duty == "shall":
            yield _owed(s, offtake)


def _owed(s: Subject, offtake: Entry[OfftakeCfd]) -> Outcome:
    record = offtake.record
    without = [line for line in record.lines if line.yearly is None]
    if "physical-offtake" in record.forms and (without or not record.lines):
        what = listed(good(s, line) for line in without) or "every covered good"
        return Counterexample(
            f"{record.id!r} is a duty to buy {what} without a limit of quantity: there is no amount of money that "
            "would "
            "be enough for all that can be offered",
            offtake.span("duty"),
            lambda: not record.lines or any(line.yearly is None for line in record.lines),
            repairs=("give the quantity of a year under `yearly` of each line", "write `duty: may`"),
        )
    caps = [
        f"{shown(Fraction(money.amount))} {money.currency}"
        for payer in record.payers
        if (money := payer.yearly_cap or payer.total_cap) is not None
    ]
    ends = f"; payments end with {listed(caps)}" if caps else ""
    bought = "purchases are limited by quantity" if "physical-offtake" in record.forms else "nothing has to be bought"
    return Holds(f"{record.id!r}: {bought}{ends}")

"""Amounts: whether the parts of a consignment owe what the whole owes, and whether the unit of mass matters."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from travaux.checks._model import mechanisms
from travaux.compilation import Subject
from travaux.figures import counted, percent, plain, shown
from travaux.model.instrument import Instrument
from travaux.model.mechanism.border_adjustment import BorderAdjustment
from travaux.prove import Counterexample, Holds, Inapplicable, Outcome, Undecided, invariant
from travaux.prove._charged import Charged, charged
from travaux.prove._parts import Parts, uneven
from travaux.prove._scaling import Degrees, Uneven, narrowed, slack
from travaux.prove.shapes import NOT_CALCULATED
from travaux.records import Entry

ONE_GOOD = "every part has the price and the assay of the whole"


@invariant("I-09")
def parts_owe_what_the_whole_owes(s: Subject, instrument: Entry[Instrument]) -> Iterator[Outcome]:
    """A consignment that is divided owes what it owes as a whole, but for the rounding of each amount.

    Follows from the tree: every step grows with the goods, no comparison with a fixed amount decides, and roundings on
    the way move an amount by less than its smallest unit.

    Why: where small consignments are free, or content is rounded to whole kilograms, trade comes in small consignments.
    Source: exemptions of low values by consignment have been used that way (reported); arithmetic.
    Assumes: every part has the price and the assay of the whole. An exempt value is that of all goods of an importer
    in a month; who divides goods among importers or months stays under it.
    """
    found, proved = list(charged(s, instrument)), list[tuple[Charged, Fraction]]()
    for one in found:
        outcome = _divided(one)
        if isinstance(outcome, Fraction):
            proved.append((one, outcome))
        else:
            yield outcome
    if not found:
        yield Inapplicable(NOT_CALCULATED)
    elif proved:
        worst = max(most for _, most in proved)
        every = counted(len(proved), "formula")
        what = f"{every}: parts owe what the whole owes, to within {_upward(worst)} for each amount"
        yield Holds(what, (ONE_GOOD,))
        yield from _exempt(s, instrument)


def _upward(figure: Fraction) -> str:
    """A bound, no lower than it is."""
    return shown(Fraction(-(-figure * 10**6 // 1), 10**6))


def _divided(one: Charged) -> Fraction | Outcome:
    """By how much roundings can move an amount at most; or what is wrong, or open."""
    (setting, *_) = one.settings()
    cent, most, why = Fraction(setting.cent), Fraction(0), ""
    try:
        most = slack(narrowed(one.formula, {"floor_level": one.level, "indicator_price": one.level}))
        if Degrees(one.formula).result not in (1, None):
            why = "the amount does not grow with the goods"
    except Uneven as error:
        why = str(error)
    if not why and most <= cent:
        return most
    parts = uneven(setting, one.level)
    if parts is not None:
        return _told(one, parts, "" if why else finer(most, cent))
    if why:
        return Undecided(
            f"{one.what}: {why}", one.span, "compare amounts that grow with the goods, or prices and shares"
        )
    return Undecided(f"{one.what}: roundings on the way move the amount", one.span, finer(most, cent))


def finer(most: Fraction, cent: Fraction) -> str:
    """By how many decimal places more content is rounded, so that this moves an amount by half a cent at most."""
    more = next(n for n in range(1, 19) if (most - cent / 2) / 10**n <= cent / 2)
    return f"round content to {more} decimal place{'s' if more > 1 else ''} more"


def _told(one: Charged, parts: Parts, repair: str) -> Counterexample:
    code, per = one.charge.price.currency, one.charge.price.per
    single, number = parts.setting.amount(parts.mass, parts.value), parts.number
    together = f"charge the parts of one importer and month as one consignment: {_money(parts.whole, code)}"
    return Counterexample(
        f"{one.what}: {number} consignments of {_money(Fraction(parts.value), code)} owe "
        f"{_money(parts.together, code)}, and one of {_money(Fraction(number * parts.value), code)} owes "
        f"{_money(parts.whole, code)}",
        one.span,
        parts.differs,
        (
            f"each of {plain(Fraction(parts.mass))} {per}, of which {percent(Fraction(parts.assay))} is the substance, "
            f"owes {_money(single, code)}",
            f"roundings of the amounts alone would come to {_money(parts.allowed, code)} at most",
        ),
        (repair or together,),
        (f"a level of {shown(Fraction(parts.setting.figures['floor_level']))} {one.charge.price.unit}", ONE_GOOD),
    )


def _money(amount: Fraction, code: str) -> str:
    return f"{shown(amount)} {code}"


def _exempt(s: Subject, instrument: Entry[Instrument]) -> Iterator[Holds]:
    """What an exempt value leaves free."""
    for adjustment in mechanisms(s, instrument, BorderAdjustment):
        least = adjustment.record.de_minimis
        if least is not None:
            code, month = least.currency, Fraction(least.amount)
            yield Holds(
                f"the exempt value of {adjustment.record.id!r}, {_money(month, code)}, is that of all goods of an "
                "importer in a month, so that parts of a month change nothing",
                (f"an importer who spreads goods over the months brings in {_money(12 * month, code)} a year free",),
            )

"""Tests of origin beside each other: which of two every good meets that meets the other, and what none can meet."""

from __future__ import annotations

from travaux.model.mechanism.preferential_zone import OriginTest, ProcessRule, TariffShift, ValueContent
from travaux.model.quantity import HSCode


def changes(test: TariffShift, material: HSCode, good: HSCode) -> bool:
    """Whether a material makes the change into a good."""
    width = test.width
    excepted = any(code.contains(material) for code in test.except_from)
    return material.digits[:width] != good.digits[:width] and not excepted


def within(narrow: OriginTest, wide: OriginTest, goods: tuple[HSCode, ...]) -> bool:
    """Whether every good that meets the narrow test meets the wide one, so that the narrow one adds nothing."""
    if isinstance(narrow, ValueContent) and isinstance(wide, ValueContent):
        return narrow.method == wide.method and narrow.threshold.value >= wide.threshold.value
    if isinstance(narrow, TariffShift) and isinstance(wide, TariffShift):
        return narrow.width <= wide.width and _excepts_less(wide, narrow, goods)
    return isinstance(narrow, ProcessRule) and narrow == wide


def _excepts_less(wide: TariffShift, narrow: TariffShift, goods: tuple[HSCode, ...]) -> bool:
    """Whether what the wide test excepts is excepted by the narrow one, or makes no change by it."""
    width = narrow.width
    return all(
        any(own.contains(code) for own in narrow.except_from)
        or (len(code.digits) >= width and all(code.digits[:width] == good.digits[:width] for good in goods))
        for code in wide.except_from
    )


def told(test: OriginTest) -> str:
    """A test as messages call it."""
    match test:
        case ValueContent():
            return f"a value content of {test.threshold} ({test.method})"
        case TariffShift():
            excepted = f" except from {', '.join(map(str, test.except_from))}" if test.except_from else ""
            return f"a change of tariff line ({test.change}){excepted}"
        case ProcessRule():
            return f"the process {test.process.get('en') or next(iter(test.process.values()))!r}"
        case _:
            return "wholly obtained"


def met_alone(narrow: OriginTest, wide: OriginTest, goods: tuple[HSCode, ...]) -> bool:
    """Whether some good meets the narrow test and not the wide one: tried, hundredth by hundredth and line by line."""
    if isinstance(narrow, ValueContent) and isinstance(wide, ValueContent):
        shares = range(101)
        return narrow.method != wide.method or any(
            narrow.threshold.value <= share < wide.threshold.value for share in shares
        )
    if isinstance(narrow, TariffShift) and isinstance(wide, TariffShift):
        tried = [material for good in goods for material in _beside(good, narrow.except_from + wide.except_from)]
        return any(changes(narrow, m, good) and not changes(wide, m, good) for m in tried for good in goods)
    return narrow != wide


def _beside(good: HSCode, excepted: tuple[HSCode, ...]) -> tuple[HSCode, ...]:
    """Materials of every chapter, of the chapter and the heading of a good, and of lines that a test excepts."""
    chapter, heading = good.digits[:2], good.digits[:4]
    digits = [f"{n:02}0110" for n in range(1, 98)] + [f"{chapter}{n:02}10" for n in range(1, 100)]
    digits += [f"{heading}{n:02}" for n in range(100)]
    digits += [(code.digits + "0110")[: max(6, len(code.digits))] for code in excepted]
    return tuple(HSCode(good.edition, each) for each in digits)

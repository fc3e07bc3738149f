"""Bands of floors against the cost of a move: faults planted in the example treaty, and what `travaux prove` prints."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from projects import EXAMPLE, Edit, change, put
from test_prove_leaks import ADJUSTMENT, TABLES, TREATY, section

Capture = pytest.CaptureFixture[str]
COORDINATION = "seeds/mechanisms/coordination.yaml"
OWN = (EXAMPLE / COORDINATION).read_text(encoding="utf-8")
SUMMARY = (
    "No two Parties' floors for one good differ by more than it costs to move it, unless a top-up makes up the rest.\n"
)
WITH = change(TREATY, "adjustment, zone]", "adjustment, zone, coordination]")
NO_TOP_UP = change(COORDINATION, "top_up: true", "top_up: false")
NO_MOVES = change(COORDINATION, OWN[OWN.index("least_moves:") : OWN.index("cure:")], "")
PLAIN = (WITH, NO_TOP_UP)


def wide(width: str) -> Edit:
    return change(COORDINATION, "width: 1%", f"width: {width}")


def test_band_wider_than_the_freight(tmp_path: Path, capsys: Capture) -> None:
    cheap = change(
        "seeds/tables/freight.yaml",
        "  - {at: [any, any], value: 1.00}",
        "  - {at: [any, any], value: 1.00}\n  - {at: [alba, corda], value: 0.10}\n  - {at: [corda, borea], value: "
        "0.10}",
    )
    assert section(tmp_path, capsys, "I-12", *PLAIN, NO_MOVES, *TABLES, wide("5%"), cheap) == (
        f"I-12 fails: {SUMMARY}"
        "  seeds/mechanisms/coordination.yaml:6:26: examplium (metal, examplium-99): by the band of 5% the floors of "
        "Alba and Corda can be 11.875 and 13.125 USD/kg contained Ex: cleared in the one and moved to the other for "
        "0.10 it gains 1.15\n"
        "      so for 5 other pairs of Parties\n"
        "      with 0.5% from month 25 on it gains 0.025\n"
        "    repair: set `top_up: true`\n"
        "    repair: narrow the band to 0.4%\n"
        "    assuming: freight: freight (examples)\n"
        "    assuming: exchange rates make no difference"
    )
    assert section(tmp_path / "sound", capsys, "I-12", *PLAIN, NO_MOVES, *TABLES).splitlines()[1] == (
        "  'coordination': examplium (metal, examplium-99): 0.25 apart at most, 1.00 to move"
    )
    assert section(tmp_path / "top-up", capsys, "I-12", WITH, wide("5%")).startswith("I-12 holds")
    assert section(tmp_path / "none", capsys, "I-12").startswith("I-12 not applicable")


def test_way_through_a_third_party(tmp_path: Path, capsys: Capture) -> None:
    """Between Alba and Borea goods go by way of Corda, where the two moves cost less than the one."""
    only = (
        "  - {at: [alba, corda], value: 0.10}\n  - {at: [corda, borea], value: 0.10}\n"
        "  - {at: [alba, borea], value: 1.00}\n  - {at: [borea, alba], value: 9.00}\n  - {at: [borea, corda], value: "
        "9}\n"
        "  - {at: [corda, alba], value: 9}\n"
    )
    freight = change("seeds/tables/freight.yaml", "  - {at: [any, any], value: 1.00}\n", only)
    apart = change(COORDINATION, "floors: [floor]", "floors: [floor]\naddressees: [alba, borea]")
    found = section(tmp_path, capsys, "I-12", *PLAIN, NO_MOVES, *TABLES, freight, apart)
    assert "cleared in the one and moved to the other for 0.20 by way of Corda it gains 0.05\n" in found


@pytest.mark.parametrize("hundredths", range(90, 111))
def test_widest_band_that_bears_the_cost(hundredths: int, tmp_path: Path, capsys: Capture) -> None:
    """At 12.50 and a move of 0.25 a band of 1 % is just narrow enough."""
    width = Decimal(hundredths) / 100
    found = section(tmp_path, capsys, "I-12", *PLAIN, wide(f"{width}%"))
    assert found.startswith("I-12 fails" if width > 1 else "I-12 holds")
    assert ("repair: narrow the band to 1%" in found) == (width > 1)


def test_exchange_rates_alone(tmp_path: Path, capsys: Capture) -> None:
    band = "mode: band\nband: [{after: 0, width: 1%}, {after: 25, width: 0.5%}]"
    common = change(COORDINATION, band, "mode: common\nslippage: 5%")
    assert section(tmp_path, capsys, "I-12", *PLAIN, common) == (
        f"I-12 fails: {SUMMARY}"
        "  seeds/mechanisms/coordination.yaml:6:11: examplium (metal, examplium-99): by exchange rates 5% apart the "
        "floors of Alba and Borea can be 11.875 and 13.125 USD/kg contained Ex: cleared in the one and moved to the "
        "other for 0.25 it gains 1.00\n"
        "      so for 5 other pairs of Parties\n"
        "    repair: set `top_up: true`\n"
        "    repair: convert at one rate of one day: no band is narrow enough\n"
        "    assuming: a move costs no less than the record of the coordination states\n"
        "    assuming: exchange rates make no more than 5%"
    )


def at_export(root: Path) -> None:
    """Borea charges by an adjustment of its own, and converts at the rate of the day of export."""
    own = (EXAMPLE / ADJUSTMENT).read_text(encoding="utf-8")
    other = own.replace("id: adjustment", "id: adjustment-borea\naddressees: [borea]\ntitle: {en: the charge of Borea}")
    put("seeds/mechanisms/adjustment-borea.yaml", other.replace("acceptance-of-declaration}", "export}"))(root)
    change(ADJUSTMENT, "floors: [floor]", "floors: [floor]\naddressees: [alba, corda]\ntitle: {en: the charge}")(root)
    change(TREATY, "floor, adjustment", "floor, adjustment, adjustment-borea")(root)


def test_two_parties_that_convert_at_different_dates(tmp_path: Path, capsys: Capture) -> None:
    found = section(tmp_path, capsys, "I-12", *PLAIN, at_export)
    assert found == (
        f"I-12 not decided: {SUMMARY}"
        "  seeds/mechanisms/coordination.yaml:2:1: not decided: Alba converts at the rate of the central bank of Alba "
        "(acceptance-of-declaration), and Borea converts at the rate of the central bank of Alba (export): how far the "
        "two rates can differ is not on record\n"
        "    hint: convert by one rule, or give `slippage`"
    )
    slips = change(COORDINATION, "top_up: false", "top_up: false\nslippage: 2%")
    differ = section(tmp_path / "slips", capsys, "I-12", *PLAIN, slips, at_export)
    assert (
        "by the band of 1% and exchange rates 2% apart the floors of Alba and Borea can be 12.125 and 12.875 USD/kg "
        "contained Ex: cleared in the one and moved to the other for 0.25 it gains 0.50\n"
    ) in differ
    assert (
        "      Alba converts at the rate of the central bank of Alba (acceptance-of-declaration), and Borea converts "
        "at "
        "the rate of the central bank of Alba (export)\n"
    ) in differ


def test_move_whose_cost_is_not_on_record(tmp_path: Path, capsys: Capture) -> None:
    assert (
        "not decided: what it costs to move examplium (metal, examplium-99) from Alba to Borea is not on record\n"
    ) in section(tmp_path, capsys, "I-12", *PLAIN, NO_MOVES)
    floor = change(
        "seeds/mechanisms/floor.yaml",
        "type: border-equalised, adjustment: adjustment",
        "type: budget-top-up, payer: alba, two_way: false, yearly_cap: {amount: 1, currency: USD}",
    )
    assert section(tmp_path / "budget", capsys, "I-12", *PLAIN, floor).startswith("I-12 not applicable")

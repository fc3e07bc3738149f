"""Goods, lines, prices and schedules: what is told apart, and what is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from check_findings import found, found_in_library

FLOOR = "seeds/mechanisms/floor.yaml"
RATES = """---
{heading: Rates, purpose: Rates by Party., order: 95, place: annex, tier: 1}
---
{{ schedule("rates") }}
"""
COLUMNS = """
schedules:
  - id: rates
    file: rates.csv
    key: line
    columns:
      - {name: line, heading: {en: Line}, type: text}
      - {name: party, heading: {en: Party}, type: party}
      - {name: hs, heading: {en: HS}, type: hs}
      - {name: adjustment_cap, heading: {en: Limit}, type: percentage, required: false}
"""


def schedule(rows: str) -> dict[str, str]:
    return {
        "seeds/instruments/rates.csv": f"line,party,hs,adjustment_cap\n{rows}",
        "clauses/example/rates.en.md": RATES,
        "seeds/instruments/example.yaml": COLUMNS,
    }


def line(amount: str, basis: str = "contained Ex", currency: str = "USD", per: str = "kg") -> str:
    return f"""
lines:
  - product: examplium
    stage: metal
    grade: examplium-99
    levels: {{2027-01-01: {{amount: {amount}, currency: {currency}, per: {per}, basis: {basis}}}}}
    illustrative: false
"""


@pytest.mark.parametrize(
    ("level", "unit"),
    [
        (line("12.50", currency="EUR"), "EUR/kg contained Ex"),
        (line("12.50", per="t"), "USD/t contained Ex"),
        (line("12.50", basis="Ex2O3 equivalent"), "USD/kg Ex2O3 equivalent"),
    ],
)
def test_each_part_of_a_unit_counts(level: str, unit: str, tmp_path: Path) -> None:
    assert found("PRC001", {FLOOR: level}, tmp_path) == [
        f"error: the floor of examplium (metal, examplium-99) is in {unit}, its reference price in USD/kg contained Ex"
    ]


def test_a_level_is_compared_only_in_its_own_unit(tmp_path: Path) -> None:
    assert found("PRC003", {FLOOR: line("99.00", currency="EUR")}, tmp_path) == []


def test_a_level_below_its_rule_is_told_with_the_level_that_is_wanted(tmp_path: Path) -> None:
    band = "level_rule: reference-minus-band\nband: 7%\n"
    assert found("PRC003", {FLOOR: band + line("11.62")}, tmp_path) == [
        "error: the floor of examplium (metal, examplium-99) is 11.62 from 2027-01-01, where its rule "
        "(reference minus band) makes 11.63 of a reference price of 12.50"
    ]


def test_the_floors_of_the_agreement_stand_at_their_reference_prices(tmp_path: Path) -> None:
    assert found_in_library("PRC003", {}, tmp_path) == []


def test_a_reference_price_that_moves_alone_is_found(tmp_path: Path) -> None:
    lines = """
lines:
  - product: gallium
    stage: metal
    grade: gallium-4n
    levels: {2027-01-01: {amount: 600.00, currency: USD, per: kg, basis: contained Ga}}
    illustrative: true
"""
    assert found_in_library("PRC003", {"seeds/mechanisms/border-equalised-floors.yaml": lines}, tmp_path) == [
        "error: the floor of gallium (metal, gallium-4n) is 600.00 from 2027-01-01, where its rule (reference equal) "
        "makes 580.00 of a reference price of 580.00"
    ]


def test_one_line_with_tests_may_hold_two_rare_earths(tmp_path: Path) -> None:
    assert found_in_library("GDS005", {}, tmp_path) == []


def test_gallium_without_a_test_would_be_charged_as_germanium(tmp_path: Path) -> None:
    stages = """
stages:
  metal: [{hs: HS2022 8112.92, description: {en: unwrought gallium}}]
  waste-and-scrap: null
"""
    assert found_in_library("GDS005", {"seeds/products/gallium.yaml": stages}, tmp_path) == [
        "error: HS2022 8112.92 is listed whole for gallium (metal), and holds germanium (metal) too"
    ]


def test_a_national_line_inside_the_line_of_the_product_is_right(tmp_path: Path) -> None:
    rule = (
        "rules: [{product: examplium, stage: metal, hs: [HS2022 8110.10.00 US], any_of: [{type: wholly-obtained}]}]\n"
    )
    assert found("GDS003", {"seeds/mechanisms/zone.yaml": rule}, tmp_path) == []


def test_an_edition_in_a_schedule_is_found_at_its_row(tmp_path: Path) -> None:
    rows = "a,alba,HS2022 8110.10,\nb,borea,HS2017 8110.10,\nc,corda,HS2022 8110.10,\n"
    assert found("GDS004", schedule(rows), tmp_path) == [
        "error: HS2017 8110.10 is a code of another edition than that of most codes of the text, HS2022"
    ]


def test_the_clause_on_nomenclature_names_the_edition(tmp_path: Path) -> None:
    changed = {"seeds/instruments/critical-minerals-agreement.yaml": (
        'parameters: {hs-nomenclature: {edition: "2028-01-01"}}\n'
    )}  # fmt: skip
    files = found_in_library("GDS004", changed, tmp_path)
    assert files[0].endswith("is a code of another edition than that of the clause on nomenclature, HS2028")


def test_rows_of_parties(tmp_path: Path) -> None:
    rows = "a,alba,HS2022 8110.10,40%\n"
    assert found("SCH002", schedule(rows), tmp_path) == ["error: the schedule 'rates' has no row for Borea and Corda"]


def test_a_good_that_one_party_leaves_out(tmp_path: Path) -> None:
    rows = "a,alba,HS2022 8110.10,\nb,borea,HS2022 8110,\nc,corda,HS2022 2617.10,\n"
    assert found("SCH003", schedule(rows), tmp_path) == [
        "warning: the rows of Corda leave out HS2022 8110.10 (examplium), on which it charges"
    ]


def test_an_empty_limit_is_no_other_limit(tmp_path: Path) -> None:
    rows = "a,alba,HS2022 8110.10,\nb,borea,HS2022 8110.10,40%\nc,corda,HS2022 8110.10,39%\n"
    assert found("SCH004", schedule(rows), tmp_path) == [
        "error: this row limits the charge to 39%, and the adjustment is limited to 40%"
    ]

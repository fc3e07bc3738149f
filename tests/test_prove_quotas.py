"""Quotas and exemptions: faults planted in the example treaty, and what `travaux prove` prints of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from clause_prints import printed
from faulty_mechanisms import refused
from projects import Edit, change, put
from test_prove_leaks import ADJUSTMENT, TREATY, section

Capture = pytest.CaptureFixture[str]
SAFEGUARD = "seeds/mechanisms/safeguard.yaml"
WITH = change(TREATY, "adjustment, zone]", "adjustment, zone, safeguard]")

# --- quotas ----------------------------------------------------------------------------------------------------------

QUOTA = "A quota is smaller than the imports against which it is laid down, and its shares are the whole of it.\n"


def limited(measure: str) -> Edit:
    return change(SAFEGUARD, "measure: {type: additional-duty, up_to: gap}", f"measure: {{{measure}}}")


def test_quota_above_the_threshold(tmp_path: Path, capsys: Capture) -> None:
    assert section(tmp_path, capsys, "I-22", WITH, limited("type: quota, share_of_base: 130%")) == (
        f"I-22 fails: {QUOTA}"
        "  seeds/mechanisms/safeguard.yaml:13:39: 'safeguard': imports of 126% of the base meet the threshold of 22% "
        "above it, and the quota of 130% lets all of them in\n"
        "    repair: set `share_of_base` to 122% or less"
    )
    excess = limited("type: tariff-quota, share_of_base: 122%, over_quota: 9%")
    assert section(tmp_path / "at", capsys, "I-22", WITH, excess).startswith("I-22 holds")
    assert section(tmp_path / "none", capsys, "I-22", WITH).startswith("I-22 not applicable")


def test_shares_of_a_quota(tmp_path: Path, capsys: Capture) -> None:
    shares = "allocation: {shares: {the Republic of Delta: 66.7%, all other countries: 33.3%}}"
    assert section(tmp_path, capsys, "I-22", WITH, limited(f"type: quota, share_of_base: 110%, {shares}")).splitlines()[
        1
    ] == (
        "  'safeguard': imports of more than 122% of the base meet the threshold, and the quota is 110% of it; its "
        "shares add up to 100%: the Republic of Delta 66.7% and all other countries 33.3%"
    )
    thirds = "measure: {type: quota, up_to: null, share_of_base: 110%, allocation: {shares: {A: 33%, B: 33%, C: 33%}}}"
    assert "the shares of the quota add up to 99%, not to 100%" in refused("safeguard", thirds)


QUOTA_OF_CHARGE = (
    "form: two-tier-tariff-quota\nquotas: [{product: examplium, stage: metal, grade: examplium-99, quantity: "
    "{amount: 30, "
    "unit: t}, period: calendar-quarter, allocation: order-of-acceptance}]"
)


def imported(*rows: str) -> tuple[Edit, ...]:
    """A table of imports in tonnes; a row is `party, value`."""
    text = (
        "id: imports\nholds: import-volume\nwhat: Imports\nunit: t\nillustrative: true\ncolumns: [{name: party, type: "
        "party}, {name: product, type: product}, {name: stage, type: stage}]\nrows:\n"
    )
    for row in rows:
        party, value = row.split()
        text += f"  - {{at: [{party}, any, any], value: {value}}}\n"
    named = change(TREATY, "languages: [en]", "tables: [imports]\nlanguages: [en]")
    return put("seeds/tables/imports.yaml", text), named


def test_quantity_that_takes_all_imports(tmp_path: Path, capsys: Capture) -> None:
    free = change(ADJUSTMENT, "form: variable-specific", QUOTA_OF_CHARGE)
    assert section(tmp_path, capsys, "I-22", free, *imported("alba 500", "borea 110", "corda 120")) == (
        f"I-22 fails: {QUOTA}"
        "  seeds/mechanisms/adjustment.yaml:6:76: 30 t of examplium (metal, examplium-99) in a calendar quarter enter "
        "Borea without 'adjustment', 120000 kg a year, and the imports of a year are 110000 kg: nothing is left to "
        "charge\n"
        "      the same holds in Corda\n"
        "    repair: a quantity of less than 27500.00 kg\n"
        "    assuming: imports: imports (examples), spread evenly over the year"
    )
    assert section(tmp_path / "sound", capsys, "I-22", free, *imported("any 480", "corda 160")).splitlines()[1] == (
        "  30 t of examplium (metal, examplium-99) in a calendar quarter are 75% of the imports of a Party at most"
    )
    unknown = section(tmp_path / "unknown", capsys, "I-22", free, *imported("alba 500"))
    assert unknown == (
        f"I-22 not decided: {QUOTA}"
        "  seeds/mechanisms/adjustment.yaml:6:76: not decided: 30 t of examplium (metal, examplium-99) in a calendar "
        "quarter enter without 'adjustment'; not on record are the imports of Borea and Corda\n"
        "    hint: name a table of the kind import-volume, in the basis of the floor level"
    )
    gross = change("seeds/tables/imports.yaml", "unit: t", "unit: t gross product")
    assert "the imports of Alba, Borea and Corda\n" in section(
        tmp_path / "gross", capsys, "I-22", free, *imported("any 500"), gross
    )
    exempt = section(tmp_path / "exempt", capsys, "I-23", free, *shares("any member-origin 30", "any de-minimis 1"))
    assert "no share of imports is on record: tariff-quota\n" in exempt


def test_article_names_the_shares_of_a_quota(tmp_path: Path) -> None:
    measure = (
        "illustrative: false\nmeasure:\n  up_to: null\n  type: quota\n  share_of_base: 110%\n"
        "  allocation: {shares: {the Republic of Delta: 60%, all other countries: 40%}}\n"
    )
    text = printed(
        "critical-minerals-agreement", {"seeds/mechanisms/market-disruption-safeguard.yaml": measure}, tmp_path
    )
    assert (
        "The quantity is allocated as follows: the Republic of Delta, 60 per cent; all other countries, 40 per cent."
    ) in text
    assert "publish how the quantity is allocated" not in text


# --- exemptions ------------------------------------------------------------------------------------------------------

EXEMPT = "The imports that are free of the charge are no more than the record of the adjustment allows for.\n"
BOUND = change(ADJUSTMENT, "refund_deadline", "exempt_at_most: 60%\nrefund_deadline")


def shares(*rows: str) -> tuple[Edit, ...]:
    """A table of exempt shares; a row is `party, ground, value`."""
    text = (
        "id: exempt\nholds: exempt-share\nwhat: Exempt imports\nunit: '%'\nas_of: '2025'\nillustrative: true\ncolumns: "
        "[{name: party, type: party}, {name: product, type: product}, {name: ground, type: text}]\nrows:\n"
    )
    for row in rows:
        party, ground, value = row.split()
        text += f"  - {{at: [{party}, examplium, {ground}], value: {value}}}\n"
    return put("seeds/tables/exempt.yaml", text), change(TREATY, "languages: [en]", "tables: [exempt]\nlanguages: [en]")


def test_exemptions_that_swallow_the_rule(tmp_path: Path, capsys: Capture) -> None:
    rows = ("any member-origin 50", "corda member-origin 90", "any de-minimis 2", "any medical 5")
    medical = change(ADJUSTMENT, "refund_deadline", "exclusions: [medical]\nrefund_deadline")
    assert section(tmp_path, capsys, "I-23", BOUND, medical, *shares(*rows)) == (
        f"I-23 fails: {EXEMPT}"
        "  seeds/mechanisms/adjustment.yaml:18:17: examplium (metal, examplium-99) in Corda: 97% of the imports of "
        "2025 "
        "are free of 'adjustment', and 60% is the most that may be\n"
        "      member-origin: 90%\n"
        "      medical: 5%\n"
        "      de-minimis: 2%\n"
        "    repair: narrow the widest ground: without member-origin 7% are left free\n"
        "    assuming: shares: exempt (examples)"
    )
    few = ("any member-origin 50", "corda member-origin 58", "any de-minimis 2")
    assert section(tmp_path / "sound", capsys, "I-23", BOUND, *shares(*few)).splitlines()[1] == (
        "  at most 60% of the imports of 2025 of a good are free of the charge, examplium (metal, examplium-99) in "
        "Corda"
    )


def test_all_imports_are_exempt_and_no_limit_is_on_record(tmp_path: Path, capsys: Capture) -> None:
    found = section(tmp_path, capsys, "I-23", *shares("any member-origin 98", "any de-minimis 2"))
    assert (
        "examplium (metal, examplium-99) in Alba, Borea and Corda: 100% of the imports of 2025 are free of "
        "'adjustment', and nothing is left to charge\n"
    ) in found
    some = section(tmp_path / "some", capsys, "I-23", *shares("any member-origin 98", "any de-minimis 1"))
    assert some == (
        f"I-23 not decided: {EXEMPT}"
        "  seeds/mechanisms/adjustment.yaml:2:7: not decided: 99% of the imports of 2025 of examplium (metal, "
        "examplium-99) are free of the charge: how much may be is not on record\n"
        "    hint: give `exempt_at_most`"
    )


def test_shares_that_say_nothing(tmp_path: Path, capsys: Capture) -> None:
    assert (
        "not decided: for 3 of 3 goods, Party by Party, no share of imports is on record: de-minimis\n"
        "    hint: name a table of the kind exempt-share"
    ) in section(tmp_path, capsys, "I-23", BOUND, *shares("any member-origin 30"))
    twice = shares("any member-origin 60", "any de-minimis 50")
    assert (
        "not decided: the shares of examplium (metal, examplium-99) add up to 110%: some imports have two"
        in section(tmp_path / "twice", capsys, "I-23", BOUND, *twice)
    )
    wrong = section(tmp_path / "wrong", capsys, "I-23", BOUND, *shares("any member-origins 60"))
    assert "  seeds/tables/exempt.yaml:9:5: not decided: 'member-origins' is no ground of exemption\n" in wrong


def test_charge_that_exempts_nothing(tmp_path: Path, capsys: Capture) -> None:
    edits = (
        change(ADJUSTMENT, "applies_to: all-non-parties", "applies_to: all-origins"),
        change(ADJUSTMENT, "member_exempt: true", "member_exempt: false"),
        change(ADJUSTMENT, "de_minimis: {amount: 900.00, currency: USD}\n", ""),
    )
    assert section(tmp_path, capsys, "I-23", *edits).splitlines()[1] == "  no good is free of the charge on any ground"
    plan = change(
        "seeds/mechanisms/floor.yaml",
        "type: border-equalised, adjustment: adjustment",
        "type: seller-offtake, counterparty: a fund, term: P2Y, volume: {amount: 1, unit: t}",
    )
    assert section(tmp_path / "none", capsys, "I-23", plan).startswith("I-23 not applicable")

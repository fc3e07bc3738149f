"""`travaux assess`: every entry an amount or a reason, recomputed in fractions; what is not known is never nothing."""

from __future__ import annotations

import datetime
import json
from dataclasses import replace
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import assessing
import travaux
from travaux.assess.columns import COLUMNS
from travaux.assess.engine import assess
from travaux.assess.entries import entries
from travaux.assess.plan import Key, Plan, plan_of
from travaux.calculation.charge import LEVEL_DAY, PERIOD_START, goods_of
from travaux.calculation.methods import CONTENT_CLAUSE, KINDS, content_of, methods_of
from travaux.cli import main
from travaux.diagnostic import Failure
from travaux.model.mechanism.border_adjustment import BorderAdjustment

FILE = Path(__file__).parent / "entries.csv"
KEY = "critical-minerals-agreement"
GOLDEN = Path(__file__).parent / "entries.assessed.csv"


@cache
def plan() -> Plan:
    subject = travaux.compile(KEY).subject
    return plan_of(subject, next(subject.instruments()), datetime.date(2027, 1, 1))


# --- the file of the example


def test_every_entry_of_the_example(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["assess", KEY, str(FILE), "-o", str(tmp_path / "out.csv")]) == 0
    assert (tmp_path / "out.csv").read_text(encoding="utf-8") == GOLDEN.read_text(encoding="utf-8")
    told = capsys.readouterr().out
    assert "assumed: in force from 2027-01-01, the first day of the first floor level (--in-force changes it)" in told
    assert "not-charged     SMALL_IMPORTER                      1" in told


def test_the_example_agrees_with_fractions() -> None:
    rows = [dict(row) for row in entries(FILE)]
    totals = assessing.monthly(rows)
    for found in assess(lambda: rows, plan()):
        if found.row["good"].startswith("dytb"):
            assert found.reason == "LITTLE_CONTENT"
            continue
        wanted = assessing.charged(dict(found.row), totals)
        assert (found.amount is None) == (wanted is None), found
        assert wanted is None or found.amount == assessing.decimal(wanted), found


def test_json_output_and_summary(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["assess", KEY, str(FILE), "-o", str(tmp_path / "out.json"), "--format", "json", "--party", "jp"]) == 0
    summary = json.loads(capsys.readouterr().out)
    assert summary["entries"] == [{"status": "assessed", "reason": "", "entries": 2}]
    rows = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    assert [(row["entry"], row["amount"]) for row in rows] == [("b8", "0.00"), ("b9", "155000.00")]
    assert {s["customs_values_changed_by_percent"] for s in summary["sensitivity"]} == {-20, -10, 0, 10, 20}


def test_the_price_changes_the_charge_by_the_formula(capsys: pytest.CaptureFixture[str]) -> None:
    main(["assess", KEY, str(FILE), "--format", "json"])
    summary = json.loads(capsys.readouterr().out)
    charged = {s["customs_values_changed_by_percent"]: Decimal(s["charge"]) for s in summary["sensitivity"]}
    rows = [dict(row) for row in entries(FILE)]
    for change, total in charged.items():
        moved = [
            row | {"customs_value": (row["customs_value"] * (100 + change) / 100).quantize(Decimal("0.01"))}
            if "customs_value" in row
            else row
            for row in rows
        ]
        totals = assessing.monthly(moved)
        amounts = [assessing.charged(row, totals) for row in moved if not row["good"].startswith("dytb")]
        assert total == sum(assessing.decimal(amount) for amount in amounts if amount is not None), change


def test_explains_an_entry_with_its_articles(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["assess", KEY, str(FILE), "--explain", "a2"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "entry a2: 35750.00 USD"
    assert lines[1] == "  us charges from 2027-04-01 (Article 3.1.2)"
    assert "  Step 8, the limit: L = 65% × W = 65% × 55,000.00 = USD 35,750.0000" in lines
    assert lines[-1].startswith("  rests on the calculation: Article 3.2; the value: Article 3.3;")
    assert main(["assess", KEY, str(FILE), "--explain", "c6"]) == 0
    assert capsys.readouterr().out == (
        "entry c6: not charged (SMALL_IMPORTER)\n  the month's goods stay within the exempt value (Article 3.1.11)\n"
    )


def test_a_later_entry_into_force_moves_the_phase_in() -> None:
    subject = travaux.compile(KEY).subject
    later = plan_of(subject, next(subject.instruments()), datetime.date(2028, 6, 1))
    (found,) = (f for f in assess(lambda: entries(FILE), later) if f.row["entry"] == "a2")
    assert found.amount == Decimal("35750.00") * 0 + min(Decimal("41250.00"), Decimal("35750.00"))
    (early,) = (f for f in assess(lambda: entries(FILE), later) if f.row["entry"] == "a1")
    assert early.reason == "NOT_YET_CHARGED"


# --- any entry


def amounts(low: str, high: str, places: int) -> st.SearchStrategy[Decimal]:
    return st.decimals(Decimal(low), Decimal(high), places=places, allow_nan=False)


@st.composite
def rows(draw: st.DrawFn) -> dict[str, Any]:
    """An entry in which anything may be lacking, below zero, or of an unknown kind."""
    chosen: dict[str, st.SearchStrategy[Any]] = {
        "party": st.sampled_from(["us", "us", "eu", "jp", "mx", "ca"]),
        "importer": st.sampled_from(["Acme", "Beta"]),
        "good": st.sampled_from([*assessing.GOODS, "copper/metal/cathode"]),
        "originating": st.sampled_from([False, False, False, True]),
        "derivative": st.booleans(),
        "exclusion": st.sampled_from(["", "", "", "research-samples", "medical"]),
        "declaration_currency": st.sampled_from(["USD", "USD", "EUR", "JPY", "MXN", "XAU"]),
        "customs_value": amounts("-10", "3000", 2) | amounts("0", "300000", 2),
        "declared_duties": amounts("0", "500", 2) | st.just(Decimal(0)),
        "net_dry_mass": amounts("-1", "20", 3) | amounts("0", "5000", 1),
        "mass_unit": st.sampled_from(["kg", "kg", "t", "mtu", "boxes"]),
        "declared_assay": amounts("0", "1", 6),
        "default_assay": amounts("0", "1", 4),
        "highest_assay": amounts("0", "1", 2),
        "date_of_acceptance": st.dates(datetime.date(2026, 6, 1), datetime.date(2037, 6, 1)),
    }
    lacking = draw(st.sets(st.sampled_from(sorted(chosen)), max_size=2))
    return {name: draw(values) for name, values in chosen.items() if name not in lacking}


@given(st.lists(rows(), min_size=1, max_size=12))
@settings(max_examples=150, deadline=None)
def test_any_entries_agree_with_fractions(found: list[dict[str, Any]]) -> None:
    named = [row | {"entry": str(n)} for n, row in enumerate(found)]
    totals = assessing.monthly(named)
    for assessment in assess(lambda: named, plan()):
        wanted = assessing.charged(dict(assessment.row), totals)
        if wanted is None:
            assert assessment.amount is None
            assert assessment.reason, assessment
            assert assessment.status != "assessed"
        else:
            assert assessment.status == "assessed", assessment
            assert assessment.amount == assessing.decimal(wanted), assessment


# --- what cannot be read


def refused(text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], *options: str) -> list[str]:
    (tmp_path / "e.csv").write_text(text, encoding="utf-8")
    assert main(["assess", KEY, str(tmp_path / "e.csv"), *options]) == 2
    return capsys.readouterr().err.replace(f"{tmp_path}/", "").splitlines()


def test_bad_cells_are_told_all_at_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    head = "entry,good,customs_value,date_of_acceptance,derivative\n"
    text = head + "1,x,12.5,2027-01-01,no\n1,x,12;5,2027-02-30,perhaps\n,x\n"
    assert refused(text, tmp_path, capsys) == [
        "e.csv:3:1: error[ENT004]: the entry 1 is there twice",
        "  hint: give each a name of its own",
        "e.csv:3:3: error[ENT003]: customs_value: '12;5' is not a number; write it as 1234.50",
        "e.csv:3:4: error[ENT003]: date_of_acceptance: 2027-02-30 is not a day of the calendar",
        "e.csv:3:5: error[ENT003]: derivative: 'perhaps' is not yes or no",
        "e.csv:4:1: error[ENT002]: 2 cells, and 5 columns",
        "5 errors",
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "there is no column entry"),
        ("entry;good\n1;x\n", "the cells are separated by semicolons"),
        ("entry,good,good\n", "the column good is there twice"),
        ("good\nx\n", "there is no column entry"),
        ("entry,good\n,x\n", "the entry has no name"),
        ('entry,good\n1,"x\n', "is not CSV"),
    ],
)
def test_bad_files(text: str, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert said in "\n".join(refused(text, tmp_path, capsys))


def test_a_bad_file_leaves_the_old_output(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "out.csv").write_text("old", encoding="utf-8")
    refused("entry,good,net_dry_mass\n1,x,1\n2,x,many\n", tmp_path, capsys, "-o", str(tmp_path / "out.csv"))
    assert (tmp_path / "out.csv").read_text(encoding="utf-8") == "old"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["e.csv", "out.csv"]


def test_other_mistakes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "there is no entry z9" in "\n".join(refused("entry,good\n1,x\n", tmp_path, capsys, "--explain", "z9"))
    assert "fr does not charge the adjustment" in "\n".join(refused("entry,good\n", tmp_path, capsys, "--party", "fr"))
    assert ".xlsx is not a form of output" in "\n".join(
        refused("entry,good\n", tmp_path, capsys, "-o", str(tmp_path / "o.xlsx"))
    )
    assert main(["assess", "us-mx-action-plan", str(FILE)]) == 2
    assert "us-mx-action-plan has no border adjustment, or none on the lines of a floor" in capsys.readouterr().err


def test_the_formula_is_that_of_the_annex() -> None:
    subject = travaux.compile(KEY).subject
    instrument = next(subject.instruments())
    (adjustment,) = subject.mechanisms(instrument, "border-adjustment")
    content = content_of(subject.texts[0].outline.parameters(CONTENT_CLAUSE, adjustment))
    assert isinstance(adjustment.record, BorderAdjustment)
    printed = methods_of(adjustment.record, instrument.record, subject.records, content)
    assert {method.kind for method in printed} == set(KINDS)
    for method in printed:
        goods = tuple(goods_of(line) for line in (method.charge.line, *method.charge.others))
        key = Key(goods, method.charge.declared or "USD", method.charge.derivative)
        formula, _ = plan().formula(key)
        # The annex collects the converted amount in the currency of a Party; an assessment stays in that of the floor,
        # and always deducts what was paid in another Party.
        upto = [step.name for step in formula.steps].index("border_adjustment") + 1
        assert formula.steps[:upto] == method.formula.steps[:upto]
        if method.kind == "credit":
            assert formula == method.formula


def test_two_adjustments_on_one_good_are_refused() -> None:
    subject = travaux.compile(KEY).subject
    instrument = next(subject.instruments())
    (one,) = subject.mechanisms(instrument, "border-adjustment")
    second = replace(one, record=one.record.model_copy(update={"id": "second"}))
    listed = (*instrument.record.mechanisms, "second")
    both = replace(instrument, record=instrument.record.model_copy(update={"mechanisms": listed}))
    records = replace(subject.records, mechanisms={**subject.records.mechanisms, "second": second})
    with pytest.raises(Failure, match="border-price-adjustment and second charge one good") as raised:
        plan_of(replace(subject, records=records), both)
    assert raised.value.diagnostics[0].code == "ASM001"


def test_columns_are_what_the_formulas_ask_for() -> None:
    known = {column.name for column in COLUMNS} | {LEVEL_DAY, PERIOD_START}
    for good in plan().lines:
        for derivative in (False, True):
            formula, _ = plan().formula(Key((good,), "EUR", derivative))
            assert set(formula.columns) <= known

"""`travaux promote` on the instruments of the library: every plan into every agreement, as data and as a Word file."""

from __future__ import annotations

import itertools
import json
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.table import Table
from jsonschema import Draft202012Validator

from projects import run
from travaux.build import Compilation, compile
from travaux.promotion import OUTCOMES, Promotion, Step
from travaux.promotion.compare import becomes, pair, promotion
from travaux.promotion.data import as_data
from travaux.promotion.text import as_text

Capture = pytest.CaptureFixture[str]
PLANS = (
    *("us-mx-action-plan", "us-jp-action-plan", "eu-us-action-plan", "eu-us-jp-joint-statement", "eu-us-mou"),
    *("ministerial-framework", "reserve-cooperation"),
)
FULL, CORE = "critical-minerals-agreement", "critical-minerals-agreement-core"
PAIRS = tuple(itertools.product(PLANS, (FULL, CORE)))
SCHEMA = json.loads((Path(__file__).parent.parent / "docs" / "promotion.schema.json").read_text("utf-8"))


@cache
def library() -> Compilation:
    return compile((*PLANS, FULL, CORE))


@cache
def into(source: str, target: str) -> Promotion:
    return promotion(*pair(library().texts, source, target), library().subject.records)


def step(found: Promotion, clause: str) -> Step:
    return next(step for step in found.steps if step.unit.clause == clause)


# --- every pair --------------------------------------------------------------------------------------------------


def test_every_text_that_does_not_bind_is_tried() -> None:
    every = compile(())
    assert {text.instrument.record.id for text in every.texts if not text.binding} == set(PLANS)


@pytest.mark.parametrize(("source", "target"), PAIRS)
def test_every_provision_is_told_once(source: str, target: str) -> None:
    first, other = pair(library().texts, source, target)
    found = into(source, target)
    assert [step.unit.key for step in found.steps] == [selected.key for selected in first.outline.all()]
    assert [one.unit.key for one in found.grown] == [selected.key for selected in other.outline.all()]
    reached = {key for step in found.steps for key in step.targets}
    assert {unit.key for unit in found.new} == set(found.units) - reached
    assert sum(len(found.with_outcome(outcome)) for outcome in OUTCOMES) == len(found.steps)


@pytest.mark.parametrize(("source", "target"), PAIRS)
def test_every_clause_that_a_provision_becomes_stands_or_is_missing(source: str, target: str) -> None:
    first, _ = pair(library().texts, source, target)
    found = into(source, target)
    for selected, one in zip(first.outline.all(), found.steps, strict=True):
        standing = {found.units[key].clause for key in one.targets}
        missing = {absent.clause for absent in one.absent}
        assert standing | missing == set(becomes(selected))
        assert not standing & missing
        assert (one.outcome in ("dropped", "ends")) == (not one.targets)


@pytest.mark.parametrize(("source", "target"), PAIRS)
def test_verbs_stand_in_the_text_at_their_place(source: str, target: str) -> None:
    found = into(source, target)
    forces = {verb.force for step in found.steps for verb in step.unit.verbs}
    assert forces <= {"intention", "choice", "recommendation"}  # a duty would be a finding of REG001
    assert {verb.force for one in found.grown for verb in one.unit.verbs} == {"duty"}
    assert all(verb.key.startswith((unit.key, "#")) for unit in found.units.values() for verb in unit.verbs)


@pytest.mark.parametrize(("source", "target"), PAIRS)
def test_lines_of_the_report_fit_the_page(source: str, target: str) -> None:
    lines = as_text(into(source, target)).splitlines()
    assert [line for line in lines if len(line) > 100] == []
    assert [line for line in lines if line != line.rstrip()] == []


@pytest.mark.parametrize(("source", "target"), PAIRS)
def test_data_are_of_the_schema(source: str, target: str) -> None:
    Draft202012Validator.check_schema(SCHEMA)
    data = json.loads(json.dumps(as_data(into(source, target))))
    assert [error.message for error in Draft202012Validator(SCHEMA).iter_errors(data)] == []
    for part in ("provisions", "target_provisions"):
        for unit in data[part]:
            assert unit["place"]


def test_the_schema_knows_no_other_fields() -> None:
    data: Any = json.loads(json.dumps(as_data(into("us-mx-action-plan", FULL))))
    data["provisions"][0]["verdict"] = "good"
    data["target_provisions"][0]["verbs"] = [{"phrase": "shall meet"}]
    assert len(list(Draft202012Validator(SCHEMA).iter_errors(data))) == 4  # one field too many, three too few


@pytest.mark.parametrize("source", PLANS)
def test_the_short_agreement_drops_no_less(source: str) -> None:
    def dropped(target: str) -> set[str]:
        return {step.unit.key for step in into(source, target).with_outcome("dropped")}

    assert dropped(FULL) <= dropped(CORE)


# --- the plan of the United States and Mexico ----------------------------------------------------------------------


def test_what_becomes_of_the_plan_with_mexico() -> None:
    found = into("us-mx-action-plan", FULL)
    prices = step(found, "nb-price-mechanism-exploration")
    assert prices.outcome == "gains-force"
    assert prices.targets[:2] == ("price-floor-commitment", "price-floor-level")
    assert "will examine" in prices.unit.phrases
    assert "shall apply" in found.units["price-floor-commitment"].phrases
    assert step(found, "nb-purpose").unit.phrases[:2] == ("intend to identify", "intend to assess")
    assert step(found, "nb-status").outcome == "ends"
    assert step(found, "nb-workplan").outcome == "dropped"
    assert "price-floor-commitment" not in {unit.clause for unit in found.new}
    assert "panel-procedure" in {unit.clause for unit in found.new}


def test_the_short_agreement_leaves_projects_and_investment_out() -> None:
    dropped = {step.unit.clause for step in into("us-mx-action-plan", CORE).with_outcome("dropped")}
    assert {"nb-projects", "nb-investment"} <= dropped


def test_who_is_bound() -> None:
    plan = {one.party: (one.before, one.after) for one in into("us-mx-action-plan", FULL).bound}
    assert plan == {"us": (True, "bound"), "mx": (True, "bound"), "eu": (False, "bound"), "jp": (False, "bound")}
    framework = {one.party: (one.before, one.after, one.through) for one in into("ministerial-framework", FULL).bound}
    assert framework["be"] == (True, "through", "European Union")
    assert framework["au"] == (True, "not-bound", "")
    assert framework["eu"] == (False, "bound", "")


def test_minerals_of_the_plan_are_not_those_of_the_agreement() -> None:
    minerals = {one.product: (one.before, one.after) for one in into("us-mx-action-plan", FULL).minerals}
    assert minerals["lithium"] == (True, False)
    assert minerals["ndpr"] == (False, True)


def test_times_of_the_reserve_cooperation_are_those_of_the_agreement() -> None:
    figures = step(into("reserve-cooperation", FULL), "rc-loan-swap").figures
    assert [(one.name, one.before, one.after, one.same) for one in figures] == [
        ("reply", "10 days", "10 days", True),
        ("term", "12 months", "12 months", True),
    ]


def test_actions_follow_the_clauses_that_they_carry_out() -> None:
    deeds = {deed.id: (deed.due, deed.step) for deed in into("us-mx-action-plan", FULL).deeds}
    assert deeds["price-floors"] == ("50 days", "nb-price-mechanism-exploration")
    assert deeds["mapping"] == ("45 days", "nb-geology-rd")
    assert all(key for _, key in deeds.values())


# --- the Word file -----------------------------------------------------------------------------------------------


def word_file(capsys: Capture, out: Path, source: str, target: str) -> bytes:
    result = run(capsys, "promote", source, "--into", target, "--format", "docx", "-o", out)
    assert (result.code, result.out, result.err) == (0, f"{out}\n", "")
    return out.read_bytes()


def tables_of(opened: Document) -> list[Table]:
    """The tables in their order, those in content controls among them."""
    return [Table(found, opened) for found in opened.element.body.iter(qn("w:tbl"))]


def test_the_word_file_has_every_row(tmp_path: Path, capsys: Capture) -> None:
    found = into("us-mx-action-plan", FULL)
    opened = docx.Document(BytesIO(word_file(capsys, tmp_path / "out.docx", "us-mx-action-plan", FULL)))
    tables = {table.cell(0, 0).text: table for table in tables_of(opened)}
    assert list(tables) == ["Name", "Mineral", "United States-Mexico Action Plan", "Place", "Action"]
    correspondence = tables["United States-Mexico Action Plan"]
    rows = [[cell.text for cell in row.cells] for row in correspondence.rows][1:]
    groups = [row[0] for row in rows if len(set(row)) == 1]
    assert len(groups) == len(found.steps)
    assert "Section 3, Exploration of price mechanisms – gains force" in groups
    cited = [row[1] for row in rows if len(set(row)) > 1 and row[1] not in ("", "–")]
    assert cited == [found.units[key].place for step in found.steps for key in step.targets]
    assert [row[4] for row in rows if row[1] == "Article 2.1"] == ["will examine → shall apply"]
    new = [[cell.text for cell in row.cells] for row in tables["Place"].rows][1:]
    assert len([row for row in new if len(set(row)) > 1]) == len(found.new)


def test_the_word_file_lies_across_and_repeats_its_headings(tmp_path: Path, capsys: Capture) -> None:
    opened = docx.Document(BytesIO(word_file(capsys, tmp_path / "out.docx", "us-mx-action-plan", FULL)))
    assert [section.orientation for section in opened.sections] == [WD_ORIENT.PORTRAIT, WD_ORIENT.LANDSCAPE]
    for table in tables_of(opened):
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert not [p for p in opened.paragraphs if p.text.startswith("For the United States")]


def test_the_word_file_is_the_same_each_time(tmp_path: Path, capsys: Capture) -> None:
    made = {word_file(capsys, tmp_path / f"{n}.docx", "eu-us-mou", CORE) for n in range(2)}
    assert len(made) == 1


@pytest.mark.parametrize("source", PLANS)
def test_every_word_file_opens(tmp_path: Path, capsys: Capture, source: str) -> None:
    opened = docx.Document(BytesIO(word_file(capsys, tmp_path / "out.docx", source, CORE)))
    assert len(tables_of(opened)) >= 3

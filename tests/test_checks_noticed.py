"""What no example of a check shows: cases and words in which a small change of a check would not be noticed there."""

from __future__ import annotations

from pathlib import Path

import pytest

from check_findings import found, said
from examples import PROJECT, compiled, examples, merged
from travaux.checks import builtin_checks
from travaux.discover import Layer, SourceFile
from travaux.model.mechanism.floor_review import FloorReview
from travaux.model.table import TableUnit
from travaux.read import parse_yaml
from travaux.validate import validate


def first_example(code: str, folder: Path) -> list[str]:
    """What a check finds in its first failing example."""
    check = next(each for each in builtin_checks() if each.code == code)
    return said(compiled(next(examples(check)), folder, check.only).diagnostics, code)


TOLD = {
    "CHG004": "info: goods declared below 71.4% of the floor land under it, as the charge is limited to 40%",
    "LNG006": "error: the numbers differ from those of the English text: 40 here, 50 there",
    "SFG001": "error: import prices are compared with 'reference', which is left out",
    "TXT004": "error: 'P\u0430rty' mixes alphabets: U+0430 is no Latin letter",
    "VAL003": "warning: 'by five per cent': of itself, or in percentage points?",
}


@pytest.mark.parametrize("code", TOLD)
def test_what_is_told_is_right(code: str, tmp_path: Path) -> None:
    assert first_example(code, tmp_path) == [TOLD[code]]


def test_a_ratio_is_no_percentage() -> None:
    assert [TableUnit.parse(text).kind for text in ("%", "ratio")] == ["percent", "ratio"]


def test_a_rule_of_origin_without_floor_or_charge_is_told(tmp_path: Path) -> None:
    rules = (
        "rules:\n  - {product: examplium, stage: metal, hs: [HS2022 8110.10], any_of: [{type: wholly-obtained}]}\n"
        "  - {product: examplium, stage: concentrate, hs: [HS2022 2617.10], any_of: [{type: wholly-obtained}]}\n"
    )
    assert found("COV001", {"seeds/mechanisms/zone.yaml": rules}, tmp_path) == [
        "info: examplium (concentrate): a rule of origin, but neither a floor nor a charge on content"
    ]


def test_the_reference_price_of_a_floor_is_found_behind_another(tmp_path: Path) -> None:
    files = {
        "seeds/instruments/example.yaml": "mechanisms: [another, reference, floor, adjustment, zone]\n",
        "seeds/mechanisms/another.yaml": (PROJECT / "seeds/mechanisms/reference.yaml")
        .read_text(encoding="utf-8")
        .replace("id: reference", "id: another"),
        "seeds/mechanisms/floor.yaml": "lines: [{product: examplium, stage: metal, grade: examplium-99, "
        "illustrative: true, levels: {2027-01-01: {amount: 12.60, currency: USD, per: kg, basis: contained Ex}}}]\n",
    }
    assert len(found("PRC003", files, tmp_path)) == 1


@pytest.mark.parametrize("due", ["P9999Y", "P9999999D"])
def test_a_day_behind_the_calendar_is_no_fault_of_the_run(due: str, tmp_path: Path) -> None:
    files = {
        "seeds/instruments/example.yaml": "signing: {date: 2026-09-01}\n",
        "seeds/instruments/example-plan.yaml": "signing: {date: 2026-08-01}\nleads_to: example\n"
        "timetable: [{id: report, action: {en: Report}, leads: {alba: trade, borea: trade}, due: "
        f"{due}, output: {{en: Report}}}}]\n",
    }
    assert [each[:30] for each in found("PKG013", files, tmp_path)] == ["error: the action 'report' fal"]


@pytest.mark.parametrize(
    ("default", "ends"), [("default: indexed-level", 1), ("default: sunset\nsunset_after: P12M", 2)]
)
def test_a_level_ends_in_time_only_where_a_review_ends_it(default: str, ends: int) -> None:
    text = merged((PROJECT / "seeds/mechanisms/review.yaml").read_text(encoding="utf-8"), default)
    raw = parse_yaml(SourceFile(Path("/p/review.yaml"), "review.yaml", Layer(Path("/p"), builtin=False)), text)
    assert len(validate(FloorReview, raw).time_limits()) == ends

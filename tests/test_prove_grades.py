"""Goods of one tariff line and grades of one good: faults planted in the example treaty, and what is printed."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from projects import Edit, change, put
from test_prove_leaks import FLOOR, concentrate, lower_in_borea, section
from travaux.model.product import AssayRange, Grade
from travaux.model.quantity import Percentage
from travaux.prove._assays import ALL, NONE, Range, cuts, gaps, overlap

Capture = pytest.CaptureFixture[str]
#: The table of the clause has a row for each grade.
ROWS = change("clauses/example-floor/price-floor.en.md", "line.stage) }}", "line.stage, line.grade or 'any') }}")
PRODUCT = "seeds/products/examplium.yaml"

# --- tariff lines ----------------------------------------------------------------------------------------------------


def mineral(key: str, line: str) -> Edit:
    return put(
        f"seeds/products/{key}.yaml",
        f"id: {key}\nnames: {{en: {key}}}\nmarket: opaque\nlists: {{us_2025: true, eu: none, jp_rare_metal: false}}\n"
        f"stages: {{metal: [{{{line}, description: {{en: unwrought {key}}}}}]}}\n",
    )


def floor(product: str, level: str, grade: str = "", basis: str = "contained Ex") -> str:
    named = f"    grade: {grade}\n" if grade else ""
    return (
        f"  - product: {product}\n    stage: metal\n{named}    levels:\n"
        f"      2027-01-01: {{amount: {level}, currency: USD, per: kg, basis: {basis}}}\n    illustrative: true\n"
    )


LEVELS = change(
    FLOOR,
    "lines:\n",
    f"lines:\n{floor('gallium', '580', basis='contained Ga')}{floor('germanium', '3000', basis='contained Ge')}",
)


def test_two_minerals_in_one_line_without_a_test(tmp_path: Path, capsys: Capture) -> None:
    whole = [mineral(key, "hs: HS2022 8112.92") for key in ("gallium", "germanium")]
    assert section(tmp_path, capsys, "I-14", *whole, LEVELS) == (
        "I-14 fails: A good that is declared under a tariff line, with its composition, falls under one floor.\n"
        "  seeds/mechanisms/floor.yaml:23:5: a good declared under HS2022 8112.92 is gallium (metal) at 580 USD/kg "
        "contained Ga, and germanium (metal) at 3000 USD/kg contained Ge: no test tells gallium and germanium from the "
        "rest of the line\n"
        "    repair: mark the line `ex` in both records, each with a `test` of its own"
    )


@pytest.mark.parametrize(
    ("tests", "why"),
    [
        (("it is gallium", "it is germanium"), ""),
        (("it is gallium", None), "no test tells germanium from the rest of the line"),
        (("it is a metal", "it is a metal"), "the two tests are one"),
    ],
)
def test_test_of_composition(tmp_path: Path, capsys: Capture, tests: tuple[str | None, ...], why: str) -> None:
    lines = ["hs: HS2022 8112.92" + (f", ex: true, test: {{en: {test}}}" if test else "") for test in tests]
    both = [mineral(key, line) for key, line in zip(("gallium", "germanium"), lines, strict=True)]
    found = section(tmp_path, capsys, "I-14", *both, LEVELS).splitlines()
    if why:
        assert found[1].endswith(f": {why}")
    else:
        assert found[1:] == [
            "  3 goods with a floor, 1 pair of them in one tariff line, told apart by a test or by grade"
        ]


def test_line_within_a_line(tmp_path: Path, capsys: Capture) -> None:
    wide = [mineral("gallium", "hs: HS2022 8112"), mineral("germanium", "hs: HS2022 8112.92")]
    assert "a good declared under HS2022 8112.92 is gallium (metal)" in section(tmp_path, capsys, "I-14", *wide, LEVELS)
    apart = [mineral("gallium", "hs: HS2022 8112.91"), mineral("germanium", "hs: HS2022 8112.92")]
    assert section(tmp_path / "apart", capsys, "I-14", *apart, LEVELS).splitlines()[1] == (
        "  3 goods with a floor, no two in one tariff line"
    )


def test_grade_beside_none(tmp_path: Path, capsys: Capture) -> None:
    both = change(FLOOR, "lines:\n", f"lines:\n{floor('examplium', '11')}")
    assert section(tmp_path, capsys, "I-14", both, ROWS).splitlines()[1:] == [
        "  seeds/mechanisms/floor.yaml:23:5: a good declared under HS2022 8110.10 is examplium (metal) at 11 USD/kg "
        "contained Ex, and examplium (metal, examplium-99) at 12.5 USD/kg contained Ex: a good of a grade is one "
        "without a grade too",
        "    repair: give both lines a `grade`",
    ]
    apart = lower_in_borea("11.00", concentrate("8"))
    assert section(tmp_path / "apart", capsys, "I-14", *apart).startswith("I-14 holds"), "each Party keeps its own"


# --- grades ----------------------------------------------------------------------------------------------------------


def grades(*assays: str) -> tuple[Edit, ...]:
    """Grades of the metal, of which each has a floor."""
    told = [
        f"{{id: g{n}, stage: metal, text: {{en: '{assay}'}}, assay: {{{assay}}}}}" for n, assay in enumerate(assays)
    ]
    own = "".join(floor("examplium", str(10 + n), f"g{n}") for n in range(len(assays)))
    return (
        ROWS,
        change(PRODUCT, "grades:\n", "grades:\n" + "".join(f"  - {grade}\n" for grade in told)),
        lambda root: (root / FLOOR).write_text((root / FLOOR).read_text().partition("lines:\n")[0] + f"lines:\n{own}"),
    )


def test_gap_between_grades(tmp_path: Path, capsys: Capture) -> None:
    edits = grades("below: 99.5%", "at_least: 99.9%")
    assert section(tmp_path, capsys, "I-15", *edits) == (
        "I-15 fails: The grades of a good that have floors cover every assay, and each assay once.\n"
        "  seeds/mechanisms/floor.yaml:24:5: examplium (metal) of 99.8% has no floor: those on record are of "
        "less than 99.5% (g0) and at least 99.9% (g1)\n"
        "      1000 kg of it hold 998.00 kg contained Ex, worth 10978.00 USD at the floor of g1, and nothing is "
        "charged\n"
        "    repair: give a floor to a grade of at least 99.5% and less than 99.9%\n"
        "    repair: let the line have no `grade`"
    )


def test_assay_of_two_grades(tmp_path: Path, capsys: Capture) -> None:
    edits = grades("at_most: 99.9%", "at_least: 99.9%")
    assert section(tmp_path, capsys, "I-15", *edits) == (
        "I-15 fails: The grades of a good that have floors cover every assay, and each assay once.\n"
        "  seeds/mechanisms/floor.yaml:24:5: examplium (metal) of 99.9% has two floors, 10 USD/kg contained Ex and 11 "
        "USD/kg contained Ex: it is g0 (at most 99.9%) and g1 (at least 99.9%)\n"
        "    repair: let one grade begin where the other ends: `at_least` and `below` one figure"
    )


def test_grades_that_leave_nothing_open(tmp_path: Path, capsys: Capture) -> None:
    edits = grades("below: 99.5%", "at_least: 99.5%, below: 99.9%", "at_least: 99.9%")
    assert section(tmp_path, capsys, "I-15", *edits).splitlines()[1] == "  1 good: every assay falls under one floor"
    any_grade = change(FLOOR, "    grade: examplium-99\n", "")
    assert section(tmp_path / "any", capsys, "I-15", any_grade).startswith("I-15 holds")


def test_grade_told_by_no_figures(tmp_path: Path, capsys: Capture) -> None:
    edit = change(PRODUCT, ", assay: {at_least: 99%}", "")
    assert section(tmp_path, capsys, "I-15", edit) == (
        "I-15 not decided: The grades of a good that have floors cover every assay, and each assay once.\n"
        "  seeds/products/examplium.yaml:6:5: not decided: examplium (metal, examplium-99): the grade states its "
        "assays in no figures\n"
        "    hint: give its `assay`, such as {at_least: 99.99%}"
    )


RULE = (
    "---\n{heading: Levels, purpose: The levels., order: 15, tier: 1}\n---\n"
    "1. {#grades} The floor level of a grade is also that of grades that have none.\n\n2. {#plain} No more is said.\n"
)


def test_rule_of_the_text_on_other_grades(tmp_path: Path, capsys: Capture) -> None:
    """One level can be that of all grades; of two nobody knows which."""
    ruled = put("clauses/example-floor/price-floor-level.en.md", RULE)
    assert section(tmp_path, capsys, "I-15", ruled).splitlines()[1] == (
        "  1 good: every assay falls under one floor, by Article 2.3.1 also the assays of grades that have none of "
        "their own"
    )
    two = section(tmp_path / "two", capsys, "I-15", ruled, *grades("below: 99.5%", "at_least: 99.9%"))
    assert "examplium (metal) of 99.8% has by Article 2.3.1 each of 2 floors: those on record are of less than" in two
    assert "worth 9980.00 USD at the floor of g0\n" in two
    assert "worth 10978.00 USD at the floor of g1\n" in two


@st.composite
def ranges(draw: st.DrawFn) -> AssayRange:
    low, high = sorted(draw(st.tuples(st.integers(0, 100), st.integers(0, 100))))
    lower = draw(st.sampled_from(["", "at_least", "above"]))
    upper = draw(st.sampled_from(["at_most", "below"] if not lower else ["", "at_most", "below"]))
    given = {key: Percentage(Decimal(value)) for key, value in ((lower, low), (upper, high)) if key}
    if lower and upper and low == high:
        given = {"at_least": Percentage(Decimal(low)), "at_most": Percentage(Decimal(low))}
    return AssayRange.model_construct(**given)


@given(st.lists(ranges(), min_size=1, max_size=4))
def test_gaps_and_overlaps_are_those_of_each_assay(drawn: list[AssayRange]) -> None:
    """Every half of a hundredth from none to all: in a gap where no grade has it, in an overlap where two have."""
    spans = [cuts(one) for one in drawn]
    open_ends = [one for one in spans if one.low >= one.high]
    for n in range(201):
        assay = Decimal(n) / 2
        assert any(within(gap, assay) for gap in gaps(spans)) is not any(one.holds(assay) for one in drawn)
        for one, other in pairwise(spans):
            both = overlap(one, other)
            assert (both is not None and within(both, assay)) is (within(one, assay) and within(other, assay))
    assert all(within(gap, gap.witness) for gap in gaps(spans) if gap not in open_ends)


def within(one: Range, assay: Decimal) -> bool:
    return one.low <= (assay, 0) and (assay, 1) <= one.high


def test_what_is_open_in_nothing_is_everything() -> None:
    assert list(gaps([])) == [Range(NONE, ALL)]
    assert str(Range(NONE, ALL)) == "any assay"


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({}, "give one lower bound (`at_least` or `above`), one upper (`at_most` or `below`), or both"),
        (
            {"at_least": "1%", "above": "1%"},
            "give one lower bound (`at_least` or `above`), one upper (`at_most` or `below`), or both",
        ),
        ({"at_least": "99.9%", "below": "99.9%"}, "no assay lies between 99.9% and 99.9%"),
        ({"above": "99.9%", "at_most": "99.5%"}, "no assay lies between 99.9% and 99.5%"),
    ],
)
def test_range_that_holds_nothing_is_refused(fields: dict[str, str], message: str) -> None:
    with pytest.raises(ValidationError) as raised:
        AssayRange.model_validate(fields)
    assert raised.value.errors()[0]["msg"] == f"Value error, {message}"


def test_figures_of_a_grade_stand_in_its_text() -> None:
    grade = {"id": "g", "stage": "metal", "text": {"en": "of 99.9 per cent", "es": "de 99,9 %"}}
    assert Grade.model_validate({**grade, "assay": {"at_least": "99.90%"}}).assay
    with pytest.raises(ValidationError) as raised:
        Grade.model_validate({**grade, "assay": {"at_least": "99.99%"}})
    assert raised.value.errors()[0]["msg"] == "Value error, g: `assay` has 99.99%, and the text (en) does not state it"
    with pytest.raises(ValidationError, match="has 9%"):
        Grade.model_validate({**grade, "assay": {"at_least": "9%"}})

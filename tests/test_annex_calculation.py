"""The annex of calculation: its steps and examples follow the record, and are read back to what they were made from."""

from __future__ import annotations

from pathlib import Path

import pytest

from annexes import ADJUSTMENT, FLOOR, amount, built, misread, printed, steps
from check_findings import AGREEMENT, changed_library
from travaux.build import Compilation, Options, compile
from travaux.calculation.methods import methods_of
from travaux.diagnostic import Severity
from travaux.model.mechanism.border_adjustment import BorderAdjustment


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Compilation:
    return built(tmp_path_factory.mktemp("library"))


def amounts(told: dict[str, str]) -> dict[str, str]:
    tables = dict.fromkeys(key.partition("-table.")[0] for key in told if "-table." in key)
    return {table: amount(told, table) for table in tables}


def test_every_circumstance_of_the_record_has_its_example(build: Compilation) -> None:
    assert amounts(printed(build)) == {
        "goods-below": "USD 20,691.00",
        "goods-at": "USD 0.00",
        "goods-above": "USD 0.00",
        "goods-capped": "USD 21,235.50",
        "goods-phased": "USD 10,345.50",
        "goods-phased-capped": "USD 14,864.85",
        "goods-duties": "USD 10,345.50",
        "goods-originating": "USD 0.00",
        "conversion-conversion": "JPY 3,103,650",
        "derivatives-declared-content": "USD 6,270.00",
        "derivatives-default-content": "USD 6,688.00",
        "derivatives-highest-content": "USD 7,315.00",
        "several-several": "USD 8,455.00",
        "credit-credited": "USD 15,518.25",
    }


def test_the_equation_is_that_of_the_steps(build: Compilation) -> None:
    told = printed(build)
    assert told["goods-whole"] == "A = round(min(ρ × φ × max(0, F × C − W − D), 65% × W), 2)"
    assert told["derivatives-whole"] == "A = round(min(ρ × φ × max(0, C × (F − P) − D), 65% × U), 2)"


def test_circumstances_that_the_record_lacks_are_not_shown(tmp_path: Path) -> None:
    edits = {
        ADJUSTMENT: (
            ("cap: 65%\n", ""),
            ("order: [phase-in, zone-rate, cap]", "order: [phase-in]"),
            ("stacking: net-of-other-duties", "stacking: on-top"),
        ),
        FLOOR: (("  - {after: 0, share: 50%}\n  - {after: 12, share: 75%}\n  - {after: 24,", "  - {after: 0,"),),
    }
    told = printed(built(tmp_path, edits))
    assert [table for table in amounts(told) if table.startswith("goods")] == ["goods-below", "goods-at", "goods-above"]
    assert told["goods-whole"] == "A = round(max(0, F × C − W), 2)"


ORDER = "order: [phase-in, zone-rate, cap]"


def test_the_order_is_seen_in_the_steps_and_changes_the_amount(build: Compilation, tmp_path: Path) -> None:
    other = printed(built(tmp_path, {ADJUSTMENT: ((ORDER, "order: [cap, zone-rate, phase-in]"),)}))
    told = printed(build)
    assert steps(told)[5:9] == [
        "Step 6. Determine the amount after the phase-in share (H): the product of φ and S.",
        "Step 7. Determine the amount after the zone share (Z): the product of ρ and H.",
        "Step 8. Determine the limit (L): the product of 65 per cent and W.",
        "Step 9. Determine the amount after the limit (M): the least of Z and L.",
    ]
    assert steps(other)[4:9] == [
        "Step 5. Determine the limit (L): the product of 65 per cent and W.",
        "Step 6. Determine the amount after the limit (M): the least of S and L.",
        "Step 7. Determine the amount after the zone share (Z): the product of ρ and M.",
        "Step 8. Determine the phase-in share that applies (φ): the value of the phase-in share in force on the date "
        "of acceptance of the customs declaration.",
        "Step 9. Determine the amount after the phase-in share (H): the product of φ and Z.",
    ]
    assert amount(told, "goods-phased-capped") == "USD 14,864.85"
    assert amount(other, "goods-phased-capped") == "USD 7,432.43"


@pytest.mark.parametrize(
    ("edit", "number", "step", "example", "due"),
    [
        (
            ("stacking: net-of-other-duties", "stacking: on-top"),
            4,
            "Step 4. Determine the shortfall (S): the greatest of (i) zero; and (ii) the result of (A) the product of "
            "F and C; less (B) W.",
            "goods-below",
            "USD 20,691.00",
        ),
        (
            ("relevant_date: acceptance-of-declaration", "relevant_date: export"),
            5,
            "Step 5. Determine the phase-in share that applies (φ): the value of the phase-in share in force on the "
            "date of export.",
            "goods-below",
            "USD 20,691.00",
        ),
        (
            (
                "evidence: [declared-assay, scheduled-default, highest-scheduled]",
                "evidence: [highest-scheduled, declared-assay]",
            ),
            2,
            "Step 2. Determine the mass of the substance (Q): the product of (i) m; and (ii) the first of the "
            "following that is known: (A) c; and (B) a. Round the result to 9 decimal places, half a unit of the last "
            "place being rounded away from zero.",
            "derivatives-highest-content",
            "USD 7,315.00",
        ),
        (
            ("base: declared-transaction-value", "base: landed-cost"),
            4,
            "Step 4. Determine the entered price (W): the sum of U and T.",
            "goods-capped",
            "USD 20,810.79",
        ),
        (
            ("cap: 65%", "cap: 30%"),
            8,
            "Step 8. Determine the limit (L): the product of 30 per cent and W.",
            "goods-capped",
            "USD 12,414.60",
        ),
    ],
)
def test_options_are_seen_in_the_steps(
    edit: tuple[str, str], number: int, step: str, example: str, due: str, tmp_path: Path
) -> None:
    told = printed(built(tmp_path, {ADJUSTMENT: (edit,)}))
    assert steps(told)[number - 1] == step
    assert amount(told, example) == due


def test_the_rule_on_currency_is_seen_in_the_steps(tmp_path: Path) -> None:
    rule = "currency_rule: {source: the International Monetary Fund, date_basis: "
    edit = (rule + "acceptance-of-declaration}", rule + "month-average}")
    told = printed(built(tmp_path, {ADJUSTMENT: (edit,)}))
    assert steps(told, "conversion")[3] == (
        "Step 4. Determine the rate of exchange that applies (e): the value of the rate of exchange for the currency "
        "of the declaration in force on the month of the rate of exchange."
    )


def test_a_duty_that_is_fixed_for_a_period_is_found_on_its_first_day(tmp_path: Path) -> None:
    form = ("form: variable-specific", "form: fixed-specific")
    build = built(tmp_path, {ADJUSTMENT: (form, ("update: per-entry", "update: quarterly"))})
    told = printed(build)
    assert steps(told)[2:6] == [
        "Step 3. Determine the amount of the period per unit of content (G): the greatest of (i) zero; and (ii) F less "
        "P. Round the result to 2 decimal places, half a unit of the last place being rounded away from zero.",
        "Step 4. Determine the mass of the substance (Q): the product of (i) m; and (ii) the first of the following "
        "that is known: (A) a; (B) b; and (C) c. Round the result to 9 decimal places, half a unit of the last place "
        "being rounded away from zero.",
        "Step 5. Determine the content of the goods (C): Q. Round the result to 6 decimal places, half a unit of the "
        "last place being rounded away from zero.",
        "Step 6. Determine the shortfall (S): the greatest of (i) zero; and (ii) the result of (A) the product of G "
        "and C; less (B) D.",
    ]
    assert amount(told, "goods-below") == "USD 20,691.00"
    assert [d for d in build.diagnostics if d.code.startswith("CAL")] == []


QUOTA = (
    "{product: ndpr, stage: compound, quantity: {amount: 100, unit: t}, period: calendar-year, "
    "allocation: order-of-acceptance}"
)
FORMS = {
    "fixed-specific\nupdate: weekly\nstacking: on-top": "The difference, rounded to the minor unit of the currency",
    "ad-valorem\nupdate: monthly": "is the rate of the period (G). It applies to all goods imported in that period",
    f"two-tier-tariff-quota\nquotas: [{QUOTA}]": "multiply the amount obtained by the share of the goods that is in",
    "guarantee-deposit": "a deposit or guarantee, equal to the shortfall and released on proof of the price paid,",
    "variable-specific\nbase: lower-of-value-and-index": "entered price** means the lower of the customs value of",
    "variable-specific\nbase: index-price": "entered price** means the indicator price for the covered good",
    "variable-specific\ncurrency_rule: {source: a bank, date_basis: export, daily_from: 5%}": (
        "Where the rate quoted for that day differs from the published rate by 5% of the latter or more"
    ),
    "variable-specific\ndownstream: {charge: full-value-rate}": "shortfall of a covered derivative is a rate of its",
    "variable-specific\ndownstream: {charge: tiered, tiers: [{content_from: 5%, rate: 4%}]}": (
        "4%, where that content is 5% of the mass of the goods or more."
    ),
}


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.replace("\n", ", ")[:40])
def test_every_form_has_its_text_and_what_is_printed_agrees_with_it(form: str, tmp_path: Path) -> None:
    files = {"seeds/mechanisms/border-price-adjustment.yaml": f"form: {form}\n"}
    build = compile(AGREEMENT, Options(project=changed_library(files, tmp_path / "project")))
    assert [str(d) for d in build.diagnostics if d.severity is Severity.ERROR] == []
    text = build.rendered("markdown").data.decode("utf-8").replace("\N{NO-BREAK SPACE}", " ")
    assert FORMS[form].replace("%", " per cent") in text.replace("%", " per cent")


# --- read back -----------------------------------------------------------------------------------------------------


def test_what_is_printed_agrees_with_the_model_and_with_itself(build: Compilation) -> None:
    assert misread(build, {}) == []
    assert misread(build, {}, methods(build)) == []


def methods(build: Compilation) -> object:
    records = build.subject.records
    adjustment = records.mechanisms["border-price-adjustment"].record
    assert isinstance(adjustment, BorderAdjustment)
    return methods_of(adjustment, records.instruments["critical-minerals-agreement"].record, records)


def test_a_word_that_turns_a_step_round_is_found(build: Compilation) -> None:
    change = {"goods-step-9": ("the least of", "the greater of")}
    told = misread(build, change, methods(build))
    assert told == [("goods-step-9", "step 9 says M = max(Z, L), the model M = min(Z, L)")]
    alone = misread(build, change)
    assert alone[0] == (
        "goods-whole",
        "the equation is A = round(min(ρ × φ × max(0, F × C − W − D), 65% × W), 2), the steps make it "
        "A = round(max(ρ × φ × max(0, F × C − W − D), 65% × W), 2)",
    )
    assert alone[1] == (
        "goods-below-table.19",
        "Step 9, the amount after the limit: the steps give 57,335.85, the example prints 20,691.00",
    )


def test_another_rate_in_a_step_is_found(build: Compilation) -> None:
    change = {"goods-step-8": ("65 per cent", "70 per cent")}
    assert misread(build, change, methods(build)) == [
        ("goods-step-8", "step 8 says L = 70% × W, the model L = 65% × W"),
    ]
    assert (
        "goods-below-table.18",
        "Step 8, the limit: the steps give 61,746.3, the example prints 57,335.85",
    ) in misread(build, change)


def test_another_figure_in_an_example_is_found(build: Compilation) -> None:
    result = misread(build, {"goods-below-table.14": ("USD 20,691.00", "USD 20,961.00")})
    assert result == [
        ("goods-below-table.14", "Step 4, the shortfall: the numbers give 20,691.00000000, the text says 20,961.00")
    ]


def test_another_input_is_found_in_the_step_that_uses_it(build: Compilation) -> None:
    result = misread(build, {"goods-below-table.3": ("88,209.00", "88,209.10")}, methods(build))
    assert result == [
        (
            "goods-below-table.14",
            "Step 4, the shortfall: the steps give 20,690.9, the example prints 20,691.00",
        )
    ]


def test_a_step_that_nobody_can_read_is_named(build: Compilation) -> None:
    result = misread(build, {"goods-step-6": ("the product of φ and S", "φ times S")}, methods(build))
    assert result == [
        (
            "goods-step-6",
            "step 6 cannot be read back after 'e amount after the phase-in share (H): φ', at ' times S.'",
        )
    ]


def test_the_equation_is_compared_with_the_steps(build: Compilation) -> None:
    result = misread(build, {"goods-whole": ("W − D", "W + D")}, methods(build))
    assert result == [
        (
            "goods-whole",
            "the equation is A = round(min(ρ × φ × max(0, F × C − W + D), 65% × W), 2), the steps make it "
            "A = round(min(ρ × φ × max(0, F × C − W − D), 65% × W), 2)",
        )
    ]


def test_a_symbol_that_stands_for_something_else_is_found(build: Compilation) -> None:
    result = misread(build, {"goods-symbols.7": ("the share charged", "a share charged")}, methods(build))
    assert result == [
        (
            "goods-symbols.7",
            "the symbol ρ (the share charged for goods of that origin) reads "
            "'ρ: a share charged for goods of that origin'",
        )
    ]

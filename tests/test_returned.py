"""`travaux inspect --recompute`: a built Word file is silent; each changed word, rate, figure and sign is reported."""

from __future__ import annotations

from pathlib import Path

import pytest

from annexes import built
from docx_edits import ANA, DOCUMENT, edited, paragraph_of, parts_of
from projects import run
from travaux.build import Compilation
from travaux.docx_reader import inspect
from travaux.editions import opaque
from travaux.returned import recalculated

INSTRUMENT = "critical-minerals-agreement"
Capture = pytest.CaptureFixture[str]


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Compilation:
    return built(tmp_path_factory.mktemp("library"))


@pytest.fixture(scope="module")
def sent(build: Compilation) -> bytes:
    return build.rendered("docx").data


@pytest.fixture(scope="module")
def outside(build: Compilation) -> bytes:
    return build.rendered("docx", edition="outgoing").data


def found(data: bytes, *edits: tuple[str, str], against: str = INSTRUMENT) -> list[str]:
    return list(recalculated(inspect(edited(*edits, data=data)), against))


def test_an_unedited_file_is_silent(sent: bytes, outside: bytes) -> None:
    assert found(sent) == found(sent, against="") == found(outside) == []


WORD = ("the least of Z and L.", "the greatest of Z and L.")
TURNED = "annex-calculation.goods-step-9: step 9 says M = max(Z, L), the model M = min(Z, L)"


def test_a_changed_word_is_reported(sent: bytes, outside: bytes) -> None:
    assert found(sent, WORD) == found(outside, WORD) == [TURNED]
    told = found(sent, WORD, against="")
    assert told[0] == (
        "annex-calculation.goods-whole: the equation is A = round(min(ρ × φ × max(0, F × C − W − D), 65% × W), 2), the "
        "steps make it A = round(max(ρ × φ × max(0, F × C − W − D), 65% × W), 2)"
    )
    assert told[1] == (
        "annex-calculation.goods-below-table.19: Step 9, the amount after the limit: the steps give 57,335.85, the "
        "example prints 20,691.00"
    )


def rate(data: bytes) -> tuple[str, str]:
    """The rate in the step on the limit, changed where it stands in the file."""
    text = parts_of(data)[DOCUMENT].decode()
    start = text.index("the limit (L")
    piece = text[start : text.index("65 per cent", start) + len("65 per cent")]
    return piece, piece.replace("65 per cent", "70 per cent")


def test_a_changed_rate_is_reported(sent: bytes, outside: bytes) -> None:
    told = ["annex-calculation.goods-step-8: step 8 says L = 70% × W, the model L = 65% × W"]
    assert found(sent, rate(sent)) == found(outside, rate(outside)) == told


def test_a_changed_figure_is_reported(sent: bytes) -> None:
    edit = (">USD 10,345.50<", ">USD 10,354.50<")
    assert found(sent, edit, against="") == found(sent, edit)
    assert found(sent, edit) == [
        "annex-calculation.goods-phased-table.16: Step 6, the amount after the phase-in share: the numbers give "
        "10,345.5000, the text says 10,354.50"
    ]


def test_a_changed_input_is_reported(sent: bytes) -> None:
    edit = (">0.990000\N{NO-BREAK SPACE}kg", ">0.980000\N{NO-BREAK SPACE}kg")
    assert found(sent, edit, against="") == [
        "annex-calculation.goods-below-table.12: Step 2, the mass of the substance: the steps give 980, the example "
        "prints 990.000000000"
    ]
    assert found(sent, edit)[1] == (
        "annex-calculation.goods-below-table.2: reads 'the assay declared and verified (a) | 0.980000 kg of NdPr oxide "
        "equivalent per kg of gross product', the model prints 'the assay declared and verified (a) | 0.990000 kg of "
        "NdPr oxide equivalent per kg of gross product'"
    )


WHOLE, ARTICLE = "annex-calculation.goods-whole", "adjustment-calculation.formula"
STEPS = "the steps make it A = round(min(ρ × φ × max(0, F × C − W − D), 65% × W), 2)"


def equation(data: bytes, key: str, old: str, new: str) -> tuple[str, str]:
    """A piece of the equation of a key, changed where it stands in the file."""
    paragraph = paragraph_of(key, data)
    assert old in paragraph, paragraph
    return paragraph, paragraph.replace(old, new, 1)


def sign(text: str) -> str:
    return f'<m:r><m:t xml:space="preserve">{text}</m:t></m:r>'


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (">max</m:t>", ">min</m:t>", "A = round(min(ρ × φ × min(0, F × C − W − D), 65% × W), 2)"),
        (">65%</m:t>", ">66%</m:t>", "A = round(min(ρ × φ × max(0, F × C − W − D), 66% × W), 2)"),
        (sign("ρ") + sign("×"), "", "A = round(min(φ × max(0, F × C − W − D), 65% × W), 2)"),
        (
            sign("W") + sign("−") + sign("D"),
            sign("D") + sign("−") + sign("W"),
            "A = round(min(ρ × φ × max(0, F × C − D − W), 65% × W), 2)",
        ),
        (
            sign("−") + sign("D"),
            f"<w:del {ANA}>{sign('−')}{sign('D')}</w:del>",
            "A = round(min(ρ × φ × max(0, F × C − W), 65% × W), 2)",
        ),
    ],
)
def test_a_changed_equation_is_reported(old: str, new: str, told: str, sent: bytes, outside: bytes) -> None:
    wanted = [f"{WHOLE}: the equation is {told}, {STEPS}"]
    assert found(sent, equation(sent, WHOLE, old, new)) == wanted
    assert found(sent, equation(sent, WHOLE, old, new), against="") == wanted
    key = opaque(INSTRUMENT, WHOLE)
    assert found(outside, equation(outside, key, old, new)) == wanted


def test_an_equation_that_cannot_be_read_is_reported(sent: bytes) -> None:
    root = f"<m:rad><m:deg/><m:e>{sign('C')}</m:e></m:rad>"
    assert found(sent, equation(sent, WHOLE, sign("C"), root)) == [
        f"{WHOLE}: the equation A=round(min(ρ×φ×max(0,F×√(C)−W−D),65%×W),2) cannot be read at "
        f"'√(C)−W−D),65%×W),2)', {STEPS}"
    ]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (sign("−"), sign("-")),
        (sign("×"), sign("\N{DOT OPERATOR}")),
        (sign("65%"), sign("6") + "<m:r><w:rPr><w:i/></w:rPr><m:t>5 %</m:t></m:r>"),
        (sign("D"), f"<w:ins {ANA}>{sign('D')}</w:ins><w:del {ANA}>{sign('W')}</w:del>"),
    ],
)
def test_an_equation_in_other_signs_for_the_same_is_silent(old: str, new: str, sent: bytes) -> None:
    assert found(sent, equation(sent, WHOLE, old, new)) == []


def test_a_tracked_change_in_an_equation_is_read_as_one(sent: bytes) -> None:
    edit = equation(sent, WHOLE, sign("ρ"), f"<w:del {ANA}>{sign('ρ')}</w:del><w:ins {ANA}>{sign('φ')}</w:ins>")
    read = inspect(edited(edit, data=sent))
    unit = next(unit for unit in read.units if unit.key == WHOLE)
    assert unit.text == "A=round(min(φ×φ×max(0,F×C−W−D),65%×W),2)"
    assert (unit.was, unit.state) == ("A=round(min(ρ×φ×max(0,F×C−W−D),65%×W),2)", "tracked")
    assert [(c.kind, c.text, c.author, c.key) for c in read.changes] == [
        ("deleted", "ρ", "Ana", WHOLE),
        ("inserted", "φ", "Ana", WHOLE),
    ]


def test_the_equation_of_an_article_is_compared_with_the_model(sent: bytes) -> None:
    told = "the equation is S = max(0, F × C − W × D), the model prints S = max(0, F × C − W − D)"
    edit = equation(sent, ARTICLE, sign("−") + sign("D"), sign("×") + sign("D"))
    assert found(sent, edit) == [f"{ARTICLE}: {told}"]


def test_an_equation_in_another_notation_is_compared_sign_by_sign(sent: bytes) -> None:
    key = "annex-psr.build-down-formula"
    assert found(sent, equation(sent, key, "<m:t>−</m:t>", "<m:t>-</m:t>")) == []
    assert found(sent, equation(sent, key, "<m:t>100</m:t>", "<m:t>10</m:t>")) == [
        f"{key}: the equation is R=(V−N)/V×10, the model prints R = (V − N) / V × 100"
    ]


def test_an_equation_that_is_gone_is_reported(sent: bytes) -> None:
    paragraph = paragraph_of(WHOLE, sent)
    assert found(sent, (paragraph, "")) == [
        f"{WHOLE}: the equation A = round(min(ρ × φ × max(0, F × C − W − D), 65% × W), 2) is missing"
    ]


def test_the_command_says_so(sent: bytes, tmp_path: Path, capsys: Capture) -> None:
    file = tmp_path / "returned.docx"
    file.write_bytes(edited(WORD, data=sent))
    told = run(capsys, "inspect", file, "--recompute", INSTRUMENT)
    assert (told.code, told.out, told.err) == (1, f"{TURNED}\n", "")
    file.write_bytes(sent)
    told = run(capsys, "inspect", file, "--recompute")
    assert (told.code, told.out, told.err) == (0, "nothing found\n", "")


def test_a_file_without_the_annex_is_refused(outside: bytes, tmp_path: Path, capsys: Capture) -> None:
    file = tmp_path / "outside.docx"
    file.write_bytes(outside)
    told = run(capsys, "inspect", file, "--recompute")
    assert (told.code, told.out) == (2, "")
    assert told.err == (
        f"{file}: error[DOC013]: the file has no annex of calculation that can be read by its keys\n"
        "  hint: name the instrument; a file of the outgoing edition is read only so\n1 error\n"
    )

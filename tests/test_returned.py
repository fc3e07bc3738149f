"""`travaux inspect --recompute`: a built Word file is silent; each changed word, rate, figure and sign is reported."""

from __future__ import annotations

from pathlib import Path

import pytest

from annexes import built
from docx_edits import DOCUMENT, edited, parts_of
from projects import run
from travaux.build import Compilation
from travaux.docx_reader import inspect
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
        "annex-calculation.goods-whole: the equation is A=round(min(ρ×φ×max(0,F×C−W−D),65%×W),2), the steps make it "
        "A = round(max(ρ × φ × max(0, F × C − W − D), 65% × W), 2)"
    )
    assert told[1] == (
        "annex-calculation.goods-below-table.18: Step 9, the amount after the limit: the steps give 57,335.85, the "
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
        "annex-calculation.goods-phased-table.15: Step 6, the amount after the phase-in share: the numbers give "
        "10,345.5000, the text says 10,354.50"
    ]


def test_a_changed_input_is_reported(sent: bytes) -> None:
    edit = (">0.990000\N{NO-BREAK SPACE}kg", ">0.980000\N{NO-BREAK SPACE}kg")
    assert found(sent, edit, against="") == [
        "annex-calculation.goods-below-table.11: Step 2, the mass of the substance: the steps give 980, the example "
        "prints 990.000000000"
    ]
    assert found(sent, edit)[1] == (
        "annex-calculation.goods-below-table.2: reads 'the assay declared and verified (a) | 0.980000 kg of NdPr oxide "
        "equivalent per kg of gross product', the model prints 'the assay declared and verified (a) | 0.990000 kg of "
        "NdPr oxide equivalent per kg of gross product'"
    )


def test_a_changed_equation_is_reported(sent: bytes) -> None:
    told = found(sent, (">65%</m:t>", ">66%</m:t>"))
    assert told == [
        "annex-calculation.goods-whole: the equation is A=round(min(ρ×φ×max(0,F×C−W−D),66%×W),2), the steps make it "
        "A = round(min(ρ × φ × max(0, F × C − W − D), 65% × W), 2)"
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

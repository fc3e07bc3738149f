"""`travaux signoff`: the questions that a text puts to people, with their places and a line to sign."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest

from check_findings import AGREEMENT, PLAN
from examples import PROJECT
from travaux.cli import main


def printed(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(["signoff", *arguments]) == 0
    return capsys.readouterr().out


def test_questions_name_places_and_end_in_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    told = printed(capsys, AGREEMENT)
    first = told.split("\n\n")[1].splitlines()
    assert first[0] == "SGN101  Does any exception leave less than the mechanism needs?"
    assert first[3:] == [
        "  [ ] Article 16.1: read against the chapters on prices and on the border",
        "  [ ] Article 16.2: read against the chapters on prices and on the border",
        "  [ ] Article 16.3: read against the chapters on prices and on the border",
        "  [ ] Article 16.4: read against the chapters on prices and on the border",
        "  Name: ____________________  Date: __________  Decision: ____________________",
    ]
    assert "  [ ] the European Union: full powers\n" in told
    assert "  [ ] Article 3.1: Japan: Customs Tariff Act, under Article 84 of the Constitution of Japan\n" in told
    assert "SGN105" not in told, "no preference rests on the exception for commodity agreements"


def test_what_checks_leave_is_on_the_list(capsys: pytest.CaptureFixture[str]) -> None:
    told = json.loads(printed(capsys, AGREEMENT, "--format", "json"))
    assert told["schema"] == "travaux.signoff/1"
    (one,) = told["lists"]
    by_code = {question["code"]: [p["what"] for p in question["points"]] for question in one["questions"]}
    assert by_code["SGN301"] == [
        "EIF003: the shares in imports of covered goods that decide entry into force are only an example"
    ]
    assert any(what.startswith("CAP002: the European Union needs an approval") for what in by_code["SGN302"])


def test_a_text_that_binds_nobody_has_fewer_questions(capsys: pytest.CaptureFixture[str]) -> None:
    told = printed(capsys, PLAN)
    assert "United States-Mexico Action Plan on Critical Minerals: not binding" in told
    assert "authority to sign" in told
    assert not [code for code in ("SGN101", "SGN102", "SGN103", "SGN104", "SGN106", "SGN208") if code in told]


def test_accepted_findings_are_put_to_all(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plan = tmp_path / "seeds/instruments/plan.yaml"
    plan.parent.mkdir(parents=True)
    text = (PROJECT / "seeds/instruments/example-plan.yaml").read_text(encoding="utf-8")
    plan.write_text(text.replace("id: example-plan", "id: plan") + "suppress: [{code: TRM002, reason: It is kept.}]\n")
    for name in ("clauses", "templates", "seeds/parties", "seeds/sources", "seeds/products", "seeds/mechanisms"):
        for path in (PROJECT / name).rglob("*.*"):
            target = tmp_path / path.relative_to(PROJECT)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(path.read_bytes())
    (tmp_path / "travaux.yaml").write_text("name: test\n")
    told = printed(capsys, "plan", "--project", str(tmp_path))
    assert "SGN303  Do all accept these reasons?" in told
    assert "  [ ] TRM002: It is kept.\n" in told


def test_same_list_each_time_and_for_word(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = [tmp_path / "one.docx", tmp_path / "two.docx"]
    for path in files:
        assert printed(capsys, AGREEMENT, "--format", "docx", "-o", str(path)) == f"{path}\n"
    assert files[0].read_bytes() == files[1].read_bytes()
    words = zipfile.ZipFile(io.BytesIO(files[0].read_bytes())).read("word/document.xml").decode()
    assert "Sign-off list: Agreement on Trade in Critical Minerals" in words
    assert "Does any exception leave less than the mechanism needs?" in words
    assert "Article 16.1" in words
    assert "Decision" in words
    assert printed(capsys, AGREEMENT) == printed(capsys, AGREEMENT)


def test_unknown_instrument(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["signoff", "no-such-text"]) == 2
    assert "no-such-text" in capsys.readouterr().err

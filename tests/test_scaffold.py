"""`travaux init` writes a project that builds, and overwrites nothing."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from travaux.cli import main
from travaux.schemas import schema_kinds

MODELINE = re.compile(r"# yaml-language-server: \$schema=(\S+)\n")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "my-project"
    assert main(["init", str(folder)]) == 0
    return folder


def test_project_builds(project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    out = tmp_path / "out"
    code = main(["build", "--project", str(project), "--format", "docx,md", "-o", str(out)])
    assert code == 0, capsys.readouterr().err
    assert sorted(path.name for path in out.iterdir()) == ["my-agreement.en.docx", "my-agreement.en.md"]
    text = (out / "my-agreement.en.md").read_text(encoding="utf-8")
    assert "Experts of the Parties shall meet once in each period of 12 months" in text
    assert "the Kingdom of Ruritania" in text


def test_project_has_no_errors(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    code = main(["check", "--project", str(project), "--format", "json"])
    found = json.loads(capsys.readouterr().out)["diagnostics"]
    assert (code, [d for d in found if d["severity"] == "error"]) == (0, [])


def test_no_file_of_the_project_has_a_finding(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    main(["check", "--project", str(project), "--format", "json"])
    found = json.loads(capsys.readouterr().out)["diagnostics"]
    own = [d for d in found if (project / d["file"]).is_file() and d["severity"] != "info"]
    assert own == []


def test_init_names_what_it_wrote(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "my-project"
    assert main(["init", str(folder)]) == 0
    *names, blank, last = capsys.readouterr().out.splitlines()
    assert sorted(names) == sorted(str(path) for path in folder.rglob("*") if path.is_file())
    assert (blank, last) == ("", f"now: cd {folder} && travaux build")


def test_schemas_lie_beside_the_records(project: Path) -> None:
    assert {path.stem for path in (project / "schemas").iterdir()} == set(schema_kinds())
    for path in (project / "schemas").iterdir():
        Draft202012Validator.check_schema(json.loads(path.read_text(encoding="utf-8")))


def test_first_line_of_each_record_leads_to_its_schema(project: Path) -> None:
    for path in (*project.glob("seeds/*/*.yaml"), *project.glob("clauses/*/*.yaml")):
        found = MODELINE.match(path.read_text(encoding="utf-8"))
        assert found, path
        assert (path.parent / found[1]).resolve().is_file(), path


def test_folder_that_is_not_empty_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    kept = tmp_path / "kept.txt"
    kept.write_text("mine", encoding="utf-8")
    assert main(["init", str(tmp_path)]) == 2
    assert capsys.readouterr() == (
        "",
        f"{tmp_path}: error[WRT001]: is not an empty folder\n  hint: name a new one; nothing was changed\n1 error\n",
    )
    assert [path.name for path in tmp_path.iterdir()] == ["kept.txt"]


def test_file_in_the_place_of_the_folder_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    kept = tmp_path / "my-project"
    kept.write_text("mine", encoding="utf-8")
    assert main(["init", str(kept)]) == 2
    assert capsys.readouterr().err == (
        f"{kept}: error[WRT001]: is not an empty folder\n  hint: name a new one; nothing was changed\n1 error\n"
    )
    assert kept.read_text(encoding="utf-8") == "mine"


def test_empty_folder_is_used(tmp_path: Path) -> None:
    assert main(["init", str(tmp_path)]) == 0
    assert (tmp_path / "travaux.yaml").is_file()

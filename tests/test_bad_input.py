"""Bad input: one clear message each with file, line and column; exit code 2; no output touched; the same as JSON."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bad_clauses import LIBRARY, TEMPLATES
from bad_files import PATHS, SCHEDULES
from bad_input import Case
from bad_records import QUANTITIES, RECORDS
from bad_yaml import YAML
from projects import copied, put, run, snapshot

ALL = [*YAML, *RECORDS, *QUANTITIES, *LIBRARY, *TEMPLATES, *SCHEDULES, *PATHS]


def total(faults: int) -> str:
    return f"{faults} error{'s' * (faults != 1)}\n"


@pytest.mark.parametrize("case", ALL, ids=lambda c: c.name[:60].replace("\0", " "))
def test_message(case: Case, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = copied(tmp_path / "project", *case.edits)
    wanted = "".join(f"{fault.text(root)}\n" for fault in case.faults) + total(len(case.faults))

    checked = run(capsys, "check", "--project", root)
    assert (checked.out, checked.err, checked.code) == (wanted, "", 2)

    out = tmp_path / "out"
    put("example.en.html", "kept")(out)
    built = run(capsys, "build", "--project", root, "-o", out, "--format", "html,md")
    assert (built.out, built.err, built.code) == ("", wanted, 2)
    assert snapshot(out) == {"example.en.html": b"kept"}


@pytest.mark.parametrize("case", ALL, ids=lambda c: c.name[:60].replace("\0", " "))
def test_message_as_json(case: Case, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = copied(tmp_path / "project", *case.edits)
    checked = run(capsys, "check", "--project", root, "--format", "json")
    assert (checked.err, checked.code) == ("", 2)
    report = json.loads(checked.out)
    assert report["schema"] == "travaux.diagnostics/1"
    found = [
        (d["severity"], d["code"], d["message"], d["hint"], d["file"], d["line"], d["column"])
        for d in report["diagnostics"]
    ]
    assert found == [("error", f.code, f.message, f.hint, f.file, *f.span(root)) for f in case.faults]

"""The public vectors: they are what the library makes of the records, and a second implementation finds the same."""

from __future__ import annotations

import json
import runpy
from fractions import Fraction
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from vector_machine import Machine, NoAmount

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "docs" / "vectors"
FILES = sorted(path for path in FOLDER.glob("*.json") if path.name != "schema.json")


def read(path: Path) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return told


def test_files_are_current() -> None:
    written = runpy.run_path(str(ROOT / "scripts" / "write_vectors.py"))["files"]()
    assert {path.name: path.read_text(encoding="utf-8") for path in FILES} == written, "run scripts/write_vectors.py"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_second_implementation_finds_the_same(path: Path) -> None:
    vector = read(path)
    jsonschema.validate(vector, read(FOLDER / "schema.json"))
    for row in vector["rows"]:
        found = outcome(vector, row)
        if "reason" in row:
            assert found == row["reason"]
        else:
            assert found == {symbol: Fraction(value) for symbol, value in row["steps"].items()}
            assert row["steps"][vector["steps"][-1]["symbol"]] == row["amount"]


def outcome(vector: dict[str, Any], row: dict[str, Any]) -> dict[str, Fraction] | str:
    try:
        return Machine(vector, row).run()
    except NoAmount as reason:
        return str(reason)


def test_every_form_base_and_reason_is_among_them() -> None:
    told = [read(path) for path in FILES]
    equations = "\n".join(step["equation"] for vector in told for step in vector["steps"])
    for part in ("ratio(", "if(", "first(", "G × C", "G × U", "F × C + F2 × C2", "X = x ×", "N = round(max(0, A"):
        assert part in equations
    reasons = {row["reason"] for vector in told for row in vector["rows"] if "reason" in row}
    assert reasons >= {
        "NO_CUSTOMS_VALUE",
        "CUSTOMS_VALUE_OUT_OF_RANGE",
        "CUSTOMS_VALUE_TOO_MANY_DECIMALS",
        "NO_FLOOR_LEVEL_IN_FORCE",
        "NO_RATE_OF_EXCHANGE_IN_FORCE",
        "NO_DATE_OF_ACCEPTANCE",
        "NO_DECLARED_ASSAY",
        "NO_EXCESS_SHARE",
    }

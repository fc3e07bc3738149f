"""The table of coverage: each row says what decides it or why nothing does, and all that is named exists."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import BaseModel
from ruamel.yaml import YAML

import travaux.model
from doc_blocks import ROOT
from travaux.checks import builtin_checks
from travaux.covering import covering, covers
from travaux.prove import builtin_invariants
from travaux.report import stage_codes
from travaux.signoff import builtin_items

TABLES = YAML(typ="safe", pure=True).load((ROOT / "docs" / "coverage.yaml").read_text(encoding="utf-8"))
ROWS: dict[str, dict[str, Any]] = {key: row for table in TABLES.values() for key, row in table.items()}


def records() -> Iterator[str]:
    for found in pkgutil.walk_packages(travaux.model.__path__, "travaux.model."):
        for thing in vars(importlib.import_module(found.name)).values():
            if isinstance(thing, type) and issubclass(thing, BaseModel):
                yield thing.__name__


def test_the_tables_are_whole() -> None:
    assert {name: len(rows) for name, rows in TABLES.items()} == {
        "catalogue": 108,
        "constraints": 58,
        "rules": 67,
        "invariants": 7,
    }
    assert len(ROWS) == 240


def test_no_row_is_blank() -> None:
    found = covering()
    blank = [key for key, row in ROWS.items() if key not in found and not {"by", "built", "open"} & set(row)]
    assert blank == []
    assert all(len(row[why]) > 30 for row in ROWS.values() for why in ("built", "open") if why in row)
    assert {name for row in ROWS.values() for name in row} <= {"name", "by", "built", "open"}


def test_what_code_says_it_covers_is_a_row() -> None:
    assert [key for key in covering() if key not in ROWS and not "I-01" <= key <= "I-47"] == []


def test_all_that_is_named_exists() -> None:
    known = {f"record {name}" for name in records()} | set(stage_codes())
    known |= {f"proof {invariant.number}" for invariant in builtin_invariants()}
    named = {name for row in ROWS.values() for name in row.get("by", ())}
    assert named
    assert sorted(named - known) == []


@pytest.mark.parametrize("item", builtin_items(), ids=lambda item: item.code)
def test_each_sign_off_item_asks_and_says_why(item: Any) -> None:
    assert item.question.endswith("?")
    assert item.said("Why").endswith(".")
    assert item.said("Source").endswith(".")
    assert covers(item.description)


def test_codes_of_checks_and_items_are_apart() -> None:
    codes = [check.code for check in builtin_checks()] + [item.code for item in builtin_items()]
    assert len(codes) == len(set(codes))


def test_ids_are_read_from_a_docstring() -> None:
    assert covers("Says.\n\nCovers: EU-01,\n    DC-021.\nFix: none.") == ("EU-01", "DC-021")
    assert covers("Says nothing.") == ()

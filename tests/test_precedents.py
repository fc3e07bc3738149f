"""Precedents that rest on general knowledge are printed as unconfirmed, or name the source that confirms them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from every_clause import files
from travaux.library import Precedent

SEEDS = Path(__file__).parents[1] / "seeds/sources"
NAMED: Mapping[str, list[str]] = YAML(typ="safe").load(Path(__file__).with_name("to_be_confirmed.yaml"))
#: How far a source goes, by its grade.
RANK = {"unconfirmed": 0, "reported": 1, "official": 2}


def graded(source: str) -> str:
    found: str = YAML(typ="safe").load(SEEDS / f"{source}.yaml")["grade"]
    return found


def confirmed(precedent: Precedent) -> bool:
    """Whether a source on record bears the grade that is printed."""
    return any(RANK[graded(source)] >= RANK[precedent.grade] for source in precedent.sources)


@pytest.mark.parametrize(("clause", "instrument"), [(key, name) for key, names in NAMED.items() for name in names])
def test_nothing_is_confirmed_without_a_source(clause: str, instrument: str) -> None:
    key, _, variant = clause.partition("~")
    found = [p for p in files()[key, variant].front.precedents if p.instrument == instrument]
    assert found, f"{clause} does not name {instrument}"
    for precedent in found:
        assert precedent.grade == "unconfirmed" or confirmed(precedent)


def test_what_confirms_a_precedent_is_on_record_and_reaches_so_far() -> None:
    for clause in files().values():
        for precedent in clause.front.precedents:
            assert not precedent.sources or confirmed(precedent), f"{clause.file}: {precedent.instrument}"

"""The agreement of the library with a border adjustment, or a floor, of other options: built by the real pipeline."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from travaux.build import Compilation, Options, compile
from travaux.calculation.language import formula_language
from travaux.calculation.reread import differences
from travaux.checks._printed import printed_annexes
from travaux.discover import layers
from travaux.formula.says import FormulaLanguage

ADJUSTMENT, FLOOR = "mechanisms/border-price-adjustment.yaml", "mechanisms/border-equalised-floors.yaml"
ANNEX = "annex-calculation"
Edits = Mapping[str, tuple[tuple[str, str], ...]]


def built(folder: Path, edits: Edits | None = None) -> Compilation:
    """The agreement, with pieces of records of the library replaced in a project that is laid over it."""
    library = layers(None)[0].root / "seeds"
    (folder / "travaux.yaml").write_text("{}\n", encoding="utf-8")
    for name, pairs in (edits or {}).items():
        text = (library / name).read_text(encoding="utf-8")
        for old, new in pairs:
            assert old in text, f"{name} has no {old!r}"
            text = text.replace(old, new)
        path = folder / "seeds" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return compile("critical-minerals-agreement", Options(project=folder))


def printed(build: Compilation) -> dict[str, str]:
    """What the annex prints, by the rest of its keys."""
    annex = printed_annexes(build.texts[0])[ANNEX]
    return {key.removeprefix(f"{ANNEX}."): each.text.replace("\N{NO-BREAK SPACE}", " ") for key, each in annex.items()}


def printed_rows(build: Compilation) -> dict[str, str]:
    """What every annex prints, by key."""
    return {key: each.text for units in printed_annexes(build.texts[0]).values() for key, each in units.items()}


def language(build: Compilation) -> FormulaLanguage:
    text = build.texts[0]
    found = formula_language(text.library.words, text.instrument.record.numbers)
    assert found is not None
    return found


def misread(build: Compilation, changes: Mapping[str, tuple[str, str]], methods: Any = ()) -> list[tuple[str, str]]:
    """What is found in the annex once pieces of its texts are replaced, by the rest of their keys."""
    told = {key: each.text for key, each in printed_annexes(build.texts[0])[ANNEX].items()}
    for rest, (old, new) in changes.items():
        key = f"{ANNEX}.{rest}"
        assert old in told[key], told[key]
        told[key] = told[key].replace(old, new, 1)
    found = differences(told, ANNEX, language(build), methods)
    return [(each.key.removeprefix(f"{ANNEX}."), each.message) for each in found]


def steps(told: Mapping[str, str], kind: str = "goods") -> list[str]:
    """The steps of one way, in order."""
    found = [key for key in told if key.startswith(f"{kind}-step-")]
    return [told[key] for key in sorted(found, key=lambda key: int(key.rpartition("-")[2]))]


def amount(told: Mapping[str, str], table: str) -> str:
    """The last amount of an example: `goods-below`."""
    rows = [key for key in told if key.startswith(f"{table}-table.")]
    return told[max(rows, key=lambda key: int(key.rpartition(".")[2]))].rpartition("\t")[2]

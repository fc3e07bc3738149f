"""No false alarm: seeds, seeds with fewer parties, and random valid instruments have no finding of the level error."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from check_findings import LIBRARY
from random_instruments import INSTRUMENTS, narrowed, random_instrument
from travaux.build import Options, compile
from travaux.checks._model import name
from travaux.diagnostic import Diagnostic, Failure, Severity
from travaux.discover import Layer
from travaux.read import parse_yaml

FEW, MANY = 12, 500
#: Seeds whose records name each of their parties outside the list of parties.
TOLD = {f"critical-minerals-agreement{which}" for which in ("", "-by-party", "-core")}
TOLD |= {"eu-us-action-plan", "us-jp-action-plan", "us-mx-action-plan"}
LAYER = Layer(LIBRARY, builtin=True)


def errors(instrument: str, project: Path) -> list[Diagnostic]:
    """The errors of a build, also those that stop it."""
    try:
        found = compile(instrument, Options(project=project)).diagnostics
    except Failure as failure:
        found = failure.diagnostics
    return [d for d in found if d.severity is Severity.ERROR]


def written(files: dict[str, str], folder: Path) -> Path:
    for path, text in {"travaux.yaml": "name: narrowed\n", **files}.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    return folder


def parties_of(instrument: str) -> list[str]:
    path = LIBRARY / "seeds/instruments" / f"{instrument}.yaml"
    return list(parse_yaml(LAYER.file(path), path.read_text(encoding="utf-8")).value["parties"])


def removals() -> list[tuple[str, str]]:
    """Each party of each seed; of the many of the framework the first, one in the middle, and the last."""
    found = []
    for instrument in INSTRUMENTS:
        keys = parties_of(instrument)
        some = keys if len(keys) <= 4 else [keys[0], keys[len(keys) // 2], keys[-1]]
        found += [(instrument, key) for key in some]
    return found


# --- random instruments --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("instrument", INSTRUMENTS)
def test_seed_has_no_error(instrument: str) -> None:
    assert [str(d) for d in compile(instrument).diagnostics if d.severity is Severity.ERROR] == []


@pytest.mark.parametrize("number", range(FEW))
def test_random_instrument_has_no_error(number: int, tmp_path: Path) -> None:
    made = random_instrument(number)
    assert [str(d) for d in errors(made.instrument, made.written(tmp_path))] == [], made.told


@pytest.mark.slow
@pytest.mark.parametrize("number", range(FEW, MANY))
def test_many_random_instruments_have_no_error(number: int, tmp_path: Path) -> None:
    made = random_instrument(number)
    assert [str(d) for d in errors(made.instrument, made.written(tmp_path))] == [], made.told


def test_random_instruments_differ_and_come_again() -> None:
    made = [random_instrument(number) for number in range(40)]
    assert made == [random_instrument(number) for number in range(40)]
    assert len({one.told for one in made}) > 30
    assert {one.instrument for one in made} > {"critical-minerals-agreement", "us-mx-action-plan"}


# --- a party removed -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("instrument", "party"), removals())
def test_a_party_removed_with_all_that_names_it_leaves_no_error(instrument: str, party: str, tmp_path: Path) -> None:
    rest = [key for key in parties_of(instrument) if key != party]
    assert [str(d) for d in errors(instrument, written(narrowed(instrument, rest), tmp_path))] == []


@pytest.mark.parametrize(("instrument", "party"), removals())
def test_a_party_removed_alone_is_told_wherever_it_is_named(instrument: str, party: str, tmp_path: Path) -> None:
    """Each error names the party that is gone, or what stood for it alone."""
    path = LIBRARY / "seeds/instruments" / f"{instrument}.yaml"
    text = path.read_text(encoding="utf-8")
    rest = [key for key in parties_of(instrument) if key != party]
    less = re.sub(r"^parties:\s*\[[^\]]*\]", f"parties: [{', '.join(rest)}]", text, count=1, flags=re.MULTILINE)
    assert less != text
    files = {f"seeds/instruments/{instrument}.yaml": less}
    if "border-schedule.csv" in text:
        files["seeds/instruments/border-schedule.csv"] = (path.parent / "border-schedule.csv").read_text(
            encoding="utf-8"
        )
    found = errors(instrument, written(files, tmp_path))
    called = (name(compile(instrument).subject.records.parties[party]), f"'{party}'", f"-{party}'")
    assert [str(d) for d in found if not any(word in d.message for word in called)] == []
    assert bool(found) == (instrument in TOLD or (instrument, party) == ("eu-us-mou", "eu"))


@pytest.mark.parametrize("instrument", INSTRUMENTS)
def test_one_party_alone(instrument: str, tmp_path: Path) -> None:
    """A text of one party is told where a rule needs two, and nothing else."""
    keys = parties_of(instrument)
    found = errors(instrument, written(narrowed(instrument, keys[-1:]), tmp_path))
    assert {d.code for d in found} <= {"OUT009", "WTO001"}

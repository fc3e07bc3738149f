"""The records of a build: what is named is followed, the project goes before the library, faults come together."""

from __future__ import annotations

from pathlib import Path

import pytest

from one_clause import within
from projects import EXAMPLE, change, copied, put
from travaux.diagnostic import Failure
from travaux.discover import builtin_layer, layers
from travaux.records import load, sources
from travaux.span import Span

ALBA, BOREA = "seeds/parties/alba.yaml", "seeds/parties/borea.yaml"


def faults(root: Path, *wanted: str) -> list[str]:
    with pytest.raises(Failure) as failure:
        load(layers(root), wanted)
    return sorted(set(map(str, failure.value.diagnostics)))


def test_named_records_are_followed_and_others_of_the_library_left_alone() -> None:
    records, chosen = load((builtin_layer(),), ("us-mx-action-plan",))
    assert chosen == ("us-mx-action-plan",)
    assert {"us", "mx"} <= set(records.parties)
    assert records.mechanisms == {}
    assert list(records.parties) == sorted(records.parties)
    entry = records.parties["mx"]
    assert entry.span("id") == Span("seeds/parties/mx.yaml", entry.span("id").line, 5)


def test_every_record_of_a_project_is_read(tmp_path: Path) -> None:
    root = copied(tmp_path, put("seeds/parties/stray.yaml", "id: stray\nnmaes: {}\n"))
    assert any("unknown field 'nmaes'" in fault for fault in faults(root, "example"))


def test_project_goes_before_the_library(tmp_path: Path) -> None:
    text = (EXAMPLE / ALBA).read_text().replace("id: alba", "id: us")
    records, _ = load(layers(copied(tmp_path, put("seeds/parties/us.yaml", text))), ("example",))
    assert records.parties["us"].record.names["en"].short == "Alba"


def test_instrument_by_path_outside_every_layer(tmp_path: Path) -> None:
    text = (EXAMPLE / "seeds/instruments/example-plan.yaml").read_text()
    path = tmp_path / "other-plan.yaml"
    path.write_text(text.replace("id: example-plan", "id: other-plan"))
    records, chosen = load(layers(EXAMPLE), (str(path),))
    assert chosen == ("other-plan",)
    assert records.instruments["other-plan"].span("id") == Span("other-plan.yaml", 1, 5)


def test_everything() -> None:
    records, _ = load(layers(EXAMPLE), everything=True)
    assert {"alba", "us", "eu", "jp", "mx"} <= set(records.parties)
    assert "fact" in records.sources
    assert "examplium" in records.products
    assert "floor" in records.mechanisms
    assert "example" in records.instruments


def test_faulty_records_that_name_each_other_are_each_read_once(tmp_path: Path) -> None:
    """A loader that forgets what failed goes round in such a ring for ever."""
    edits = [change(file, "entity: ", "entitty: ") for file in (ALBA, BOREA)]
    with within(10):
        found = faults(copied(tmp_path, *edits))
    assert [fault.splitlines()[0] for fault in found] == [
        f"{ALBA}:1:1: error[MOD004]: the field 'entity' is missing",
        f"{ALBA}:4:1: error[MOD002]: unknown field 'entitty'",
        f"{BOREA}:1:1: error[MOD004]: the field 'entity' is missing",
        f"{BOREA}:4:1: error[MOD002]: unknown field 'entitty'",
    ]


def test_faulty_record_that_names_itself(tmp_path: Path) -> None:
    edit = change("seeds/mechanisms/zone.yaml", "depends_on: [floor]", "depends_on: [zone]\nnonsense: 1")
    assert faults(copied(tmp_path, edit)) == [
        "seeds/mechanisms/zone.yaml:5:1: error[MOD002]: unknown field 'nonsense'\n"
        "  hint: remove it, or see `travaux schema`"
    ]


def test_source_that_a_clause_names() -> None:
    span = Span("clauses/a.en.md", 3, 4)
    assert sources(layers(EXAMPLE), [("fact", span)])["fact"].record.grade == "official"
    with pytest.raises(Failure) as failure:
        sources(layers(EXAMPLE), [("fakt", span)])
    assert str(failure.value) == (
        "clauses/a.en.md:3:4: error[MOD005]: unknown source 'fakt'\n  hint: did you mean 'fact'?"
    )

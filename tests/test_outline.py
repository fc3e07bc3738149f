"""Stage 4: which clause stands in the text, about what, in which order; and what is missing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from projects import EXAMPLE, Edit, change, copied, put
from travaux.diagnostic import Failure
from travaux.discover import layers
from travaux.library import Parameter
from travaux.model.period import Period
from travaux.model.quantity import Percentage
from travaux.outline import Outline, outline, typed
from travaux.parse import parse
from travaux.records import load
from travaux.span import NOWHERE

TEXT = "seeds/instruments/example.yaml"
DUTY = "clauses/example/duty.en.md"
FLOOR = "clauses/example-floor/price-floor.en.md"


def outlined(root: Path, key: str = "example") -> Outline:
    found = layers(root)
    records, _ = load(found, (key,))
    entry = records.instruments[key]
    return outline(entry, records.mechanisms, parse(found, entry.record.kind, "en", NOWHERE, NOWHERE))


def faults(root: Path) -> list[str]:
    with pytest.raises(Failure) as failure:
        outlined(root)
    return [str(d) for d in failure.value.diagnostics]


def keys(found: Outline) -> dict[str, list[str]]:
    return {chapter.key: [s.key for s in chapter.clauses] for chapter in found.chapters}


def add(line: str) -> Edit:
    return change(TEXT, "depositary: alba\n", f"depositary: alba\n{line}\n")


def at(root: Path, file: str, mark: str) -> str:
    from projects import place

    line, column = place(root, file, mark)
    return f"{file}:{line}:{column}"


def test_order_of_the_example() -> None:
    found = outlined(EXAMPLE)
    assert keys(found) == {
        "chapter:example-general": ["definitions", "duty", "committee", "commencement"],
        "chapter:example-trade": ["reference-price", "price-floor", "adjustment", "free-trade"],
    }
    assert [s.key for s in (*found.opening, *found.recitals, *found.enacting, *found.closing)] == [
        "opening", "recitals", "enacting", "signing",
    ]  # fmt: skip
    assert [(chapter, s.key) for chapter, s in found.annexes] == [("chapter:example-general", "goods-annex")]


def test_clause_of_a_mechanism_knows_it() -> None:
    about = {s.key: s.mechanism.record.id for s in outlined(EXAMPLE).all() if s.mechanism}
    assert about == {
        "price-floor": "floor",
        "reference-price": "reference",
        "adjustment": "adjustment",
        "free-trade": "zone",
    }


def test_two_mechanisms_of_a_kind_have_a_clause_each(tmp_path: Path) -> None:
    text = (EXAMPLE / "seeds/mechanisms/floor.yaml").read_text().replace("id: floor", "id: second")
    root = copied(tmp_path, put("seeds/mechanisms/second.yaml", text), change(TEXT, "floor, adj", "floor, second, adj"))
    assert keys(outlined(root))["chapter:example-trade"][1:3] == ["price-floor@floor", "price-floor@second"]


def test_optional_clause_stands_when_it_is_named(tmp_path: Path) -> None:
    optional = change(DUTY, "order: 50", "order: 50\noptional: true")
    without = copied(tmp_path / "a", optional)
    assert "duty" not in [s.key for s in outlined(without).all()]
    named = copied(tmp_path / "b", optional, add("clauses: {include: [duty]}"))
    assert "duty" in [s.key for s in outlined(named).all()]


def test_excluded_clause_that_another_needs(tmp_path: Path) -> None:
    edits = (
        change(DUTY, "order: 50", "order: 50\nneeds: {clauses: [committee]}"),
        add("clauses: {exclude: [committee]}"),
    )
    root = copied(tmp_path, *edits)
    assert faults(root) == [
        f"{at(root, DUTY, '[committee]}')}: error[OUT002]: clause 'duty' needs 'committee', "
        "which does not stand in the text\n"
        f"  hint: the instrument excludes it ({at(root, TEXT, 'exclude: ^[')})"
    ]


@pytest.mark.parametrize(
    ("edit", "hint"),
    [
        (change(DUTY, "order: 50", "order: 50\nneeds: {clauses: [nothing]}"), "no such clause exists"),
        (
            change(DUTY, "order: 50", "order: 50\nneeds: {clauses: [late]}"),
            "it is optional: name it under `clauses: include`",
        ),
    ],
)
def test_why_a_needed_clause_is_missing(edit: Edit, hint: str, tmp_path: Path) -> None:
    late = "---\nheading: L\npurpose: L\norder: 9\ntier: 3\noptional: true\n---\nL\n"
    (found,) = faults(copied(tmp_path, edit, put("clauses/example/late.en.md", late)))
    assert found.endswith(f"\n  hint: {hint}")


def test_clause_that_the_template_requires(tmp_path: Path) -> None:
    edit = change("templates/example-treaty.yaml", "register: binding", "register: binding\nrequired: [ghost]")
    root = copied(tmp_path, edit)
    assert faults(root) == [
        f"{at(root, TEXT, 'kind: ^example')}: error[OUT003]: the template requires the clause 'ghost', "
        "which does not stand in the text\n  hint: no such clause exists"
    ]


def test_forbidden_clause_never_stands_by_itself(tmp_path: Path) -> None:
    forbid = change("templates/example-treaty.yaml", "register: binding", "register: binding\nforbidden: [duty]")
    assert "duty" not in [s.key for s in outlined(copied(tmp_path, forbid)).all()]


def test_clause_that_the_template_forbids(tmp_path: Path) -> None:
    forbid = change("templates/example-treaty.yaml", "register: binding", "register: binding\nforbidden: [duty]")
    committee = change("clauses/example/committee.en.md", "order: 60", "order: 60\nneeds: {clauses: [duty]}")
    root = copied(tmp_path, forbid, add("clauses: {include: [duty]}"), committee)
    assert faults(root) == [
        f"{at(root, TEXT, 'duty]')}: error[OUT008]: the clause 'duty' has no place in a text of this kind\n"
        "  hint: take it out; the template 'example-treaty' forbids it",
        f"{at(root, 'clauses/example/committee.en.md', '[duty]')}: error[OUT002]: clause 'committee' needs 'duty', "
        "which does not stand in the text\n  hint: the template 'example-treaty' forbids it",
    ]


def test_tier_at_which_a_text_stops(tmp_path: Path) -> None:
    second = change(DUTY, "tier: 1", "tier: 2")
    stop = add("clauses: {tier: 1}")
    assert "duty" in [s.key for s in outlined(copied(tmp_path / "a", second)).all()]
    assert "duty" not in [s.key for s in outlined(copied(tmp_path / "b", second, stop)).all()]
    named = add("clauses: {tier: 1, include: [duty]}")
    assert "duty" in [s.key for s in outlined(copied(tmp_path / "c", second, named)).all()]
    required = change("templates/example-treaty.yaml", "register: binding", "register: binding\nrequired: [duty]")
    assert "duty" in [s.key for s in outlined(copied(tmp_path / "d", second, stop, required)).all()]
    needed = change("clauses/example/committee.en.md", "order: 60", "order: 60\nneeds: {clauses: [duty]}")
    (found,) = faults(copied(tmp_path / "e", second, stop, needed))
    assert found.endswith("it is of tier 2, and the instrument stops at 1: name it under `clauses: include`")


def test_field_that_the_template_requires(tmp_path: Path) -> None:
    edit = change("templates/example-treaty.yaml", "register: binding", "register: binding\nfields: [timetable]")
    root = copied(tmp_path, edit)
    assert faults(root) == [
        f"{at(root, TEXT, 'kind: ^example')}: error[OUT007]: the field 'timetable' is not set, and a text of this kind "
        "cannot do without it\n  hint: add it; `travaux schema instrument` explains it"
    ]


def test_mechanism_of_which_no_clause_speaks(tmp_path: Path) -> None:
    edit = change("clauses/example-zone/family.yaml", "mechanism: preferential-zone", "mechanism: price-floor")
    root = copied(tmp_path, edit)
    assert faults(root) == [
        f"{at(root, TEXT, 'zone]')}: error[OUT005]: no clause of this text speaks of mechanism 'zone' "
        "(kind 'preferential-zone')\n  hint: a family for it has to stand in a chapter of the template"
    ]


def test_family_that_brings_its_chapter(tmp_path: Path) -> None:
    family = "chapter: own\norder: 5\nregister: binding\nheading: {en: Own}\nafter: example-general\n"
    text = "---\nheading: O\npurpose: O\norder: 9\ntier: 3\n---\nO\n"
    own = (put("clauses/own/family.yaml", family), put("clauses/own/own-clause.en.md", text))
    found = outlined(copied(tmp_path / "a", *own))
    assert [(c.key, c.heading) for c in found.chapters][1] == ("chapter:own", "Own")
    astray = copied(tmp_path / "b", *own, change("clauses/own/family.yaml", "after: example-general", "after: nowhere"))
    assert faults(astray) == [
        "clauses/own/family.yaml:5:8: error[OUT006]: there is no chapter 'nowhere' to stand after"
    ]


def test_variant_and_positions(tmp_path: Path) -> None:
    mild = (EXAMPLE / DUTY).read_text()
    variant = put("clauses/example/duty~mild.en.md", mild)
    (chosen,) = (
        s for s in outlined(copied(tmp_path / "a", variant, add("variants: {duty: mild}"))).all() if s.key == "duty"
    )
    assert [w.clause.variant for w in chosen.wordings] == ["mild"]
    positions = "variants: {duty: [{variant: standard, proposed: [alba]}, {variant: mild, supported: [borea, corda]}]}"
    (open_,) = (s for s in outlined(copied(tmp_path / "b", variant, add(positions))).all() if s.key == "duty")
    assert [(w.clause.variant, w.proposed, w.supported) for w in open_.wordings] == [
        ("", ("alba",), ()), ("mild", (), ("borea", "corda")),
    ]  # fmt: skip


def test_parameters_come_from_the_instrument_or_the_clause(tmp_path: Path) -> None:
    def notice(root: Path) -> tuple[Any, str]:
        (found,) = (s for s in outlined(root).all() if s.key == "duty")
        return found.parameters["notice"], found.parameter_paths["notice"]

    assert notice(EXAMPLE) == (Period(days=14), "clauses/duty.parameters.notice")
    given = copied(tmp_path, add("parameters: {duty: {notice: P3W}}"))
    assert notice(given) == (Period(weeks=3), "instruments/example.parameters.duty.notice")


@pytest.mark.parametrize(
    ("kind", "value", "wanted"),
    [
        ("count", 3, 3),
        ("choice", "a", "a"),
        ("period", "P3D", Period(days=3)),
        ("percentage", "5%", Percentage.parse("5%")),
        ("text", "words", "words"),
    ],
)
def test_typed_parameter(kind: Any, value: Any, wanted: object) -> None:
    assert typed(Parameter(type=kind, default="x", meaning="m", choices=("a",)), value) == wanted


@pytest.mark.parametrize(
    ("kind", "value", "message"),
    [
        ("count", True, "a whole number from 0 is wanted here, not True"),
        ("count", -1, "a whole number from 0 is wanted here, not -1"),
        ("count", "3", "a whole number from 0 is wanted here, not '3'"),
        ("choice", "b", "'b' is not one of a"),
        ("period", 3, "text is wanted here, not 3"),
        ("date", "2027", "'2027' is not a date; write it as 2027-01-31"),
    ],
)
def test_parameter_that_does_not_fit(kind: Any, value: Any, message: str) -> None:
    with pytest.raises(ValueError, match=r".") as error:
        typed(Parameter(type=kind, default="x", meaning="m", choices=("a",)), value)
    assert str(error.value) == message

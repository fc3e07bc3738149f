"""The inventory of clauses: each of them, and each variant on which parties differ, is somewhere in the library."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from every_clause import files
from travaux.build import all_checks
from travaux.library import Clause

ROOT = Path(__file__).parents[1]
INVENTORY: Mapping[str, Any] = YAML(typ="safe").load(Path(__file__).with_name("inventory.yaml"))
VARIANTS = [(key, name, place) for key, item in INVENTORY.items() for name, place in item.get("variants", {}).items()]


def test_the_inventory_is_whole() -> None:
    assert len(INVENTORY) == 138
    assert Counter(item["tier"] for item in INVENTORY.values()) == {1: 89, 2: 33, 3: 16}


@pytest.mark.parametrize("key", INVENTORY)
def test_clause_is_written_in_its_tier(key: str) -> None:
    item = INVENTORY[key]
    if "at" in item:
        assert not missing(key, item["at"])
    else:
        assert (key, "") in files(), f"no clause file {key}.en.md"
        assert files()[key, ""].front.tier == item["tier"]


@pytest.mark.parametrize(("key", "name", "place"), VARIANTS)
def test_variant_is_written(key: str, name: str, place: str) -> None:
    assert not missing(key, place), f"{name}: {missing(key, place)}"


def test_every_variant_of_the_library_is_in_the_inventory() -> None:
    named = {(found[0] or key, found[2]) for key, _, place in VARIANTS if (found := place.partition("~"))[1]}
    written = {(key, variant) for key, variant in files() if variant and key in INVENTORY}
    assert written - named == set()


def test_every_choice_of_a_clause_in_the_inventory_is_listed() -> None:
    places = {place if place[0] != "?" else key + place for key, _, place in VARIANTS}
    for clause in files().values():
        for name, parameter in clause.front.parameters.items():
            if parameter.type == "choice" and clause.key in INVENTORY:
                assert any(p.startswith(f"{clause.key}?{name}=") for p in places), f"{clause.file}: {name}"


@pytest.mark.parametrize(
    "place",
    [
        "~nowhere",
        "?references=never",
        "?nothing=x",
        "price-floor.nothing",
        "border-adjustment.form=levy",
        "instrument.nothing",
        "check:ZZZ999",
        "template:nothing",
        "no-such-clause",
    ],
)
def test_a_place_that_does_not_exist_is_missing(place: str) -> None:
    assert missing("interpretation-rules", place)


# --- finding a place -----------------------------------------------------------------------------------------------


def missing(key: str, place: str) -> str:
    """What is missing at a place of the inventory, or nothing."""
    if place == "text":
        return "" if (key, "") in files() else f"no clause {key}"
    if place.startswith("check:"):
        return "" if place[6:] in {check.code for check in all_checks()} else f"no check {place[6:]}"
    if place.startswith("template:"):
        return "" if (ROOT / f"templates/{place[9:]}.yaml").is_file() else f"no template {place[9:]}"
    for mark, look in (("~", _no_variant), ("?", _no_choice), (".", _no_field)):
        if mark in place:
            first, _, rest = place.partition(mark)
            return look(first or key, rest)
    return "" if (place, "") in files() else f"no clause {place}"


def _no_variant(key: str, variant: str) -> str:
    return "" if (key, variant) in files() else f"no file {key}~{variant}.en.md"


def _no_choice(key: str, choice: str) -> str:
    name, _, value = choice.partition("=")
    clauses: Iterator[Clause] = (clause for (k, _), clause in files().items() if k == key)
    known = [clause.front.parameters[name] for clause in clauses if name in clause.front.parameters]
    return "" if any(value in parameter.choices for parameter in known) else f"no choice {choice} of {key}"


def _no_field(kind: str, path: str) -> str:
    names, _, value = path.partition("=")
    schema = json.loads((ROOT / f"docs/schemas/{kind}.json").read_text("utf-8"))
    found = [schema]
    for name in names.split("."):
        found = [field for part in found for field in _fields(part, schema, name)]
    if not found:
        return f"no field {kind}.{names}"
    allowed = {word for part in found for word in _words(part, schema)}
    return "" if not value or value in allowed else f"{kind}.{names} is never {value!r}"


def _parts(part: Any, whole: Any) -> Iterator[Mapping[str, Any]]:
    """A schema with all that it refers to, short of the fields of its objects."""
    if "$ref" in part:
        target = whole
        for step in part["$ref"].removeprefix("#/").split("/"):
            target = target[step]
        yield from _parts(target, whole)
        return
    yield part
    inner = [*part.get("anyOf", ()), *part.get("oneOf", ()), *part.get("allOf", ())]
    for name in ("items", "additionalProperties"):
        inner += [part[name]] if isinstance(part.get(name), dict) else []
    for choice in inner:
        yield from _parts(choice, whole)


def _fields(part: Any, whole: Any, name: str) -> Iterator[Any]:
    return (found["properties"][name] for found in _parts(part, whole) if name in found.get("properties", {}))


def _words(part: Any, whole: Any) -> Iterator[str]:
    for found in _parts(part, whole):
        yield from (str(word) for word in (*found.get("enum", ()), *([found["const"]] if "const" in found else ())))

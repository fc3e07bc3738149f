"""Records that do not fit the model: fields, values, and names of other records."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from travaux.records import Entry
from travaux.selftest._defect import Planting, defect
from travaux.selftest._ground import Ground

#: Fields of a record that name others, in the lists in which they stand.
_NAMING = ("parties", "products", "mechanisms", "floors", "sources", "tables")
_SCALAR = re.compile(r"P\d+[DWMY]|\d+(\.\d+)?%")


#: A line of the front matter with a precedent that names no source.
_PRECEDENT = re.compile(r"  - \{instrument: .*, grade: \w+\}")


@defect("MOD001")
def unknown_kind_of_mechanism(ground: Ground) -> Iterator[Planting]:
    """A kind that the model does not have."""
    for entry, _ in ground.own():
        for mechanism in ground.subject.mechanisms(entry):
            yield from ground.changing(mechanism.raw, ("kind",), "price-flor")


@defect("MOD002")
def unknown_field(ground: Ground) -> Iterator[Planting]:
    """A field that the kind of record does not have."""
    for entry in ground.records:
        yield from ground.inserting(entry.raw, "teritory: all")


@defect("MOD003")
def value_that_is_none(ground: Ground) -> Iterator[Planting]:
    """A period or a share that is neither."""
    for entry in ground.records:
        for path in entry.raw.places:
            if _SCALAR.fullmatch(str(_value(entry, path))) and path[:1] != ("parameters",):
                yield from ground.changing(entry.raw, path, "soon")


@defect("MOD003")
def name_twice_in_a_list(ground: Ground) -> Iterator[Planting]:
    """One key twice where each may stand once."""
    for entry, _ in ground.own():
        for field in ("parties", "mechanisms", "products"):
            keys = tuple(entry.raw.value.get(field, ()))
            for number in range(1, len(keys)):
                yield from ground.changing(entry.raw, (field, number), str(keys[0]))


@defect("MOD004")
def missing_field(ground: Ground) -> Iterator[Planting]:
    """A record without a field that its kind needs."""
    for entry in ground.records:
        for name, field in type(entry.record).model_fields.items():
            if field.is_required() and name not in ("id", "kind"):
                yield from ground.removing(entry.raw, field.alias or name)


@defect("MOD005")
def unknown_record(ground: Ground) -> Iterator[Planting]:
    """A list names a record that does not exist."""
    for entry in ground.records:
        for path in entry.raw.places:
            *_, field, number = ("", "", *path)
            if field in _NAMING and isinstance(number, int):
                yield from ground.changing(entry.raw, path, "selftest-nobody")


@defect("MOD005")
def unknown_source_of_a_precedent(ground: Ground) -> Iterator[Planting]:
    """A precedent of a clause is said to be confirmed by a source that nobody has recorded."""
    for file in dict.fromkeys(paragraph.file for paragraph in ground.paragraphs):
        for number, line in enumerate(ground.read(file).split("\n"), 1):
            if _PRECEDENT.fullmatch(line):
                yield ground.writing(file, number, f"{line.removesuffix('}')}, sources: [selftest-nobody]}}")


@defect("MOD006")
def two_records_with_one_key(ground: Ground) -> Iterator[Planting]:
    """A second file for a key."""
    for entry in ground.records:
        name = entry.raw.file.name
        if name.endswith(".yaml"):
            text = ground.read(name)
            other = name.removesuffix("yaml") + "yml"
            yield Planting(other, files={name: text, other: text})


@defect("MOD007")
def copy_that_was_not_renamed_inside(ground: Ground) -> Iterator[Planting]:
    """A copied record that keeps the key of the first."""
    for entry in ground.records:
        name = entry.raw.file.name.rpartition("/")[0] + "/selftest-copy.yaml"
        if "instruments" not in name:
            yield Planting(name, entry.raw.places[("id",)][0], {name: ground.read(entry.raw.file.name)})


def _value(entry: Entry[Any], path: tuple[str | int, ...]) -> Any:
    value: Any = entry.raw.value
    for step in path:
        value = value[step]
    return value

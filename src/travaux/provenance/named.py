"""A record -> the other records that it names, each with the path of the field that names it.

Read from the types of the fields, so that a new kind of record needs nothing here.
"""

from __future__ import annotations

from collections.abc import Iterator
from types import UnionType
from typing import Annotated, Any, TypeAlias, Union, get_args, get_origin

from pydantic import AfterValidator, BaseModel

from travaux.model.base import Names
from travaux.read import Path

#: Kind of record, key, and the path in the record at which the key stands.
Named: TypeAlias = tuple[str, str, Path]


def _validators(metadata: tuple[Any, ...]) -> Iterator[Any]:
    return (each.func for each in metadata if isinstance(each, AfterValidator))


def named(record: BaseModel) -> tuple[Named, ...]:
    """What a record names, in the order of its fields."""
    return tuple(dict.fromkeys(_of_model(record, ())))


def _of_model(model: BaseModel, path: Path) -> Iterator[Named]:
    for name, field in type(model).model_fields.items():
        yield from _of_value(getattr(model, name), field.annotation, tuple(field.metadata), (*path, name))


def _of_value(value: Any, annotation: Any, metadata: tuple[Any, ...], path: Path) -> Iterator[Named]:
    if isinstance(value, BaseModel):
        yield from _of_model(value, path)
        return
    kind = next((func.kind for func in _validators(metadata) if isinstance(func, Names)), "")
    if kind and isinstance(value, str):
        yield kind, value, path
        return
    origin, inner = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        yield from _of_value(value, inner[0], inner[1:], path)
    elif origin in (Union, UnionType):
        for form in inner:
            yield from _of_value(value, form, (), path)
    elif origin is tuple and isinstance(value, tuple):
        for number, item in enumerate(value):
            yield from _of_value(item, inner[0], (), (*path, number))
    elif origin is dict and isinstance(value, dict):
        for key, item in value.items():
            here = (*path, key if isinstance(key, int) else str(key))
            yield from _of_value(key, inner[0], (), here)
            yield from _of_value(item, inner[1], (), here)

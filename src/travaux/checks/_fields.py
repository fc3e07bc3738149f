"""A record -> its values of some types, each with the path at which it is written."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeAlias

from pydantic import BaseModel

Path: TypeAlias = tuple[str | int, ...]


def values(record: Any, wanted: tuple[type, ...], written: bool = False, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """The values of the wanted types, in order; what is in one of them is not looked at.

    With `written` only what stands in the record, and no default.
    """
    if isinstance(record, wanted):
        yield path, record
        return
    for step, each in _items(record, written):
        yield from values(each, wanted, written, (*path, step))


def _items(record: Any, written: bool) -> Iterator[tuple[str | int, Any]]:
    match record:
        case BaseModel():
            for name, field in type(record).model_fields.items():
                if not written or name in record.model_fields_set:
                    yield field.alias or name, getattr(record, name)
        case dict():
            yield from ((str(key), each) for key, each in record.items())
        case tuple() | list():
            yield from enumerate(record)

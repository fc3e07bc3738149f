"""Values of the model that remember where they came from, for use inside a clause.

A template sees the model only through these: attributes, items and loops keep the path, methods and private
names do not exist. So every number of the text knows its field, and a template cannot reach anything else.
"""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Callable, Iterator
from typing import Any

from pydantic import BaseModel


def track(value: Any, path: str) -> Any:
    """The value with its path; None, true and false stay themselves, because a condition tests them as such."""
    if value is None or isinstance(value, bool | Tracked):
        return value
    return Tracked(value, path)


def untrack(value: Any) -> Any:
    """The value without its path."""
    return value._value if isinstance(value, Tracked) else value


def path_of(value: Any) -> str:
    """The path of a value, "" where it has none."""
    return value._path if isinstance(value, Tracked) else ""


@functools.cache
def _fields(cls: type) -> frozenset[str]:
    """The names that a clause may ask of a value: fields of the model, and what a record computes from them."""
    if issubclass(cls, BaseModel):
        computed = (name for name in dir(cls) if not hasattr(BaseModel, name))
        return frozenset((*cls.model_fields, *(n for n in computed if isinstance(getattr(cls, n, None), property))))
    return frozenset(f.name for f in dataclasses.fields(cls)) if dataclasses.is_dataclass(cls) else frozenset()


class Tracked:
    """A value of the model and the path of the field it stands in."""

    __slots__ = ("_path", "_value")

    def __init__(self, value: Any, path: str) -> None:
        self._value = value
        self._path = path

    def __getattr__(self, name: str) -> Any:
        value = self._value
        if isinstance(value, dict):
            return self._of_mapping(value, name)
        kind: Any = type(value)
        if name.startswith("_") or name not in _fields(kind):
            raise AttributeError(f"{self._path} has no {name!r}")
        return track(getattr(value, name), f"{self._path}.{name}")

    def _of_mapping(self, value: dict[Any, Any], name: str) -> Any:
        views: dict[str, Callable[[], Iterator[Any]]] = {
            "items": lambda: ((track(k, self._path), track(v, f"{self._path}.{k}")) for k, v in value.items()),
            "keys": lambda: (track(k, self._path) for k in value),
            "values": lambda: (track(v, f"{self._path}.{k}") for k, v in value.items()),
        }
        if name in value:
            return track(value[name], f"{self._path}.{name}")
        if name in views:
            return views[name]
        raise AttributeError(f"{self._path} has no {name!r}")

    def __getitem__(self, key: Any) -> Any:
        key = untrack(key)
        places = getattr(self._value, "places", None)
        place = places[key] if places is not None and isinstance(key, int) else key
        return track(self._value[key], f"{self._path}.{place}")

    def __iter__(self) -> Iterator[Any]:
        if isinstance(self._value, dict):
            return (track(key, self._path) for key in self._value)
        if isinstance(self._value, tuple | list):
            places = getattr(self._value, "places", range(len(self._value)))
            return (track(item, f"{self._path}.{i}") for i, item in zip(places, self._value, strict=True))
        raise TypeError(f"{self._path} is not a list")

    def __len__(self) -> int:
        return len(self._value)

    def __contains__(self, item: Any) -> bool:
        return untrack(item) in self._value

    def __bool__(self) -> bool:
        return bool(self._value)

    def __eq__(self, other: object) -> bool:
        return bool(self._value == untrack(other))

    def __hash__(self) -> int:
        return hash(self._value)

    def __lt__(self, other: Any) -> bool:
        return bool(self._value < untrack(other))

    def __le__(self, other: Any) -> bool:
        return bool(self._value <= untrack(other))

    def __gt__(self, other: Any) -> bool:
        return bool(self._value > untrack(other))

    def __ge__(self, other: Any) -> bool:
        return bool(self._value >= untrack(other))

    def __str__(self) -> str:
        return str(self._value)

"""JSON Schemas of every kind of file a user writes, for editors and for `travaux schema`."""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import BaseModel

from travaux.diagnostic import fail
from travaux.library import FamilyFile, FrontMatter, Language, Template
from travaux.model.mechanism import class_of, kinds
from travaux.model.record_kinds import RECORD_KINDS
from travaux.span import Span
from travaux.validate import closest

_FIXED: Mapping[str, type[BaseModel]] = {
    **{name: kind.cls for name, kind in RECORD_KINDS.items() if kind.cls},
    "clause": FrontMatter,
    "family": FamilyFile,
    "template": Template,
    "language": Language,
}


def schema_kinds(added: Mapping[str, type[BaseModel]] | None = None) -> tuple[str, ...]:
    """The kinds of file that have a schema: records, mechanisms, and the files of the library."""
    return tuple(sorted({*_FIXED, *kinds(), *(added or {})}))


def schema(kind: str, added: Mapping[str, type[BaseModel]] | None = None) -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of a kind. Raises `Failure` for a kind that does not exist.

    `added` are mechanism classes of plug-ins, by kind.
    """
    known = schema_kinds(added)
    if kind not in known:
        hint = closest(kind, known) or f"kinds: {', '.join(known)}"
        raise fail("SYN012", Span(), f"there is no schema {kind!r}", hint)
    cls = _FIXED.get(kind) or (added or {}).get(kind) or class_of(kind)
    result = {"$schema": "https://json-schema.org/draft/2020-12/schema", **cls.model_json_schema()}
    for model in _models(cls, set()):
        described = result if model is cls else result.get("$defs", {}).get(model.__name__, {})
        for name, text in _documented(model).items():
            if name in described.get("properties", {}):
                described["properties"][name]["description"] = text
    return result


def _models(cls: type[BaseModel], seen: set[type[BaseModel]]) -> Iterator[type[BaseModel]]:
    """The class and every model that its fields lead to."""
    if cls in seen:
        return
    seen.add(cls)
    yield cls
    for field in cls.model_fields.values():
        for inner in _inside(field.annotation):
            yield from _models(inner, seen)


def _inside(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in getattr(annotation, "__args__", ()):
        yield from _inside(part)


def _documented(cls: type[BaseModel]) -> dict[str, str]:
    """The docstrings under the fields of a class, by name in the file (its alias, where it has one).

    They are read here, when a schema is asked for, and not by pydantic: parsing the source of every class at
    each import would take longer than a build.
    """
    found: dict[str, str] = {}
    for base in reversed([c for c in cls.__mro__ if issubclass(c, BaseModel) and c is not BaseModel]):
        body = ast.parse(textwrap.dedent(inspect.getsource(base))).body[0]
        assert isinstance(body, ast.ClassDef)
        for field, text in zip(body.body, body.body[1:], strict=False):
            if not (isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name)):
                continue
            if (
                isinstance(text, ast.Expr)
                and isinstance(text.value, ast.Constant)
                and field.target.id in cls.model_fields
            ):
                alias = cls.model_fields[field.target.id].alias or field.target.id
                found[alias] = inspect.cleandoc(str(text.value.value))
    return found

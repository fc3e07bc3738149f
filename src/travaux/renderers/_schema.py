"""The classes of the tree become the JSON Schema of their JSON form, so that the two cannot differ.

The annotations are read as expressions: `tuple[X, ...]` is an array, `A | B` a choice, a class an object with
`type` and its fields. `Alternatives[Inline]` and its like are definitions of their own (`Alternatives.Inline`).
"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from inspect import getdoc
from types import EllipsisType
from typing import Any, get_args

from travaux import tree
from travaux.tree import Level

Schema = dict[str, Any]

_PLAIN: Mapping[str, Schema] = {
    "str": {"type": "string"},
    "int": {"type": "integer"},
    "bool": {"type": "boolean"},
    "bytes": {"type": "string", "contentEncoding": "base64"},
    "Level": {"enum": [level.name.lower() for level in Level]},
}
_SCHEDULE_ROW: Schema = {
    "description": "A row of a long schedule: its key, the group it stands under, and its printed cells.",
    "type": "object",
    "properties": {
        "type": {"const": "ScheduleRow"},
        "key": {"type": "string"},
        "group": {"type": "string"},
        "cells": {"type": "array", "items": {"type": "string"}},
    },
    "required": ["type", "key", "group", "cells"],
    "additionalProperties": False,
}

_DRAWING: Schema = {
    "description": "A picture that the program has drawn, as SVG.",
    "type": "object",
    "properties": {"type": {"const": "Drawing"}, "svg": {"type": "string"}},
    "required": ["type", "svg"],
    "additionalProperties": False,
}


def document_schema(version: str) -> Schema:
    """The JSON Schema (2020-12) of a document in JSON, whose `schema` field says `version`."""
    definitions = _Definitions()
    definitions.of_class("Document")
    document = definitions.known["Document"]
    document["properties"] = {"schema": {"const": version}, **document["properties"]}
    document["required"] = ["schema", *document["required"]]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": version,
        "$ref": "#/$defs/Document",
        "$defs": dict(sorted(definitions.known.items())),
    }


@dataclass
class _Definitions:
    """The definitions found so far, by name; each is entered before what it names is looked into."""

    known: dict[str, Schema] = field(default_factory=dict)

    def of_class(self, name: str, parameter: str = "") -> Schema:
        """A reference to a class of the tree, of a generic one with what it holds."""
        full = f"{name}.{parameter}" if parameter else name
        if full not in self.known:
            self.known[full] = {}
            self.known[full] |= self._object(name, parameter)
        return {"$ref": f"#/$defs/{full}"}

    def _object(self, name: str, parameter: str) -> Schema:
        node = getattr(tree, name)
        properties = {"type": {"const": name}}
        properties |= {f.name: self._of(_parsed(str(f.type)), parameter) for f in fields(node)}
        return {
            "description": (getdoc(node) or name).partition("\n\n")[0].replace("\n", " "),
            "type": "object",
            "properties": properties,
            "required": list(properties),
            "additionalProperties": False,
        }

    def _of(self, annotation: ast.expr, parameter: str) -> Schema:
        match annotation:
            case ast.Constant(value=None):
                return {"type": "null"}
            case ast.Name(id="X"):
                return self._named(parameter)
            case ast.Name(id=name):
                return self._named(name)
            case ast.BinOp(left=left, right=right):
                return {"anyOf": [*_options(self._of(left, parameter)), *_options(self._of(right, parameter))]}
            case ast.Subscript(value=ast.Name(id=outer), slice=inner):
                return self._generic(outer, inner, parameter)
            case _:
                raise TypeError(f"no JSON Schema for the annotation {ast.unparse(annotation)}")

    def _named(self, name: str) -> Schema:
        if name in _PLAIN:
            return _PLAIN[name]
        if name == "RowSource":
            self.known["ScheduleRow"] = _SCHEDULE_ROW
            return {"type": "array", "items": {"$ref": "#/$defs/ScheduleRow"}}
        if name == "Drawing":
            self.known["Drawing"] = _DRAWING
            return {"$ref": "#/$defs/Drawing"}
        meaning = getattr(tree, name)
        if meaning is str:
            return _PLAIN["str"]
        if isinstance(meaning, str):
            return self._alias(name, meaning)
        return {"enum": list(get_args(meaning))} if get_args(meaning) else self.of_class(name)

    def _alias(self, name: str, meaning: str) -> Schema:
        if name not in self.known:
            self.known[name] = {}
            self.known[name] |= self._of(_parsed(meaning), "")
        return {"$ref": f"#/$defs/{name}"}

    def _generic(self, outer: str, inner: ast.expr, parameter: str) -> Schema:
        match outer, inner:
            case "tuple", ast.Tuple(elts=[element, ast.Constant(value=EllipsisType())]):
                return {"type": "array", "items": self._of(element, parameter)}
            case "tuple", ast.Tuple(elts=elements):
                items = [self._of(element, parameter) for element in elements]
                return {"type": "array", "prefixItems": items, "minItems": len(items), "items": False}
            case "Mapping", ast.Tuple(elts=[_, element]):
                return {"type": "object", "additionalProperties": self._of(element, parameter)}
            case "Literal", _:
                return {"enum": _literals(inner)}
            case _, ast.Name(id=held):
                return self.of_class(outer, parameter if held == "X" else held)
            case _:
                raise TypeError(f"no JSON Schema for {outer}[{ast.unparse(inner)}]")


def _parsed(annotation: str) -> ast.expr:
    return ast.parse(annotation, mode="eval").body


def _literals(inner: ast.expr) -> list[object]:
    return [ast.literal_eval(one) for one in (inner.elts if isinstance(inner, ast.Tuple) else [inner])]


def _options(schema: Schema) -> list[Schema]:
    return schema["anyOf"] if list(schema) == ["anyOf"] else [schema]

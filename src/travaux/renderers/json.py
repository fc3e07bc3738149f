"""A document becomes JSON: the tree, its labels and its side tables, for programs that read it.

Each node is an object with `type`, the name of its class, and its fields in the order of the class. Levels are
their names in small letters, pictures are base64 or SVG, the rows of a long schedule are written out. The shape is
named in the output as `travaux.document/1`; `schema()` is its JSON Schema.
"""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import fields, is_dataclass

from travaux.renderers import Rendered
from travaux.renderers._schema import document_schema
from travaux.renderers._shared import clean
from travaux.tree import Document, Figure, Level, RowSource, Table

suffix = "json"
resources: tuple[str, ...] = ()

SCHEMA = "travaux.document/1"


def render(document: Document, resources: Mapping[str, bytes]) -> Rendered:
    """The whole document as UTF-8 JSON, one field to a line; nothing of it is left out."""
    tree = {"schema": SCHEMA, **_node(document)}
    return Rendered((json.dumps(tree, ensure_ascii=False, indent=1) + "\n").encode("utf-8"))


def schema() -> dict[str, object]:
    """The JSON Schema of what `render` writes, derived from the classes of the tree."""
    return document_schema(SCHEMA)


def _plain(value: object) -> object:
    match value:
        case Level():
            return value.name.lower()
        case None | bool() | int():
            return value
        case str():
            return clean(value)
        case bytes():
            return b64encode(value).decode("ascii")
        case tuple():
            return [_plain(item) for item in value]
        case Mapping():
            return {clean(str(key)): _plain(item) for key, item in value.items()}
        case _:
            return _node(value)


def _node(node: object) -> dict[str, object]:
    if not is_dataclass(node):
        raise TypeError(f"not a part of the document tree: {type(node).__name__}")
    plain: dict[str, object] = {"type": type(node).__name__}
    plain |= {field.name: _field(node, field.name) for field in fields(node)}
    return plain


def _field(node: object, name: str) -> object:
    if isinstance(node, Figure) and name == "image" and not isinstance(node.image, bytes):
        return {"type": "Drawing", "svg": clean(node.image.svg(node.caption or node.alternative, node.alternative))}
    if isinstance(node, Table) and name == "rows" and not isinstance(node.rows, tuple):
        return _schedule(node.rows)
    return _plain(getattr(node, name))


def _schedule(rows: RowSource) -> list[object]:
    return [
        {"type": "ScheduleRow", "key": clean(key), "group": clean(group), "cells": _plain(cells)}
        for group, members in rows.by_group()
        for key, cells in members
    ]

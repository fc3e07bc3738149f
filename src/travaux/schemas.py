"""JSON Schemas of every kind of file a user writes, for editors and for `travaux schema`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel

from travaux.diagnostic import fail
from travaux.model.instrument import Instrument
from travaux.model.mechanism import class_of, kinds
from travaux.model.party import Party
from travaux.model.product import Product
from travaux.model.source import Source
from travaux.parse import FamilyFile, FrontMatter, Language, Template
from travaux.span import Span
from travaux.validate import closest

_FIXED: Mapping[str, type[BaseModel]] = {
    "source": Source,
    "party": Party,
    "product": Product,
    "instrument": Instrument,
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
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **cls.model_json_schema()}

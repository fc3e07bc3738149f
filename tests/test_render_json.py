"""JSON: the whole tree, in the shape that its schema describes."""

from __future__ import annotations

import json
from dataclasses import is_dataclass, replace

import pytest
from hypothesis import given, settings
from jsonschema import Draft202012Validator

from sample_document import every_kind
from strategies import documents
from travaux import tree
from travaux.renderers import json as renderer
from travaux.tree import Document, Figure, Para, Text

VALIDATOR = Draft202012Validator(renderer.schema())


def _read(document: Document) -> dict[str, object]:
    return json.loads(renderer.render(document, {}).data)


def _types(value: object) -> set[str]:
    match value:
        case dict():
            below = set().union(*(_types(item) for item in value.values()))
            return below | {value["type"]} if isinstance(value.get("type"), str) else below
        case list():
            return set().union(*(_types(item) for item in value))
        case _:
            return set()


def _classes() -> set[str]:
    return {
        name for name, one in vars(tree).items() if is_dataclass(one) and isinstance(one, type) and name != "Document"
    }


def test_schema_is_a_json_schema() -> None:
    Draft202012Validator.check_schema(renderer.schema())


def test_sample_has_every_class_of_the_tree_and_fits_the_schema() -> None:
    plain = _read(every_kind())
    assert _types(plain) == _classes() | {"Document", "ScheduleRow"}
    assert list(VALIDATOR.iter_errors(plain)) == []


def test_schema_rejects_a_field_that_is_not_in_the_tree() -> None:
    plain = _read(every_kind())
    plain["draft"]["colour"] = "blue"
    messages = [error.message for error in VALIDATOR.iter_errors(plain)]
    assert messages == ["Additional properties are not allowed ('colour' was unexpected)"]


def test_nodes_are_their_fields_in_the_order_of_the_class() -> None:
    plain = _read(every_kind())
    assert list(plain)[:5] == ["schema", "type", "draft", "labels", "citations"]
    assert plain["schema"] == "travaux.document/1"
    article = plain["draft"]["body"][1]["children"][0]
    assert (article["type"], article["level"], article["heading"]) == (
        "Provision",
        "article",
        "Border price adjustment",
    )
    assert article["origin"] == {"type": "Origin", "clause": "charge", "variant": "us", "version": "ab12cd"}
    assert plain["labels"]["charge"]["own"] == "Article 2"


def test_rows_of_a_schedule_are_written_out() -> None:
    schedule = _read(every_kind())["draft"]["annexes"][0]["content"][0]
    assert schedule["rows"] == [
        {"type": "ScheduleRow", "key": "s.2822", "group": "Chapter 28", "cells": ["2822.00", "Cobalt oxides"]},
        {"type": "ScheduleRow", "key": "s.2825", "group": "Chapter 28", "cells": ["2825.20", "Lithium hydroxide"]},
    ]


def test_a_picture_is_base64_and_letters_are_themselves() -> None:
    document = every_kind()
    opening = (Figure("f", b"\x89PNG", "é"), Para((Text("a\x00b\ud800c → ü"),)))
    data = renderer.render(replace(document, draft=replace(document.draft, opening=opening)), {}).data
    figure, para = json.loads(data)["draft"]["opening"]
    assert figure["image"] == "iVBORw=="
    assert para["content"][0]["text"] == "abc → ü"
    assert "→ ü".encode() in data


def test_same_document_same_bytes_and_one_newline_at_the_end() -> None:
    data = renderer.render(every_kind(), {}).data
    assert data == renderer.render(every_kind(), {}).data
    assert data.endswith(b"}\n")


def test_what_is_no_part_of_the_tree_is_refused() -> None:
    document = every_kind()
    wrong = replace(document, draft=replace(document.draft, title=1.5))
    with pytest.raises(TypeError, match=r"^not a part of the document tree: float$"):
        renderer.render(wrong, {})


@settings(max_examples=40, deadline=None)
@given(documents())
def test_every_document_fits_the_schema(document: Document) -> None:
    rendered = renderer.render(document, {})
    assert rendered.unrepresented == ()
    assert list(VALIDATOR.iter_errors(json.loads(rendered.data))) == []

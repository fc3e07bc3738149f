"""Structure and lists: what reads well in other ways is left alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from clause_text import DUTY, HEAD, findings, in_duty, in_plan


def listed(*items: str) -> str:
    return "Each Party shall:\n\n" + "".join(f"1. {{#i{n}}} {item}\n" for n, item in enumerate(items))


GOOD_LISTS = [
    ("do this;", "do that; and", "do more."),
    ("do this;", "do that; or", "do more."),
    ("do this; and", "do that; and", "do more."),
    ("This is a sentence.", "So is this.", "And this."),
    ('{{ note("a note") }}do this;', "do that; and", 'do more.{{ note("another") }}'),
]


@pytest.mark.parametrize("items", GOOD_LISTS)
def test_lists_that_read_as_a_sentence(items: tuple[str, ...], tmp_path: Path) -> None:
    assert in_duty("STR004", listed(*items), tmp_path) == []


BAD_LISTS = [
    (("do this;", "do that;", "do more."), "warning: the item ends in 'do that;'"),
    (("do this", "do that; and", "do more."), "warning: the item ends in 'do this'"),
    (("do this;", "do that; and", "do more"), "warning: the item ends in 'do more'"),
    (("do this;", "do that.", "do more."), "warning: the item ends in 'do that.'"),
]


@pytest.mark.parametrize(("items", "message"), BAD_LISTS)
def test_lists_that_do_not(items: tuple[str, ...], message: str, tmp_path: Path) -> None:
    assert in_duty("STR004", listed(*items), tmp_path) == [message]


def test_the_end_of_a_nested_list_ends_its_item(tmp_path: Path) -> None:
    body = (
        "1. {#a} Each Party shall:\n    1. {#b} do:\n        1. {#c} this; and\n        2. {#d} that; and\n"
        "    2. {#e} do more,\n\n    on every day.\n\n2. {#f} It may rest.\n"
    )
    assert in_duty("STR004", body, tmp_path) == []


def test_definitions_need_no_connective(tmp_path: Path) -> None:
    body = (
        "For the purposes of this Agreement:\n\n- {#one} **one** means a number:\n    1. {#x} below two; and\n"
        "    2. {#y} above zero;\n\n- {#two} **two** means its successor;\n\n- {#three} **three** means the next.\n"
    )
    assert in_duty("STR004", body, tmp_path / "a") == []
    assert in_duty("STR001", body, tmp_path / "b") == []
    assert in_duty("STR002", body, tmp_path / "c") == []


def test_a_single_point_stands_alone(tmp_path: Path) -> None:
    assert in_duty("STR002", listed("do this."), tmp_path) == ["warning: (a) stands alone: there is no second item"]


def test_competing_wordings_of_the_only_paragraph_are_one(tmp_path: Path) -> None:
    files = {
        DUTY: HEAD + "Each Party shall admit covered goods.\n",
        "clauses/example/duty~short.en.md": HEAD + "Each Party shall act.\n",
        "seeds/instruments/example.yaml": "variants:\n  duty:\n    - {variant: standard, proposed: [alba]}\n"
        "    - {variant: short, proposed: [borea]}\n",
    }
    assert findings("STR003", files, tmp_path / "a") == []
    assert findings("STR002", files, tmp_path / "b") == []


def test_one_mechanism_drafted_twice_has_one_heading_twice(tmp_path: Path) -> None:
    files = {
        "seeds/mechanisms/zone-two.yaml": (Path(__file__).parent / "example_project/seeds/mechanisms/zone.yaml")
        .read_text(encoding="utf-8")
        .replace("id: zone", "id: zone-two"),
        "seeds/instruments/example.yaml": "mechanisms: [reference, floor, adjustment, zone, zone-two]\n",
    }
    assert findings("STR003", files, tmp_path) == ["warning: the heading 'Free trade' is used a second time"]


def test_a_section_of_a_plan_is_checked_alike(tmp_path: Path) -> None:
    found = in_plan("STR002", "1. {#only} The Participants intend to meet.\n", tmp_path)
    assert found == ["warning: 1. stands alone: there is no second item"]

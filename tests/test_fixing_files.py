"""A fix in a file: what changes is that alone, and comments and layout stay."""

from __future__ import annotations

import copy
import io
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from travaux.edit import Add, Put, Remove, Reword
from travaux.fixing import difference
from travaux.fixing._words import reworded
from travaux.fixing._yaml import Unchangeable, changed_yaml
from travaux.span import Span

COMMITTEE = """\
---
heading: Joint Committee  # as the older agreements have it
purpose: Establishes the body.
order: 60
tier: 1
uses:
  - committee  # defined in the first chapter
  - party
---
The Parties hereby establish a Joint Committee.
"""


# --- YAML ----------------------------------------------------------------------------------------------------------


def test_comments_and_layout_stay() -> None:
    after = changed_yaml(COMMITTEE, Add("f", ("uses",), "covered-good"))
    assert after == COMMITTEE.replace("  - party\n", "  - covered-good\n  - party\n")
    assert changed_yaml(after, Remove("f", ("uses", 1))) == COMMITTEE


def test_a_list_that_is_broken_over_lines() -> None:
    text = "a: 1   # one\nuses: [alpha, beta,\n       gamma]  # three\nlong: some text that\n  goes on\n"
    after = changed_yaml(text, Add("f", ("uses",), "delta"))
    assert YAML(typ="safe").load(after)["uses"] == ["alpha", "beta", "delta", "gamma"]
    assert after.startswith("a: 1   # one\n")
    assert after.endswith("long: some text that\n  goes on\n")


def test_a_list_that_is_missing_is_made() -> None:
    assert changed_yaml("a: 1\n", Add("f", ("uses",), "b")) == "a: 1\nuses:\n  - b\n" or (
        changed_yaml("a: 1\n", Add("f", ("uses",), "b")) == "a: 1\nuses:\n- b\n"
    )


@pytest.mark.parametrize(
    ("path", "value", "after"),
    [
        (("a", "b"), "P60D", "a: {b: P60D, c: 1} # one\nd:\n  2027-01-01: {amount: 12.50}\n"),
        (("a", "e"), "P60D", "a: {b: 2, c: 1, e: P60D} # one\nd:\n  2027-01-01: {amount: 12.50}\n"),
        (("d", "2027-01-01", "amount"), "13.00", "a: {b: 2, c: 1}  # one\nd:\n  2027-01-01: {amount: 13.00}\n"),
    ],
)
def test_a_value_is_put(path: tuple[str, ...], value: str, after: str) -> None:
    text = "a: {b: 2, c: 1}  # one\nd:\n  2027-01-01: {amount: 12.50}\n"
    assert changed_yaml(text, Put("f", path, value)) == after


def test_a_mapping_that_is_missing_is_made() -> None:
    assert YAML(typ="safe").load(changed_yaml("a: 1\n", Put("f", ("b", "c"), "2"))) == {"a": 1, "b": {"c": 2}}


def test_a_field_that_is_not_there() -> None:
    with pytest.raises(Unchangeable, match=r"f has no field uses\.4"):
        changed_yaml("uses: [a]\n", Remove("f", ("uses", 4)))


_WORD = st.from_regex(r"[a-z]{1,6}", fullmatch=True)
_VALUE = st.recursive(
    _WORD | st.integers(0, 99),
    lambda inner: st.lists(inner, min_size=1, max_size=4) | st.dictionaries(_WORD, inner, min_size=1, max_size=4),
    max_leaves=12,
)


def _paths(value: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [p for key, item in items for p in ((*path, key), *_paths(item, (*path, key)))]


def _without(value: Any, path: tuple[str | int, ...]) -> Any:
    value = copy.deepcopy(value)
    holder = value
    for part in path[:-1]:
        holder = holder[part]
    del holder[path[-1]]
    return value if holder or len(path) == 1 else _without(value, path[:-1])


@given(st.dictionaries(_WORD, _VALUE, min_size=2, max_size=4), st.data(), st.booleans(), st.booleans())
def test_removing_takes_out_that_alone(value: dict[str, Any], data: st.DataObject, flow: bool, deep: bool) -> None:
    yaml = YAML(typ="rt")
    yaml.default_flow_style = None if flow else False
    yaml.indent(2, 4, 2) if deep else yaml.indent(2, 2, 0)
    out = io.StringIO()
    yaml.dump(value, out)
    text = "".join(f"{line}\n" + (f"# line {n}\n" if not line.startswith((" ", "-")) else "")
                   for n, line in enumerate(out.getvalue().splitlines()))  # fmt: skip
    plain = YAML(typ="safe")
    assume(plain.load(text) == value)
    path = data.draw(st.sampled_from(_paths(value)))
    wanted = _without(value, path)
    assume(wanted)
    assert plain.load(changed_yaml(text, Remove("f", path))) == wanted


# --- words ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "edit", "after"),
    [
        ("a shallow b shall c\n", Reword(Span("f", 1, 1), "shall", "will"), "a shallow b will c\n"),
        ("one\ntwo must\n  go\n", Reword(Span("f", 2, 5), "must go", "shall go"), "one\ntwo shall go\n"),
        ("x\u202ey", Reword(Span("f", 1, 2), "\u202e", ""), "xy"),
    ],
)
def test_words(text: str, edit: Reword, after: str) -> None:
    assert reworded(text, edit) == after


def test_words_that_are_not_there() -> None:
    with pytest.raises(Unchangeable, match="f does not have the words 'must' as they are printed"):
        reworded("shall\n", Reword(Span("f", 1, 1), "must", "shall"))


def test_difference_of_a_file_without_a_last_line_end() -> None:
    assert difference("f", "a\nb", "a\nc").splitlines()[-4:] == [
        "-b",
        "\\ No newline at end of file",
        "+c",
        "\\ No newline at end of file",
    ]

"""Stage 1: YAML becomes plain values, exact and with their places; what a record has no use for is refused."""

from __future__ import annotations

import math
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from travaux.diagnostic import Failure
from travaux.discover import Layer, SourceFile
from travaux.read import MOST_NODES, Raw, parse_yaml, read
from travaux.span import Span

LAYER = Layer(Path("/project"), builtin=False)
FILE = SourceFile(Path("/project/seeds/a.yaml"), "seeds/a.yaml", LAYER)


def parsed(text: str, first_line: int = 1) -> Raw:
    return parse_yaml(FILE, text, first_line)


def fault(text: str) -> str:
    with pytest.raises(Failure) as failure:
        parsed(text)
    return str(failure.value)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("65", 65),
        ("-7", -7),
        ("0", 0),
        ("110.50", Decimal("110.50")),
        (".5", Decimal("0.5")),
        ("007", "007"),
        ("0x1F", "0x1F"),
        ("1_000", "1_000"),
        ("2027-01-01", "2027-01-01"),
        ("65%", "65%"),
        ("true", True),
        ("False", False),
        ("yes", "yes"),
        ("no", "no"),
        ("on", "on"),
        ("~", None),
        ("null", None),
        ("", None),
        ('"65"', "65"),
        ("'true'", "true"),
        ("[1, 2.0]", (1, Decimal("2.0"))),
        ("{b: [x]}", {"b": ("x",)}),
        ("|\n  two\n  lines\n", "two\nlines\n"),
        ("&x 5", 5),
        (".inf", Decimal("Infinity")),
    ],
)
def test_value(text: str, value: object) -> None:
    found = parsed(f"a: {text}\n").value["a"]
    assert found == value
    assert type(found) is type(value)


def test_numbers_never_pass_through_binary_floating_point() -> None:
    digits = "0.1234567890123456789012345678901234567890"
    assert str(parsed(f"a: {digits}").value["a"]) == digits


def test_keys_are_text() -> None:
    assert parsed("1: a\ntrue: b\n2027-01-01: c\n").value == {"1": "a", "true": "b", "2027-01-01": "c"}


def test_places_of_values_and_keys() -> None:
    raw = parsed("a:\n  - {b: 1, c: two}\n  - x\n", first_line=5)
    assert raw.span("a", 0, "c") == Span("seeds/a.yaml", 6, 15)
    assert raw.key_span("a", 0, "c") == Span("seeds/a.yaml", 6, 12)
    assert raw.span("a", 1) == Span("seeds/a.yaml", 7, 5)
    assert raw.span("a", 0, "missing", "deeper") == raw.span("a", 0) == Span("seeds/a.yaml", 6, 5)
    assert raw.span() == Span("seeds/a.yaml", 5, 1)


def test_aliases_are_written_out_and_keep_the_place_of_the_original() -> None:
    raw = parsed("a: &x {b: 1}\nc: *x\n")
    assert raw.value == {"a": {"b": 1}, "c": {"b": 1}}
    assert raw.span("c", "b") == Span("seeds/a.yaml", 1, 11)


def test_all_faults_of_a_file_come_together() -> None:
    assert fault("a: !x 1\na: 2\n? [k]\n: v\n") == (
        "seeds/a.yaml:1:4: error[SYN005]: the tag !x has no meaning here\n  hint: leave the tag out\n"
        "seeds/a.yaml:2:1: error[SYN002]: the key 'a' stands twice in one mapping; first on line 1\n"
        "seeds/a.yaml:3:3: error[SYN005]: a key must be a simple word\n  hint: write the fields out"
    )


@pytest.mark.parametrize("depth", [50, 1_000, 100_000])
@pytest.mark.parametrize(("opening", "closing"), [("[", "]"), ("[", ""), ("{a: ", "}"), ("- ", ""), ("? ", "")])
def test_deep_nesting_is_refused_and_overflows_no_stack(opening: str, closing: str, depth: int) -> None:
    text = ("" if opening in "- ? " else "a: ") + opening * depth + closing * depth
    assert "error[SYN" in fault(text)


def test_wide_files_are_read() -> None:
    text = "rows:\n" + "".join(f"  - {{a: {n}, b: [1, 2]}}\n" for n in range(5_000))
    assert len(parsed(text).value["rows"]) == 5_000


def test_aliases_that_grow() -> None:
    lists = "".join(f"{chr(98 + n)}: &{chr(98 + n)} [{','.join([f'*{chr(97 + n)}'] * 50)}]\n" for n in range(4))
    assert math.pow(50, 4) > MOST_NODES
    assert fault(f"a: &a x\n{lists}").endswith(
        "error[SYN003]: aliases make this file grow beyond any use\n  hint: write the values out"
    )


def test_byte_order_mark_and_line_ends(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(b"\xef\xbb\xbfa: 1\r\nb: two\r\n")
    raw = read(Layer(tmp_path, builtin=False).file(path))
    assert raw.value == {"a": 1, "b": "two"}
    assert raw.span("b") == Span("a.yaml", 2, 4)


def test_file_too_large(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    with path.open("wb") as file:
        file.truncate(65 * 1024 * 1024)
    with pytest.raises(Failure, match=r"^a.yaml: error\[SYN008\]: the file is larger than 64 MiB\n  hint: split it$"):
        read(Layer(tmp_path, builtin=False).file(path))


# --- any mapping that is written is read back ----------------------------------------------------------------------

words = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Cn"], exclude_characters="\ufeff\u2028\u2029"), max_size=12
)
scalars = st.one_of(
    words,
    st.integers(-(10**30), 10**30),
    st.booleans(),
    st.none(),
    st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-(10**9), max_value=10**9),
)
values = st.recursive(
    scalars,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(words, inner, max_size=3)),
    max_leaves=12,
)


def as_yaml(value: Any) -> str:
    """The value in flow style, its words in double quotes."""
    match value:
        case dict():
            return "{" + ", ".join(f"{as_yaml(k)}: {as_yaml(v)}" for k, v in value.items()) + "}"
        case list():
            return "[" + ", ".join(map(as_yaml, value)) + "]"
        case str():
            escaped = value.replace("\\", "\\\\").replace('"', '\\"')
            return f'"{escaped}"'
        case bool():
            return str(value).lower()
        case None:
            return "~"
        case _:
            return str(value)


def plain(value: Any) -> Any:
    """The value as the reader gives it: tuples for lists."""
    match value:
        case dict():
            return {key: plain(item) for key, item in value.items()}
        case list():
            return tuple(map(plain, value))
        case _:
            return value


@given(st.dictionaries(words, values, max_size=4))
def test_mappings_round_trip(mapping: dict[str, Any]) -> None:
    text = "\n".join(f"{as_yaml(key)}: {as_yaml(value)}" for key, value in mapping.items()) or "{}"
    raw = parsed(text)
    assert raw.value == plain(mapping)
    for number, key in enumerate(mapping, 1):
        assert raw.key_span(key) == Span("seeds/a.yaml", number, 1)


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused_with_a_place(text: str) -> None:
    codes = {"SYN"}
    try:
        parsed(text)
    except Failure as failure:
        codes = {d.code[:3] if d.span.file == FILE.name else "astray" for d in failure.diagnostics}
    assert codes == {"SYN"}


def test_reader_agrees_with_the_pure_python_parser(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "a: [1, {b: 'x', c: 2.50}]\nd: ~\n"
    fast = parsed(text)
    slow = YAML(typ="safe", pure=True).load(text)
    assert fast.value["a"][1]["b"] == slow["a"][1]["b"]
    monkeypatch.setattr("travaux.read._composer", lambda: __import__("no_such_module"))
    fallback = parsed(text)
    assert (fallback.value, fallback.places, fallback.keys) == (fast.value, fast.places, fast.keys)

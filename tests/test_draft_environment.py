"""The sandbox of the clauses: what it lets through, what it refuses, and that its cache changes nothing."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from one_clause import article, drafted, prepared, selected
from travaux.diagnostic import Failure
from travaux.draft import bytecode
from travaux.draft.environment import CHOOSING, Desk, known, render
from travaux.draft.marks import PLACEHOLDER
from travaux.draft.printing import Printer
from travaux.model.instrument import Numbers
from travaux.tree import Para, Ref, Text, Value

FILE = "clauses/example/duty.en.md"
LINE = prepared()[1].clauses["duty", ""].body_line


def content(body: str) -> tuple[object, ...]:
    (para,) = article(body).content
    assert isinstance(para, Para)
    return para.content


def refused(body: str) -> str:
    with pytest.raises(Failure) as failure:
        drafted(body)
    (found,) = failure.value.diagnostics
    assert (found.span.file, found.span.line) == (FILE, LINE + body[: body.index("{")].count("\n"))
    return f"{found.code}: {found.message}"


def test_value_keeps_its_path() -> None:
    assert content("Within {{ param.notice }}.") == (
        Text("Within "),
        Value("clauses/duty.parameters.notice", "P14D", "14 days"),
        Text("."),
    )


def test_value_of_a_loop_keeps_its_path() -> None:
    found = content("{% for p in parties %}{{ p.names.en.short }} {% endfor %}")
    assert [node.path for node in found if isinstance(node, Value)] == [
        f"parties/{key}.names.en.short" for key in ("alba", "borea", "corda")
    ]


def test_words_of_a_template_are_words_and_never_markup() -> None:
    assert content('{{ "**x** {#id} | ^[y] [^1]" }}') == (Text("**x** {#id} | ^[y] [^1]"),)


def test_reference_knows_its_own_clause() -> None:
    (ref,) = (node for node in content("1. {#a} x" and 'See {{ ref("duty.a", "committee") }}') if isinstance(node, Ref))
    assert ref.targets == ("duty.a", "committee")
    assert not ref.through


@pytest.mark.parametrize("body", [
    "{{ param.notice.__class__ }}", "{{ ref.__func__.__globals__ }}", "{{ instrument._path }}", "{{ self.__dict__ }}",
    '{{ ("a").__class__.__mro__ }}', '{{ "a" | map("__class__") | list }}', "{% set x = 2 * 3 %}", "{{ 2 ** 99 }}",
    '{{ "%c" % 64 }}', "{{ 7 // 2 }}", "{{ +1 }}", "{{ [1] * 9 }}", "{{ param.notice + param.notice }}",
    "{{ instrument.__getattr__('id') }}", "{{ parties[0].__iter__() }}", '{{ instrument["__class__"] }}',
])  # fmt: skip
def test_internals_and_arithmetic_are_refused(body: str) -> None:
    assert refused(f"Words.\n\n{body}\n")[:6] in ("DRF001", "DRF002", "DRF003")


@pytest.mark.parametrize("name", ["range", "lipsum", "cycler", "joiner", "namespace", "dict", "open", "__import__"])
def test_no_function_of_python_or_jinja_is_there(name: str) -> None:
    assert refused(f"{{{{ {name}(9) }}}}") == f"DRF001: undefined in the clause: {name!r} is undefined"


@pytest.mark.parametrize("name", ["safe", "format", "replace", "attr", "xmlattr", "tojson", "random", "urlize", "sum"])
def test_filters_that_compute_or_make_markup_are_not_there(name: str) -> None:
    assert name not in CHOOSING
    assert refused(f'{{{{ "x" | {name} }}}}') == f"DRF003: the template cannot be read: No filter named {name!r}."


def test_other_files_are_out_of_reach() -> None:
    for body in ('{% include "x" %}', '{% import "x" as x %}', '{% extends "x" %}', '{% from "x" import y %}'):
        assert refused(body).startswith("DRF003: the template cannot be carried out: no loader")


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("{{ instrument.tilte }}", "DRF001: undefined in the clause: instruments/example has no 'tilte'"),
        ("{{ parties[0].names.fr }}", "DRF001: undefined in the clause: parties/alba.names has no 'fr'"),
        ("{{ param.x }}", "DRF001: undefined in the clause: there is no 'x' here, only notice"),
        ("{{ parties[7] }}", "DRF001: undefined in the clause: tuple object has no element 7"),
        ("{% if instrument.x %}{% endif %}", "DRF001: undefined in the clause: instruments/example has no 'x'"),
        ("{% for x in nothing %}{% endfor %}", "DRF001: undefined in the clause: 'nothing' is undefined"),
    ],
)
def test_what_is_undefined_is_named_by_its_path(body: str, message: str) -> None:
    assert refused(body) == message


@pytest.mark.parametrize("opening", ["(", "[", "{% if true %}", "{% for p in parties %}", "not "])
def test_depth_is_no_trap(opening: str) -> None:
    """Deep expressions and loops are refused where they break a limit of Python's."""
    for depth in (30, 2_000):
        body = opening * depth if opening.startswith("{") else "{{ " + opening * depth
        with pytest.raises(Failure, match=r"DRF00[123]"):
            drafted(body)


def test_endless_recursion_is_refused_soon() -> None:
    start = time.monotonic()
    assert refused("{% macro m() %}{{ m() }}{{ m() }}{% endmacro %}{{ m() }}").startswith("DRF003")
    assert refused("{% for p in parties recursive %}{{ loop(parties) }}{% endfor %}").startswith("DRF003")
    assert time.monotonic() - start < 5


def forgotten() -> None:
    """As in a new process: no folder is chosen, and no code is known."""
    bytecode.cache.cache_clear()
    known.clear()


def test_same_text_from_a_cold_and_a_warm_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Compiled code must not hold placeholders of the run that compiled it: constants are printed at each run."""
    body = (
        '{{ param.notice }} {{ "alba" | party }} and {{ "borea" | party }}{{ note("n") }} {{ "words" }} {{ 3 | words }}'
    )
    texts = {}
    for name in ("off", "cold", "warm"):
        monkeypatch.setenv("TRAVAUX_CACHE", "off" if name == "off" else str(tmp_path / "cache"))
        forgotten()
        texts[name] = drafted(body)
    forgotten()
    assert texts["off"] == texts["cold"] == texts["warm"]
    assert len(list((tmp_path / "cache").iterdir())) >= 1


def test_compiled_code_holds_no_placeholder() -> None:
    desk = Desk(Printer("en", prepared()[1].words, Numbers()))
    clause = selected('{{ "a" }} {{ 5 }} {{ "b" | first }}').clause
    for _ in range(2):
        marks = desk.lay({})
        rendered = render(desk.env, clause, {})
        assert PLACEHOLDER.findall(rendered) == ["0", "1", "2"]
        assert len(marks.found) == 3


@pytest.mark.parametrize("bad", [b"", b"j2", b"x" * 500])
def test_damaged_cache_is_no_fault(bad: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRAVAUX_CACHE", str(tmp_path))
    forgotten()
    first = drafted("{{ param.notice }}")
    for path in tmp_path.iterdir():
        path.write_bytes(path.read_bytes()[:40] + bad if bad else b"")
    forgotten()
    assert drafted("{{ param.notice }}") == first
    forgotten()

"""Stage 6: numbers as Word counts them, side tables that miss nothing, and no draft on which it fails."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from one_clause import document, prepared
from sample_document import EMPTY, HOUSE
from strategies import drafts
from travaux.index import index
from travaux.numbering import letters, printed, roman
from travaux.renderers._shared import walk
from travaux.tree import (
    Alternatives,
    Annex,
    Change,
    Definition,
    Document,
    Draft,
    Footnote,
    HouseStyle,
    Level,
    Option,
    Para,
    Provision,
    Ref,
    Table,
    Text,
    Use,
    Value,
    Writing,
)

WORDS = prepared()[1].words.words
STYLE = replace(HOUSE, words=WORDS)


def unit(level: Level, key: str, *children: Any, numbered: bool = True, text: str = "", heading: str = "") -> Provision:
    content = (Para((Text(text),)),) if text else ()
    return Provision(level, key, heading, content, children, numbered=numbered)


def numbers(*body: Any, house: HouseStyle = STYLE, annexes: tuple[Annex, ...] = ()) -> dict[str, str]:
    labels = index(replace(EMPTY, house=house, body=body, annexes=annexes)).labels
    return {key: label.own for key, label in labels.items()}


def articles(*keys: str, chapter: str = "") -> Any:
    found = [unit(Level.ARTICLE, key) for key in keys]
    return unit(Level.CHAPTER, chapter, *found, heading=chapter) if chapter else found


# --- numerals --------------------------------------------------------------------------------------------------------


def test_letters_are_repeated_as_in_word() -> None:
    assert [letters(n) for n in (1, 26, 27, 28, 52, 53, 79)] == ["a", "z", "aa", "bb", "zz", "aaa", "aaaa"]


def test_roman() -> None:
    assert [roman(n) for n in (1, 4, 9, 14, 40, 90, 400, 1994, 2027)] == [
        "i", "iv", "ix", "xiv", "xl", "xc", "cd", "mcmxciv", "mmxxvii",
    ]  # fmt: skip


@given(st.integers(1, 3999))
def test_roman_numerals_can_be_read_back(number: int) -> None:
    values = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}
    digits = [values[sign] for sign in roman(number)]
    assert sum(-d if any(later > d for later in digits[n + 1 : n + 2]) else d for n, d in enumerate(digits)) == number


# --- numbering -----------------------------------------------------------------------------------------------------


def test_articles_by_chapter_and_lists_that_begin_anew() -> None:
    point = [unit(Level.POINT, f"p{n}") for n in range(28)]
    first = unit(Level.ARTICLE, "a", unit(Level.PARAGRAPH, "a1", *point), unit(Level.PARAGRAPH, "a2"))
    second = unit(Level.ARTICLE, "b", unit(Level.PARAGRAPH, "b1", unit(Level.POINT, "q")))
    found = numbers(unit(Level.CHAPTER, "one", first, second), articles("c", chapter="two"))
    assert found["one"] == "Chapter 1"
    assert [found[key] for key in ("a", "b", "c")] == ["Article 1.1", "Article 1.2", "Article 2.1"]
    assert [found[key] for key in ("a1", "a2", "b1", "q", "p25", "p26", "p27")] == [
        "1.", "2.", "1.", "(a)", "(z)", "(aa)", "(bb)",
    ]  # fmt: skip


def test_articles_counted_through() -> None:
    house = replace(STYLE, articles="continuous", chapters="roman")
    found = numbers(articles("a", "b", chapter="one"), articles("c", chapter="two"), house=house)
    assert found == {
        "one": "Chapter I", "a": "Article 1", "b": "Article 2", "two": "Chapter II", "c": "Article 3",
    }  # fmt: skip


def test_sections_do_not_interrupt_the_articles_of_a_chapter() -> None:
    body = unit(
        Level.CHAPTER, "one",
        unit(Level.SECTION, "s1", unit(Level.ARTICLE, "a")), unit(Level.SECTION, "s2", unit(Level.ARTICLE, "b")),
    )  # fmt: skip
    found = numbers(body)
    assert (found["s2"], found["b"]) == ("Section B", "Article 1.2")


def test_parts_go_on_counting_chapters_anew() -> None:
    body = [unit(Level.PART, p, articles(f"{p}a", chapter=f"{p}c")) for p in ("x", "y")]
    found = numbers(*body)
    assert [found[key] for key in ("x", "xc", "xa", "y", "yc", "ya")] == [
        "Part I", "Chapter 1", "Article 1.1", "Part II", "Chapter 1", "Article 1.1",
    ]  # fmt: skip


def test_unnumbered_provisions_have_no_number_and_begin_their_lists_anew() -> None:
    terms = [unit(Level.PARAGRAPH, f"t{n}", unit(Level.POINT, f"t{n}a"), numbered=False) for n in (1, 2)]
    found = numbers(unit(Level.ARTICLE, "a", *terms))
    assert found == {"a": "Article 1", "t1": "", "t1a": "(a)", "t2": "", "t2a": "(a)"}


@pytest.mark.parametrize(
    ("style", "wanted"),
    [
        ("by-chapter", ["Annex 1-A", "Annex 1-B", "Annex 2-A"]),
        ("arabic", ["Annex 1", "Annex 2", "Annex 3"]),
        ("roman", ["Annex I", "Annex II", "Annex III"]),
        ("letter", ["Annex A", "Annex B", "Annex C"]),
    ],
)
def test_annexes(style: Any, wanted: list[str]) -> None:
    annexes = tuple(Annex(key, key, chapter=chapter) for key, chapter in (("x", "one"), ("y", "one"), ("z", "two")))
    body = (articles("a", chapter="one"), articles("b", chapter="two"))
    found = numbers(*body, house=replace(STYLE, annexes=style), annexes=annexes)
    assert [found[key] for key in "xyz"] == wanted


def test_deleted_and_rejected_provisions_are_not_counted() -> None:
    a, b, c, d = articles("a", "b", "c", "d")
    body = (
        Change("deleted", (a,), "us"),
        Change("inserted", (b,), "us"),
        Alternatives("x", (Option((c,)), Option((d,))), chosen=1),
        Alternatives("y", (Option((unit(Level.ARTICLE, "e"),)),), chosen=-1),
    )
    assert numbers(*body) == {"b": "Article 1", "d": "Article 2"}


def test_open_alternatives_are_all_counted() -> None:
    a, b = articles("a", "b")
    assert numbers(Alternatives("x", (Option((a,)), Option((b,))))) == {"a": "Article 1", "b": "Article 2"}


def test_identifiers_are_those_of_akoma_ntoso() -> None:
    body = unit(Level.CHAPTER, "one", unit(Level.ARTICLE, "a", unit(Level.PARAGRAPH, "p", unit(Level.POINT, "q"))))
    labels = index(replace(EMPTY, house=STYLE, body=(body,))).labels
    assert labels["q"].eid == "chp_1__art_1-1__para_1__point_a"
    assert labels["q"].cited == "Article 1.1.1(a)"


# --- terms ------------------------------------------------------------------------------------------------------------


def used(text: str, terms: dict[str, tuple[str, ...]], plain: tuple[str, ...] = (), spaced: bool = True) -> list[str]:
    article = unit(Level.ARTICLE, "a", text=text)
    house = replace(STYLE, writing=Writing(spaced=spaced))
    found = index(replace(EMPTY, house=house, body=(article,), terms=terms, plain=plain))
    (para,) = found.draft.body[0].content  # type: ignore[union-attr]
    words = "".join(node.text for node in para.content)  # type: ignore[union-attr]
    assert words == text
    return [f"{use.term}:{use.text}" for use in found.uses]


TERMS = {"good": ("covered good", "covered goods"), "floor": ("floor price",), "party": ("Party", "Parties")}


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("a covered good, covered goods", ["good:covered good", "good:covered goods"]),
        ("Covered goods of a Party", ["good:Covered goods", "party:Party"]),
        ("uncovered good; covered goodsX; party", []),
        ("non-Party and Party-led", []),
        ("covered goods-", ["good:covered goods"]),
        ("third Party", []),
        ("floor price.", ["floor:floor price"]),
        ("floor prices", []),
    ],
)
def test_forms_of_terms_are_found(text: str, wanted: list[str]) -> None:
    assert used(text, TERMS, plain=("third Party",)) == wanted


def test_longest_form_wins() -> None:
    assert used("the floor price level", {"a": ("floor price",), "b": ("floor price level",)}) == [
        "b:floor price level"
    ]


def test_terms_in_a_language_without_spaces() -> None:
    terms = {"party": ("締約国",), "product": ("産品",), "good": ("対象産品",), "fob": ("FOB",)}
    assert used("各締約国は対象産品を輸入する", terms, spaced=False) == ["party:締約国", "good:対象産品"]
    assert used("締約国間の産品、対象産品の", terms, spaced=False) == ["party:締約国", "product:産品", "good:対象産品"]
    assert used("FOB価額及びFOBX、XFOB", terms, spaced=False) == ["fob:FOB"]
    assert used("非対象産品", terms, ("非対象産品",), spaced=False) == []


def test_forms_with_signs_are_taken_literally() -> None:
    assert used("c.* d, cxx", {"y": ("c.*",)}) == ["y:c.*"]


def test_side_tables_of_a_clause() -> None:
    found = document('1. {#a} The Committee meets within {{ param.notice }}; see {{ ref("committee", "nowhere") }}.\n')
    assert [(u.term, u.provision) for u in found.uses if u.provision == "duty.a"] == [("committee", "duty.a")]
    assert [(v.value.path, v.provision) for v in found.values] == [("clauses/duty.parameters.notice", "duty.a")]
    (entry,) = (r for r in found.refs if r.provision == "duty.a")
    assert entry.ref.targets == ("committee", "nowhere")
    assert [s.target for s in found.citations[entry.ref.id] if s.part == "number"] == ["committee", "nowhere"]
    assert {d.term for d in found.definitions} == {"committee", "covered-good"}


# --- any draft -----------------------------------------------------------------------------------------------------

houses = st.builds(
    HouseStyle,
    language=st.sampled_from(["en", "ja"]),
    reference=st.sampled_from(["us", "eu", "japan"]),
    chapters=st.sampled_from(["arabic", "roman"]),
    articles=st.sampled_from(["by-chapter", "continuous"]),
    annexes=st.sampled_from(["by-chapter", "arabic", "roman", "letter"]),
    words=st.just(WORDS),
    writing=st.builds(Writing, spaced=st.booleans()),
)


def everything(draft: Draft) -> list[Any]:
    roots = (*draft.opening, *draft.recitals, *draft.enacting, *draft.body, *draft.closing, *draft.annexes)
    return [node for node, _ in walk(roots)]


def counted(items: Iterable[Any]) -> list[Any]:
    """Every provision and annex that is printed and not deleted."""
    return [unit for item in printed(items) for unit in (item, *counted(item.children))]


def words_of(nodes: Iterable[Any]) -> str:
    return "".join(node.text for node in nodes if isinstance(node, Text | Use | Definition | Value))


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(drafts(), houses)
def test_any_draft_gets_its_numbers(draft: Draft, house: HouseStyle) -> None:
    draft = replace(draft, house=house, terms={"term": ("a", "b c"), "zero": ("0",)}, plain=("aa",))
    found = index(draft)
    units = counted((*draft.body, *draft.annexes))
    assert set(found.labels) == {unit.key for unit in units}
    assert len({label.eid for label in found.labels.values()}) == len(found.labels)
    for unit_ in units:
        assert bool(found.labels[unit_.key].own) == getattr(unit_, "numbered", True)
        for child in printed(unit_.children):
            assert isinstance(unit_, Annex) or child.level > unit_.level
    keeps_everything(draft, found)


def keeps_everything(draft: Draft, found: Document) -> None:
    """The marked tree has the same words and keys, and every reference of it has its citation."""
    before, after = everything(draft), everything(found.draft)
    keys = [node.key for node in after if hasattr(node, "key")]
    assert len(set(keys)) == len(keys)
    assert keys == [node.key for node in before if hasattr(node, "key")]
    assert words_of(after) == words_of(before)
    listed = {node.id for node in after if isinstance(node, Ref)}
    assert listed <= set(found.citations)
    assert {entry.ref.id for entry in found.refs} >= listed
    assert [n.key for n in after if isinstance(n, Footnote | Table)] == [
        n.key for n in before if isinstance(n, Footnote | Table)
    ]
    assert index(draft) == found

"""The DOCX: native numbers equal to the labels, references as fields, every unit with its key."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest

import docx_pieces as pieces
import docx_samples as samples
from docx_lint import W, bookmarked_words, counted, field_results, lint, opened
from docx_pieces import REFERENCE, rendered, words_in
from docx_samples import body_of
from travaux.index import index
from travaux.renderers.docx import names, render
from travaux.tree import Annex, Draft, Ref, Segment

HOUSES: list[dict[str, Any]] = [
    {},
    {"chapters": "roman"},
    {"articles": "continuous", "annexes": "roman", "reference": "eu"},
    {"articles": "continuous", "chapters": "roman", "annexes": "arabic", "reference": "japan"},
    {"annexes": "letter"},
]


def numbers_of(draft: Draft) -> dict[str, str]:
    """What Word prints before each unit, by key."""
    counts = counted(opened(rendered(draft)))
    return {key: counts[names.bookmark(key)] for key in index(draft).labels if names.bookmark(key) in counts}


# --- numbers -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("house", HOUSES)
def test_word_counts_what_the_labels_say(house: dict[str, Any]) -> None:
    draft = samples.with_house(**house)
    data = render(index(draft), {"reference.docx": REFERENCE})
    assert data.unrepresented == ()
    assert lint(data.data) == []
    assert numbers_of(draft) == {key: label.own for key, label in index(draft).labels.items()}


def test_numbers_in_the_house_style_by_chapter() -> None:
    numbers = numbers_of(samples.agreement())
    assert [numbers[key] for key in ("general", "definitions", "scope", "prices", "charge")] == [
        "Chapter 1", "Article 1.1", "Article 1.2", "Chapter 2", "Article 2.1",
    ]  # fmt: skip
    assert [numbers[key] for key in ("prices.charge", "prices.relief", "relief")] == [
        "Section A", "Section B", "Article 2.4",
    ]  # fmt: skip
    assert [numbers[key] for key in ("annex.goods", "annex.example", "annex.rules")] == [
        "Annex 2-A", "Annex 2-B", "Annex 3-A",
    ]  # fmt: skip


def test_points_begin_again_after_each_definition_and_paragraphs_in_each_annex() -> None:
    numbers = numbers_of(samples.agreement())
    assert [numbers[f"definitions.{key}"] for key in ("value.a", "value.b", "good.a", "good.b", "good.b.ii")] == [
        "(a)", "(b)", "(a)", "(b)", "(ii)",
    ]  # fmt: skip
    assert [numbers[f"annex.{key}"] for key in ("example.one", "example.two", "rules.one", "rules.three")] == [
        "1.", "2.", "1.", "1.",
    ]  # fmt: skip


def test_roman_chapters_have_arabic_articles() -> None:
    numbers = numbers_of(samples.with_house(chapters="roman"))
    assert (numbers["prices"], numbers["charge"]) == ("Chapter II", "Article 2.1")


def test_an_annex_of_no_chapter_is_counted_on_its_own() -> None:
    """All instances of a list share one counter in Word."""
    draft = samples.agreement()
    annexes = (*draft.annexes, *(replace(draft.annexes[0], key=f"alone.{n}", chapter="") for n in (1, 2)))
    bare = [replace(annex, children=(), content=()) for annex in annexes[-2:]]
    numbers = numbers_of(replace(draft, annexes=(*draft.annexes, *bare)))
    assert [numbers[f"alone.{n}"] for n in (1, 2)] == ["Annex 1", "Annex 2"]


def test_a_text_without_chapters_numbers_articles_plainly() -> None:
    article = pieces.article("only", "Only", pieces.paragraph("only.one", "Words."))
    assert numbers_of(body_of(article)) == {"only": "Article 1", "only.one": "1."}


def test_after_z_comes_aa() -> None:
    points = tuple(pieces.point(f"p.{n}", "Words;") for n in range(28))
    numbers = numbers_of(body_of(pieces.article("a", "A", pieces.paragraph("p", "List:", children=points))))
    assert [numbers[f"p.{n}"] for n in (0, 25, 26, 27)] == ["(a)", "(z)", "(aa)", "(bb)"]


def test_sections_begin_again_in_each_chapter_and_do_not_restart_articles() -> None:
    chapters = [
        pieces.chapter(c, c, *(pieces.section(f"{c}.{s}", s, pieces.article(f"{c}.{s}.a", "A")) for s in "xy"))
        for c in ("one", "two")
    ]
    numbers = numbers_of(body_of(*chapters))
    assert [numbers[key] for key in ("one.x", "one.y", "two.x", "two.y")] == [
        "Section A", "Section B", "Section A", "Section B",
    ]  # fmt: skip
    assert [numbers[key] for key in ("one.x.a", "one.y.a", "two.x.a", "two.y.a")] == [
        "Article 1.1", "Article 1.2", "Article 2.1", "Article 2.2",
    ]  # fmt: skip


def test_a_label_that_no_list_can_print_is_reported() -> None:
    document = index(body_of(pieces.article("only", "Only")))
    label = replace(document.labels["only"], own="Rule 7 bis")
    result = render(replace(document, labels={"only": label}), {"reference.docx": REFERENCE})
    assert result.unrepresented == ('The number "Rule 7 bis" is not what Word will count.',)


def test_no_number_is_typed() -> None:
    words = words_in(rendered(replace(samples.agreement(), body=samples.agreement().body[:1])))
    contents, _, text = words.partition("hereinafter the Parties")
    text, _, _ = text.partition("In witness whereof")
    assert "Article 1.1" in contents
    assert not re.search(r"^(\(\w\)|\d+\.|Article \d)", text, re.MULTILINE)


# --- references ------------------------------------------------------------------------------------------------


def test_a_reference_is_one_field_for_each_number() -> None:
    fields = dict(field_results(opened(rendered(samples.agreement()))))
    goods, calculation = names.bookmark("annex.goods"), names.bookmark("charge.calculation")
    assert fields[rf" REF {calculation} \n \h "] == "2"
    assert fields[rf" REF {goods} \n \h "] == "Annex 2-A"
    assert fields[rf" REF {goods} \h "] == "Covered goods"


def test_the_bookmark_of_a_heading_holds_the_heading_alone() -> None:
    words = bookmarked_words(opened(rendered(samples.agreement())))
    assert words[names.bookmark("charge")] == "Border price adjustment"
    assert words[names.bookmark("scope.only")] == "This Agreement applies to covered goods."


def test_a_reference_that_leads_nowhere_is_marked_and_does_not_crash() -> None:
    provision = pieces.paragraph("p", "See ", Ref("r", ("gone",)), ".", numbered=False)
    document = index(body_of(pieces.article("a", "A", provision)))
    for citations in ({}, {"r": (Segment("Article 9", "gone", "number"),)}):
        data = render(replace(document, citations=citations), {"reference.docx": REFERENCE}).data
        assert lint(data) == []
        finding = next(e for e in opened(data).elements("rStyle") if e.get(f"{W}val") == "Finding").getparent()
        assert finding.getparent().findtext(f"{W}t") in ("[gone]", "Article 9")


def test_a_number_that_is_not_a_whole_label_is_a_link() -> None:
    provision = pieces.paragraph("p", "Articles ", Ref("r", ("a",)), numbered=False)
    document = index(body_of(pieces.article("a", "A", provision)))
    document = replace(document, citations={"r": (Segment("1", "a", "number"),)})
    package = opened(render(document, {"reference.docx": REFERENCE}).data)
    assert dict(field_results(package))[f' HYPERLINK \\l "{names.bookmark("a")}" '] == "1"


# --- identity ----------------------------------------------------------------------------------------------------


def test_every_unit_has_a_control_and_a_bookmark_and_stands_in_the_map() -> None:
    package = opened(rendered(samples.agreement()))
    tags = {each.get(f"{W}val") for each in package.elements("tag")}
    bookmarks = {each.get(f"{W}name") for each in package.elements("bookmarkStart")}
    units = {each.get("key"): each for each in package.trees["customXml/item1.xml"] if each.get("bookmark")}
    labels = index(samples.agreement()).labels
    assert set(labels) < set(units)
    for key, label in labels.items():
        assert names.tag(key) in tags
        assert names.bookmark(key) in bookmarks
        assert (units[key].get("number", ""), units[key].get("bookmark")) == (label.own, names.bookmark(key))


def test_values_have_controls_but_not_in_cells() -> None:
    tags = [each.get(f"{W}val") for each in opened(rendered(samples.agreement())).elements("tag")]
    assert "mechanisms.adjustment.de_minimis" in tags
    assert "review.months" not in tags


def test_names_fit_into_word() -> None:
    key = "clause@" + "very-long-mechanism." * 8
    assert re.fullmatch(r"[A-Za-z]\w{0,39}", names.bookmark(key), re.ASCII)
    assert len(names.tag(key)) == 64
    assert names.bookmark(key) != names.bookmark(key + "x")
    assert names.tag("charge.duty") == "charge.duty"
    assert names.bookmark("10-é") == f"k10_{names.bookmark('10-é')[-10:]}"


def test_control_numbers_stay_unique_where_hashes_meet() -> None:
    ids = names.Ids()
    assert len({ids.control("same") for _ in range(5)}) == 5


def test_annexes_of_chapters_and_of_the_whole_text_are_counted_apart() -> None:
    chapters = tuple(pieces.chapter(key, key, pieces.article(f"{key}.a", "A")) for key in ("one", "two"))
    order = ("one", "", "one", "two", "", "")
    annexes = tuple(Annex(f"x{place}", "Annex", chapter=chapter) for place, chapter in enumerate(order))
    draft = replace(samples.agreement(), body=chapters, annexes=annexes)
    assert lint(rendered(draft)) == []
    numbers = numbers_of(draft)
    assert [numbers[f"x{place}"] for place in range(6)] == [
        "Annex 1-A", "Annex 1", "Annex 1-B", "Annex 2-A", "Annex 2", "Annex 3",
    ]  # fmt: skip

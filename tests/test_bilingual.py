"""The example agreement in Japanese and Spanish: numbers, references and values as the two languages have them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bilingual import LANGUAGES, compiled, project
from docx_lint import W, lint, opened
from projects import EXAMPLE, put
from travaux.build import Compilation, Options, compile
from travaux.diagnostic import Failure
from travaux.tree import Document

STYLES = ("us", "eu", "japan")
DAYS = "parameters: {duty: {notice: P1Y6M}}\n"


def in_style(folder: Path, language: str, style: str) -> Compilation:
    return compiled(folder, language, f"house: {{references: {style}}}\n")


def citations(document: Document) -> list[str]:
    """Every reference as printed, in the order of the text."""
    return ["".join(s.text for s in document.citations[entry.ref.id]) for entry in document.refs]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("style", STYLES)
def test_agreement_has_no_findings_and_a_sound_file(language: str, style: str, tmp_path: Path) -> None:
    compilation = in_style(tmp_path, language, style)
    assert [str(d) for d in compilation.diagnostics] == []
    rendered = compilation.rendered("docx")
    assert lint(rendered.data) == []
    assert rendered.unrepresented == ()


# --- numbers and references ------------------------------------------------------------------------------------------


def test_numbers_stand_inside_the_japanese_words(tmp_path: Path) -> None:
    labels = compiled(tmp_path, "ja").texts[0].document.labels
    keys = ("chapter:example-general", "duty", "duty.notice", "duty.end", "goods-annex", "goods-annex.reading")
    assert [labels[key].own for key in keys] == ["第1章", "第1.2条", "2", "(b)", "附属書1-A", "1"]
    assert [labels[key].cited for key in keys[1:]] == [
        "第1.2条", "第1.2条2", "第1.2条2(b)", "附属書1-A", "附属書1-Aの1",
    ]  # fmt: skip


JAPANESE = [
    "第1.3条", "附属書1-A", "1", "(a)", "1及び2", "第2.2条1及び2", "第2.3条、第2.1条及び第2.4条",
    "第1.3条から第1.4条まで", "1から3まで", "2(a)", "附属書1-Aの1", "第1.2条2", "1",
]  # fmt: skip


@pytest.mark.parametrize("style", ["eu", "japan"])
def test_japanese_puts_the_article_first_whatever_the_house(style: str, tmp_path: Path) -> None:
    assert citations(in_style(tmp_path, "ja", style).texts[0].document) == JAPANESE


def test_japanese_titles_are_those_of_the_house(tmp_path: Path) -> None:
    assert citations(in_style(tmp_path, "ja", "us").texts[0].document) == [
        "第1.3条（合同委員会）", "附属書1-A（対象産品）", "1", "(a)", "1及び2", "第2.2条（価格の下限）1及び2",
        "第2.3条（国境調整）、第2.1条（参照価格）及び第2.4条（自由貿易）",
        "第1.3条（合同委員会）から第1.4条（効力発生）まで", "1から3まで", "2(a)", "附属書1-A（対象産品）の1",
        "第1.2条（産品の受入れ）2", "1",
    ]  # fmt: skip


def test_spanish_contracts_what_stands_before_the_article(tmp_path: Path) -> None:
    assert citations(compiled(tmp_path, "es").texts[0].document) == [
        "Artículo 1.3", "Anexo 1-A", "párrafo 1", "subpárrafo (a)", "párrafos 1 y 2", "párrafos 1 y 2 del Artículo 2.2",
        "Artículo 2.3, Artículo 2.1 y Artículo 2.4", "Artículo 1.3 a Artículo 1.4", "párrafos 1 a 3",
        "párrafo 1 del Anexo 1-A", "párrafo 2 del Artículo 1.2", "párrafo 1",
    ]  # fmt: skip


def test_identifiers_do_not_depend_on_the_language(tmp_path: Path) -> None:
    def eids(document: Document) -> dict[str, str]:
        shared = ("duty", "duty.notice", "duty.end", "price-floor.keep", "goods-annex", "chapter:example-trade")
        return {key: document.labels[key].eid for key in shared}

    english = eids(compile("example", Options(EXAMPLE)).texts[0].document)
    assert english["duty.end"] == "chp_1__art_1-2__para_2__point_b"
    for language in LANGUAGES:
        assert eids(compiled(tmp_path / language, language).texts[0].document) == english


# --- values ----------------------------------------------------------------------------------------------------------


def printed(document: Document, path: str) -> set[str]:
    return {entry.value.text for entry in document.values if entry.value.path.endswith(path)}


def test_values_in_japanese(tmp_path: Path) -> None:
    document = compiled(tmp_path, "ja", DAYS).texts[0].document
    assert printed(document, "levels.2027-01-01") == {"Ex含有量1kgにつき12.50合衆国ドル"}
    assert printed(document, "max_step") == {"5パーセント"}
    assert printed(document, "parameters.duty.notice") == {"1年6箇月"}
    assert printed(document, "min_parties") == {"二"}
    assert document.draft.house.header == ("イグザンプリウム協定", "第1案、2026年6月1日")


def test_values_in_spanish(tmp_path: Path) -> None:
    document = compiled(tmp_path, "es", DAYS).texts[0].document
    assert printed(document, "levels.2027-01-01") == {"12,50 USD por kg de Ex contenido"}
    assert printed(document, "max_step") == {"5 por ciento"}
    assert printed(document, "parameters.duty.notice") == {"1 año y 6 meses"}
    assert printed(document, "min_parties") == {"dos"}
    assert document.draft.house.header[1].endswith("1 de junio de 2026")


@pytest.mark.parametrize(
    ("language", "lists"),
    [
        ("ja", ["アルバ共和国、ボレア王国及びコルダ連合", "日本語及びスペイン語", "「締約国」"]),
        ("es", ["la República de Alba, el Reino de Borea y la Unión de Corda", "japonés y español", "«Parte»"]),
    ],
)
def test_lists_and_quotation_marks(language: str, lists: list[str], tmp_path: Path) -> None:
    words = compiled(tmp_path, language).rendered("md").data.decode().replace("*", "")
    assert [each for each in lists if each not in words] == []


# --- the Word file ---------------------------------------------------------------------------------------------------


def texts_with(data: bytes, test: Any, part: str = "word/document.xml") -> list[str]:
    """The words of the runs whose properties pass a test."""
    runs = opened(data).trees[part].iter(f"{W}r")
    return ["".join(t.text or "" for t in run.iter(f"{W}t")) for run in runs if test(run.find(f"{W}rPr"))]


def hinted(properties: Any) -> bool:
    return properties is not None and properties.find(f"{W}rFonts[@{W}hint='eastAsia']") is not None


def test_japanese_words_are_set_in_the_japanese_font(tmp_path: Path) -> None:
    data = compiled(tmp_path, "ja").rendered("docx").data
    plain = texts_with(data, lambda properties: not hinted(properties))
    assert [text for text in plain if not text.isascii()] == []
    assert "第1.3条" in texts_with(data, hinted)
    styles = opened(data).members["word/styles.xml"].decode()
    assert 'w:eastAsia="ＭＳ 明朝"' in styles
    assert '<w:lang w:val="en-GB" w:eastAsia="ja-JP" w:bidi="ar-SA"/>' in styles


def test_spanish_words_need_no_hint(tmp_path: Path) -> None:
    compilation = compiled(tmp_path, "es")
    data = compilation.rendered("docx").data
    assert texts_with(data, hinted) == ["第", "案"]  # the draft is called so in both texts
    assert (
        '<w:lang w:val="es-ES" w:eastAsia="ja-JP" w:bidi="ar-SA"/>' in opened(data).members["word/styles.xml"].decode()
    )


def test_lists_of_the_japanese_file_have_the_number_inside_the_word(tmp_path: Path) -> None:
    numbering = opened(compiled(tmp_path, "ja").rendered("docx").data).trees["word/numbering.xml"]
    texts = [each.get(f"{W}val") for each in numbering.iter(f"{W}lvlText")]
    assert {"第%1章", "第%1.%2条", "%3", "(%4)", "附属書%1", "附属書1-%1"} <= set(texts)
    assert not [text for text in texts if "{" in text]


def test_page_numbers_in_the_words_of_the_language(tmp_path: Path) -> None:
    footers = {}
    for language in LANGUAGES:
        tree = opened(compiled(tmp_path / language, language).rendered("docx").data).trees["word/footer.xml"]
        footers[language] = "".join(t.text for t in tree.iter(f"{W}t"))
    assert footers == {"ja": "1/1ページ", "es": "Página 1 de 1"}


# --- checks of words without blanks between them ---------------------------------------------------------------------

DUTY = "clauses/example/duty.ja.md"


def findings(folder: Path, sentence: str) -> list[str]:
    """The findings about one more paragraph of the Japanese clause."""
    root = project(folder)
    text = (root / DUTY).read_text("utf-8")
    put(DUTY, f"{text}\n4. {{#more}} {sentence}\n")(root)
    found = compile("example", Options(root, "ja")).diagnostics
    return [f"{d.severity.name.lower()} {d.code} {d.message}" for d in found]


@pytest.mark.parametrize(
    ("sentence", "messages"),
    [
        ("第2.2条の規定を適用する。", ["error REF004 the reference '第2.2条' is typed by hand"]),
        ("締約国は、第2.2条1(a)の規定を適用する。", ["error REF004 the reference '第2.2条1(a)' is typed by hand"]),
        (
            "締約国は、第9.9条の規定を適用する。",
            ["warning REF004 the reference '第9.9条' is typed by hand, and this text has no such place"],
        ),
        ("締約国は、1994年のガット第20条及び関税評価協定の第7条の規定を適用する。", []),
        ("締約国は、2027年1月15日までに通報する。", []),
        ("締約国は、33日以内に通報する。", ["warning VAL001 '33日' is typed by hand"]),
        (
            "締約国は、14日以内に通報する。",
            [
                "error VAL001 '14日' is typed by hand, and the model has the same value (parameter notice)",
            ],
        ),
        ("締約国は、前条の規定を適用する。", ["warning REF005 '前条' points to a place without naming it"]),
        (
            "締約国は、他方の締約国に通報する。",
            ["warning PTY002 '他方の締約国' fits a text of two parties, and this one has 3"],
        ),
    ],
)
def test_checks_read_japanese(sentence: str, messages: list[str], tmp_path: Path) -> None:
    assert findings(tmp_path, sentence) == messages


# --- what a language file may say ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("article: 第{}条", "article: 第{0}条", "article: '第{0}条': only one {} can stand in this word"),
        ("article: 第{}条", "article: 第{}条{}", "article: '第{}条{}': only one {} can stand in this word"),
        ("article: 第{}条", "article: 第{条", "article: '第{条': only one {} can stand in this word"),
        ('and: "{}及び{}"', 'and: "{}及び"', "and: '{}及び': either no {} or two"),
        ('of: "{whole}の{part}"', 'of: "{whole}の{piece}"', "of: '{whole}の{piece}': only {part} {whole} can stand"),
        ("  this-article: この条\n", "", "article: '第{}条' is a pattern, so the language needs its word for"),
        ("tag: ja-JP", "tag: ja", "'ja' is not of the form"),
    ],
)
def test_bad_pattern_is_a_fault_of_the_language_file(old: str, new: str, message: str, tmp_path: Path) -> None:
    root = project(tmp_path)
    text = (Path(__file__).parents[1] / "templates/languages/ja.yaml").read_text("utf-8")
    assert old in text
    put("templates/languages/ja.yaml", text.replace(old, new))(root)
    with pytest.raises(Failure) as failure:
        compile("example", Options(root, "ja"))
    (found,) = failure.value.diagnostics
    assert found.span.file == "templates/languages/ja.yaml"
    assert message in found.message


@pytest.mark.parametrize(
    ("annexes", "label", "pattern"),
    [
        ("by-chapter", "第1-A附属書", "第1-%1附属書"),
        ("roman", "第I附属書", "第%1附属書"),
        ("letter", "第A附属書", "第%1附属書"),
    ],
)
def test_annex_with_the_number_inside_its_word(annexes: str, label: str, pattern: str, tmp_path: Path) -> None:
    root = project(tmp_path, f"house: {{references: japan, annexes: {annexes}}}\n")
    text = (Path(__file__).parents[1] / "templates/languages/ja.yaml").read_text("utf-8")
    put("templates/languages/ja.yaml", text.replace("annex: 附属書{}", "annex: 第{}附属書"))(root)
    compilation = compile("example", Options(root, "ja"))
    assert compilation.texts[0].document.labels["goods-annex"].own == label
    rendered = compilation.rendered("docx")
    assert (lint(rendered.data), rendered.unrepresented) == ([], ())
    levels = opened(rendered.data).trees["word/numbering.xml"].iter(f"{W}lvlText")
    assert pattern in [each.get(f"{W}val") for each in levels]

"""Signs that give trouble: markup, emoji, letters from right to left, what nobody sees, what no file can hold."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from lxml.html import fromstring
from markdown_it import MarkdownIt

import docx_pieces as pieces
from docx_lint import W, lint, opened
from docx_pieces import REFERENCE
from docx_samples import body_of
from projects import EXAMPLE, change, copied, put
from travaux.build import Options, compile
from travaux.diagnostic import Failure
from travaux.index import index
from travaux.renderers import docx
from travaux.renderers.docx.language import scripts_of
from travaux.renderers.docx.plain import texts
from travaux.renderers.docx.scripts import Languages, Scripts
from travaux.tree import Level, Provision, Writing

AWKWARD = {
    "markup": "<a href=\"x\">&amp; 'R&D' <!-- [0[ ]]> </w:t>",
    "emoji": "\U0001f469\U0001f3fd\u200d\U0001f52c of \U0001f1ef\U0001f1f5, \U00020bb7\u91ce\u5bb6",
    "arabic": "Alba (\u062c\u0645\u0647\u0648\u0631\u064a\u0629 \u0623\u0644\u0628\u0627 2026)",
    "hebrew": "\u05d0\u05dc\u05d1\u05d4, Alba \u05d5\u05d1\u05d5\u05e8\u05d0\u05d4",
    "japanese": "Alba \u201c\u30a2\u30eb\u30d0\u201d \u2014 \u300c\u5171\u548c\u56fd\u300d\u2026",
    "override": "the Republic of \u202eablA\u202c and \u2066isolated\u2069",
    "blanks": "10\u00a0kg\u2011net, soft\u00adhyphen, zero\u200bwidth, join\u200der, thin\u2009space",
    "combining": "e\u0301 \u00c5 \u212b \ufb01 \u1e9e",
}  # fmt: skip


def project(folder: Path, words: str) -> Path:
    """The example with the words as name of a party, as title, as heading and in the text of a clause."""
    quoted = json.dumps(words, ensure_ascii=False)
    duty = EXAMPLE / "clauses/example/duty.en.md"
    clause = duty.read_text("utf-8").replace("heading: Admission of goods", f"heading: {quoted}")
    clause = clause.replace("every covered good of another Party.", f"every covered good, {{{{ note({quoted}) }}}}of "
                            f"another Party, {{{{ plain({quoted}) }}}}.")  # fmt: skip
    return copied(
        folder,
        change("seeds/parties/alba.yaml", "long: the Republic of Alba", f"long: {quoted}"),
        change("seeds/instruments/example.yaml", "{en: Agreement on Trade in Examplium}", f"{{en: {quoted}}}"),
        put("clauses/example/duty.en.md", clause),
    )


def words_of_docx(data: bytes) -> str:
    package = opened(data)
    parts = ("word/document.xml", "word/endnotes.xml")
    return "\n".join(
        "".join(t.text or "" for t in p.iter(f"{W}t")) for part in parts for p in package.elements("p", (part,))
    )


@pytest.mark.parametrize("name", AWKWARD)
@pytest.mark.parametrize("edition", ["working", "outgoing"])
def test_same_words_in_every_format(name: str, edition: Any, tmp_path: Path) -> None:
    words = AWKWARD[name]
    compilation = compile("example", Options(project(tmp_path, words)))
    assert compilation.errors == ()
    data = compilation.rendered("docx", edition=edition).data
    assert lint(data) == []
    times = {"docx": words_of_docx(data).count(words)}
    page = fromstring(compilation.rendered("html", edition=edition).data.decode())
    body = page.find("body")
    assert body is not None
    times["html"] = "".join(body.itertext()).count(words)
    source = compilation.rendered("md", edition=edition).data.decode()
    marked = fromstring(MarkdownIt("commonmark").enable("table").render(source))
    times["md"] = re.sub(r"\s+", " ", "".join(marked.itertext())).count(re.sub(r"\s+", " ", words))
    # Title, name of the party, heading and its entry in the contents, clause; the note in the working edition.
    at_least = 4 + (edition == "working")
    assert {form: count for form, count in times.items() if count < at_least} == {}
    tree = json.loads(compilation.rendered("json", edition=edition).data)
    assert (tree["draft"]["title"], tree["draft"]["party_names"]["alba"]) == (words, words)


@pytest.mark.parametrize("name", AWKWARD)
def test_only_what_turns_the_direction_is_reported(name: str, tmp_path: Path) -> None:
    found = [d for d in compile("example", Options(project(tmp_path, AWKWARD[name]))).diagnostics if d.code == "TXT001"]
    files = {d.span.file for d in found}
    wanted = {"seeds/parties/alba.yaml", "seeds/instruments/example.yaml", "clauses/example/duty.en.md"}
    assert files == (wanted if name == "override" else set())


def test_character_that_turns_is_reported_by_its_name_and_place(tmp_path: Path) -> None:
    root = copied(tmp_path, change("clauses/example/duty.en.md", "Each Party", "Each \u202eParty"))
    found = [str(d) for d in compile("example", Options(root)).diagnostics if d.code == "TXT001"]
    assert found == [
        "clauses/example/duty.en.md:10:19: warning[TXT001]: an invisible character turns the direction of the words: "
        "U+202E RIGHT-TO-LEFT OVERRIDE\n  hint: take it out"
    ]


@pytest.mark.parametrize("sign", ["\\x07", "\\x85", "\\uFFFE", "\\uFDD0"])
def test_what_no_file_can_hold_is_refused_in_a_record(sign: str, tmp_path: Path) -> None:
    root = copied(tmp_path, change("seeds/parties/alba.yaml", "long: the Republic", f'long: "the{sign} Republic"'))
    text = (root / "seeds/parties/alba.yaml").read_text("utf-8").replace('Republic" of Alba', 'Republic of Alba"')
    put("seeds/parties/alba.yaml", text)(root)
    with pytest.raises(Failure) as failure:
        compile("example", Options(root))
    code = sign[2:].rjust(4, "0").upper()
    assert str(failure.value).splitlines()[0] == (
        f"seeds/parties/alba.yaml:3:14: error[SYN013]: a control character stands here: U+{code}"
    )


def test_what_no_file_can_hold_is_refused_in_the_words_of_a_clause(tmp_path: Path) -> None:
    root = copied(
        tmp_path, change("clauses/example/duty.en.md", "of another Party.", 'of another {{ note("\\x07") }}Party.')
    )
    with pytest.raises(Failure) as failure:
        compile("example", Options(root))
    assert [str(d) for d in failure.value.diagnostics] == [
        "clauses/example/duty.en.md:10:1: error[DRF004]: a control character is printed here: U+0007; take it out"
    ]


# --- runs ------------------------------------------------------------------------------------------------------------

LANGUAGES = Languages("en-GB", "ja-JP", "ar-SA")
WORDS = {
    script: Scripts(script, LANGUAGES)  # type: ignore[arg-type]
    for script in ("european", "east-asian", "right-to-left")
}


def run(text: str, properties: str = "") -> str:
    return f'<w:r>{f"<w:rPr>{properties}</w:rPr>" if properties else ""}<w:t xml:space="preserve">{text}</w:t></w:r>'


HINT = '<w:rFonts w:hint="eastAsia"/>'
QUOTED = f'{HINT}<w:lang w:eastAsia="ja-JP"/>'
ARABIC, HEBREW = '<w:rtl/><w:lang w:bidi="ar-SA"/>', '<w:rtl/><w:lang w:bidi="he-IL"/>'


@pytest.mark.parametrize(
    ("script", "text", "runs"),
    [
        ("european", "“Party” — 5 §", run("“Party” — 5 §")),
        ("european", "“カルテル…” of", run("“") + run("カルテル", QUOTED) + run("…” of")),
        ("european", "the 日本国 “政府” office", run("the ") + run("日本国 “政府", QUOTED) + run("” office")),
        ("european", "한국", run("한국", f'{HINT}<w:lang w:eastAsia="ko-KR"/>')),
        ("european", "Alba (ألبا 2026 م)", run("Alba (") + run("ألبا 2026 م", ARABIC) + run(")")),
        ("european", "אלבה x", run("אלבה", HEBREW) + run(" x")),
        ("east-asian", "Party", run("Party")),
        ("east-asian", "第2.1条“x”", run("第2.1条“x”", HINT)),
        ("east-asian", "…", run("…", HINT)),
        ("east-asian", "国ألبا国", run("国", HINT) + run("ألبا", ARABIC) + run("国", HINT)),
        ("right-to-left", "1.", run("1.", "<w:rtl/>")),
        ("right-to-left", "ألبا (GATT 1994) و", run("ألبا (", "<w:rtl/>") + run("GATT") + run(" 1994) و", "<w:rtl/>")),
        ("right-to-left", "", run("", "<w:rtl/>")),
    ],
)
def test_runs_of_a_text(script: str, text: str, runs: str) -> None:
    assert WORDS[script].runs(text) == runs


def test_properties_of_a_run_stand_in_the_order_of_the_schema() -> None:
    look = '<w:rStyle w:val="Strong"/><w:b/><w:i/><w:color w:val="C00000"/>'
    both = f'<w:rStyle w:val="Strong"/><w:b/><w:bCs/><w:i/><w:iCs/><w:color w:val="C00000"/>{ARABIC}'
    assert WORDS["european"].runs("ب", look) == run("ب", both)
    east = f'<w:rStyle w:val="Strong"/>{HINT}<w:b/><w:i/><w:color w:val="C00000"/><w:lang w:eastAsia="ja-JP"/>'
    assert WORDS["european"].runs("ア", look) == run("ア", east)


LETTERS = st.text(st.sampled_from("a1 .“…—é日アー한、ألبا٣אב\u200f\u202e\U0001f600\U00020bb7<&"), max_size=30)


@given(LETTERS, st.sampled_from(sorted(WORDS)), st.booleans())
def test_runs_hold_all_the_words_in_order(text: str, script: str, deleted: bool) -> None:
    xml = f'<x xmlns:w="{W[1:-1]}">{WORDS[script].runs(text, "<w:b/>", deleted)}</x>'
    tag = "delText" if deleted else "t"
    assert "".join(t.text or "" for t in etree.fromstring(xml).iter(f"{W}{tag}")) == text


@settings(deadline=None)
@given(LETTERS)
def test_words_of_the_file_do_not_depend_on_its_runs(text: str) -> None:
    unit = Provision(Level.ARTICLE, "a", text, content=(pieces.para(text),))
    document = index(replace(body_of(unit), title=text))
    data = docx.render(document, {"reference.docx": REFERENCE}).data
    assert lint(data) == []
    assert texts(document)["a"] == text
    assert pieces.words_in(data).split("\n").count(text) >= 2


# --- from right to left ----------------------------------------------------------------------------------------------


def arabic() -> Any:
    writing = Writing("ar-EG", "right-to-left", fonts=(("complex", "Traditional Arabic"),))
    unit = Provision(Level.ARTICLE, "a", "التعاريف", content=(pieces.para("يفرض كل طرف GATT 1994 رسماً."),))
    draft = body_of(unit)
    return replace(draft, language="ar", title="اتفاق", house=replace(draft.house, language="ar", writing=writing))


def test_text_from_right_to_left() -> None:
    data = docx.render(index(arabic()), {"reference.docx": REFERENCE}).data
    assert lint(data) == []
    package = opened(data)
    styles = package.trees["word/styles.xml"]
    (normal,) = styles.findall(f"{W}style[@{W}styleId='Normal']")
    assert [child.tag for child in normal.find(f"{W}pPr")] == [f"{W}bidi", f"{W}jc"]
    assert '<w:lang w:val="en-GB" w:eastAsia="ja-JP" w:bidi="ar-EG"/>' in package.members["word/styles.xml"].decode()
    assert 'w:cs="Traditional Arabic"' in package.members["word/styles.xml"].decode()
    sections = list(package.trees["word/document.xml"].iter(f"{W}sectPr"))
    assert sections
    assert all(section.find(f"{W}bidi") is not None for section in sections)
    assert b'<w:themeFontLang w:val="en-GB" w:bidi="ar-EG"/>' in package.members["word/settings.xml"]
    turned = {"".join(t.text for t in r.iter(f"{W}t")): r.find(f"{W}rPr/{W}rtl") is not None
              for r in package.trees["word/document.xml"].iter(f"{W}r")}  # fmt: skip
    assert (turned["اتفاق"], turned["يفرض كل طرف "], turned["GATT"]) == (True, True, False)


def test_page_from_right_to_left_says_so() -> None:
    from travaux.renderers import html

    folder = Path(__file__).parents[1] / "templates" / "html"
    files = {name: (folder / name).read_bytes() for name in html.resources}
    assert b'<html lang="ar" dir="rtl">' in html.render(index(arabic()), files).data
    assert b'<html lang="en">' in html.render(index(body_of()), files).data


def test_language_without_a_region_is_named_as_it_is() -> None:
    draft = body_of()
    plain = replace(draft, language="fr", house=replace(draft.house, writing=Writing()))
    assert scripts_of(plain, LANGUAGES).languages == Languages("fr", "ja-JP", "ar-SA")

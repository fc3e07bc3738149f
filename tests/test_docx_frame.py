"""The frame of the Word file: title page, running header, watermark, margins, signatures, index, accessibility."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

import docx_pieces as pieces
import docx_samples as samples
from docx_lint import Opened, W, field_results, lint, opened
from docx_pieces import HOUSE, REFERENCE, rendered, words_in
from docx_samples import body_of
from projects import EXAMPLE, change, copied
from travaux import compile
from travaux.editions import outgoing
from travaux.index import index
from travaux.renderers import html, markdown
from travaux.renderers._shared import defined_terms
from travaux.renderers.docx import names, render
from travaux.renderers.docx.styles import UNNUMBERED_LINES
from travaux.tree import Column, Definition, Draft, Figure, Level, LineNumbers, Para, Provision, Signature, Table, Text

TEXT = "seeds/instruments/example.yaml"
V = "{urn:schemas-microsoft-com:vml}"
HEADERS = ("header.xml", "headerLandscape.xml", "headerFirst.xml")


def housed(**changes: Any) -> Draft:
    """The sample agreement in another house style."""
    return samples.agreement(replace(HOUSE, **changes))


def sound(draft: Draft) -> Opened:
    """The package of a draft, which must be free of faults."""
    data = rendered(draft)
    assert lint(data) == []
    return opened(data)


def elements_of(package: Opened, tag: str) -> list[Any]:
    return package.elements(tag, ("word/document.xml",))


def tables_in(package: Opened, style: str) -> list[Any]:
    tables = elements_of(package, "tbl")
    return [table for table in tables if table.find(f"{W}tblPr/{W}tblStyle").get(f"{W}val") == style]


# --- title page and running header -----------------------------------------------------------------------------------


def test_status_stands_on_the_title_page_and_in_the_running_header(tmp_path: Path) -> None:
    status = (
        "status: {draft: Draft 2, round: Round 3, date: 2026-06-01, classification: LIMITED,"
        " marking: [Without prejudice], reservation: All Parties reserve their position on this text}"
    )
    project = copied(tmp_path, change(TEXT, "status: {draft: Draft 1, date: 2026-06-01}", status))
    data = compile("example", project=project).rendered("docx").data
    assert lint(data) == []
    cover = words_in(data).split("\n")[:8]
    assert cover[-3:] == [
        "Draft 2, Round 3, 1 June 2026",
        "Without prejudice",
        "All Parties reserve their position on this text",
    ]
    assert words_in(data, "word/headerFirst.xml") == "LIMITED"
    running = opened(data).trees["word/header.xml"]
    assert lines_of(running) == [
        "LIMITED",
        "Examplium Agreement\tDraft 2, Round 3, 1 June 2026",
        "Without prejudice · All Parties reserve their position on this text",
    ]


def lines_of(part: Any) -> list[str]:
    """The lines of a paragraph, tabs as tabs."""
    signs = {f"{W}t": lambda e: e.text, f"{W}tab": lambda e: "\t", f"{W}br": lambda e: "\n"}
    runs = [e for r in part.iter(f"{W}r") for e in r if e.tag in signs]
    return "".join(signs[e.tag](e) for e in runs).split("\n")


def test_a_long_title_and_a_long_version_do_not_share_a_line() -> None:
    long = ("Agreement on Trade in Critical Minerals and Price Floors", "Draft 12, fourteenth round, 23 November 2026")
    package = sound(housed(header=long))
    assert lines_of(package.trees["word/header.xml"]) == list(long)
    assert lines_of(package.trees["word/headerLandscape.xml"]) == ["\t".join(long)]


def test_the_running_header_clears_the_tabs_of_words_own_style() -> None:
    import docx

    plain = BytesIO()
    docx.Document().save(plain)
    data = render(index(samples.agreement()), {"reference.docx": plain.getvalue()}).data
    stops = [(t.get(f"{W}val"), t.get(f"{W}pos")) for t in opened(data).trees["word/header.xml"].iter(f"{W}tab")]
    assert stops == [("clear", "4680"), ("right", "8640"), ("clear", "9360")]


# --- watermark -------------------------------------------------------------------------------------------------------


def test_a_watermark_is_in_every_header_under_the_name_that_word_knows() -> None:
    package = sound(housed(watermark='DRAFT <"&'))
    for number, name in enumerate(HEADERS, 1):
        (shape,) = package.trees[f"word/{name}"].iter(f"{V}shape")
        assert shape.get("id") == f"PowerPlusWaterMarkObject{number}"
        assert shape.find(f"{V}textpath").get("string") == 'DRAFT <"&'
    assert not any("PowerPlus" in str(m) for m in opened(rendered(housed())).members.values())


@pytest.mark.parametrize(("text", "size"), [("DRAFT", "427pt;height:138pt"), ("X", "93pt;height:150pt")])
def test_a_watermark_keeps_the_proportions_of_its_letters(text: str, size: str) -> None:
    (shape,) = sound(housed(watermark=text)).trees["word/header.xml"].iter(f"{V}shape")
    assert f"width:{size};" in shape.get("style")


def test_a_longest_watermark_stays_on_the_page() -> None:
    (shape,) = sound(housed(watermark="W" * 40)).trees["word/header.xml"].iter(f"{V}shape")
    assert "width:421pt;height:17pt;" in shape.get("style")


# --- numbers in the margins ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("restart", "word"), [("page", "newPage"), ("continuous", "continuous"), ("section", "newSection")]
)
def test_line_numbers_are_in_every_section_and_not_beside_tables_titles_and_notes(restart: Any, word: str) -> None:
    package = sound(housed(line_numbers=LineNumbers(10, restart)))
    sections = elements_of(package, "sectPr")
    numbered = [section.find(f"{W}lnNumType") for section in sections]
    assert [(e.get(f"{W}countBy"), e.get(f"{W}restart")) for e in numbered] == [("10", word)] * len(sections)
    assert left_out(package) == set(UNNUMBERED_LINES)
    assert {"Title", "toc 1", "Table Text", "footnote text", "Signature Field"} < set(UNNUMBERED_LINES)
    assert not {"Treaty Paragraph", "Annex Point", "Recital", "Article Heading"} & set(UNNUMBERED_LINES)


def left_out(package: Opened) -> set[str]:
    """The styles whose lines are not numbered; the mark stands where the schema wants it."""
    found = set()
    for style in package.elements("style", ("word/styles.xml",)):
        mark = style.find(f"{W}pPr/{W}suppressLineNumbers")
        if mark is not None:
            before = {e.tag.removeprefix(W) for e in mark.itersiblings(preceding=True)}
            assert before <= {"keepNext", "keepLines", "pageBreakBefore", "widowControl", "numPr"}
            found.add(style.find(f"{W}name").get(f"{W}val"))
    return found


def test_without_the_option_no_line_is_numbered() -> None:
    package = sound(housed())
    assert elements_of(package, "lnNumType") == []
    assert left_out(package) == set()


def test_paragraphs_are_counted_through_in_fields_and_keep_their_own_numbers() -> None:
    plain, counted = sound(housed()), sound(housed(paragraph_numbers=True))
    numbers = [result for code, result in field_results(counted) if code == r" SEQ Paragraph \* ARABIC "]
    assert numbers == [str(n) for n in range(1, len(numbers) + 1)]
    assert len(numbers) > 40
    assert not any("SEQ" in code for code, _ in field_results(plain))
    assert [p.find(f"{W}pPr/{W}numPr") is None for p in elements_of(counted, "p")] == [
        p.find(f"{W}pPr/{W}numPr") is None for p in elements_of(plain, "p")
    ]
    inside = [
        p for p in elements_of(counted, "p") if "SEQ Paragraph" in "".join(e.text for e in p.iter(f"{W}instrText"))
    ]
    assert not [e for e in inside if any(a.tag in (f"{W}tc", f"{W}del") for a in (e, *e.iterancestors()))]


# --- originals and signatures ----------------------------------------------------------------------------------------


def original_of(party: str, folder: Path) -> Draft:
    """The draft of the original that a party keeps."""
    edit = change(TEXT, "depositary: alba\n", f"depositary: alba\nsigning: {{original_of: {party}}}\n")
    return compile("example", project=copied(folder, edit)).texts[0].document.draft


def test_the_party_that_keeps_an_original_is_named_first_in_it(tmp_path: Path) -> None:
    draft = original_of("corda", tmp_path)
    assert draft.named == ("corda", "alba", "borea")
    assert [s.party for s in draft.signatures] == ["corda", "alba", "borea"]
    words = words_in(rendered(draft)).split("\n")
    assert words[1:5] == ["between", "the Union of Corda", "the Republic of Alba", "and the Kingdom of Borea"]


@pytest.mark.parametrize(
    ("count", "lines"),
    [
        (2, ["between", "Party 0", "and Party 1"]),
        (12, ["between", *(f"Party {n}" for n in range(11)), "and Party 11"]),
        (13, ["between", f"{', '.join(f'Party {n}' for n in range(12))} and Party 12"]),
    ],
)
def test_many_parties_run_on_in_one_paragraph_of_the_title_page(count: int, lines: list[str]) -> None:
    keys = tuple(f"p{n}" for n in range(count))
    names = {key: f"Party {n}" for n, key in enumerate(keys)}
    draft = replace(body_of(pieces.article("a", "A")), parties=keys, party_names=names)
    words = {**draft.house.words, "between": "between", "and": "and"}
    draft = replace(draft, house=replace(draft.house, words=words))
    assert words_in(rendered(draft)).split("\n")[1 : len(lines) + 1] == lines


def test_originals_are_equal_but_for_the_order_of_the_names(tmp_path: Path) -> None:
    first, second = original_of("alba", tmp_path / "a"), original_of("corda", tmp_path / "b")
    assert first.opening != second.opening
    same = {"opening": (), "signatures": (), "named": ()}
    assert replace(first, **same) == replace(second, **same)
    assert {s.party: s.line for s in first.signatures} == {s.party: s.line for s in second.signatures}
    unordered = compile("example", project=EXAMPLE).texts[0].document.draft
    assert unordered == first  # the first of the instrument's own order


def with_signatories(count: int) -> Draft:
    signatures = tuple(Signature(f"p{n}", f"For Party {n}") for n in range(count))
    return replace(body_of(pieces.article("a", "A")), signatures=signatures)


@pytest.mark.parametrize(("count", "kept"), [(1, 0), (2, 0), (5, 2), (6, 2), (54, 0)])
def test_each_party_has_a_block_that_is_not_broken(count: int, kept: int) -> None:
    package = sound(with_signatories(count))
    (table,) = tables_in(package, "SignatureTable")
    rows = table.findall(f"{W}tr")
    assert len(rows) == (count + 1) // 2
    assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows)
    blocks = ["\n".join("".join(p.itertext()) for p in cell.iter(f"{W}p")) for cell in table.iter(f"{W}tc")]
    assert blocks[:count] == [f"For Party {n}\n\nName:\nCapacity:\nPlace:\nDate:" for n in range(count)]
    # A row is kept with the next unless its paragraphs say otherwise; the last never is.
    bound = [not any(e.get(f"{W}val") == "0" for e in row.iter(f"{W}keepNext")) for row in rows]
    assert sum(bound) == kept
    assert not bound[-1]


# --- index of terms --------------------------------------------------------------------------------------------------


def terms() -> Draft:
    body = (
        pieces.article(
            "one", "Terms", pieces.definition("one.a", "zinc", " means zinc;"), pieces.definition("one.b", "Ärea", ";")
        ),
        pieces.article("two", "More", pieces.paragraph("two.a", Definition("ore", "ore"), " means rock.")),
    )
    opening = (pieces.para("The Parties, each a ", Definition("party", "Party")),)
    draft = replace(body_of(*body), opening=opening, house=replace(HOUSE, index_of_terms=True))
    return replace(draft, terms={"zinc": ("zinc",), "ore": ("ore",), "party": ("Party",), "one.b": ("Ärea",)})


def test_the_index_of_terms_is_sorted_and_its_articles_are_fields() -> None:
    package = sound(terms())
    table = elements_of(package, "tbl")[-1]
    rows = [["".join(t.text for t in c.iter(f"{W}t")) for c in row.iter(f"{W}tc")] for row in table.iter(f"{W}tr")]
    assert rows == [
        ["Term", "Defined in"],
        ["Ärea", "Article 1"],
        ["ore", "Article 2"],
        ["Party", "Preamble"],
        ["zinc", "Article 1"],
    ]
    assert table.find(f"{W}tr/{W}trPr/{W}tblHeader") is not None
    codes = [e.text for e in table.iter(f"{W}instrText")]
    assert codes == [rf" REF {names.bookmark(key)} \n \h " for key in ("one", "two", "one")]
    heading = next(p for p in elements_of(package, "p") if "Index of terms" in "".join(p.itertext()))
    assert heading.find(f"{W}pPr/{W}pStyle").get(f"{W}val") == "IndexHeading"


def test_the_index_stands_in_the_other_formats_and_nowhere_without_the_option() -> None:
    document = index(terms())
    page = (Path(__file__).parents[1] / "templates" / "html" / "page.html").read_bytes()
    made = html.render(document, {"page.html": page, "style.css": b""}).data.decode()
    assert '<a class="term" href="#term:ore">ore</a></b></td><td><a class="ref" href="#two">Article 2</a></td>' in made
    assert "\n| **ore** | Article 2 |\n" in markdown.render(document, {}).data.decode()
    plain = replace(document, draft=replace(document.draft, house=HOUSE))
    assert "Index of terms" not in words_in(render(plain, {"reference.docx": REFERENCE}).data)
    assert "Index of terms" not in markdown.render(plain, {}).data.decode()


def test_the_index_of_an_outgoing_copy_is_the_same() -> None:
    working, sent = index(terms()), outgoing(index(terms()))
    said = [[(e.text, "".join(s.text for s in e.place)) for e in defined_terms(d)] for d in (working, sent)]
    assert (
        said[0]
        == said[1]
        == [("Ärea", "Article 1"), ("ore", "Article 2"), ("Party", "Preamble"), ("zinc", "Article 1")]
    )
    assert lint(render(sent, {"reference.docx": REFERENCE}).data) == []


# --- accessibility ---------------------------------------------------------------------------------------------------


def test_headings_of_the_built_agreement_have_no_gap_in_the_outline() -> None:
    package = opened(compile("critical-minerals-agreement").rendered("docx").data)
    outline = {
        s.get(f"{W}styleId"): int(level.get(f"{W}val"))
        for s in package.elements("style", ("word/styles.xml",))
        if (level := s.find(f"{W}pPr/{W}outlineLvl")) is not None
    }
    styles = (e.get(f"{W}val") for e in elements_of(package, "pStyle"))
    levels = [outline[style] for style in styles if style in outline]
    assert levels[0] == 0
    assert len(levels) > 80
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_tables_have_a_header_row_and_words_that_describe_them() -> None:
    package = opened(compile("critical-minerals-agreement").rendered("docx").data)
    tables = tables_in(package, "TreatyTable")
    assert len(tables) > 5
    for table in tables:
        first = table.find(f"{W}tr")
        assert first.find(f"{W}trPr/{W}tblHeader") is not None
        heads = "; ".join("".join(t.text for t in c.iter(f"{W}t")) for c in first.iter(f"{W}tc"))
        assert table.find(f"{W}tblPr/{W}tblDescription").get(f"{W}val") == heads


def test_pictures_have_alternative_text_and_the_file_has_title_and_language() -> None:
    figure = Figure("f", samples.DOT, "A map of the zone")
    wide = Table("t", (Column("A"),), (), "Rates")
    content = (Para((Text("See:"),)), figure, wide)
    package = sound(body_of(Provision(Level.ARTICLE, "a", "A", content=content)))
    (described,) = (e for e in package.trees["word/document.xml"].iter() if e.tag.endswith("}docPr"))
    assert described.get("descr") == "A map of the zone"
    caption = next(e.get(f"{W}val") for e in elements_of(package, "tblCaption"))
    assert caption == "Rates"
    core = package.members["docProps/core.xml"].decode()
    assert "<dc:title>Agreement on Trade in Critical Minerals" in core
    assert "<dc:language>en-GB</dc:language>" in core
    assert package.elements("lang", ("word/styles.xml",))[0].get(f"{W}val") == "en-GB"


def test_every_option_at_once_makes_a_sound_file() -> None:
    package = sound(
        housed(
            classification="LIMITED",
            marking=("Without prejudice",),
            watermark="DRAFT",
            line_numbers=LineNumbers(),
            paragraph_numbers=True,
            footnotes="by-chapter",
            index_of_terms=True,
        )
    )
    assert sum(1 for _ in elements_of(package, "sectPr")) > 5

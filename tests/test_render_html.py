"""HTML: one page, well formed, whose every link leads somewhere and whose data is never markup."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html as lxml_html

from html_page import check_page
from plain_numbers import numbered
from sample_document import DOT, EMPTY, Schedule, every_kind
from strategies import documents
from travaux.renderers import html
from travaux.renderers._shared import clean
from travaux.renderers.html.context import identifier
from travaux.tree import (
    Alternatives,
    Change,
    Column,
    Definition,
    Document,
    Figure,
    Label,
    Level,
    Note,
    Option,
    Para,
    Provision,
    Ref,
    Row,
    Segment,
    Table,
    Text,
    Use,
    Value,
)

FOLDER = Path(__file__).parents[1] / "templates" / "html"
RESOURCES = {name: (FOLDER / name).read_bytes() for name in html.resources}


def _page(document: Document) -> Any:
    return lxml_html.document_fromstring(_source(document))


def _source(document: Document) -> str:
    return html.render(document, RESOURCES).data.decode()


def _draft(*opening: Any, **fields: Any) -> Document:
    return numbered(replace(EMPTY, opening=opening, **fields))


def _main(*opening: Any, **fields: Any) -> str:
    """What stands between the marks of the preamble."""
    source = _source(_draft(*opening, **fields))
    return source.partition('<div class="preamble">\n')[2].partition("</div>\n\n")[0]


def _para(*content: Any) -> Para:
    return Para(tuple(Text(piece) if isinstance(piece, str) else piece for piece in content))


# --- the sample ----------------------------------------------------------------------------------------------------


def test_the_sample_is_a_sound_page() -> None:
    rendered = html.render(every_kind(), RESOURCES)
    assert rendered.unrepresented == ("line numbers: they need pages",)
    check_page(rendered.data.decode())


def test_every_provision_has_its_key_and_its_number() -> None:
    page = _page(every_kind())
    (charge,) = page.xpath("//section[@data-key='charge']")
    assert charge.xpath("h3[@id='charge']/span/text()") == ["Article 2", "Border price adjustment"]
    assert charge.xpath("div[@class='provision paragraph']/span[@class='number']/text()") == ["1.", "2.", "3."]
    assert charge.xpath("div/@data-key") == ["charge.duty", "charge.formula", "charge.scope"]
    (point,) = charge.xpath(".//div[@id='charge.small']")
    assert point.xpath("span/text()") == ["(b)"]
    assert point.xpath("div/div/@id") == ["charge.small.one"]


def test_contents_list_what_is_in_the_text() -> None:
    entries = _page(every_kind()).xpath("//nav//a")
    assert [entry.text_content() for entry in entries] == [
        "Chapter 1 General Provisions",
        "Article 1 Definitions",
        "Chapter 2 Border Prices",
        "Article 2 Border price adjustment",
        "Article 3 Review",
        "Article 5 Withdrawal",
        "Annex 1 Covered Goods",
        "Annex 2 Contact points",
    ]


def test_references_terms_and_values() -> None:
    page = _page(every_kind())
    refs = page.xpath("//div[@data-key='charge.duty']//a[@class='ref']")
    assert [(ref.text, ref.get("href")) for ref in refs] == [("2", "#charge.formula"), ("3", "#charge.scope")]
    assert page.xpath("//dfn[@id='term:covered-good']/text()") == ["covered good"]
    assert page.xpath("//a[@class='term']/@href") == ["#term:covered-good"]
    values = [(v.get("value"), v.get("data-path"), v.text) for v in page.xpath("//data")]
    assert values == [("31.5", "floor.cobalt", "31.50"), ("800.00", "adjustment.de_minimis", "USD 800")]


def test_footnotes_and_notes_lead_there_and_back() -> None:
    page = _page(every_kind())
    assert page.xpath("//sup[@id='footnote-mark:fn-duty']/a/@href") == ["#footnote:fn-duty"]
    assert page.xpath("//li[@id='footnote:fn-duty']/a/@href") == ["#footnote-mark:fn-duty"]
    (note,) = page.xpath("//aside[@class='drafting-notes']//li")
    assert note.text_content() == "The rate depends on the outcome of round three. ↩"
    assert page.xpath("//mark[@class='finding']/text()") == ["[Finding: REF001: no such provision]"]


def test_comments_stand_below_the_text_with_their_replies() -> None:
    document = replace(every_kind(), comments={"charge.duty": (Note("c1", "Why?", "comment", "eu"),)})
    page = _page(document)
    first, second = page.xpath("//aside[contains(@class, 'comments')]/ol/li")
    assert first.text_content() == "1 EU: Why?"  # the names of the sample are plain
    assert first.xpath("./a/@href") == ["#charge.duty"]
    said = "US, 2026-11-03: Within what time?EU: Within 30 days.secretariat, 2026-11-04: Noted. ↩"
    assert second.text_content() == said
    assert page.xpath("//a[@id='comment-mark:asked']/text()") == ["[Comment 2]"]


def test_remarks_of_the_program_are_not_printed() -> None:
    plain = html.render(every_kind(), RESOURCES).data
    remark = {"charge": (Note("r1", "REF001 error: no", "remark"),)}
    assert html.render(replace(every_kind(), comments=remark), RESOURCES).data == plain


def test_brackets_and_changes() -> None:
    page = _page(every_kind())
    (inline,) = page.xpath("//span[@class='alternatives']")
    assert (inline.text_content(), inline.get("title")) == ("[US, EU: shall] [may]", "Force of the duty")
    (blocks,) = page.xpath("//div[@id='alt-block']")
    assert blocks.text_content().split() == (
        ["[US:", "The", "Committee", "meets", "yearly.", "]", "[EU:", "The", "Committee", "meets", "twiceonce", "]"]
    )
    (recital,) = page.xpath("//div[@id='alt-recital']")
    assert recital.xpath(".//b/text()") == ["Recital B (EU, US):"]
    changes = page.xpath("//main//*[self::ins|self::del]")
    assert [(change.tag, change.get("data-author"), change.text_content().strip()) for change in changes] == [
        ("del", "US", "Recalling the statement of the ministers;"),
        ("ins", "EU", "twice"),
        ("del", "EU", "once"),
        ("ins", "secretariat", "It publishes its minutes.[Comment 1]"),
        ("ins", "US", "Annex 2 Contact points"),
    ]


def test_tables_have_heads_groups_and_captions() -> None:
    page = _page(every_kind())
    (rates,) = page.xpath("//table[@id='rates']")
    assert rates.xpath("caption/text()") == ["Floor prices"]
    assert rates.xpath("thead/tr/th[@scope='col']/text()") == ["Mineral", "Floor (USD/kg)", "Unit"]
    assert rates.xpath("col/@style") == ["width:60%", "width:20%", "width:20%"]
    assert rates.xpath(".//td/@class") == ["right", "centre"]
    assert rates.getparent().get("class") == "schedule landscape"
    groups = page.xpath("//table//th[@scope='rowgroup']")
    assert [(g.text, g.get("colspan")) for g in groups] == [("Battery metals", "3"), ("Chapter 28", "2")]
    assert page.xpath("//table[@id='schedule']/tbody/tr[@id='s.2825']/td/text()") == ["2825.20", "Lithium hydroxide"]


def test_a_picture_is_in_the_page() -> None:
    figure = _main(Figure("f", b"\x89PNG", 'A "map"'))
    assert figure == (
        '<figure id="f" data-key="f"><img src="data:image/png;base64,iVBORw==" alt="A &quot;map&quot;"></figure>\n'
    )
    assert DOT.startswith(b"\x89PNG")


# --- single nodes --------------------------------------------------------------------------------------------------


def test_data_never_becomes_markup() -> None:
    nasty = "<b>&\"'\x00\x1b\ud800</p>"
    shown = "&lt;b&gt;&amp;&quot;&#x27;&lt;/p&gt;"
    assert _main(_para(nasty)) == f"<p>{shown}</p>\n"
    value = f'<data value="{shown}" data-path="{shown}">{shown}</data>'
    assert _main(_para(Value(nasty, nasty, nasty))) == f"<p>{value}</p>\n"
    bracket = _main(_para(Alternatives("a", (Option((Text("x"),), nasty, ("<i>",)),), reason=nasty)))
    assert bracket == (
        f'<p><span class="alternatives" id="a" data-key="a" title="{shown}"><span class="option">'
        f'[<b class="attribution">{shown} (&lt;I&gt;):</b> x]</span></span></p>\n'
    )
    check_page(_source(_draft(_para(nasty), title=nasty, short_title=nasty, language=nasty)))


def test_the_style_cannot_end_itself() -> None:
    page = html.render(_draft(), {**RESOURCES, "style.css": b"</style><script>"}).data.decode()
    assert "<script" not in page.replace("<\\/style><script>", "")
    assert "</style><script>" not in page


def test_page_numbers_are_a_rule_of_css() -> None:
    house = replace(EMPTY.house, page_format='"{page}</style>" / {pages}')
    expected = 'content: "\\22 " counter(page) "\\3c \\2f style\\3e \\22  \\2f  " counter(pages);'
    assert expected in _source(_draft(house=house))


def test_a_value_without_machine_data_is_plain_text() -> None:
    assert _main(_para(Value("", "", "5 per cent"))) == "<p>5 per cent</p>\n"


def test_a_use_of_a_term_that_is_not_defined_is_plain_text() -> None:
    assert _main(_para(Use("t", "good"))) == "<p>good</p>\n"


def test_a_term_defined_twice_has_one_place() -> None:
    definition = Definition("a b", "good")
    assert _main(_para(definition, definition)) == '<p><dfn id="term:a~20b">good</dfn><dfn>good</dfn></p>\n'


def _cited(segments: tuple[Segment, ...], *targets: str) -> str:
    article = Provision(Level.ARTICLE, "a", "Scope")
    document = _draft(_para(Ref("r", targets)), body=(article,))
    source = _source(replace(document, citations={"r": segments}, labels={"a": Label("Article 1", "", "", "", None)}))
    return source.partition('<div class="preamble">\n')[2].partition("</div>")[0]


@pytest.mark.parametrize(
    ("segments", "targets", "expected"),
    [
        ((Segment("Article "), Segment("1", "a", "number")), ("a",), 'Article <a class="ref" href="#a">1</a>'),
        ((Segment("this Article"),), ("a",), '<a class="ref" href="#a">this Article</a>'),
        ((Segment("Article 9", "gone", "number"),), ("gone",), "Article 9"),
        ((), ("gone", "lost"), "[gone, lost]"),
        ((), (), "[]"),
    ],
)
def test_a_reference_links_what_is_live(segments: Any, targets: tuple[str, ...], expected: str) -> None:
    assert _cited(segments, *targets) == f"<p>{expected}</p>\n"


def test_deleted_text_is_no_target() -> None:
    old = Provision(Level.ARTICLE, "a", "Old")
    page = _page(_draft(_para(Ref("r", ("a",))), body=(Change("deleted", (old,), "us"),)))
    assert page.xpath("//*[@data-key='a']/@data-key") == ["a"]
    assert page.xpath("//*[@id='a'] | //a") == []


@pytest.mark.parametrize(("chosen", "words"), [(None, "[US: shall] [may]"), (0, "shall"), (1, "may"), (-1, "")])
def test_a_choice_closes_the_brackets(chosen: int | None, words: str) -> None:
    options = (Option((Text("shall"),), "", ("us",)), Option((Text("may"),)))
    page = _page(_draft(_para(Alternatives("a", options, chosen))))
    assert page.xpath("//main")[0].text_content().strip() == words


def test_headings_follow_the_nesting_not_the_level() -> None:
    article = Provision(Level.ARTICLE, "a", "Scope")
    page = _page(_draft(body=(Provision(Level.PART, "p", "One", children=(article,)), replace(article, key="b"))))
    assert [heading.tag for heading in page.xpath("//main//span[@class='number']/..")] == ["h2", "h3", "h2"]


def test_short_and_long_rows_keep_all_cells() -> None:
    rows = (Row("r", ((Text("a"),),)), Row("s", ((Text("b"),), (Text("c"),), (Text("d"),))))
    page = _page(_draft(Table("t", (Column("x"), Column("y")), rows)))
    assert [row.xpath("td/text()") for row in page.xpath("//tbody/tr")] == [["a"], ["b", "c", "d"]]


def test_a_long_schedule_is_one_body_for_each_group() -> None:
    rows = tuple((f"k{n}", (f"{28 + n // 5000}{n:06}", "oxide")) for n in range(10_000))
    page = _page(_draft(Table("t", (Column("HS"), Column("Goods")), Schedule(rows))))
    assert page.xpath("//th[@class='group']/text()") == ["Chapter 28", "Chapter 29"]
    assert [len(body.xpath("tr/td")) for body in page.xpath("//tbody")] == [10_000, 10_000]


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("charge.duty", "charge.duty"),
        ("cap@border-adjustment", "cap@border-adjustment"),
        ("a b~:é", "a~20b~7E~3A~C3~A9"),
        ('"><script>', "~22~3E~3Cscript~3E"),
    ],
)
def test_ids_of_keys(key: str, expected: str) -> None:
    assert identifier(key) == expected


@given(st.sets(st.text(max_size=5), min_size=2, max_size=2))
def test_different_keys_have_different_ids(keys: set[str]) -> None:
    assert len({identifier(key) for key in keys}) == 2


@settings(max_examples=60, deadline=None)
@given(documents())
def test_every_document_is_a_sound_page(document: Document) -> None:
    source = _source(document)
    assert source == _source(document)
    assert source == clean(source)
    check_page(source)

"""Markdown: reads as it is, and a processor neither counts nor styles what is only data."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html as lxml_html
from markdown_it import MarkdownIt
from mdit_py_plugins.footnote import footnote_plugin

from plain_numbers import numbered
from sample_document import EMPTY, every_kind
from strategies import documents
from travaux.renderers import markdown
from travaux.renderers._shared import clean
from travaux.tree import (
    Alternatives,
    Change,
    Column,
    Document,
    Emphasis,
    Formula,
    Level,
    Option,
    Para,
    Provision,
    Row,
    Table,
    Text,
)

PARSER = MarkdownIt("commonmark").enable(["table", "strikethrough"]).use(footnote_plugin)
NASTY = [
    "<b>&\"'",
    "1. not a list",
    "- nor this",
    "# nor a heading",
    "> nor a quotation",
    "*a* _b_ `c` [d](e) ![f](g) ~~h~~ ^[i] [^1] &amp; | $x$ {++y++} \\",
    "+ plus",
    "7) seven",
    "    code",
    "<!-- gone -->",
    "```",
    "===",
    "[a]: http://example.org",
]


def _render(*opening: Any, **fields: Any) -> str:
    draft = replace(EMPTY, **{"house": replace(EMPTY.house, header=(), cover=()), "opening": opening, **fields})
    return markdown.render(numbered(draft), {}).data.decode()


def _words(source: str) -> str:
    """The words that a reader sees when the source is processed."""
    return lxml_html.fromstring(f"<div>{PARSER.render(source)}</div>").text_content()


def _para(*content: Any) -> Para:
    return Para(tuple(Text(piece) if isinstance(piece, str) else piece for piece in content))


SAMPLE = """\
## Chapter 2: Border Prices

### Article 2: Border price adjustment

1\\. Each Party shall charge each covered good the amount found under 2 to 3[^1]. \\[Note 1\\]

2\\. The amount is:

```
A = max(0, F × C − W − D)
```

**Floor prices**

| Mineral | Floor (USD/kg) | Unit |
| --- | ---: | :---: |
| **Battery metals** |  |  |
| Cobalt \\| sulphate | 31.50 | kg |

3\\. *Exclusions*

This Article does not apply to:

- (a) goods in transit on that date; and

- (b) consignments below USD 800,

  - (a) whether or not split;

as each Party \\[US, EU: shall\\] \\[may\\]{>>Force of the duty<<} publish.

### Article 3: Review

\\[US:

The Committee meets yearly.

\\]

\\[EU:

The Committee meets {++twice++}{>>EU<<}{--once--}{>>EU<<}

\\]

{>>Frequency<<}

{++

It publishes its minutes. \\[Comment 1\\]

++}{>>secretariat<<}

\\[Timeline of the review\\]

<strong>\\[Finding: REF001: no such provision\\]</strong>\\[nowhere\\] and Action Plan

### Article 5: Withdrawal
"""


def test_a_chapter_with_every_kind_of_node() -> None:
    source = markdown.render(every_kind(), {}).data.decode()
    assert source[source.index("## Chapter 2") : source.index("\nDone in two")] == SAMPLE


def test_front_and_back_of_the_sample() -> None:
    source = markdown.render(every_kind(), {}).data.decode()
    assert source.startswith("*Draft of the co-chairs*\n\n*Without prejudice*\n\n# Agreement on Trade")
    assert source.endswith(
        "## Drafting notes\n\n1\\. The rate depends on the outcome of round three.\n\n"
        "## Comments\n\n1\\. US, 2026-11-03: Within what time?\n\n- EU: Within 30 days.\n\n"
        "- secretariat, 2026-11-04: Noted.\n\n"
        "[^1]: The charge is not a **customs duty**.\n"
    )


def test_what_is_not_shown_is_said() -> None:
    assert markdown.render(every_kind(), {}).unrepresented == (
        "keys, links and machine values: Markdown shows the printed words only",
        "page numbers: Markdown has no pages",
        "line numbers: they need pages",
        "table rates: its landscape page",
        "figure figure: the picture; the words that stand for it are printed",
    )


@pytest.mark.parametrize("data", NASTY)
def test_data_is_words_and_nothing_else(data: str) -> None:
    shown = " ".join(data.split())
    assert PARSER.render(_render(_para(data))).count("<") == len(["<h1>", "</h1>", "<p>", "</p>"])
    assert _words(_render(_para(data))) == f"Agreement\n{shown}\n"


@pytest.mark.parametrize("data", NASTY)
def test_data_in_a_cell_is_words_and_nothing_else(data: str) -> None:
    table = Table("t", (Column(data), Column("b")), (Row("r", ((Text(data),), (Text("x"),))),))
    page = lxml_html.fromstring(PARSER.render(_render(table)))
    shown = " ".join(data.split())
    assert [cell.text_content() for cell in page.iter("th", "td")] == [shown, "b", shown, "x"]


def test_a_control_character_is_left_out() -> None:
    assert _render(_para("a\x00\x1b\ud800b")) == "# Agreement\n\nab\n"


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ((Emphasis((Text("word"),)),), "<em>word</em>"),
        ((Emphasis((Text(" word "),)), "x"), "<em> word </em>x"),
        (("a", Emphasis((Text("“b”"),)), "c"), "a<em>“b”</em>c"),
        ((Emphasis((Text("a"),), True), Emphasis((Text("b"),))), "<strong>a</strong><!-- --><em>b</em>"),
        ((Emphasis((Text("a"), Emphasis((Text("b"),)), Text("c"))),), "<em>a<em>b</em>c</em>"),
        ((Emphasis((Emphasis((Text("a"),), True),)),), "<em><strong>a</strong></em>"),
        (("2", Emphasis((Text("*"),))), "2<em>*</em>"),
    ],
)
def test_emphasis_is_emphasis_wherever_it_stands(content: tuple[Any, ...], expected: str) -> None:
    page = PARSER.render(_render(_para(*content)))
    assert page == f"<h1>Agreement</h1>\n<p>{expected.strip()}</p>\n"


def test_points_are_nested_lists_with_typed_numbers() -> None:
    item = Provision(Level.SUBPOINT, "p.a.i", content=(_para("one"), Formula("f", "x = 1\n\ny = 2")))
    point = Provision(Level.POINT, "p.a", content=(_para("first:"),), children=(item,), tail=(_para("and so on"),))
    paragraph = Provision(Level.PARAGRAPH, "p", content=(_para("Text:"),), children=(point,), tail=(_para("end"),))
    page = PARSER.render(_render(body=(paragraph,)))
    assert page == (
        "<h1>Agreement</h1>\n<p>1. Text:</p>\n<ul>\n<li>\n<p>(a) first:</p>\n<ul>\n<li>\n<p>(a) one</p>\n"
        "<pre><code>x = 1\n\ny = 2\n</code></pre>\n</li>\n</ul>\n<p>and so on</p>\n</li>\n</ul>\n<p>end</p>\n"
    )


def test_a_formula_may_contain_a_fence() -> None:
    assert PARSER.render(_render(Formula("f", "a\n````\nb"))).endswith("<pre><code>a\n````\nb\n</code></pre>\n")


def test_a_cell_too_many_joins_the_last_one() -> None:
    cells = ((Text("a"),), (Text("b"),), (Text("c"),))
    assert _render(Table("t", (Column("x"), Column("y")), (Row("r", cells),))).endswith("| a | b c |\n")


def test_a_choice_closes_the_brackets() -> None:
    options = (Option((Text("shall"),), "", ("us",)), Option((Text("may"),), "", ("eu",)))
    printed = [_render(_para("It ", Alternatives("a", options, chosen), " act.")) for chosen in (None, 0, -1)]
    assert [text.split("\n")[2] for text in printed] == [
        "It \\[US: shall\\] \\[EU: may\\] act.",
        "It shall act.",
        "It act.",
    ]


def test_the_author_of_a_change_is_named() -> None:
    assert _render(Change("deleted", (_para("old"),), "eu")).endswith("{--\n\nold\n\n--}{>>EU<<}\n")


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.text(alphabet=st.characters() | st.sampled_from("*_`[]<>&|~{}$^#\\!-+=.1) \n"), max_size=20), max_size=3
    )
)
def test_any_words_survive(words: list[str]) -> None:
    shown = re.sub(r"[ \t\n\r\f\v]+", " ", "".join(clean(word) for word in words))
    page = _words(_render(_para(*words)))
    assert re.sub(r"\s+", "", page) == re.sub(r"\s+", "", f"Agreement{shown}")


@settings(max_examples=40, deadline=None)
@given(documents())
def test_every_document_is_rendered_the_same_twice(document: Document) -> None:
    first = markdown.render(document, {})
    assert first == markdown.render(document, {})
    assert first.data.decode().endswith("\n")
    assert clean(first.data.decode()) == first.data.decode()

"""The Markdown of a clause: lists become provisions, what the clause language lacks is refused, nothing hangs."""

from __future__ import annotations

import random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from one_clause import article, drafted, prepared, selected, within
from travaux.diagnostic import Diagnostic, Failure, Severity
from travaux.span import NOWHERE
from travaux.tree import (
    Alternatives,
    Column,
    Definition,
    Emphasis,
    Footnote,
    Formula,
    Level,
    Para,
    Provision,
    Row,
    Table,
    Text,
)


def outline_of(node: Any) -> Any:
    """Level, last part of the key, words and children of a provision."""
    words = " ".join(text(block) for block in node.content)
    return (node.level.name, node.key.rpartition(".")[2], words, [outline_of(child) for child in node.children])


def text(node: Any) -> str:
    match node:
        case Para() | Emphasis():
            return "".join(map(text, node.content))
        case Footnote():
            return "[" + "".join(map(text, node.content)) + "]"
        case _:
            return str(getattr(node, "text", ""))


def faults(body: str, place: str = "article", **front: Any) -> list[str]:
    with pytest.raises(Failure) as failure:
        drafted(body, place, **front)
    return [str(d) for d in failure.value.diagnostics]


FIRST = prepared()[1].clauses["duty", ""].body_line
FILE = "clauses/example/duty.en.md"


def at(line: int, column: int = 1) -> str:
    return f"{FILE}:{FIRST + line - 1}:{column}"


# --- structure -----------------------------------------------------------------------------------------------------


def test_lists_become_paragraphs_points_and_subpoints() -> None:
    found = article(
        "1. {#a} First:\n    1. {#b} point\n        1. {#c} subpoint\n            1. {#d} item\n\n    closing words\n\n"
        "2. {#e} Second.\n"
    )
    assert [outline_of(child) for child in found.children] == [
        (
            "PARAGRAPH", "a", "First:",
            [("POINT", "b", "point", [("SUBPOINT", "c", "subpoint", [("ITEM", "d", "item", [])])])],
        ),
        ("PARAGRAPH", "e", "Second.", []),
    ]  # fmt: skip
    first = found.children[0]
    assert isinstance(first, Provision)
    assert [text(block) for block in first.tail] == ["closing words"]


def test_list_after_a_sentence_of_the_article_is_one_of_points() -> None:
    found = article("Each Party shall:\n\n1. {#a} one; and\n2. {#b} two,\n\nwithout delay.\n")
    assert [text(block) for block in found.content] == ["Each Party shall:"]
    assert [(c.level, c.key) for c in found.children if isinstance(c, Provision)] == [
        (Level.POINT, "duty.a"),
        (Level.POINT, "duty.b"),
    ]
    assert [text(block) for block in found.tail] == ["without delay."]


def test_bullets_have_keys_and_no_numbers() -> None:
    found = article("For this Article:\n\n- {#a} **duty** means all;\n", defines={"duty": ("duty", "duties")})
    (child,) = found.children
    assert isinstance(child, Provision)
    assert (child.key, child.numbered, child.level) == ("duty.a", False, Level.PARAGRAPH)
    assert child.content == (Para((Definition("duty", "duty"), Text(" means all;"))),)


def test_place_of_a_provision_is_that_of_its_id() -> None:
    found = article("1. {#a} First\n\n\n2. {#b} Second\n")
    assert [str(child.span) for child in found.children if isinstance(child, Provision)] == [at(1, 4), at(4, 4)]


def test_emphasis_footnotes_and_typographic_quotes() -> None:
    (child,) = article("1. {#a} *As* **it** is^[a *note*] \"said\" and 'sung' -- so.\n").children
    assert isinstance(child, Provision)
    (para,) = child.content
    assert isinstance(para, Para)
    assert [type(node) for node in para.content] == [Emphasis, Text, Emphasis, Text, Footnote, Text]
    assert text(para) == "As it is[a note] “said” and ‘sung’ -- so."


def test_table() -> None:
    body = (
        '{{ table("rates", caption="Rates") }}\n\n| Good | Rate |\n|:-----|--:|\n| {{ row("x") }}ore | 5 |\n| tin | |\n'
    )
    (found,) = (block for block in article(body).content if isinstance(block, Table))
    assert (found.key, found.caption) == ("duty.rates", "Rates")
    assert found.columns == (Column("Good", "left", 5), Column("Rate", "right", 2))
    assert found.rows == (
        Row("duty.rates.x", ((Text("ore"),), (Text("5"),))),
        Row("duty.rates.2", ((Text("tin"),), ())),
    )


def test_formula() -> None:
    (found,) = article("```formula {#gap}\nA = max(0, F - P)\n```\n").content
    assert found == Formula("duty.gap", "A = max(0, F - P)", found.span)  # type: ignore[union-attr]


def test_headings_open_sections_of_an_annex() -> None:
    (annex,) = drafted("Words.\n\n## {#one} First part\n\n1. {#a} x\n\n## {#two} Second\n\ny\n", "annex").annexes
    sections = [(s.level.name, s.key, s.heading) for s in annex.children]  # type: ignore[union-attr]
    assert sections == [("SECTION", "duty.one", "First part"), ("SECTION", "duty.two", "Second")]


def test_provision_on_an_unconfirmed_source_stands_in_brackets() -> None:
    first, second = article('1. {#a} {{ source("rumour") }}x\n2. {#b} {{ source("fact") }}y\n').children
    assert isinstance(first, Alternatives)
    assert first.reason == "rests on an unconfirmed source: rumour"
    assert isinstance(second, Provision)


# --- what the clause language lacks -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "wanted"),
    [
        ("1. words\n", [f"{at(1)}: error[DRF006]: a list item has no id\n  hint: begin it with {{#id}}"]),
        (
            "1. {#Big_Id} words\n",
            [f"{at(1, 4)}: error[DRF006]: 'Big_Id' is not an id\n  hint: lower-case letters, digits, hyphens"],
        ),
        (
            "1. {#a} x\n2. {#a} y\n",
            [f"{at(1, 4)}: error[DRF006]: the id 'a' stands twice in the clause"],
        ),
        (
            "1. {#a} x\n\n    {#b} y\n",
            [f"{at(3, 5)}: error[DRF005]: the id 'b' is out of place\n  hint: an id stands at the head of its item"],
        ),
        (
            "{#a} words\n",
            [
                f"{FILE}:1:1: error[DRF005]: the id 'a' stands on a paragraph outside a list\n"
                "  hint: only items of lists carry ids"
            ],
        ),
        (
            "words\n\n| a | b |\n|---|---|\n| c | d |\n",
            [f'{at(3)}: error[DRF005]: a table has no key\n  hint: write {{{{ table("key") }}}} before it'],
        ),
        (
            '{{ table("x") }}\n\nwords\n',
            [f"{FILE}:1:1: error[DRF005]: no table follows table()\n  hint: a line with | must come next"],
        ),
        (
            'words\n\n{{ row("x") }}words\n',
            [f"{at(3)}: error[DRF005]: row() stands outside a table\n  hint: it belongs in the first cell of a row"],
        ),
        (
            'words\n\n{{ schedule("rates") }}\n',
            [f"{at(3)}: error[DRF005]: the instrument has no schedule 'rates'\n  hint: its schedules: none"],
        ),
        (
            "```python\nx\n```\n",
            [
                f"{FILE}:1:1: error[DRF005]: a fenced block 'python' is not part of the clause language\n"
                "  hint: write ```formula"
            ],
        ),
        (
            "1. {#a} x[^1]\n\n[^1]: elsewhere\n",
            [
                f"{FILE}:1:1: error[DRF005]: the footnote [^1] has its text elsewhere\n"
                "  hint: write ^[its text] where the note stands"
            ],
        ),
        (
            "1. {#a} x^[one ^[two]]\n",
            [f"{at(1)}: error[DRF005]: a footnote stands in a footnote\n  hint: give it a place of its own"],
        ),
        (
            "1. {#a} x\n    1. {#b} x\n        1. {#c} x\n            1. {#d} x\n                1. {#e} x\n",
            [f"{at(4, 16)}: error[DRF005]: lists are nested too deeply\n  hint: four levels are the most"],
        ),
    ],
)
def test_faults(body: str, wanted: list[str]) -> None:
    assert faults(body) == wanted


def test_recitals_are_one_list_of_paragraphs() -> None:
    assert faults("Words.\n\n1. {#a} x\n    1. {#b} y\n", "recitals") == [
        f"{FILE}:1:1: error[DRF005]: recitals are the items of one list\n  hint: move the other text elsewhere",
        f"{at(3, 4)}: error[DRF005]: a recital is a single paragraph",
    ]


def test_list_has_no_place_in_the_opening() -> None:
    assert faults("1. {#a} x\n", "opening") == [
        f"{FILE}:1:1: error[DRF005]: a list has no place in this part of the text"
    ]


# --- any text ------------------------------------------------------------------------------------------------------

HALVES = st.sampled_from([
    "^[", "]", "^[a ^[b] ^[c]]", "[^1]", "[^1]: x", "1. ", "2) ", "- ", "* ", "{#a} ", "{#", "}", "|", "| a | b |",
    "|---|---|", "|:-:|", "    ", "\t", "\n", "\n\n", "**", "*", "_", "`", "```", "```formula\n", "~~~", "# ",
    "## {#h} H", "> ", "<b>", "&amp;", "\\", '"', "'", "word", "\u00a0", "\u202e", "\U0001f600", "10000000000. ",
    "---", "===", "[x](y)", "![x](y)", "<http://x.y>", "\u2028", "\x85", "\r", "\ufffd", "(", ")", ":", "--", "$$",
])  # fmt: skip
TEMPLATES = st.sampled_from([
    "{{", "}}", "{%", "%}", "{*", "*}", "{{ param.notice }}", "{{ param.x }}", '{{ ref("committee") }}',
    '{{ ref("") }}', "{% for p in parties %}", "{% endfor %}", "{% if true %}", "{% endif %}", '{{ note("n") }}',
    '{{ table("t") }}', '{{ row("r") }}', '{{ schedule("s") }}', '{{ source("rumour") }}', "{{ 1 }}", "{% raw %}",
    "{{ id(1) }}", "{{ [] }}",
])  # fmt: skip
bodies = st.lists(st.one_of(HALVES, HALVES, st.text(max_size=6)), max_size=30).map("".join)
half_written = st.lists(st.one_of(HALVES, TEMPLATES, st.text(max_size=6)), max_size=20).map("".join)
NO_REASON = Diagnostic("", Severity.ERROR, NOWHERE, "a failure without a reason")
QUICK = settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def drafts_or_says_why(body: str, place: str) -> None:
    """The body is drafted in no time, or refused with a place and a code of the draft stage."""
    found: tuple[Diagnostic, ...] = ()
    with within(5):
        try:
            drafted(body, place)
        except Failure as failure:
            found = failure.diagnostics or (NO_REASON,)
    assert all(d.code.startswith("DRF") and d.span.file == FILE for d in found)


@QUICK
@given(bodies, st.sampled_from(["article", "annex", "recitals", "opening"]))
def test_any_markdown_is_drafted_or_refused(body: str, place: str) -> None:
    drafts_or_says_why(body, place)


@QUICK
@given(half_written, st.sampled_from(["article", "annex"]))
def test_any_half_written_clause_is_drafted_or_refused(body: str, place: str) -> None:
    drafts_or_says_why(body, place)


def test_clauses_cut_anywhere_are_drafted_or_refused() -> None:
    chance = random.Random(20261123)
    for clause in prepared()[1].clauses.values():
        for _ in range(3):
            body = clause.body[: chance.randrange(len(clause.body) + 1)]
            drafts_or_says_why(body, "annex" if clause.front.place == "annex" else "article")


@pytest.mark.parametrize(
    "piece", ["^[", "^[a ", "[", "*", "**a", "> ", "1. ", "- ", "    ", "|", "`", "{{ 1 }}", "(", '"']
)
def test_much_of_the_same_is_no_trap(piece: str) -> None:
    drafts_or_says_why(piece * 400 + "\n", "article")
    drafts_or_says_why("\n".join(piece * n + "x" for n in range(60)), "article")


def test_clause_with_a_private_use_character() -> None:
    assert faults("A \ue0000\ue001 B\n") == [
        f"{FILE}:1:1: error[DRF003]: the clause contains a private-use character\n  hint: remove U+E000 and U+E001"
    ]


def test_selected_clause_is_that_of_the_example() -> None:
    assert selected("x").clause.file == FILE

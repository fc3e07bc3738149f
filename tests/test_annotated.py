"""The annotated edition: drafting notes and precedents as footnotes, and no other edition changed by it."""

from __future__ import annotations

import functools
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from docx_lint import field_results, lint, noted, opened
from docx_pieces import HOUSE, REFERENCE
from projects import EXAMPLE, Edit, change, copied, put, run, snapshot
from strategies import drafts
from travaux import tree
from travaux.annotated import annotated
from travaux.build import Compilation, Options, compile
from travaux.compilation import Text
from travaux.docx_reader import safe
from travaux.docx_reader.reader import inspected
from travaux.index import index
from travaux.renderers import html, markdown
from travaux.renderers._shared import walk_draft
from travaux.renderers.docx import names, render

Capture = pytest.CaptureFixture[str]
INSTRUMENT, DUTY = "seeds/instruments/example.yaml", "clauses/example/duty.en.md"
PAGE = Path(__file__).parents[1] / "templates" / "html" / "page.html"

OLD = "{instrument: an old treaty, article: annex of 1900, shows: the same duty, grade: unconfirmed}"
NOTED = (
    change(DUTY, "grade: official}]", f"grade: official}}, {OLD}]"),
    change(DUTY, "of another Party.", 'of another Party.{{ note("Our floor is sixty days.") }}{{ source("rumour") }}'),
    change(DUTY, "the application of", "the application^[{#how} In whole or part.{{ note('Why?') }}] of"),
    change(DUTY, "stating:", "stating, as {{ ref('duty.how') }} says:"),
    *(
        change(f"clauses/example/{name}.en.md", "tier: 1", f"tier: 1\nprecedents: [{{instrument: {told}, {shows}}}]")
        for name, told, shows in (
            ("recitals", "the Treaty of Alba", "shows: short recitals, grade: reported"),
            ("opening", "the Treaty of Borea", "shows: long names, grade: official"),
            ("signing", "the Treaty of Corda", "shows: one original, grade: reported"),
            ("goods-annex", "the Goods Treaty", 'article: "3", shows: a list, grade: reported'),
        )
    ),
)

GOLDEN = """\
### Article 1.2: Admission of goods[^3]

\\[

1\\. Each Party shall admit every covered good of another Party.[^4][^5]

\\]

2\\. A Party that suspends the application[^6][^7] of paragraph 1 shall notify the Committee within 14 days of its decision, stating, as footnote 6 says:
"""  # noqa: E501
NOTES = """\
[^1]: <em>Precedents:</em> the Treaty of Borea (long names; official).

[^2]: <em>Precedents:</em> the Treaty of Alba (short recitals; reported).

[^3]: <em>Precedents:</em> GATT 1994, Article X (publication of measures; official); an old treaty, annex of 1900 (the same duty; unconfirmed).

[^4]: <em>Drafting note:</em> Our floor is sixty days.

[^5]: <em>Drafting note:</em> In brackets because it rests on an unconfirmed source: rumour.

[^6]: In whole or part.

[^7]: <em>Drafting note:</em> Why?

[^8]: <em>Precedents:</em> the Treaty of Corda (one original; reported).

[^9]: <em>Precedents:</em> the Goods Treaty, Article 3 (a list; reported).
"""  # noqa: E501


def compiled(folder: Path, *edits: Edit) -> Compilation:
    """The example treaty with edits."""
    return compile("example", Options(copied(folder, *edits)))


def text_of(compilation: Compilation, edition: Any = "annotated") -> str:
    """The first text in Markdown."""
    return compilation.rendered("markdown", edition=edition).data.decode()


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Compilation:
    return compiled(tmp_path_factory.mktemp("noted"), *NOTED)


@pytest.fixture(scope="module")
def library() -> Compilation:
    return compile(("critical-minerals-agreement", "us-mx-action-plan"))


# --- the words ---------------------------------------------------------------------------------------------------


def test_golden_text(example: Compilation) -> None:
    printed = text_of(example)
    assert GOLDEN in printed
    assert printed.endswith(NOTES)
    assert "Annotated edition: footnotes hold drafting notes and precedents\n" in printed
    assert "## Drafting notes" not in printed
    assert "## Annex 1-A: Covered goods[^9]\n" in printed
    assert "RECOGNISING that examplium is of use to industry;[^2]\n" in printed


def test_html_has_the_mark_in_the_heading(example: Compilation) -> None:
    page = example.rendered("html", edition="annotated").data.decode()
    mark = '<sup class="footnote-mark" id="footnote-mark:duty~23precedents">'
    link = '<a href="#footnote:duty~23precedents" role="doc-noteref">3</a></sup></h3>'
    assert f'<span class="heading">Admission of goods</span>{mark}{link}' in page
    assert "<em>Precedents:</em> GATT 1994, Article X (publication of measures; official);" in page


@pytest.mark.parametrize("edition", ["working", "outgoing"])
def test_other_editions_do_not_change(edition: Any, tmp_path: Path, example: Compilation) -> None:
    before = {name: example.rendered(name, edition=edition).data for name in ("docx", "html", "markdown", "json")}
    numbers = dict(example.texts[0].document.footnotes)
    text_of(example)
    assert {name: example.rendered(name, edition=edition).data for name in before} == before
    assert example.texts[0].document.footnotes == numbers
    assert {key: found.number for key, found in numbers.items()} == {"duty.how": 1}
    assert "the application[^1] of" in text_of(example, edition)
    assert "as footnote 1 says" in text_of(example, edition)


def test_no_drafting_note_is_left_and_a_reason_is_said_once(example: Compilation) -> None:
    text = example.texts[0]
    nodes = [node for node, _ in walk_draft(annotated(text.document, text).draft)]
    assert not [node for node in nodes if isinstance(node, tree.Note) and node.kind == "drafting"]
    assert [node.reason for node in nodes if isinstance(node, tree.Alternatives)] == [""]


def test_open_wordings_have_each_their_own_precedents(tmp_path: Path) -> None:
    gentle = (EXAMPLE / DUTY).read_text(encoding="utf-8").replace("GATT 1994", "the Gentle Treaty")
    positions = "{duty: [{variant: standard, proposed: [alba]}, {variant: gentle, proposed: [borea]}]}"
    variants = change(INSTRUMENT, "depositary:", f"variants: {positions}\ndepositary:")
    printed = text_of(compiled(tmp_path, put("clauses/example/duty~gentle.en.md", gentle), variants))
    assert "[^1]: <em>Precedents:</em> GATT 1994, Article X (publication of measures; official)." in printed
    assert "[^2]: <em>Precedents:</em> the Gentle Treaty, Article X (publication of measures; official)." in printed


@pytest.mark.parametrize("language", ["es", "ja"])
def test_drafting_languages_have_the_words(language: str) -> None:
    from travaux.discover import layers
    from travaux.parse import parse
    from travaux.span import NOWHERE

    words = parse(layers(), "agreement", language, NOWHERE, NOWHERE).words.words
    wanted = ("drafting-note", "precedents", "cited-article", "official", "reported", "unconfirmed")
    assert [name for name in (*wanted, "annotated-edition") if not words.get(name)] == []


# --- Word --------------------------------------------------------------------------------------------------------


def read(data: bytes, folder: Path) -> Any:
    """What the reader makes of a Word file."""
    path = folder / "x.docx"
    path.write_bytes(data)
    return inspected(safe.opened(path))


def test_word_file_of_the_example(example: Compilation, tmp_path: Path) -> None:
    data = example.rendered("docx", edition="annotated").data
    assert lint(data) == []
    package = opened(data)
    assert noted(package)[names.bookmark("duty.how")] == 6
    assert [shown for code, shown in field_results(package) if "NOTEREF" in code] == ["6"]
    units = {unit.key: unit.text for unit in read(data, tmp_path).units}
    assert units["duty"] == "Admission of goods"
    assert units["fn:duty#precedents"].startswith("Precedents: GATT 1994, Article X")


@pytest.mark.parametrize("number", [0, 1])
def test_word_files_of_the_library(library: Compilation, number: int, tmp_path: Path) -> None:
    text = library.texts[number]
    data = library.rendered("docx", text, edition="annotated").data
    assert lint(data) == []
    found = read(data, tmp_path)
    assert {unit.state for unit in found.units} == {"same"}
    assert not found.added
    named = {
        wording.clause.key for s in text.outline.all() for wording in s.wordings if wording.clause.front.precedents
    }
    printed = {unit.key for unit in found.units if unit.key.endswith("#precedents")}
    assert {key.removeprefix("fn:").partition("#")[0].partition("@")[0] for key in printed} == named


# --- any text ----------------------------------------------------------------------------------------------------


def notes_in(document: tree.Document) -> set[str]:
    """The keys of the footnotes and drafting notes that are printed, deleted ones too."""
    nodes = [node for node, _ in walk_draft(document.draft)]
    drafting = {node.key for node in nodes if isinstance(node, tree.Note) and node.kind == "drafting"}
    return drafting | {node.key for node in nodes if isinstance(node, tree.Footnote)}


@functools.cache
def sound_text() -> Text:
    """The example treaty, whose clauses before and after the articles name no precedents."""
    return compile("example", Options(EXAMPLE)).texts[0]


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(drafts())
def test_no_note_is_lost_and_the_file_is_sound(draft: tree.Draft) -> None:
    words = {**HOUSE.words, **draft.house.words}
    document = index(replace(draft, house=replace(draft.house, words=words)))
    found = annotated(document, sound_text())
    assert notes_in(found) == notes_in(document)
    result = render(found, {"reference.docx": REFERENCE})
    odd = any("is not what Word will count" in remark for remark in result.unrepresented)
    assert [fault for fault in lint(result.data) if not (odd and "Word computes" in fault)] == []
    assert markdown.render(found, {}).data
    assert html.render(found, {"page.html": PAGE.read_bytes(), "style.css": b""}).data


# --- the command line --------------------------------------------------------------------------------------------


def test_build_writes_an_edition_of_its_own(tmp_path: Path, capsys: Capture) -> None:
    built = run(capsys, "build", "example", "--project", EXAMPLE, "-o", tmp_path, "--format", "docx,md", "--notes")
    assert (built.code, built.err) == (
        0,
        "example.annotated.en.md: keys, links and machine values: Markdown shows "
        "the printed words only\nexample.annotated.en.md: page numbers: Markdown has no pages\n",
    )
    assert sorted(path.name for path in tmp_path.iterdir()) == ["example.annotated.en.docx", "example.annotated.en.md"]


def test_notes_have_no_place_in_what_goes_out(tmp_path: Path, capsys: Capture) -> None:
    edition = ("--notes", "--edition", "outgoing")
    built = run(capsys, "build", "example", "--project", EXAMPLE, "-o", tmp_path / "out", *edition)
    assert (built.code, built.out, (tmp_path / "out").exists()) == (2, "", False)
    assert built.err == "travaux: --notes prints what the outgoing edition leaves out: ask for one of the two\n"


def test_same_input_same_bytes(tmp_path: Path) -> None:
    def built(folder: Path, seed: str) -> Any:
        command = [sys.executable, "-m", "travaux", "build", "us-mx-action-plan", "--notes", "--quiet"]
        options = ["--format", "docx,html,md,json", "-o", str(folder)]
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        subprocess.run([*command, *options], env=environment, check=True, capture_output=True, timeout=60)
        return snapshot(folder)

    first = built(tmp_path / "a", "0")
    assert len(first) == 4
    assert built(tmp_path / "b", "4711") == first

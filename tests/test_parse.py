"""Stage 3: clause files, families, templates and languages."""

from __future__ import annotations

from pathlib import Path

import pytest

from projects import EXAMPLE, change, copied, put
from travaux.diagnostic import Failure
from travaux.discover import Layer, builtin_layer, layers
from travaux.library import Clause, Library
from travaux.parse import named, parse, parse_clause, resources, split_front_matter
from travaux.span import NOWHERE, Span

ASKED, TAGGED = Span("i.yaml", 2, 7), Span("i.yaml", 8, 13)
DUTY = "clauses/example/duty.en.md"
ENGLISH = (builtin_layer().root / "templates/languages/en.yaml").read_text(encoding="utf-8")
XX = "templates/languages/xx.yaml"


def clause(text: str | bytes, folder: Path, name: str = "duty.en.md") -> Clause:
    put(f"clauses/example/{name}", text)(folder)
    layer = Layer(folder, builtin=False)
    return parse_clause(layer.file(folder / "clauses/example" / name))


def library(root: Path, language: str = "en", template: str = "example-treaty") -> Library:
    return parse(layers(root), template, language, ASKED, TAGGED)


def faults(root: Path, language: str = "en", template: str = "example-treaty") -> list[str]:
    with pytest.raises(Failure) as failure:
        library(root, language, template)
    return [str(d) for d in failure.value.diagnostics]


FRONT = "---\nheading: Duty\npurpose: Duty\norder: 5\ntier: 1\nrests_on: [fact]\n---\n"


def test_clause(tmp_path: Path) -> None:
    found = clause(FRONT + '\n1. {#a} {{ source("rumour") }}Words.\n', tmp_path, "a-duty~mild.pt-BR.md")
    assert (found.key, found.variant, found.language, found.family) == ("a-duty", "mild", "pt-BR", "example")
    assert (found.front.heading, found.front.place, found.front.optional) == ("Duty", "article", False)
    assert found.body == '\n1. {#a} {{ source("rumour") }}Words.\n'
    assert found.span(2, 4) == Span("clauses/example/a-duty~mild.pt-BR.md", 9, 4)
    assert found.span() == Span("clauses/example/a-duty~mild.pt-BR.md", 1, 1)
    assert found.sources == ("fact", "rumour")
    assert found.source_span("fact") == Span(found.file, 6, 12)
    assert found.source_span("rumour") == Span(found.file, 9, 12)


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_line_ends_change_nothing_but_the_bytes(end: str, tmp_path: Path) -> None:
    text = FRONT + "1. {#a} x\n2. {#b} y\n"
    plain, other = clause(text, tmp_path), clause(text.replace("\n", end).encode(), tmp_path)
    marked = clause(b"\xef\xbb\xbf" + text.encode(), tmp_path)
    for found in (other, marked):
        assert (found.body, found.body_line, found.version) == (plain.body, plain.body_line, plain.version)


def test_version_changes_with_the_text(tmp_path: Path) -> None:
    assert clause(FRONT + "a\n", tmp_path).version != clause(FRONT + "b\n", tmp_path).version


def test_places_in_front_matter_are_those_of_the_file(tmp_path: Path) -> None:
    with pytest.raises(Failure) as failure:
        clause(FRONT.replace("order: 5", "order: [5]"), tmp_path)
    assert str(failure.value) == f"{DUTY}:4:8: error[MOD003]: a whole number is wanted here, not a list of 1"


def test_front_matter_ends_at_its_own_line(tmp_path: Path) -> None:
    file = Layer(tmp_path, builtin=False).file(tmp_path / "a.en.md")
    assert split_front_matter(file, "---\na: |\n  x\n  ---\n---\nbody\n---\nmore\n") == (
        "a: |\n  x\n  ---\n", "body\n---\nmore\n", 6,
    )  # fmt: skip


@pytest.mark.parametrize("name", ["duty.md", "Duty.en.md", "duty.EN.md", "duty~.en.md", "du_ty.en.md", ".en.md"])
def test_names_of_clause_files(name: str, tmp_path: Path) -> None:
    with pytest.raises(Failure, match="LIB001"):
        named(Layer(tmp_path, builtin=False).file(tmp_path / name))


def test_library_of_the_example() -> None:
    found = library(EXAMPLE)
    assert {"duty", "definitions", "committee"} <= {key for key, _ in found.clauses}
    assert found.families["example"][0].chapter == "example-general"
    assert found.template.register_ == "binding"
    assert found.words.name == "English"


def test_project_goes_before_the_library(tmp_path: Path) -> None:
    root = copied(tmp_path, put("templates/languages/en.yaml", ENGLISH.replace("name: English", "name: Plain English")))
    assert library(root).words.name == "Plain English"


def test_faults_of_all_files_come_together(tmp_path: Path) -> None:
    edits = (
        change(DUTY, "order: 50", "order: [x]"),
        change("clauses/example-zone/family.yaml", "order: 40", "order: 4.5"),
    )
    assert faults(copied(tmp_path, *edits)) == [
        "clauses/example-zone/family.yaml:2:8: error[MOD003]: a whole number is wanted here, not the number 4.5",
        f"{DUTY}:4:8: error[MOD003]: a whole number is wanted here, not a list of 1",
    ]


def test_family_whose_chapter_no_template_has(tmp_path: Path) -> None:
    """It would stand in no text, and its clauses would be missing without a word."""
    lost = "chapter: transparencyy\norder: 1\nregister: binding\n"
    assert faults(copied(tmp_path, put("clauses/lost/family.yaml", lost))) == [
        "clauses/lost/family.yaml:1:10: error[LIB006]: no template has the chapter 'transparencyy'\n"
        "  hint: did you mean 'transparency'?"
    ]


def test_template_and_language_that_do_not_exist() -> None:
    assert faults(EXAMPLE, template="treaty-of-nothing") == [
        "i.yaml:2:7: error[LIB005]: there is no template 'treaty-of-nothing'\n"
        "  hint: known: action-plan, agreement, example-plan, example-treaty, exchange-of-letters, framework, "
        "joint-statement, memorandum, protocol"
    ]
    assert faults(EXAMPLE, language="xx") == [
        "i.yaml:8:13: error[LIB005]: there is no drafting language 'xx'\n"
        "  hint: known: en, es, ja; add templates/languages/xx.yaml"
    ]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('date: "{day} {month} {year}"', 'date: "{dya}"',
         "'{dya}': only {day} {month} {year} can stand in this pattern"),
        ('percent: "{number} per cent"', 'percent: "{number.__class__}"',
         "'{number.__class__}': only {number} can stand in this pattern"),
        ('percent: "{number} per cent"', 'percent: "{number!r}"',
         "'{number!r}': only {number} can stand in this pattern"),
        ('money: "{currency} {number}"', 'money: "{currency} {"', "Single '{' encountered in format string"),
        ("  annex: Annex\n", "", "missing here: annex"),
        ("  week: [week, weeks]\n", "", "missing here: week"),
        ('  other: "[to be completed]"\n', "", "missing here: other"),
    ],
)  # fmt: skip
def test_language_that_could_not_be_drafted_in(old: str, new: str, message: str, tmp_path: Path) -> None:
    assert old in ENGLISH
    (found,) = faults(copied(tmp_path, put(XX, ENGLISH.replace(old, new))), language="xx")
    assert found.startswith(f"{XX}:")
    assert found.endswith(f"error[MOD003]: {message}")


def test_resources_of_the_project_go_before_those_of_the_library(tmp_path: Path) -> None:
    root = copied(tmp_path, put("templates/html/style.css", "p {}"))
    found = resources(layers(root), "html", ("style.css", "page.html", "missing.css"))
    assert found["style.css"] == b"p {}"
    assert sorted(found) == ["page.html", "style.css"]


def test_every_clause_of_the_built_in_library_is_read() -> None:
    layer = builtin_layer()
    files = sorted((layer.root / "clauses").rglob("*.md"))
    assert len(files) > 50
    for file in files:
        assert parse_clause(layer.file(file)).front.purpose


def test_template_of_the_library_that_a_project_replaces(tmp_path: Path) -> None:
    """Families of the library that stood in it stay without a text, and are no fault of the project."""
    own = "register: non-binding\nchapters: [{id: own}]\n"
    found = layers(copied(tmp_path, put("templates/memorandum.yaml", own)))
    library = parse(found, "memorandum", "en", NOWHERE, NOWHERE)
    assert [chapter.id for chapter in library.template.chapters] == ["own"]

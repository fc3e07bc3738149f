"""Citations of another instrument: its numbers, our words, and what is printed where it is not in the build."""

from __future__ import annotations

import io
import itertools
import json
import re
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clause_prints import markdown
from docx_lint import lint
from examples import merged
from test_packages import LIBRARY, PACKAGE, project
from travaux.build import Compilation, Options, compile
from travaux.cli import main
from travaux.diagnostic import Failure
from travaux.elsewhere import bare, meant

CLAUSE = """\
---
heading: Actions
purpose: Cites the treaty.
order: 40
tier: 1
uses: [participant]
---
The Participants intend to complete their actions. They will look at {cited}.
"""
WORK = "clauses/example-plan/plan-work.en.md"


def built(folder: Path, cited: str, instruments: str | tuple[str, ...] = "both", **files: str) -> Compilation:
    """The example package, with a clause of the plan that cites the treaty; `files` are laid over its records."""
    project(folder)
    (folder / WORK).write_text(CLAUSE.format(cited=cited), encoding="utf-8")
    for name, text in files.items():
        path = folder / f"seeds/instruments/{name.replace('_', '-')}.yaml"
        path.write_text(merged(path.read_text(encoding="utf-8"), text), encoding="utf-8")
    return compile(instruments, Options(project=folder))


def printed(compilation: Compilation, instrument: str = "example-plan", language: str = "en") -> str:
    """What stands after `look at` in the plan."""
    (text,) = (t for t in compilation.texts if (t.instrument.record.id, t.language) == (instrument, language))
    words = markdown(compilation.rendered("md", text, mark_faults=True).data)
    return re.search(r"look at (.*?)\.(?: |$)", words)[1]  # type: ignore[index]


# --- what is printed -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cited", "words"),
    [
        ('elsewhere("example", "duty")', "Article 1.2 of the Agreement on Trade in Examplium"),
        ('elsewhere("example", "duty.notice")', "Article 1.2.2 of the Agreement on Trade in Examplium"),
        ('elsewhere("example", "duty.end")', "Article 1.2.2(b) of the Agreement on Trade in Examplium"),
        ('elsewhere("example", "duty", "committee")', "Articles 1.2 and 1.3 of the Agreement on Trade in Examplium"),
        (
            'elsewhere("example", "duty.notice", "goods-annex")',
            "Article 1.2.2 and Annex 1-A of the Agreement on Trade in Examplium",
        ),
        ('elsewhere("example", "chapter:example-trade")', "Chapter 2 of the Agreement on Trade in Examplium"),
        ('elsewhere("example")', "the Agreement on Trade in Examplium"),
        ("elsewhere(instrument.leads_to)", "the Agreement on Trade in Examplium"),
        ('elsewhere("example-plan", "plan-status")', "Section 2 of the Action Plan on Examplium"),
        ('elsewhere("us-mx-action-plan", "nb-purpose")', "the United States-Mexico Action Plan on Critical Minerals"),
    ],
)
def test_citation(tmp_path: Path, cited: str, words: str) -> None:
    assert printed(built(tmp_path, f"{{{{ {cited} }}}}")) == words


@pytest.mark.parametrize(
    ("style", "words"),
    [
        ("us", "Article 1.2.2(b) of the Agreement on Trade in Examplium"),
        ("eu", "Article 1.2(2), point (b) of the Agreement on Trade in Examplium"),
        ("japan", "paragraph 2(b) of Article 1.2 of the Agreement on Trade in Examplium"),
    ],
)
def test_style_is_that_of_the_text_that_cites(tmp_path: Path, style: str, words: str) -> None:
    plan = f"house: {{references: {style}}}\n"
    assert printed(built(tmp_path, '{{ elsewhere("example", "duty.end") }}', example_plan=plan)) == words


def test_numbers_are_those_of_the_text_that_is_cited(tmp_path: Path) -> None:
    treaty = "house: {chapters: roman, articles: continuous}\n"
    compilation = built(tmp_path, '{{ elsewhere("example", "duty") }}', example=treaty)
    (label,) = (t.document.labels["duty"] for t in compilation.texts if t.instrument.record.id == "example")
    assert printed(compilation) == f"{label.cited} of the Agreement on Trade in Examplium"
    assert re.fullmatch(r"Article \d+", label.cited)


def test_alone_it_is_named_without_a_number(tmp_path: Path) -> None:
    compilation = built(tmp_path, '{{ elsewhere("example", "duty") }}', "example-plan")
    assert printed(compilation) == "the Agreement on Trade in Examplium"
    assert [str(d) for d in compilation.diagnostics] == []


@pytest.mark.parametrize(("clause", "words"), [("duty", "yes"), ("duty.notice", "yes"), ("nowhere", "no")])
def test_whether_a_clause_stands_in_the_other_text(tmp_path: Path, clause: str, words: str) -> None:
    asked = f'{{% if stands("{clause}", within="example") %}}yes{{% else %}}no{{% endif %}}'
    assert printed(built(tmp_path / "both", asked)) == words
    assert printed(built(tmp_path / "alone", asked, "example-plan")) == "yes"


def test_instance_is_cited_for_each_mechanism() -> None:
    keys = ("duty", "floor@a", "floor@a.level", "floor@b", "floor@b.level")
    assert meant("duty", keys) == ("duty",)
    assert meant("floor", keys) == ("floor@a", "floor@b")
    assert meant("floor.level", keys) == ("floor@a.level", "floor@b.level")
    assert meant("nowhere", keys) == ()
    assert list(map(bare, keys)) == ["duty", "floor", "floor.level", "floor", "floor.level"]


# --- formats and editions ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("edition", ["working", "outgoing", "clean", "annotated"])
def test_word_file_has_plain_words_and_no_field(tmp_path: Path, edition: str) -> None:
    compilation = built(tmp_path, '{{ elsewhere("example", "duty.end") }}')
    (plan,) = (text for text in compilation.texts if text.instrument.record.id == "example-plan")
    data = compilation.rendered("docx", plan, edition=edition).data  # type: ignore[arg-type]
    assert lint(data) == []
    body = zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml").decode()
    (paragraph,) = (p for p in re.findall(r"<w:p[ >].*?</w:p>", body, re.DOTALL) if "look at" in p)
    words = "".join(re.findall(r"<w:t[^>]*>([^<]*)</w:t>", paragraph))
    assert words.endswith("They will look at Article 1.2.2(b) of the Agreement on Trade in Examplium.")
    assert "instrText" not in paragraph
    assert "Finding" not in paragraph


def test_clean_text_cites_the_numbers_of_the_clean_text(tmp_path: Path) -> None:
    cited = '{{ elsewhere("example", "duty.notice") }} and {{ elsewhere("example", "duty.accept") }}'
    compilation = built(tmp_path, cited, example="rests_on: {duty.accept: [rumour]}\n")
    (plan,) = (text for text in compilation.texts if text.instrument.record.id == "example-plan")
    words = markdown(compilation.rendered("md", plan, edition="working").data)
    title = "the Agreement on Trade in Examplium"
    assert f"Article 1.2.2 of {title} and Article 1.2.1 of {title}" in words
    treaty = (tmp_path / "clauses/example/duty.en.md").read_text(encoding="utf-8")
    treaty = treaty.replace('the application of {{ ref("duty.accept") }}', "it")
    (tmp_path / "clauses/example/duty.en.md").write_text(treaty, encoding="utf-8")
    compilation = compile("both", Options(project=tmp_path))
    (plan,) = (text for text in compilation.texts if text.instrument.record.id == "example-plan")
    words = markdown(compilation.rendered("md", plan, edition="clean").data)
    assert f"Article 1.2.1 of {title} and {title}" in words


def test_package_is_built_in_all_formats_and_twice_to_the_same_bytes(tmp_path: Path) -> None:
    runs = [tmp_path / "one", tmp_path / "two"]
    for folder in runs:
        assert main(["build", "us-mx", "--format", "docx,html,md,json", "-o", str(folder), "--quiet"]) == 0
    names = sorted(path.name for path in runs[0].iterdir())
    assert names == [f"{key}.en.{end}" for key in sorted(LIBRARY[:2]) for end in ("docx", "html", "json", "md")]
    for name in names:
        assert (runs[0] / name).read_bytes() == (runs[1] / name).read_bytes(), name
    plan = json.loads((runs[0] / "us-mx-action-plan.en.json").read_text(encoding="utf-8"))
    told = ["".join(piece["text"] for piece in cited) for cited in plan["citations"].values()]
    assert "Articles 2.1 and 3.1 of the Agreement on Trade in Critical Minerals" in told
    html = (runs[0] / "us-mx-action-plan.en.html").read_text(encoding="utf-8")
    assert "Articles 2.1 and 3.1 of the Agreement on Trade in Critical Minerals" in html


@settings(max_examples=6, deadline=None)
@given(names=st.lists(st.sampled_from(LIBRARY), min_size=1, max_size=4, unique=True))
def test_each_text_cites_what_is_built_beside_it(names: list[str]) -> None:
    compilation = compile(names)
    assert [str(d) for d in compilation.errors] == []
    labels = {t.instrument.record.id: t.document.labels for t in compilation.texts}
    for text in compilation.texts:
        for entry in text.document.refs:
            if entry.ref.elsewhere:
                words = "".join(segment.text for segment in text.document.citations[entry.ref.id])
                there = entry.ref.elsewhere
                if there.instrument in labels:
                    numbers = (labels[there.instrument][key].cited.split()[-1] for key in there.targets)
                    assert all(number in words for number in numbers)
                else:
                    assert words == f"the {there.title}"


def test_order_of_the_instruments_changes_no_text() -> None:
    names = ("critical-minerals-agreement-core", "ministerial-framework", "reserve-cooperation")
    found = [
        {t.instrument.record.id: c.rendered("json", t).data for t in c.texts}
        for c in map(compile, itertools.permutations(names))
    ]
    assert all(texts == found[0] for texts in found)


# --- bad input -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cited", "told"),
    [
        (
            '{{ elsewhere("exampel", "duty") }}',
            "error[DRF004]: elsewhere('exampel'): unknown instrument 'exampel'; did you mean 'example'?",
        ),
        (
            "{{ elsewhere() }}",
            "error[DRF003]: the template cannot be carried out: Functions.elsewhere() missing 1 required positional "
            "argument: 'instrument'",
        ),
        (
            "{{ elsewhere(none) }}",
            "error[DRF004]: elsewhere() wants the key of an instrument, and keys of its provisions after it",
        ),
    ],
)
def test_citation_of_no_instrument(tmp_path: Path, cited: str, told: str) -> None:
    with pytest.raises(Failure) as caught:
        built(tmp_path, cited)
    assert [str(d) for d in caught.value.diagnostics] == [f"{WORK}:8:1: {told}"]


def test_title_that_the_language_lacks(tmp_path: Path) -> None:
    with pytest.raises(Failure) as caught:
        built(tmp_path, '{{ elsewhere("example", "duty") }}', example="title: {en: null, es: Acuerdo}\n")
    assert f"{WORK}:8:1: error[DRF004]: there is no text in 'en', only in es" in map(str, caught.value.diagnostics)


def test_package_is_what_two_names_mean(tmp_path: Path) -> None:
    project(tmp_path, PACKAGE)
    one, two = (compile(names, Options(project=tmp_path)) for names in ("both", ("example", "example-plan")))
    assert [t.document for t in one.texts] == [t.document for t in two.texts]

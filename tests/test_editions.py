"""The outgoing edition: the words, and in no part of any file anything of how they were made."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from hypothesis import HealthCheck, given, settings

import docx_pieces as pieces
import docx_samples as samples
from docx_lint import lint
from leaks import leaks, nodes, secrets
from projects import change, copied, put, run
from sample_document import every_kind
from strategies import documents
from travaux import tree
from travaux.build import Compilation, Options, compile
from travaux.diagnostic import Failure
from travaux.editions import outgoing
from travaux.index import index
from travaux.renderers.docx import render

FORMATS = ("docx", "html", "markdown", "json")
PLANTED = """variants:
  duty: [{variant: standard, proposed: [alba]}, {variant: gentle, proposed: [borea], chosen: true}]
  committee: [{variant: standard, proposed: [alba]}, {variant: yearly, supported: [corda]}]
comments:
  - {on: duty.accept, author: alba, text: We can live without this., replies: [{author: Desk officer, text: Not yet.}]}
"""
GENTLE = """---
heading: Admission of goods
purpose: What each Party owes.
order: 50
tier: 1
uses: [committee, covered-good, party]
parameters: {notice: {type: period, default: P14D, meaning: Time for the notice}}
precedents: [{instrument: GATT 1994, article: X, shows: publication of measures, grade: official}]
---
1. {#accept} Each Party shall admit every covered good of another Party.{{ note("Our floor is sixty days.") }}
{{ comment("They will ask for less.", author="Head of delegation") }}{{ source("rumour") }}

2. {#notice} A Party that suspends {{ ref("duty.accept") }} shall tell the Committee within {{ param.notice }}.
"""


def planted(folder: Path) -> Compilation:
    """The example treaty with all that must not go out: notes, comments, fallbacks, unconfirmed sources."""
    committee = (Path(__file__).parent / "example_project/clauses/example/committee.en.md").read_text(encoding="utf-8")
    copied(
        folder,
        put("clauses/example/duty~gentle.en.md", GENTLE),
        put("clauses/example/committee~yearly.en.md", committee),
        change("seeds/instruments/example.yaml", "depositary:", PLANTED + "depositary:"),
    )
    return compile("example", Options(folder))


@pytest.fixture(scope="module")
def compilations(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Compilation]:
    return {
        "agreement": compile("critical-minerals-agreement-core"),
        "plan": compile("us-mx-action-plan"),
        "planted": planted(tmp_path_factory.mktemp("planted")),
    }


@pytest.mark.parametrize("format_name", FORMATS)
@pytest.mark.parametrize("name", ["agreement", "plan", "planted"])
def test_nothing_of_ours_goes_out(compilations: Mapping[str, Compilation], name: str, format_name: str) -> None:
    compilation = compilations[name]
    text = compilation.texts[0]
    ours = secrets(compilation, text)
    data = compilation.rendered(format_name, text, edition="outgoing").data
    suffix = compilation.renderer(format_name).suffix
    assert leaks(f"x.{suffix}", data, ours) == []


@pytest.mark.parametrize("name", ["agreement", "plan", "planted"])
def test_the_search_finds_what_a_working_copy_holds(compilations: Mapping[str, Compilation], name: str) -> None:
    compilation = compilations[name]
    ours = secrets(compilation, compilation.texts[0])
    assert len(ours.names) > 20
    for format_name in ("docx", "html", "json"):
        data = compilation.rendered(format_name).data
        suffix = compilation.renderer(format_name).suffix
        assert len(leaks(f"x.{suffix}", data, ours)) > 20, format_name


def _with(data: bytes, member: str, old: str, new: str, comment: str = "") -> bytes:
    buffer = BytesIO()
    with ZipFile(BytesIO(data)) as source, ZipFile(buffer, "w") as target:
        for name in source.namelist():
            text = source.read(name)
            target.writestr(name, text.replace(old.encode(), new.encode(), 1) if name == member else text)
        target.comment = comment.encode()
    return buffer.getvalue()


def _mutants(data: bytes) -> Iterator[tuple[str, bytes]]:
    run_ = "<w:r><w:t>{}</w:t></w:r></w:p>"
    yield (
        "word/document.xml",
        _with(data, "word/document.xml", '<w:tag w:val="', '<w:tag w:val="duty.accept"/><w:tag w:val="'),
    )
    for words in ("Our floor is sixty days.", "They will ask for less.", "Desk officer", "We can live without this."):
        yield "word/document.xml", _with(data, "word/document.xml", "</w:p>", run_.format(words))
    split = "<w:r><w:t>Our floor is</w:t></w:r><w:r><w:t> sixty days.</w:t></w:r></w:p>"
    yield "word/document.xml", _with(data, "word/document.xml", "</w:p>", split)
    yield (
        "docProps/core.xml",
        _with(data, "docProps/core.xml", "<dc:title>", "<dc:title>clauses/example/duty~gentle.en.md "),
    )
    yield "customXml/item1.xml", _with(data, "customXml/item1.xml", 'instrument="', 'source="rumour" instrument="')
    yield "word/settings.xml", _with(data, "word/settings.xml", "<w:zoom", f"<!-- {Path.cwd()} --><w:zoom")
    yield "", _with(data, "word/settings.xml", "", "", comment="seeds/mechanisms/floor.yaml")


def test_a_planted_leak_is_found(compilations: Mapping[str, Compilation]) -> None:
    compilation = compilations["planted"]
    ours = secrets(compilation, compilation.texts[0])
    data = compilation.rendered("docx", edition="outgoing").data
    for member, mutant in _mutants(data):
        found = leaks("x.docx", mutant, ours)
        assert len(found) == 1, (member, found)
        assert found[0].startswith(f"x.docx!{member}: ")


# --- what goes out -----------------------------------------------------------------------------------------------


def test_the_words_are_those_of_the_choice(compilations: Mapping[str, Compilation]) -> None:
    words = compilations["planted"].rendered("markdown", edition="outgoing").data.decode()
    assert "A Party that suspends paragraph 1 shall tell the Committee within 14 days." in words
    assert "suspends the application" not in words
    assert "[Note" not in words
    assert "\\[ALBA:" in words
    assert "standard" not in words


def test_keys_are_opaque_and_stay_the_same(compilations: Mapping[str, Compilation]) -> None:
    document = compilations["planted"].texts[0].document
    first, second = outgoing(document), outgoing(replace(document))
    assert list(first.labels) == list(second.labels)
    assert all(re.fullmatch("k[0-9a-f]{15}", key) for key in first.labels)
    assert [label.own for label in first.labels.values()] == [label.own for label in document.labels.values()]


@given(documents())
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_no_note_change_value_or_choice_is_left(document: tree.Document) -> None:
    left = list(nodes(outgoing(document)))
    assert not [n for n in left if isinstance(n, tree.Note | tree.Change | tree.Value | tree.Origin)]
    assert not [n for n in left if isinstance(n, tree.Alternatives) and (n.chosen is not None or n.reason)]
    keys = [getattr(node, "key", "k0") for node in left]
    assert [key for key in keys if isinstance(key, str) and key and not re.fullmatch("k[0-9a-f]{15}|k0", key)] == []


@pytest.mark.parametrize("draft", [every_kind().draft, samples.agreement()])
def test_outgoing_files_are_sound(draft: tree.Draft) -> None:
    words = {**pieces.HOUSE.words, **draft.house.words}
    sent = outgoing(index(replace(draft, house=replace(draft.house, words=words))))
    made = render(sent, {"reference.docx": pieces.REFERENCE})
    odd = any("is not what Word will count" in remark for remark in made.unrepresented)
    assert [fault for fault in lint(made.data) if not (odd and "Word computes" in fault)] == []


# --- the command line --------------------------------------------------------------------------------------------


def test_an_outgoing_file_has_a_name_of_its_own(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    project = copied(tmp_path / "p")
    result = run(capsys, "build", "example", "--project", project, "-o", tmp_path / "out", "--edition", "outgoing")
    assert result.code == 0
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["example.outgoing.en.docx"]


def test_a_text_with_errors_does_not_go_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    project = copied(tmp_path / "p", change("clauses/example/duty.en.md", 'ref("duty.accept")', 'ref("duty.gone")'))
    result = run(
        capsys, "build", "example", "--project", project, "-o", tmp_path / "out", "--edition", "outgoing", "--draft",
        "--quiet",
    )  # fmt: skip
    assert result.code == 1
    assert result.err == "nothing was rendered; a text with errors has no outgoing edition: mend them first\n"
    assert not (tmp_path / "out").exists()
    with pytest.raises(Failure, match="REF001"):
        compile("example", Options(project)).rendered("docx", edition="outgoing", mark_faults=True)

"""The worked examples of CONTRIBUTING do what the page says: files are written, commands run, output compared."""

from __future__ import annotations

from pathlib import Path

import pytest

from doc_blocks import ROOT, Section, run, sections, write_files
from examples import compiled, examples
from examples import sections as docstring_sections
from travaux.build import Options, all_checks, compile
from travaux.scaffold import init

PAGE = {section.heading: section for section in sections(ROOT / "CONTRIBUTING.md")}
WORKED = [section for section in PAGE.values() if section.files]


def project(section: Section, folder: Path) -> Path:
    init(folder)
    write_files(section.files, folder)
    return folder


def test_there_is_an_example_for_each_addition() -> None:
    additions = ["party", "clause", "mechanism kind", "check", "format", "language"]
    articles = ["Add a party", "Add a clause", "Add a mechanism kind", "Add a check", "Add a format", "Add a language"]
    assert [section.heading for section in WORKED] == articles
    table = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    assert all(f"[a {name}](#add-a-{name.replace(' ', '-')})" in table for name in additions)


@pytest.mark.parametrize("section", WORKED, ids=lambda s: s.heading)
def test_example_prints_what_the_page_says(section: Section, tmp_path: Path) -> None:
    folder = project(section, tmp_path / "my-project")
    ran = [run(commands, folder, tmp_path / "tools") for commands in section.commands]
    assert [r.returncode for r in ran] == [0] * len(ran), "".join(r.stderr for r in ran)
    assert "".join(r.stdout for r in ran) == section.printed


@pytest.mark.parametrize("section", WORKED, ids=lambda s: s.heading)
def test_example_replaces_no_file_of_the_project(section: Section, tmp_path: Path) -> None:
    assert set(section.files).isdisjoint(init(tmp_path / "my-project"))


def test_every_party_signs_the_plan_of_five(tmp_path: Path) -> None:
    folder = project(PAGE["Add a party"], tmp_path / "my-project")
    document = compile("five-party-plan", Options(project=folder)).texts[0].document
    assert [signature.party for signature in document.draft.signatures] == ["eu", "freedonia", "jp", "mx", "us"]


def test_schema_of_the_new_kind_is_printed(tmp_path: Path) -> None:
    folder = project(PAGE["Add a mechanism kind"], tmp_path / "my-project")
    printed = run("travaux schema export-notice --allow-plugins", folder, tmp_path / "tools").stdout
    assert '"Between the notice and the first day of the restriction."' in printed


def test_new_kind_is_unknown_while_plug_ins_may_not_run(tmp_path: Path) -> None:
    folder = project(PAGE["Add a mechanism kind"], tmp_path / "my-project")
    ran = run("travaux check", folder, tmp_path / "tools")
    assert (ran.returncode, ran.stderr) == (2, "")
    assert ran.stdout == (
        "seeds/mechanisms/gallium-export-notice.yaml:2:7: error[MOD001]: unknown kind 'export-notice'\n"
        "    2 | kind: export-notice\n"
        "      |       ^^^^^^^^^^^^^\n"
        "  hint: did you mean 'export-discipline'?\n"
        "1 error\n"
    )


def test_check_of_the_page_keeps_the_rules_for_checks(tmp_path: Path) -> None:
    folder = project(PAGE["Add a check"], tmp_path / "my-project")
    (own,) = (c for c in all_checks(Options(project=folder, allow_plugins=True)) if c.code == "OWN001")
    assert {"Why", "Source", "Fails", "Passes"} <= {name for name, _ in docstring_sections(own)}
    for number, example in enumerate(examples(own)):
        found = list(own.logic(compiled(example, tmp_path / str(number)).subject))
        assert bool(found) == (example.verdict == "Fails")

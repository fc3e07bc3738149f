"""The pages of the documentation are current, and what they show can be run."""

from __future__ import annotations

import inspect
import json
import re
import runpy
import shlex
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from pydantic import BaseModel, ValidationError

from doc_blocks import ROOT, Block, blocks, run, sections, write_files
from travaux.cli import _parser, main
from travaux.discover import Layer
from travaux.library import Template
from travaux.model.mechanism import class_of, kinds
from travaux.model.record_kinds import RECORD_KINDS
from travaux.read import parse_yaml, read
from travaux.scaffold import init
from travaux.schemas import schema_kinds

WRITER = runpy.run_path(str(ROOT / "scripts" / "write_docs.py"))
PAGES = (ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md")))
CLASSES: Mapping[str, type[BaseModel]] = {
    **{name: kind.cls for name, kind in RECORD_KINDS.items() if kind.cls},
    "template": Template,
    **{kind: class_of(kind) for kind in kinds()},
}
LAYER = Layer(ROOT, builtin=True)
LINK = re.compile(r"\]\(([^)\s]+)\)")
COMMAND = re.compile(r"`(travaux [^`]+)`")
MODELINE = re.compile(r"# yaml-language-server: \$schema=(\S+)\n")


def text(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def without_blocks(page: Path) -> str:
    return re.sub(r"^(`{3,}).*?^\1$", "", text(page), flags=re.MULTILINE | re.DOTALL)


# --- generated pages ---------------------------------------------------------------------------------------------


def test_page_of_checks_is_current() -> None:
    assert text(ROOT / "docs" / "checks.md") == WRITER["checks_page"](), "run scripts/write_docs.py"


def test_page_of_styles_is_current() -> None:
    assert text(ROOT / "docs" / "word-styles.md") == WRITER["styles_page"](), "run scripts/write_docs.py"


def test_page_of_proofs_is_current() -> None:
    assert text(ROOT / "docs" / "proofs.md") == WRITER["proofs_page"](), "run scripts/write_docs.py"


def test_page_of_entries_is_current() -> None:
    assert text(ROOT / "docs" / "entries.md") == WRITER["entries_page"](), "run scripts/write_docs.py"


def test_example_of_a_promotion_is_current() -> None:
    assert text(ROOT / "docs" / "promotion.example.txt") == WRITER["promotion_example"](), "run scripts/write_docs.py"


def test_page_of_coverage_is_current() -> None:
    assert text(ROOT / "docs" / "coverage.md") == WRITER["coverage_page"](), "run scripts/write_docs.py"


def test_schemas_are_current() -> None:
    files = {path.name: text(path) for path in (ROOT / "docs" / "schemas").iterdir()}
    assert files == WRITER["schema_files"](), "run scripts/write_docs.py"
    assert set(files) == {f"{kind}.json" for kind in schema_kinds()}


def library_files() -> Iterator[Path]:
    for pattern in ("seeds/*/*.yaml", "templates/*.yaml", "templates/languages/*.yaml"):
        yield from sorted(ROOT.glob(pattern))


def jsonable(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: jsonable(item) for key, item in value.items()}
    return [jsonable(item) for item in value] if isinstance(value, tuple) else value


def test_every_record_fits_the_schema_that_it_names() -> None:
    validators: dict[Path, Draft202012Validator] = {}
    faults = []
    for path in library_files():
        found = MODELINE.match(text(path))
        assert found, f"{path}: the first line names no schema"
        named = (path.parent / found[1]).resolve()
        assert named.parent == ROOT / "docs" / "schemas"
        if named not in validators:
            validators[named] = Draft202012Validator(json.loads(text(named)))
        value = jsonable(read(LAYER.file(path)).value)
        faults += [f"{path}: {error.message}" for error in validators[named].iter_errors(value)]
    assert faults == []


# --- links and commands ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_links_lead_somewhere(page: Path) -> None:
    for link in LINK.findall(without_blocks(page)):
        target, _, anchor = link.partition("#")
        if target.startswith("https:"):
            continue
        path = (page.parent / target) if target else page
        assert path.exists(), f"{page.name}: {link}"
        if anchor:
            headings = re.findall(r"^#+ (.+)$", text(path), re.MULTILINE)
            assert anchor in {re.sub(r"[^\w -]", "", h).strip().lower().replace(" ", "-") for h in headings}, link


def test_picture_of_the_readme_is_small() -> None:
    picture = (ROOT / "docs" / "images" / "agreement.png").read_bytes()
    assert picture.startswith(b"\x89PNG")
    assert len(picture) < 200_000


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_commands_in_the_text_exist(page: Path) -> None:
    for command in COMMAND.findall(without_blocks(page).replace("\n", " ")):
        assert _parser().parse_args(shlex.split(command)[1:]).run


def test_commands_of_the_readme_are_run_from_a_clean_clone() -> None:
    script = text(ROOT / ".ci" / "run")
    for section in sections(ROOT / "README.md"):
        if section.commands:
            assert f"readme_command '{section.heading}'" in script


def test_build_command_of_the_readme(tmp_path: Path) -> None:
    (section,) = (s for s in sections(ROOT / "README.md") if s.heading == "Build the agreement")
    (build,) = re.findall(r"\.venv/bin/(travaux .+)", section.commands[0])
    ran = run(build, tmp_path, tmp_path / "tools")
    assert (ran.returncode, ran.stdout) == (0, "build/critical-minerals-agreement.en.docx\n"), ran.stderr
    assert (tmp_path / "build" / "critical-minerals-agreement.en.docx").is_file()


def test_python_of_the_readme(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (python,) = (b for b in blocks(text(ROOT / "README.md")) if b.language == "python")
    monkeypatch.chdir(tmp_path)
    exec(compile(python.body, "README.md", "exec"), {})
    assert sorted(path.name for path in (tmp_path / "build").iterdir()) == ["agreement.docx", "agreement.html"]


# --- examples of files -------------------------------------------------------------------------------------------


def excerpts() -> Iterator[object]:
    for page in (ROOT / "README.md", ROOT / "docs" / "records.md"):
        shown = [block for block in blocks(text(page)) if block.language == "yaml"]
        for number, block in enumerate(shown, 1):
            yield pytest.param(block, id=f"{page.stem}-{number}")


@pytest.mark.parametrize("block", list(excerpts()))
def test_excerpt_holds_fields_of_its_kind(block: Block) -> None:
    value = parse_yaml(LAYER.file(ROOT / "README.md"), block.body).value
    said = block.body.partition("\n")[0].removeprefix("# ")
    cls = CLASSES[said if said in CLASSES else value["kind"]]
    try:
        cls.model_validate(value)
    except ValidationError as error:
        faults = [e for e in error.errors() if e["type"] != "missing" or len(e["loc"]) > 1]
        assert faults == []


def test_clauses_of_the_page_on_the_clause_language(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = {block.path: block.body for block in blocks(text(ROOT / "docs" / "clause-language.md")) if block.path}
    init(tmp_path)
    write_files(files, tmp_path)
    assert main(["build", "--project", str(tmp_path), "--format", "md", "-o", str(tmp_path / "out")]) == 0
    found = capsys.readouterr().err
    assert not [line for line in found.splitlines() if line.startswith("clauses/stock-data/")]
    drafted = text(tmp_path / "out" / "my-agreement.en.md")
    assert "once in each period of 6 months and for each covered good" in drafted
    assert "4\\. The Committee shall take the stock figures into account" in drafted
    assert "| gallium | metal | kg |" in drafted


def test_page_on_the_clause_language_names_every_function_and_filter() -> None:
    from travaux.draft.environment import CHOOSING
    from travaux.draft.functions import Functions
    from travaux.parse import FrontMatter

    page = text(ROOT / "docs" / "clause-language.md")
    told = inspect.getsource(Functions.globals) + inspect.getsource(Functions.filters)
    called = set(re.findall(r'^ +"(\w+)": ', told, re.MULTILINE))
    missing = [name for name in sorted(called - {"long", "short", "label"}) if f"`{name}" not in page]
    missing += [name for name in CHOOSING if name != "d" and f"`{name}`" not in page]
    missing += [name for name in FrontMatter.model_fields if f"`{name}`" not in page]
    assert called
    assert missing == []

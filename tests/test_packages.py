"""Packages: a name that stands for several instruments, from the library, a project or a path."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from examples import INSTRUMENTS, PROJECT
from travaux.build import Options, compile
from travaux.cli import main
from travaux.commands.list import LISTS
from travaux.compilation import Subject
from travaux.diagnostic import Failure
from travaux.discover import layers
from travaux.model.record_kinds import RECORD_KINDS
from travaux.records import load

PACKAGE = "id: both\ntitle: {en: Both}\ninstruments: [example, example-plan]\n"
LIBRARY = (
    *("critical-minerals-agreement", "us-mx-action-plan", "us-jp-action-plan", "eu-us-action-plan"),
    *("eu-us-jp-joint-statement", "eu-us-mou", "ministerial-framework", "reserve-cooperation"),
)


def project(folder: Path, package: str = PACKAGE, key: str = "both") -> Path:
    """The example project with a package of its own."""
    shutil.copytree(PROJECT, folder, dirs_exist_ok=True)
    (folder / "seeds/packages").mkdir(exist_ok=True)
    (folder / f"seeds/packages/{key}.yaml").write_text(package, encoding="utf-8")
    return folder


def built(subject: Subject) -> list[str]:
    return [instrument.record.id for instrument in subject.instruments()]


def faults(folder: Path, *names: str) -> list[str]:
    with pytest.raises(Failure) as caught:
        compile(names, Options(project=folder))
    return [str(diagnostic) for diagnostic in caught.value.diagnostics]


# --- what a package stands for -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("package", "instruments"), [("critical-minerals", LIBRARY), ("us-mx", LIBRARY[:2])], ids=lambda p: str(p)[:20]
)
def test_package_of_the_library_has_no_error(package: str, instruments: tuple[str, ...]) -> None:
    compilation = compile(package)
    assert built(compilation.subject) == list(instruments)
    assert [str(d) for d in compilation.errors] == []
    assert package in [found.record.id for found, _ in compilation.subject.packages()]


def test_package_of_a_project_and_its_path(tmp_path: Path) -> None:
    folder = project(tmp_path / "project")
    for name in ("both", str(folder / "seeds/packages/both.yaml")):
        subject = compile(name, Options(project=folder)).subject
        assert built(subject) == ["example", "example-plan"]
        ((package, instruments),) = subject.packages()
        assert (package.record.id, len(instruments)) == ("both", 2)


def test_package_outside_of_any_project(tmp_path: Path) -> None:
    (tmp_path / "packages").mkdir()
    path = tmp_path / "packages" / "two.yaml"
    path.write_text(
        "id: two\ntitle: {en: Two}\ninstruments: [us-mx-action-plan, us-jp-action-plan]\n", encoding="utf-8"
    )
    subject = compile(str(path)).subject
    assert built(subject) == ["us-mx-action-plan", "us-jp-action-plan"]
    assert [found.record.id for found, _ in subject.packages()] == ["two"]


def test_no_name_means_the_instruments_of_the_packages_too(tmp_path: Path) -> None:
    folder = project(tmp_path, PACKAGE.replace("example-plan]", "us-mx-action-plan]"))
    assert sorted(built(compile((), Options(project=folder)).subject)) == [*INSTRUMENTS, "us-mx-action-plan"]


def test_packages_are_those_whose_instruments_are_all_built() -> None:
    def packages(*names: str) -> list[str]:
        return [found.record.id for found, _ in compile(names).subject.packages()]

    assert packages("us-mx-action-plan") == []
    assert packages("us-mx-action-plan", "us-jp-action-plan") == []
    assert packages("us-mx-action-plan", "critical-minerals-agreement") == ["us-mx"]


@settings(max_examples=30, deadline=None)
@given(names=st.lists(st.sampled_from([*LIBRARY, "us-mx", "critical-minerals"]), min_size=1, max_size=5))
def test_names_expand_in_order_and_each_instrument_once(names: list[str]) -> None:
    meant = {"us-mx": LIBRARY[:2], "critical-minerals": LIBRARY}
    expected = dict.fromkeys(key for name in names for key in meant.get(name, (name,)))
    records, chosen = load(layers(), names)
    assert chosen == tuple(expected)
    whole = {package for package, keys in meant.items() if set(keys) <= set(chosen)}
    assert set(records.packages) == whole


# --- bad input -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("instruments", "told"),
    [
        (
            "[example, exampel-plan]",
            "seeds/packages/both.yaml:3:24: error[MOD005]: unknown instrument 'exampel-plan'\n"
            "  hint: did you mean 'example-plan'?",
        ),
        (
            "[example, example]",
            "seeds/packages/both.yaml:3:24: error[MOD003]: named twice under `instruments`: example",
        ),
        (
            "[example]",
            "seeds/packages/both.yaml:3:14: error[MOD003]: a list of at least 2 is wanted here, not a list of 1",
        ),
    ],
)
def test_instruments_of_a_package(tmp_path: Path, instruments: str, told: str) -> None:
    folder = project(tmp_path, f"id: both\ntitle: {{en: Both}}\ninstruments: {instruments}\n")
    assert faults(folder, "both") == [told]


def test_key_of_an_instrument_and_of_a_package(tmp_path: Path) -> None:
    folder = project(tmp_path, PACKAGE.replace("id: both", "id: example"), "example")
    assert faults(folder, "example-plan") == [
        "seeds/packages/example.yaml: error[MOD006]: 'example' is the key of an instrument and of a package: the "
        "other is seeds/instruments/example.yaml\n  hint: rename one: a build could mean either"
    ]


def test_instrument_of_a_project_with_the_key_of_a_package_of_the_library(tmp_path: Path) -> None:
    shutil.copytree(PROJECT, tmp_path, dirs_exist_ok=True)
    text = (tmp_path / "seeds/instruments/example.yaml").read_text(encoding="utf-8")
    (tmp_path / "seeds/instruments/us-mx.yaml").write_text(text.replace("id: example", "id: us-mx"), encoding="utf-8")
    assert faults(tmp_path, "us-mx") == [
        "seeds/instruments/us-mx.yaml: error[MOD006]: 'us-mx' is the key of an instrument and of a package: the "
        "other is seeds/packages/us-mx.yaml\n  hint: rename one: a build could mean either"
    ]


def test_name_that_is_neither() -> None:
    with pytest.raises(Failure) as caught:
        compile("us-mxx")
    (fault,) = caught.value.diagnostics
    assert str(fault) == (
        "travaux: error[MOD005]: unknown instrument or package 'us-mxx'\n  hint: did you mean 'us-mx'?"
    )


# --- commands ------------------------------------------------------------------------------------------------------


def test_lists_name_every_kind_of_record(capsys: pytest.CaptureFixture[str]) -> None:
    assert {kind.many for kind in RECORD_KINDS.values()} <= set(LISTS)
    assert main(["list", "packages"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == ["critical-minerals", "us-mx"]
    assert lines[1].endswith(": critical-minerals-agreement, us-mx-action-plan")


def test_package_is_proved(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = project(tmp_path)
    assert main(["prove", "both", "--project", str(folder)]) in (0, 1)
    told = capsys.readouterr().out
    assert main(["prove", *INSTRUMENTS, "--project", str(folder)]) in (0, 1)
    assert capsys.readouterr().out == told
    assert "example-plan" in told

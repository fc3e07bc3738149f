"""The order of the stages, and outputs that are written whole or not at all."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

import travaux
from projects import EXAMPLE, change, copied, put, run, snapshot
from travaux.build import Options, compile, formats, write
from travaux.diagnostic import Failure, Severity

DUTY = "clauses/example/duty.en.md"
NOWHERE = change(DUTY, "{{ param.notice }}", '{{ ref("nowhere") }}')


def python(code: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """A process of its own that runs some code."""
    command = [sys.executable, "-c", code, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


# --- the whole order ---------------------------------------------------------------------------------------------


def test_public_function_compiles_by_key_and_by_path() -> None:
    by_key = travaux.compile("example", project=EXAMPLE)
    by_path = travaux.compile(str(EXAMPLE / "seeds/instruments/example.yaml"), project=EXAMPLE)
    assert [t.instrument.record.id for t in by_key.texts] == ["example"]
    assert by_path.texts[0].document == by_key.texts[0].document
    assert by_key.diagnostics == ()


def test_without_names_all_of_the_project_is_compiled() -> None:
    compilation = compile((), Options(EXAMPLE))
    assert [t.instrument.record.id for t in compilation.texts] == ["example-plan", "example"]
    assert [t.binding for t in compilation.texts] == [False, True]


def test_same_input_gives_equal_documents() -> None:
    once, again = (compile((), Options(EXAMPLE)) for _ in range(2))
    assert [t.document for t in once.texts] == [t.document for t in again.texts]


def test_language_that_is_not_drafted() -> None:
    with pytest.raises(Failure) as failure:
        compile("example", Options(EXAMPLE, language="es"))
    assert str(failure.value) == (
        "seeds/instruments/example.yaml:8:12: error[LIB005]: example is not drafted in 'es'\n  hint: its languages: en"
    )


def test_faults_of_one_stage_come_together_and_before_those_of_a_later_one(tmp_path: Path) -> None:
    other = "clauses/example/committee.en.md"
    edits = (change(DUTY, "param.notice", "param.notise"), change(other, "The Parties", "{{ nothing }} The Parties"))
    root = copied(tmp_path, *edits)
    with pytest.raises(Failure) as failure:
        compile("example", Options(root))
    assert [(d.code, d.span.file) for d in failure.value.diagnostics] == [("DRF001", DUTY), ("DRF001", other)]
    put("seeds/parties/alba.yaml", "id: alba\n")(root)
    with pytest.raises(Failure) as failure:
        compile("example", Options(root))
    assert {d.span.file for d in failure.value.diagnostics} == {"seeds/parties/alba.yaml"}


def test_unsound_instrument_among_sound_ones_writes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = copied(tmp_path / "p", change("seeds/instruments/example-plan.yaml", "due: P50D", "due: 50 days"))
    built = run(capsys, "build", "--project", root, "-o", tmp_path / "out", "--format", "md")
    assert built.code == 2
    assert not (tmp_path / "out").exists()


def test_findings_block_rendering_unless_faults_are_marked(tmp_path: Path) -> None:
    compilation = compile("example", Options(copied(tmp_path / "p", NOWHERE)))
    assert [(d.code, d.severity, d.place) for d in compilation.errors] == [("REF001", Severity.ERROR, "Article 1.2.2")]
    with pytest.raises(Failure) as failure:
        compilation.render("md", tmp_path / "a.md")
    assert failure.value.diagnostics == compilation.errors
    assert not (tmp_path / "a.md").exists()
    compilation.render("md", tmp_path / "a.md", mark_faults=True)
    assert "REF001" in (tmp_path / "a.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", sorted(formats()))
def test_every_format_renders_by_name_and_by_suffix(name: str) -> None:
    compilation = compile("example", Options(EXAMPLE))
    suffix = compilation.renderer(name).suffix
    assert compilation.rendered(name).data == compilation.rendered(suffix).data != b""


def test_unknown_format() -> None:
    with pytest.raises(Failure) as failure:
        compile("example", Options(EXAMPLE)).renderer("dox")
    assert str(failure.value) == "travaux: error[SYN012]: there is no format 'dox'\n  hint: did you mean 'docx'?"


# --- writing ------------------------------------------------------------------------------------------------------


def test_write_makes_folders_and_replaces(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b" / "text.md"
    write({path: b"old"})
    write({path: b"new"})
    assert snapshot(tmp_path) == {"a/b/text.md": b"new"}


def test_written_file_has_the_usual_permissions(tmp_path: Path) -> None:
    mask = os.umask(0o027)
    try:
        write({tmp_path / "text.md": b""})
    finally:
        os.umask(mask)
    assert (tmp_path / "text.md").stat().st_mode & 0o777 == 0o640


def test_folder_in_the_place_of_the_output(tmp_path: Path) -> None:
    (tmp_path / "text.md").mkdir()
    with pytest.raises(Failure) as failure:
        write({tmp_path / "text.md": b"new"})
    assert str(failure.value) == (
        f"{tmp_path}/text.md: error[WRT001]: cannot be written: {os.strerror(errno.EISDIR)}\n"
        "  hint: nothing was changed"
    )
    assert [p.name for p in tmp_path.iterdir()] == ["text.md"]


def test_file_in_the_place_of_the_output_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "out").write_text("kept")
    built = run(capsys, "build", "example", "--project", EXAMPLE, "-o", tmp_path / "out", "--format", "md", "--quiet")
    assert built.code == 2
    assert built.err.splitlines()[-3:] == [
        f"{tmp_path}/out/example.en.md: error[WRT001]: cannot be written: {os.strerror(errno.EEXIST)}",
        "  hint: nothing was changed",
        "1 error",
    ]
    assert (tmp_path / "out").read_text() == "kept"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no read-only folders")
def test_output_folder_without_permission(tmp_path: Path) -> None:
    code = """
import os, pathlib, sys
from travaux.build import write
from travaux.diagnostic import Failure
if os.geteuid() == 0:  # root may write anywhere
    os.seteuid(65534)
try:
    write({pathlib.Path(sys.argv[1]): b"new"})
except Failure as failure:
    print(failure)
"""
    path = tmp_path / "out" / "text.md"
    put("out/text.md", "kept")(tmp_path)
    path.parent.chmod(0o555)
    for folder in (tmp_path, *tmp_path.parents[:2]):
        folder.chmod(0o755)
    ran = python(code, path)
    path.parent.chmod(0o755)
    assert ran.stdout == (
        f"{path}: error[WRT001]: cannot be written: {os.strerror(errno.EACCES)}\n  hint: nothing was changed\n"
    ), ran.stderr
    assert snapshot(path.parent) == {"text.md": b"kept"}


@pytest.mark.skipif(sys.platform == "win32", reason="needs a limit on the size of files")
def test_full_disk_leaves_the_old_file_whole(tmp_path: Path) -> None:
    """A limit on the size of files breaks the writing in the middle, as a full disk does."""
    code = """
import resource, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
from travaux.cli import main
import travaux.build
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, resource.RLIM_INFINITY))
sys.exit(main(["build", "example", "--project", sys.argv[1], "-o", sys.argv[2], "--format", "md", "--quiet"]))
"""
    out = tmp_path / "out"
    put("example.en.md", "old\n" * 1000)(out)
    ran = python(code, EXAMPLE, out)
    assert ran.returncode == 2, ran.stderr
    assert ran.stderr.splitlines()[-3:] == [
        f"{out}/example.en.md: error[WRT001]: cannot be written: {os.strerror(errno.EFBIG)}",
        "  hint: nothing was changed",
        "1 error",
    ]
    assert snapshot(out) == {"example.en.md": b"old\n" * 1000}


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
@pytest.mark.parametrize("moment", ["fsync", "chmod", "replace"])
def test_kill_while_writing_leaves_the_old_file_whole(moment: str, tmp_path: Path) -> None:
    """The process dies with the new bytes beside the old file, before they take its place."""
    code = """
import os, pathlib, signal, sys
from travaux.build import write
kill = lambda *a, **k: os.kill(os.getpid(), signal.SIGKILL)
setattr(os if sys.argv[2] == "fsync" else pathlib.Path, sys.argv[2], kill)
write({pathlib.Path(sys.argv[1]): b"new" * 100_000})
"""
    path = tmp_path / "text.md"
    path.write_bytes(b"old")
    assert python(code, path, moment).returncode == -signal.SIGKILL
    assert path.read_bytes() == b"old"


def test_fault_in_one_output_leaves_the_others_whole(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out"
    put("example.en.md/inside", "a folder where the second output goes")(out)
    put("example-plan.en.md", "old")(out)
    before = snapshot(out)
    built = run(capsys, "build", "--project", EXAMPLE, "-o", out, "--format", "md", "--quiet")
    assert built.code == 2
    assert snapshot(out) == before

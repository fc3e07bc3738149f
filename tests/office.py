"""LibreOffice at work on a Word file: its text export, and its pages.

Where it has to be there (TRAVAUX_REQUIRE_LIBREOFFICE=1, as in continuous integration) its absence is a failure.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

OFFICE = shutil.which("soffice") or shutil.which("libreoffice")


def needed() -> None:
    """Skips where there is no LibreOffice, or fails where there has to be one."""
    if OFFICE is None:
        if os.environ.get("TRAVAUX_REQUIRE_LIBREOFFICE") == "1":
            pytest.fail("LibreOffice is required here and is not installed")
        pytest.skip("LibreOffice is not installed")


def converted(data: bytes, folder: Path, to: str, suffix: str) -> Path:
    """The Word file in another format, made in a profile of its own."""
    source = folder / "text.docx"
    source.write_bytes(data)
    command = [str(OFFICE), f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", to]
    subprocess.run([*command, "--outdir", folder, source], check=True, capture_output=True, timeout=300)
    return folder / f"text.{suffix}"


def text_of(data: bytes, folder: Path) -> list[str]:
    """The lines of the text export, numbers and fields computed, with single spaces."""
    lines = converted(data, folder, "txt:Text (encoded):UTF8", "txt").read_text("utf-8-sig").splitlines()
    return [" ".join(line.split()) for line in lines if line.strip()]

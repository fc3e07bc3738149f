"""A text that is rendered -> the pages of its headings, by laying it out in LibreOffice.

LibreOffice prints the file as PDF with a named destination for each bookmark. The contents are then filled and laid
out again, until the numbers in them are those of the pages they are on. The same file gives the same numbers with one
version of LibreOffice and one set of fonts; Word may break pages elsewhere, and counts anew when the reader updates
the contents.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from travaux.diagnostic import Failure, fail
from travaux.pdf import destinations, written
from travaux.renderers import Paged
from travaux.span import Span
from travaux.tree import Document

STAGE_CODES: Mapping[str, str] = {
    "LAY001": "Page numbers were asked for, and LibreOffice, which lays the text out, is not installed.",
    "LAY002": "LibreOffice did not lay the text out.",
    "LAY003": "The page numbers in the contents move the headings to other pages at every attempt.",
}
ATTEMPTS = 6
SECONDS = 600

_USUAL_PLACES = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.exe",
)
_FILTER = {
    "ExportBookmarksToPDFDestination": {"type": "boolean", "value": "true"},
    "ExportBookmarks": {"type": "boolean", "value": "false"},
    "ExportNotes": {"type": "boolean", "value": "false"},
    "SelectPdfVersion": {"type": "long", "value": "1"},
}
# No macro runs, whoever wrote the file, and nothing is left in the profile of the user.
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution" oor:op="fuse">
<value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="MacroSecurityLevel" oor:op="fuse">
<value>3</value></prop></item>
</oor:items>
"""


def page_numbers(renderer: Paged, document: Document, files: Mapping[str, bytes]) -> dict[str, int]:
    """The page of each heading of the contents, by key. Raises `Failure` where LibreOffice cannot find them."""
    bookmarks = renderer.headings(document)
    return stable(lambda pages: renderer.render(document, files, pages).data, bookmarks) if bookmarks else {}


def stable(render: Callable[[Mapping[str, int]], bytes], bookmarks: Mapping[str, str]) -> dict[str, int]:
    """The pages of bookmarks, by key, that stay the same when they are printed in the contents."""
    office = _office()
    with tempfile.TemporaryDirectory(prefix="travaux-layout-") as name:
        folder = Path(name)
        _forbid_macros(folder / "profile")
        pages = dict.fromkeys(bookmarks, 1)
        for _ in range(ATTEMPTS):
            found = _pages(_laid_out(office, folder, render(pages)), bookmarks)
            if found == pages:
                return found
            pages = found
    raise fail("LAY003", Span(), f"the page numbers are not settled after {ATTEMPTS} layouts", "leave out --pages")


def _office() -> str:
    found = shutil.which("soffice") or shutil.which("libreoffice")
    found = found or next((place for place in _USUAL_PLACES if Path(place).is_file()), None)
    if found is None:
        hint = "install LibreOffice Writer, so that `soffice` is in the PATH, or leave out --pages"
        raise fail("LAY001", Span(), "page numbers need LibreOffice, and it is not installed", hint)
    return found


def _forbid_macros(profile: Path) -> None:
    settings = profile / "user" / "registrymodifications.xcu"
    settings.parent.mkdir(parents=True)
    settings.write_text(_SETTINGS, encoding="utf-8")


def _pages(pdf: bytes, bookmarks: Mapping[str, str]) -> dict[str, int]:
    try:
        found = destinations(pdf)
        return {key: found[written(name)] for key, name in bookmarks.items()}
    except (ValueError, KeyError) as error:
        raise _not_laid_out(f"its PDF file lacks the place of a heading ({error})") from None


def _laid_out(office: str, folder: Path, data: bytes) -> bytes:
    """The PDF file of a DOCX file."""
    source, target = folder / "text.docx", folder / "text.pdf"
    source.write_bytes(data)
    target.unlink(missing_ok=True)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    options = ("--headless", "--norestore", "--convert-to", f"pdf:writer_pdf_Export:{json.dumps(_FILTER)}")
    said = _run([office, profile, *options, "--outdir", str(folder), str(source)])
    if not target.is_file():
        raise _not_laid_out(said.strip() or "it wrote no file")
    return target.read_bytes()


def _run(command: list[str]) -> str:
    """What the program prints; it is ended with all it started when it takes too long."""
    pipe, output = subprocess.PIPE, subprocess.STDOUT
    try:
        with subprocess.Popen(command, stdout=pipe, stderr=output, start_new_session=True) as process:
            try:
                return process.communicate(timeout=SECONDS)[0].decode("utf-8", "replace")
            finally:
                _end(process)
    except subprocess.TimeoutExpired:
        raise _not_laid_out(f"it was not done after {SECONDS} seconds") from None
    except OSError as error:
        raise _not_laid_out(f"it cannot be started: {error.strerror}") from None


def _end(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is not None:
        return
    if sys.platform == "win32":
        process.kill()
    else:
        os.killpg(process.pid, signal.SIGKILL)


def _not_laid_out(why: str) -> Failure:
    hint = "open the file without --pages in LibreOffice to see why, or leave out --pages"
    return fail("LAY002", Span(), f"LibreOffice did not lay the text out: {why}", hint)

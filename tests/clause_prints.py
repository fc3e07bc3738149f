"""The text of a built-in instrument with some fields of its records changed, as one plain string."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from check_findings import changed_library
from travaux.build import Options, compile

_LINK = re.compile(r"\[([^\[\]]*)\]\(#[^)]*\)")
#: What the library's own agreement is told about, whatever these tests change.
_KNOWN = ("EIF003",)


def printed(instrument: str, files: Mapping[str, str], folder: Path, faults: tuple[str, ...] = ()) -> str:
    """The Markdown of the instrument without links and escapes; asserts that no finding of a severity is made."""
    compilation = compile(instrument, Options(project=changed_library(files, folder)))
    found = [str(d) for d in compilation.diagnostics if d.severity.value in faults and d.code not in _KNOWN]
    assert not found, "\n".join(found)
    return markdown(compilation.rendered("md", compilation.texts[0]).data)


def markdown(data: bytes) -> str:
    """Markdown without links and escapes, in one line."""
    return " ".join(_unlinked(data.decode()).replace("\\", "").split())


def _unlinked(text: str) -> str:
    return _LINK.sub(r"\1", text)

"""A Word file that comes back -> its text by key, its changes, its comments, and the faults of the file.

safe     path or bytes -> parts of a file that may be read
reader   parts         -> `Inspection`
report   Inspection    -> text for people, JSON for machines
lint     parts         -> faults that Word does not report and trips over

from travaux.docx_reader import inspect
print(inspect("agreement.docx").changes)
"""

from __future__ import annotations

from pathlib import Path

from travaux.docx_reader.model import Inspection

__all__ = ["Inspection", "inspect"]


def inspect(source: str | Path | bytes) -> Inspection:
    """Reads a Word file, given by its path or its bytes. Raises `Failure` for a file that is not read at all."""
    from travaux.docx_reader import reader, safe

    return reader.inspected(safe.opened(source))

"""pandoc: the same words in its Markdown, with the schedule as a pipe table. References become links.

The interpreter hands the process over to pandoc at once, so that what is measured is pandoc itself.

    python benchmarks/peers/with_pandoc.py FOLDER OUT
"""

from __future__ import annotations

import importlib.util
import os
import sys
from pathlib import Path


def program() -> Path:
    """The pandoc that `pypandoc-binary` carries, found without importing it."""
    found = importlib.util.find_spec("pypandoc")
    if found is None or found.origin is None:
        raise SystemExit("pypandoc-binary is not installed")
    return Path(found.origin).parent / "files" / "pandoc"


if __name__ == "__main__":
    os.execv(program(), ["pandoc", f"{sys.argv[1]}/agreement.md", "-o", sys.argv[2]])

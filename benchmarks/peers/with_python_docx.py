"""python-docx: the table alone, filled row by row as its manual shows.

`table.cell(row, column)` would take time that grows with the square of the rows; `row.cells` is the quick one of
the documented ways, and the look of the cells is left to the style of the table.

    python benchmarks/peers/with_python_docx.py FOLDER OUT
"""

from __future__ import annotations

import sys
from pathlib import Path

import docx
import words


def write(folder: Path, out: Path) -> None:
    """The schedule of a folder as a DOCX file."""
    lines = [words.text(folder)["headings"], *words.rows(folder)]
    document = docx.Document()
    table = document.add_table(rows=len(lines), cols=6, style="Table Grid")
    for row, texts in zip(table.rows, lines, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    document.save(str(out))


if __name__ == "__main__":
    write(Path(sys.argv[1]), Path(sys.argv[2]))

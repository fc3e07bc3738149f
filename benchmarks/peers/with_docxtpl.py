"""docxtpl: a template made once in Word, filled from the same JSON and CSV.

It writes the same words with the same bookmarks and fields: the template carries the bookmarks, and the references
come in as runs of their own (`{{r ... }}`). Numbers of paragraphs are plain words here.

    python benchmarks/peers/with_docxtpl.py FOLDER --template
    python benchmarks/peers/with_docxtpl.py FOLDER OUT
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import bare
import words

TEMPLATE = "docxtpl-template.docx"
_STYLES = ("Heading 1", "List Number", "List Number 2")


def make_template(folder: Path) -> None:
    """The template, as a drafter would make it in Word; not part of what is measured."""
    import docx

    document = docx.Document()
    document.add_paragraph("{{ title }}", style="Title")
    document.add_paragraph("{%p for unit in units %}")
    for depth, style in enumerate(_STYLES):
        document.add_paragraph(f"{{%p {'elif' if depth else 'if'} unit.depth == {depth} %}}")
        _bookmark(document.add_paragraph("{{r unit.runs }}", style=style), "unit.number", "unit.name")
    document.add_paragraph("{%p endif %}")
    document.add_paragraph("{%p endfor %}")
    table = document.add_table(rows=4, cols=6, style="Table Grid")
    for place in range(6):
        table.cell(0, place).text = f"{{{{ headings[{place}] }}}}"
        table.cell(2, place).text = f"{{{{ row[{place}] }}}}"
    table.cell(1, 0).text = "{%tr for row in rows %}"
    table.cell(3, 0).text = "{%tr endfor %}"
    _bookmark(table.cell(2, 0).paragraphs[0], "loop.index + 2000", "'b_goods_' + row[0]")
    document.save(str(folder / TEMPLATE))


def _bookmark(paragraph: Any, number: str, name: str) -> None:
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    end = parse_xml(f'<w:bookmarkEnd {nsdecls("w")} w:id="{{{{ {number} }}}}"/>')
    start = parse_xml(f'<w:bookmarkStart {nsdecls("w")} w:id="{{{{ {number} }}}}" w:name="{{{{ {name} }}}}"/>')
    paragraph.runs[0]._r.addprevious(start)
    paragraph._p.append(end)


def _units(said: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for article in said["articles"]:
        yield {"depth": 0, "key": article["key"], "words": [f"Article {article['number']}: {article['heading']}"]}
        if article["number"] == 1:
            for number, (term, meaning) in enumerate(said["terms"]):
                yield {"depth": 1, "key": f"term-{number}", "words": [f"{term} {meaning};"]}
        for unit in article["units"]:
            yield {**unit, "words": [f"{unit['label']} ", *unit["words"]]}


def write(folder: Path, out: Path) -> None:
    """The agreement of a folder as a DOCX file."""
    from docxtpl import DocxTemplate

    said = words.text(folder)
    units = [
        {"depth": unit["depth"], "number": number, "name": bare.name(unit["key"]), "runs": bare.runs(unit["words"])}
        for number, unit in enumerate(_units(said), 1)
    ]
    template = DocxTemplate(str(folder / TEMPLATE))
    context = {"title": said["title"], "units": units, "headings": said["headings"], "rows": list(words.rows(folder))}
    template.render(context)
    template.save(str(out))


if __name__ == "__main__":
    if sys.argv[2] == "--template":
        make_template(Path(sys.argv[1]))
    else:
        write(Path(sys.argv[1]), Path(sys.argv[2]))

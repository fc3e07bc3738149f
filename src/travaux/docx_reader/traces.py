"""What a Word file tells of its making: names, days, times of editing, templates, numbers of revisions."""

from __future__ import annotations

from collections.abc import Iterator

from travaux.docx_reader.leftovers import Said
from travaux.docx_reader.opened import Opened
from travaux.docx_reader.xmlnames import W

#: Fields of the document properties that name somebody, some place or some time, by their local names.
_TELLING = {
    "creator": "its author",
    "lastModifiedBy": "who saved it last",
    "created": "when it was made",
    "modified": "when it was saved last",
    "lastPrinted": "when it was printed",
    "revision": "how often it was saved",
    "keywords": "keywords",
    "description": "a remark",
    "category": "a category",
    "contentStatus": "a status",
    "Company": "a company",
    "Manager": "a manager",
    "HyperlinkBase": "a folder of its links",
    "TotalTime": "the minutes of editing",
    "Template": "a template",
}
_PLAIN = {"Template": ("Normal.dotm", "Normal"), "TotalTime": ("0",)}
_HINT = "in Word: File, Info, Inspect Document; or build it again with travaux"


def traces(package: Opened) -> Iterator[Said]:
    """One finding for each thing that is told."""
    for name, told in (*_properties(package), *_settings(package), *_people(package)):
        yield "DOC034", "", f"the file tells {name}{f': {told!r}' if told else ''}", _HINT


def _properties(package: Opened) -> Iterator[tuple[str, str]]:
    for part in ("docProps/core.xml", "docProps/app.xml"):
        for each in package.trees.get(part, ()):
            name, text = each.tag.rpartition("}")[2], (each.text or "").strip()
            if name in _TELLING and text and text not in _PLAIN.get(name, ()):
                yield _TELLING[name], text
    for each in package.trees.get("docProps/custom.xml", ()):
        yield f"a property of its own, {each.get('name')!r}", "".join(each.itertext()).strip()


def _settings(package: Opened) -> Iterator[tuple[str, str]]:
    settings = package.trees.get("word/settings.xml")
    if settings is None:
        return
    if settings.find(f"{W}attachedTemplate") is not None:
        yield "the template it was made with", ""
    if settings.find(f"{W}rsids") is not None:
        yield "the sessions in which it was edited (rsids)", ""


def _people(package: Opened) -> Iterator[tuple[str, str]]:
    """Names that stay behind when comments and changes are gone."""
    commented = any(True for _ in package.every("ins", "del", "moveFrom", "moveTo", "comment"))
    for each in package.trees.get("word/people.xml", ()) if not commented else ():
        name = next((value for key, value in each.attrib.items() if key.rpartition("}")[2] == "author"), "")
        if name:
            yield "who commented on it or changed it", name

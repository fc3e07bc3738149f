"""A Word file from outside -> its parts, or a `Failure` that says why it is not read.

The gate in front of the reader. Nothing is resolved, fetched, run or unpacked to disk. Refused are files that are no
Word files, are damaged, or are made to do more than to be read: archives that grow without end, parts of the same
name, entities, macros, embedded objects, and links to outside other than to a page or a mail address.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from posixpath import dirname, join, normpath
from typing import Any

from travaux.diagnostic import fail
from travaux.docx_reader import trees, unzip
from travaux.span import Span

STAGE_CODES: Mapping[str, str] = {
    "DOC001": "A file that should be read back cannot be opened, or is not a Word file (.docx).",
    "DOC002": "A Word file is damaged or cut off.",
    "DOC003": "A Word file would fill the memory when it is unpacked.",
    "DOC004": "A Word file gives a false account of its parts: sizes that are not true, parts over one another.",
    "DOC005": "A Word file has two parts of one name, or a part whose name leads outside.",
    "DOC006": "A part of a Word file declares entities, or is in an unusual encoding.",
    "DOC007": "A part of a Word file is not well-formed XML.",
    "DOC008": "A part of a Word file is nested too deeply.",
    "DOC009": "A Word file leads to something outside other than a page or a mail address: a template, a picture.",
    "DOC010": "A Word file has macros, embedded objects or controls that run.",
    "DOC011": "A Word file is protected with a password, or is in the old format (.doc).",
    "DOC012": "A Word file has no text, or is of a variant that is not read (template, strict).",
    "DOC013": "A Word file has no annex of calculation that can be read by its keys.",
}
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_STRICT = "purl.oclc.org/ooxml"
_ADDRESSES = ("http://", "https://", "mailto:")
_MACROS = ("macroEnabled", "vbaProject", "vbaData")
_EMBEDDED = {
    "oleObject": "an embedded object",
    "package": "an embedded file",
    "control": "an ActiveX control",
    "activeXControlBinary": "an ActiveX control",
    "aFChunk": "a file to be inserted on opening",
    "subDocument": "a part of a master document",
    "vbaProject": "macros",
    "wordVbaData": "macros",
}
_HINT = "in Word: save a copy without it as Word Document (*.docx)"


@dataclass(frozen=True, slots=True)
class Relation:
    """From one part to another, or to outside."""

    id: str
    kind: str
    target: str
    external: bool


@dataclass(frozen=True, slots=True)
class Package:
    """A file that passed the gate: its members, and how they hang together."""

    file: str
    members: Mapping[str, bytes]
    types: Mapping[str, str]
    """Content types by name of part, in small letters."""
    relations: Mapping[str, tuple[Relation, ...]]
    """By the name of the part they lead from, "" for the package."""
    main: str = field(default="")

    def part(self, kind: str) -> str:
        """The name of the part that the text reaches by a relation of this kind, "" where it has none."""
        found = (relation.target for relation in self.relations.get(self.main, ()) if relation.kind == kind)
        return next((name for name in found if name in self.members), "")

    def parts(self, kind: str) -> Iterator[str]:
        """The names of all such parts."""
        for relation in self.relations.get(self.main, ()):
            if relation.kind == kind and relation.target in self.members:
                yield relation.target

    def tree(self, name: str) -> Any:
        """The root of a part."""
        return trees.element(self.members[name], name, self.file)


def opened(source: str | Path | bytes) -> Package:
    """The parts of a file, given by its path or its bytes."""
    if isinstance(source, bytes):
        return package(source, "the file")
    try:
        return package(Path(source).read_bytes(), str(source))
    except OSError as error:
        raise fail("DOC001", Span(str(source)), f"cannot be read: {error.strerror}", "check the name") from None


def package(data: bytes, file: str) -> Package:
    """The parts of the bytes of a file of that name."""
    members = unzip.members(data, file)
    types = _types(members, file)
    _refuse_macros(members, types, file)
    relations = dict(_relations(members, file))
    _refuse_outside(relations, file)
    return Package(file, members, types, relations, _main(relations, types, members, file))


def _types(members: Mapping[str, bytes], file: str) -> dict[str, str]:
    if "[Content_Types].xml" not in members:
        raise fail("DOC001", Span(file), "is not a Word file (.docx)", "in Word: Save As, Word Document (*.docx)")
    root = trees.element(members["[Content_Types].xml"], "[Content_Types].xml", file)
    endings = {e.get("Extension", "").lower(): e.get("ContentType", "") for e in root if e.get("Extension")}
    named = {e.get("PartName", "").lower().lstrip("/"): e.get("ContentType", "") for e in root if e.get("PartName")}
    return {n.lower(): named.get(n.lower(), endings.get(n.lower().rpartition(".")[2], "")) for n in members}


def _refuse_macros(members: Mapping[str, bytes], types: Mapping[str, str], file: str) -> None:
    for name in members:
        if any(word in types[name.lower()] for word in _MACROS) or name.lower().endswith("vbaproject.bin"):
            raise fail("DOC010", Span(file), f"has macros ({name})", _HINT)
        if name.lower().startswith(("word/embeddings/", "word/activex/")):
            raise fail("DOC010", Span(file), f"has an embedded object ({name})", _HINT)


def _relations(members: Mapping[str, bytes], file: str) -> Iterator[tuple[str, tuple[Relation, ...]]]:
    for name in members:
        if not name.endswith(".rels"):
            continue
        folder = dirname(dirname(name))
        source = join(folder, name.rpartition("/")[2].removesuffix(".rels"))
        yield source, tuple(_relation(each, folder) for each in trees.element(members[name], name, file))


def _relation(each: Any, folder: str) -> Relation:
    target, external = each.get("Target", ""), each.get("TargetMode", "").lower() == "external"
    kind = each.get("Type", "").rpartition("/")[2]
    inside = normpath(join("/", folder, target)).lstrip("/")
    return Relation(each.get("Id", ""), kind, target if external else inside, external)


def _refuse_outside(relations: Mapping[str, tuple[Relation, ...]], file: str) -> None:
    for source, found in relations.items():
        for relation in found:
            if relation.external and not _is_address(relation):
                message = f"{source or 'the file'} leads outside, to {relation.target!r} ({relation.kind})"
                raise fail(
                    "DOC009", Span(file), message, "in Word: break the link, or take the template away, and save"
                )
            if relation.kind in _EMBEDDED:
                raise fail("DOC010", Span(file), f"has {_EMBEDDED[relation.kind]} ({relation.target})", _HINT)


def _is_address(relation: Relation) -> bool:
    return relation.kind == "hyperlink" and relation.target.lower().startswith(_ADDRESSES)


def _main(
    relations: Mapping[str, tuple[Relation, ...]], types: Mapping[str, str], members: Mapping[str, bytes], file: str
) -> str:
    main = next((r.target for r in relations.get("", ()) if r.kind == "officeDocument"), "")
    if main not in members:
        raise fail("DOC012", Span(file), "has no text: its main part is not there", "ask the sender for the file again")
    if _STRICT.encode() in members[main][:4096]:
        raise fail(
            "DOC012",
            Span(file),
            "is saved in the strict variant of the format",
            "in Word: Save As, Word Document (*.docx)",
        )
    if types[main.lower()] != _MAIN:
        kind = "a template" if ".template." in types[main.lower()] else "not a text of Word"
        raise fail("DOC012", Span(file), f"is {kind}", "in Word: Save As, Word Document (*.docx)")
    return main

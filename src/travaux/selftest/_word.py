"""The Word file of a text, taken apart and put together again with something wrong in it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from travaux.diagnostic import Diagnostic, Failure
from travaux.docx_reader import safe
from travaux.docx_reader.findings import findings
from travaux.docx_reader.keys import key_map
from travaux.docx_reader.reader import inspected
from travaux.selftest._defect import Planting

DOCUMENT = "word/document.xml"
_RUN = re.compile(r'<w:r><w:t xml:space="preserve">[^<]{20,}</w:t></w:r>')


def read(data: bytes, file: str) -> tuple[Diagnostic, ...]:
    """What is said of a Word file."""
    try:
        return findings(safe.package(data, file))
    except Failure as failure:
        return failure.diagnostics


@dataclass(frozen=True)
class Unit:
    """A provision in the file: its key, its paragraph, and a run of its words."""

    key: str
    paragraph: str
    run: str
    number: str


@dataclass(frozen=True)
class WordFile:
    """A sound Word file and its name."""

    file: str
    data: bytes

    @cached_property
    def findings(self) -> tuple[Diagnostic, ...]:
        """What is said of it as it is."""
        return read(self.data, self.file)

    @cached_property
    def parts(self) -> Mapping[str, bytes]:
        """Its parts by name."""
        with ZipFile(BytesIO(self.data)) as file:
            return {name: file.read(name) for name in file.namelist()}

    @cached_property
    def document(self) -> str:
        """The main part."""
        return self.parts[DOCUMENT].decode()

    @cached_property
    def units(self) -> tuple[Unit, ...]:
        """The provisions that stand in a paragraph of their own, each of whose words stand in this place alone."""
        package = safe.package(self.data, self.file)
        known, here = key_map(package), inspected(package).texts
        found = []
        for unit in known.units.values():
            paragraph = self._paragraph(unit.bookmark) if unit.key in here else ""
            run = _RUN.search(paragraph)
            if run and self.document.count(paragraph) == 1 and self.document.count(run[0]) == 1:
                found.append(Unit(unit.key, paragraph, run[0], unit.number))
        return tuple(found)

    def _paragraph(self, bookmark: str) -> str:
        at = self.document.find(f'w:name="{bookmark}"')
        start = max(self.document.rfind("<w:p>", 0, at), self.document.rfind("<w:p ", 0, at))
        end = self.document.find("</w:p>", at)
        whole = self.document[start : end + len("</w:p>")] if at >= 0 and start >= 0 and end >= 0 else ""
        return "" if "</w:p>" in whole[:-6] else whole

    # --- faulty files ------------------------------------------------------------------------------------------

    def planting(self, data: bytes, provision: str = "") -> Planting:
        """A faulty file."""
        return Planting(self.file, word=data, provision=provision)

    def with_parts(self, parts: Mapping[str, bytes | None], provision: str = "") -> Planting:
        """The file with other parts; None takes one out."""
        every = {**self.parts, **parts}
        return self.planting(packed({name: data for name, data in every.items() if data is not None}), provision)

    def replacing(self, old: str, new: str, part: str = DOCUMENT, provision: str = "") -> Iterator[Planting]:
        """The first of some words of a part become others; nothing where they do not stand there."""
        text = self.parts.get(part, b"").decode()
        if old in text:
            yield self.with_parts({part: text.replace(old, new, 1).encode()}, provision)


def packed(parts: Mapping[str, bytes]) -> bytes:
    """Parts as a Word file."""
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as file:
        for name, data in parts.items():
            file.writestr(name, data)
    return buffer.getvalue()

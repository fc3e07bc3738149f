"""Instruments of the library drafted again and again with other choices; records and clauses are read only once."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from clause_prints import markdown
from examples import merged
from travaux.build import Compilation
from travaux.checks import builtin_checks
from travaux.compilation import Subject, Text
from travaux.diagnostic import Diagnostic, Severity
from travaux.discover import SourceFile, layers
from travaux.draft import Material, draft
from travaux.index import index
from travaux.library import Clause, Library
from travaux.outline import outline
from travaux.parse import parse, parse_clause
from travaux.read import parse_yaml
from travaux.records import Entry, Records, load, sources
from travaux.schedule import schedules
from travaux.span import NOWHERE
from travaux.validate import validate

CLAUSES = Path(__file__).parents[1] / "clauses"
#: Long to draft and the same whatever wording another clause has: it is left out except where it is what is built.
LONG = "annex-calculation"
NOTHING: Mapping[str, Any] = {}
#: By severity, so that a build in turn runs only the checks whose findings would stop it.
ERRORS = tuple(check for check in builtin_checks() if check.severity is Severity.ERROR and not check.only)


@dataclass(frozen=True)
class Built:
    """A text, the compilation that renders it, and the errors in it."""

    text: Text
    compilation: Compilation
    errors: tuple[str, ...]

    @property
    def printed(self) -> str:
        """Its Markdown in one line."""
        return markdown(self.compilation.rendered("md", self.text).data)


@functools.cache
def files() -> Mapping[tuple[str, str], Clause]:
    """Every clause file of the library in English, by clause and variant."""
    layer = next(layer for layer in layers(None) if layer.builtin)
    read = (parse_clause(SourceFile(p, p.relative_to(CLAUSES.parent).as_posix(), layer)) for p in _paths())
    return {(clause.key, clause.variant): clause for clause in read}


def _paths() -> list[Path]:
    return sorted(CLAUSES.glob("*/*.en.md"))


@functools.cache
def read(instrument: str) -> tuple[Records, Library]:
    """The records of an instrument with every source that a clause names, and the clauses of its template."""
    found = layers(None)
    records, _ = load(found, (instrument,))
    entry = records.instruments[instrument]
    library = parse(found, entry.record.template or entry.record.kind, "en", NOWHERE, NOWHERE)
    named = {key: clause.source_span(key) for clause in library.clauses.values() for key in clause.sources}
    return Records(**{**_fields(records), "sources": {**records.sources, **sources(found, named.items())}}), library


def _fields(records: Records) -> dict[str, Any]:
    return {name: getattr(records, name) for name in Records.__dataclass_fields__}


def built(instrument: str, changes: Mapping[str, Any] = NOTHING, records: Mapping[str, str] = NOTHING) -> Built:
    """The instrument with values of fields changed, and with YAML laid over its mechanisms, by their keys."""
    known, library = read(instrument)
    mechanisms = {
        key: _over(entry, records[key]) if key in records else entry for key, entry in known.mechanisms.items()
    }
    known = Records(**{**_fields(known), "mechanisms": mechanisms})
    entry = known.instruments[instrument]
    entry = Entry(entry.record.model_copy(update=dict(changes)), entry.raw)
    tables = schedules(entry, known.parties, library)
    planned = outline(entry, known.mechanisms, library)
    document = index(draft(planned, Material(entry, known, library, known.sources, tables)))
    text = Text(entry, library, planned, document)
    subject = Subject(known, (text,), known.sources)
    compilation = Compilation(subject, tuple(layers(None)), checks=ERRORS)
    return Built(text, compilation, tuple(map(str, _errors(compilation.diagnostics))))


def _errors(found: tuple[Diagnostic, ...]) -> list[Diagnostic]:
    return [d for d in found if d.severity is Severity.ERROR]


class _Known:
    """Takes every name for one that exists: the records are those of the library, and a name that is not is an error
    when the text is drafted."""

    def meet(self, kind: str, key: str) -> None: ...


def _over(entry: Entry[Any], above: str) -> Entry[Any]:
    raw = parse_yaml(entry.raw.file, merged(entry.raw.file.text(), above))
    return Entry(validate(type(entry.record), raw, _Known()), raw)

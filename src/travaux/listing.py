"""What a project and the library hold, as lines of key and name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from travaux.build import Options, all_checks, formats, plugins_of
from travaux.discover import layers, listing
from travaux.records import Records, load


def _named(entries: Mapping[str, object], name: Callable[[Any], str]) -> list[str]:
    width = max((len(key) for key in entries), default=0)
    return [f"{key:{width}}  {name(entry)}" for key, entry in sorted(entries.items())]


def _records(options: Options) -> Records:
    found = layers(options.project)
    return load(found, (), plugins_of(options).mechanisms(), everything=True)[0]


def _clauses(options: Options) -> list[str]:
    rows: dict[str, str] = {}
    for file in listing(layers(options.project), "clauses", (".md",)):
        rows.setdefault(file.path.name.removesuffix(".md"), file.name)
    return _named(rows, str)


#: How each list of records tells one of its lines.
_TOLD: Mapping[str, Callable[[Any], str]] = {
    "parties": lambda e: str(next(iter(e.record.names.values())).long),
    "products": lambda e: str(next(iter(e.record.names.values()))),
    "mechanisms": lambda e: str(e.record.kind),
    "instruments": lambda e: str(next(iter(e.record.title.values()))),
    "packages": lambda e: f"{next(iter(e.record.title.values()))}: {', '.join(e.record.instruments)}",
    "sources": lambda e: f"{e.record.grade}: {e.record.statement}",
    "tables": lambda e: f"{e.record.holds}: {e.record.what}",
}


def lines(what: str, options: Options) -> list[str]:
    """The lines of one list: records of a kind, clauses, checks or formats."""
    if what in _TOLD:
        return _named(getattr(_records(options), what), _TOLD[what])
    match what:
        case "clauses":
            return _clauses(options)
        case "checks":
            return [f"{c.code}  {c.severity.value:7}  {c.summary}" for c in all_checks(options)]
        case _:
            return [f"{name}  .{load_it().suffix}" for name, load_it in sorted(formats(plugins_of(options)).items())]

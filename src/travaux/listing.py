"""What a project and the library hold, as lines of key and name."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from travaux.build import Options, all_checks, formats, plugins_of
from travaux.discover import layers, listing
from travaux.records import Records, load


def _named(entries: Mapping[str, object], name: Callable[[object], str]) -> list[str]:
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


def lines(what: str, options: Options) -> list[str]:
    """The lines of one list: records of a kind, clauses, checks or formats."""
    match what:
        case "parties":
            return _named(_records(options).parties, lambda e: next(iter(e.record.names.values())).long)  # type: ignore[attr-defined]
        case "products":
            return _named(_records(options).products, lambda e: next(iter(e.record.names.values())))  # type: ignore[attr-defined]
        case "mechanisms":
            return _named(_records(options).mechanisms, lambda e: e.record.kind)  # type: ignore[attr-defined]
        case "instruments":
            return _named(_records(options).instruments, lambda e: next(iter(e.record.title.values())))  # type: ignore[attr-defined]
        case "sources":
            return _named(_records(options).sources, lambda e: f"{e.record.grade}: {e.record.statement}")  # type: ignore[attr-defined]
        case "tables":
            return _named(_records(options).tables, lambda e: f"{e.record.holds}: {e.record.what}")  # type: ignore[attr-defined]
        case "clauses":
            return _clauses(options)
        case "checks":
            return [f"{c.code}  {c.severity.value:7}  {c.summary}" for c in all_checks(options)]
        case _:
            return [f"{name}  .{load_it().suffix}" for name, load_it in sorted(formats(plugins_of(options)).items())]

"""The records of a build: an instrument and all that it names, read and validated, each with its file.

From the built-in library only what is named is read; of a project every record is read, so that a fault in it is
reported whether or not anything uses it.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Generic, TypeVar

from travaux.diagnostic import Diagnostic, Failure, Severity, fail
from travaux.discover import Layer, SourceFile, records
from travaux.model.base import Record
from travaux.model.instrument import Instrument
from travaux.model.mechanism import class_of, kinds
from travaux.model.mechanism.base import Mechanism
from travaux.model.package import Package
from travaux.model.party import Party
from travaux.model.product import Product
from travaux.model.record_kinds import RECORD_KINDS
from travaux.model.source import Source
from travaux.model.table import Table
from travaux.read import Raw, read
from travaux.span import Span
from travaux.tables import checked
from travaux.validate import UnknownKey, closest, named_after_its_file, validate

R = TypeVar("R", bound=Record)


class Left(tuple[Any, ...]):
    """What is left of a list of a record; `places` says where each item stood, so that it is found in the file."""

    places: tuple[int, ...]

    @classmethod
    def of(cls, items: Iterable[tuple[int, Any]]) -> Left:
        """From items with their places."""
        kept = tuple(items)
        left = cls(item for _, item in kept)
        left.places = tuple(place for place, _ in kept)
        return left


@dataclass(frozen=True, slots=True)
class Entry(Generic[R]):
    """A record with the file it was read from."""

    record: R
    raw: Raw

    def span(self, *path: str | int) -> Span:
        """The place of a field in the file."""
        return self.raw.span(*self.path(*path))

    def path(self, *path: str | int) -> tuple[str | int, ...]:
        """The path of a field in the file: an item of a list that was narrowed stands where it stood before."""
        items = getattr(self.record, str(path[0]), None) if len(path) > 1 else None
        if isinstance(items, Left) and isinstance(path[1], int):
            return (path[0], items.places[path[1]], *path[2:])
        return path


@dataclass(frozen=True, slots=True)
class Records:
    """Every record of a build, by kind and key."""

    sources: Mapping[str, Entry[Source]] = field(default_factory=dict)
    parties: Mapping[str, Entry[Party]] = field(default_factory=dict)
    products: Mapping[str, Entry[Product]] = field(default_factory=dict)
    mechanisms: Mapping[str, Entry[Mechanism]] = field(default_factory=dict)
    instruments: Mapping[str, Entry[Instrument]] = field(default_factory=dict)
    tables: Mapping[str, Entry[Table]] = field(default_factory=dict)
    packages: Mapping[str, Entry[Package]] = field(default_factory=dict)


class _Loader:
    """Follows names from record to record; is itself the validation context that hears of each name."""

    def __init__(self, layers: Sequence[Layer], mechanisms: Mapping[str, type[Mechanism]]) -> None:
        self.files = {name: records(layers, kind.folder) for name, kind in RECORD_KINDS.items()}
        self.extra_kinds = mechanisms
        self.found: dict[str, dict[str, Entry[Record]]] = {kind: {} for kind in RECORD_KINDS}
        self.tried: set[tuple[str, str]] = set()
        self.waiting: list[tuple[str, str]] = []
        self.faults: list[Diagnostic] = list(_of_two_kinds(self.files["instrument"], self.files["package"]))
        self.reading = ""

    def meet(self, kind: str, key: str) -> None:
        if key not in self.files[kind]:
            raise UnknownKey(kind, key, self.files[kind])
        if kind == "source" and self.reading in ("party", "product"):
            return  # what a party's or product's record rests on is not printed: that it exists is enough
        self.waiting.append((kind, key))

    def expand(self, key: str) -> tuple[str, ...]:
        """The instruments of a package; none where it is faulty, which is then reported."""
        self.waiting.append(("package", key))
        self.follow()
        found = self.found["package"].get(key)
        return found.record.instruments if found and isinstance(found.record, Package) else ()

    def follow(self) -> None:
        while self.waiting:
            kind, key = self.waiting.pop()
            if (kind, key) not in self.tried:  # tried, not found: two faulty records may name each other
                self.tried.add((kind, key))
                self.load(kind, key, self.files[kind][key])

    def load(self, kind: str, key: str, file: SourceFile) -> None:
        self.reading = kind
        try:
            raw = read(file)
            record = validate(self.class_for(kind, raw), raw, self)
            if isinstance(record, Table):
                record, faults = checked(record, raw, self.files)
                self.faults.extend(faults)
        except Failure as failure:
            self.faults.extend(failure.diagnostics)
            return
        self.faults.extend(named_after_its_file(record.id, raw))
        self.found[kind][key] = Entry(record, raw)

    def class_for(self, kind: str, raw: Raw) -> type[Record]:
        fixed = RECORD_KINDS[kind].cls
        if fixed is not None:
            return fixed
        name = raw.value.get("kind", "")
        known = {*kinds(), *self.extra_kinds}
        if not isinstance(name, str):
            raise fail("MOD003", raw.span("kind"), "text is wanted here", f"known kinds: {', '.join(sorted(known))}")
        if name not in known:
            message = f"unknown kind {name!r}" if name else "the field 'kind' is missing"
            hint = closest(name, known) or f"known kinds: {', '.join(sorted(known))}"
            raise fail("MOD001" if name else "MOD004", raw.span("kind"), message, hint)
        return self.extra_kinds.get(name) or class_of(name)

    def result(self) -> Records:
        if self.faults:
            raise Failure(tuple(self.faults))
        by_list = {kind.many: dict(sorted(self.found[name].items())) for name, kind in RECORD_KINDS.items()}
        return Records(**by_list)  # type: ignore[arg-type]


def _of_two_kinds(instruments: Mapping[str, SourceFile], packages: Mapping[str, SourceFile]) -> Iterator[Diagnostic]:
    """A fault for each key that is both an instrument's and a package's, at the file of the user where there is one."""
    for key in sorted(instruments.keys() & packages.keys()):
        at, other = sorted((packages[key], instruments[key]), key=lambda file: file.layer.builtin)
        message = f"{key!r} is the key of an instrument and of a package: the other is {other.name}"
        yield Diagnostic("MOD006", Severity.ERROR, at.span, message, "rename one: a build could mean either")


def _as_file(name: str, layers: Sequence[Layer]) -> SourceFile:
    path = Path(name)
    if not os.path.isfile(path):  # noqa: PTH113 - Path.is_file raises for a name that is too long
        raise fail(
            "SYN007", Span(name), "no such file", "give the key of an instrument or package, or the path of a YAML file"
        )
    resolved = path.resolve()
    for layer in layers:
        if resolved.is_relative_to(layer.root.resolve()):
            return SourceFile(resolved, resolved.relative_to(layer.root.resolve()).as_posix(), layer)
    return Layer(resolved.parent, builtin=False).file(resolved)


def load(
    layers: Sequence[Layer],
    wanted: Sequence[str] = (),
    mechanisms: Mapping[str, type[Mechanism]] | None = None,
    everything: bool = False,
) -> tuple[Records, tuple[str, ...]]:
    """The records of the instruments that are wanted, and the keys of those instruments.

    `wanted` are keys or paths of YAML files, of instruments or of packages (a file in a folder `packages`); none means
    all instruments of the project, or of the library where there is no project. Packages are read that are wanted, that
    are the project's own, or whose instruments are all wanted. `mechanisms` are kinds from plug-ins. `everything` reads
    the whole library, for lists.
    Raises `Failure` with every fault of every record.
    """
    loader = _Loader(layers, mechanisms or {})
    chosen: list[str] = []
    for name in wanted:
        chosen.extend(_meant(name, loader, layers))
    if not wanted:
        chosen.extend(_all_of_the_project(loader))
    loader.waiting = [("instrument", key) for key in chosen]
    loader.waiting += [("package", key) for key in _complete(loader.files["package"], set(chosen))]
    for kind, files in loader.files.items():
        loader.waiting += [(kind, key) for key, file in files.items() if everything or not file.layer.builtin]
    loader.follow()
    return loader.result(), tuple(dict.fromkeys(chosen))


def _meant(name: str, loader: _Loader, layers: Sequence[Layer]) -> tuple[str, ...]:
    """The instruments that a name or a path on the command line means; a path that nothing knows yet is made known."""
    if name in loader.files["package"]:
        return loader.expand(name)
    if name in loader.files["instrument"]:
        return (name,)
    if name.endswith((".yaml", ".yml")) or "/" in name:
        file = _as_file(name, layers)
        kind = "package" if file.path.parent.name == "packages" else "instrument"
        loader.files[kind][file.path.stem] = file
        return loader.expand(file.path.stem) if kind == "package" else (file.path.stem,)
    unknown = UnknownKey("instrument or package", name, {*loader.files["instrument"], *loader.files["package"]})
    loader.faults.append(Diagnostic("MOD005", Severity.ERROR, Span(), str(unknown), unknown.hint))
    return ()


def _all_of_the_project(loader: _Loader) -> tuple[str, ...]:
    """The instruments of the project and those of its packages; of the library where the project has none."""
    own = [key for key, file in loader.files["instrument"].items() if not file.layer.builtin]
    packages = [key for key, file in loader.files["package"].items() if not file.layer.builtin]
    own += [key for package in packages for key in loader.expand(package)]
    return tuple(own or loader.files["instrument"])


def _complete(packages: Mapping[str, SourceFile], chosen: set[str]) -> Iterator[str]:
    """The packages of the library whose instruments are all chosen; those of a project are read in any case."""
    for key, file in packages.items():
        named = read(file).value.get("instruments", ()) if file.layer.builtin and len(chosen) > 1 else ()
        if named and chosen.issuperset(named):
            yield key


def instrument(layers: Sequence[Layer], key: str) -> Instrument:
    """The record of an instrument, alone, for a text that names it. Raises `UnknownKey`, `Failure` for a faulty one."""
    files = records(layers, RECORD_KINDS["instrument"].folder)
    if key not in files:
        raise UnknownKey("instrument", key, files)
    return validate(Instrument, read(files[key]))


def sources(layers: Sequence[Layer], keys: Iterable[tuple[str, Span]]) -> dict[str, Entry[Source]]:
    """The sources that clauses name, each key with the place that names it. Raises `Failure` with every fault."""
    files = records(layers, RECORD_KINDS["source"].folder)
    found: dict[str, Entry[Source]] = {}
    faults: list[Diagnostic] = []
    for key, span in keys:
        if key in found:
            continue
        if key not in files:
            unknown = UnknownKey("source", key, files)
            faults.append(Diagnostic("MOD005", Severity.ERROR, span, str(unknown), unknown.hint))
            continue
        try:
            raw = read(files[key])
            found[key] = Entry(validate(Source, raw), raw)
        except Failure as failure:
            faults.extend(failure.diagnostics)
    if faults:
        raise Failure(tuple(faults))
    return found

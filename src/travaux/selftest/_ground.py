"""What defects are planted in: a copy of a project and one sound build of it, and the places that the build has."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from travaux.build import Compilation, Options, compile
from travaux.compilation import Subject, Text
from travaux.diagnostic import Diagnostic, Failure
from travaux.discover import MARKER, builtin_layer, layers
from travaux.library import Clause
from travaux.model.instrument import Instrument
from travaux.read import Raw
from travaux.records import Entry
from travaux.selftest import _source
from travaux.selftest._defect import Content, Planting
from travaux.selftest._paragraphs import Paragraph, paragraphs
from travaux.selftest._word import WordFile
from travaux.span import offset

_FOLDERS = ("seeds", "clauses", "templates", "plugins")


@dataclass
class Ground:
    """A copy of a project in `root`, and the sound build of `instruments` from it."""

    root: Path
    instruments: tuple[str, ...]
    options: Options
    sound: dict[str, tuple[Diagnostic, ...]] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The instruments of the ground."""
        return ", ".join(self.instruments)

    # --- building ----------------------------------------------------------------------------------------------

    @cached_property
    def compilation(self) -> Compilation:
        """The build without a defect. Raises `Failure` where the project is not sound to begin with."""
        made = compile(self.instruments, self.options)
        if made.errors:
            raise Failure(made.errors)
        return made

    def diagnostics(self, profile: str = "default") -> tuple[Diagnostic, ...]:
        """What is said of the project as it is now."""
        try:
            return compile(self.instruments, replace(self.options, profile=profile)).diagnostics
        except Failure as failure:
            return failure.diagnostics

    def before(self, profile: str = "default") -> tuple[Diagnostic, ...]:
        """What is said without a defect."""
        if profile == "default":
            return self.compilation.diagnostics
        if profile not in self.sound:
            self.sound[profile] = self.diagnostics(profile)
        return self.sound[profile]

    # --- files -------------------------------------------------------------------------------------------------

    def read(self, name: str) -> str:
        """The text of a file of the project, or of the library where the project has none of that name."""
        path = self.root / name
        path = path if path.is_file() else builtin_layer().root / name
        return path.read_text(encoding="utf-8-sig").replace("\r\n", "\n")

    def has(self, name: str) -> bool:
        """True where the project or the library has the file."""
        return (self.root / name).is_file() or (builtin_layer().root / name).is_file()

    def write(self, files: Mapping[str, Content]) -> Mapping[str, bytes | None]:
        """Changes files of the copy; returns what `restore` needs to undo it."""
        before: dict[str, bytes | None] = {}
        for name, content in files.items():
            path = self.root / name
            before[name] = path.read_bytes() if path.is_file() else None
            if content is None:
                path.unlink()
                continue
            path.parent.mkdir(parents=True, exist_ok=True)
            if callable(content):
                path.unlink(missing_ok=True)
                content(path)
            else:
                path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return before

    def restore(self, before: Mapping[str, bytes | None]) -> None:
        """Undoes `write`; folders that it made go with their last file."""
        for name, content in before.items():
            path = self.root / name
            if path.is_symlink() or path.is_file():
                path.unlink()
            elif path.is_dir():
                path.rmdir()
            if content is not None:
                path.write_bytes(content)
            for folder in path.parents[: len(Path(name).parents) - 1]:
                if not any(folder.iterdir()):
                    folder.rmdir()

    # --- what a build has --------------------------------------------------------------------------------------

    @property
    def subject(self) -> Subject:
        """The records and texts of the sound build."""
        return self.compilation.subject

    @property
    def texts(self) -> tuple[Text, ...]:
        """The texts of the sound build."""
        return self.compilation.texts

    def own(self) -> Iterator[tuple[Entry[Instrument], Text]]:
        """Each instrument with its first text."""
        seen: set[str] = set()
        for text in self.texts:
            if text.instrument.record.id not in seen:
                seen.add(text.instrument.record.id)
                yield text.instrument, text

    @cached_property
    def records(self) -> tuple[Entry[Any], ...]:
        """Every record behind the texts: instruments, parties, mechanisms, products."""
        found: dict[str, Entry[Any]] = {}
        for entry, _ in self.own():
            every: Iterable[Entry[Any]] = (
                entry,
                *self.subject.parties(entry),
                *self.subject.mechanisms(entry),
                *self.subject.products(entry),
            )
            found.update({each.raw.file.name: each for each in every})
        return tuple(found.values())

    @cached_property
    def clauses(self) -> tuple[tuple[Text, Clause], ...]:
        """Every clause of the texts in all its wordings, once, with the text that it stands in."""
        found: dict[str, tuple[Text, Clause]] = {}
        for text in self.texts:
            for selected in text.outline.all():
                for wording in selected.wordings:
                    found.setdefault(wording.clause.file, (text, wording.clause))
        return tuple(found.values())

    @cached_property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """Paragraphs of clauses that end in a full stop and are printed word for word."""
        return tuple(each for text, clause in self.clauses for each in paragraphs(text, clause, self.read(clause.file)))

    def mechanisms(self, kind: str) -> Iterator[tuple[Entry[Instrument], Entry[Any]]]:
        """The mechanisms of a kind, each with its instrument."""
        for entry, _ in self.own():
            yield from ((entry, found) for found in self.subject.mechanisms(entry, kind))

    @cached_property
    def word(self) -> WordFile:
        """The Word file of the first text, as it goes out."""
        text = self.texts[0]
        name = f"{text.instrument.record.id}.{text.language}.docx"
        return WordFile(name, self.compilation.rendered("docx", text, edition="outgoing").data)

    # --- plantings ---------------------------------------------------------------------------------------------

    def changing(self, raw: Raw, path: tuple[str | int, ...], new: str, line: int = 0) -> Iterator[Planting]:
        """The value at a path becomes another; found on its line, or on the one that is given."""
        name = raw.file.name
        after = _source.replaced(self.read(name), raw, path, new)
        if after is not None:
            yield Planting(name, line or raw.places[path][0], {name: after})

    def renaming(self, raw: Raw, path: tuple[str | int, ...], new: str) -> Iterator[Planting]:
        """The key at a path becomes another; found on its line."""
        place = raw.keys.get(path)
        if place is not None:
            name = raw.file.name
            text = self.read(name)
            at = offset(text, *place)
            if text.startswith(str(path[-1]), at):
                yield Planting(name, place[0], {name: f"{text[:at]}{new}{text[at + len(str(path[-1])) :]}"})

    def each(self, kind: str, *path: str | int | None) -> Iterator[tuple[Entry[Any], tuple[str | int, ...]]]:
        """Each place of the mechanisms of a kind that has a path, in which None stands for any key or number."""
        for _, entry in self.mechanisms(kind):
            for known in entry.raw.places:
                if len(known) == len(path) and all(b is None or a == b for a, b in zip(known, path, strict=True)):
                    yield entry, known

    def inserting(self, raw: Raw, new: str) -> Iterator[Planting]:
        """A new line before each field of the top level, where none has its name; found on that line."""
        name = raw.file.name
        if (re.split(r":\s", new)[0],) in raw.keys:
            return
        text = self.read(name)
        for path, (line, column) in raw.keys.items():
            if len(path) == 1 and column == 1:
                yield Planting(name, line, {name: _source.inserted(text, line, new)})

    def removing(self, raw: Raw, key: str, line: int = 0) -> Iterator[Planting]:
        """A field of the top level is taken out; found on the line that is given, else where the record begins."""
        name = raw.file.name
        after = _source.without(self.read(name), raw, key)
        if after is not None:
            first = min((at for path, (at, _) in raw.keys.items() if len(path) == 1 and path != (key,)), default=1)
            yield Planting(name, line or first, {name: after})

    def adding(self, paragraph: Paragraph, sentence: str) -> Planting:
        """A sentence more at the end of a paragraph; found on its line."""
        last = self.read(paragraph.file).split("\n")[paragraph.last - 1]
        return self.writing(paragraph.file, paragraph.last, f"{last.rstrip()} {sentence}")

    def writing(self, name: str, line: int, new: str) -> Planting:
        """A line of a file becomes another; found on it."""
        lines = self.read(name).split("\n")
        return Planting(name, line, {name: "\n".join([*lines[: line - 1], new, *lines[line:]])})


def suppressed(ground: Ground) -> frozenset[tuple[str, str]]:
    """File and code of what the project accepts: planted there, it is rightly not told."""
    files = [(entry.raw.file.name, entry.record.suppress) for entry in ground.records]
    files += [(clause.file, clause.front.suppress) for _, clause in ground.clauses]
    return frozenset((name, each.code) for name, items in files for each in items)


def grounds(folder: Path, instruments: tuple[str, ...], options: Options) -> Iterator[Ground]:
    """A ground for each instrument or package asked for; none means every instrument of the project, or library."""
    root = copied(folder, options)
    inside = replace(options, project=root)
    for key in instruments or _named(inside):
        for each in _named(inside, key):
            _beside_the_record(root, each)
        yield Ground(root, (key,), inside)


def copied(folder: Path, options: Options) -> Path:
    """A copy of the project; an empty one where there is none."""
    own = next((layer.root for layer in layers(options.project) if not layer.builtin), None)
    folder.mkdir(parents=True, exist_ok=True)
    if own is None:
        (folder / MARKER).write_text("name: selftest\n", encoding="utf-8")
        return folder
    shutil.copy(own / MARKER, folder / MARKER)
    for name in _FOLDERS:
        if (own / name).is_dir():
            shutil.copytree(own / name, folder / name, symlinks=True, dirs_exist_ok=True)
    return folder


def _named(options: Options, *wanted: str) -> tuple[str, ...]:
    """The instruments of a package, or an instrument itself; with nothing wanted, all."""
    from travaux.records import load

    return load(layers(options.project), wanted)[1]


def _beside_the_record(root: Path, key: str) -> None:
    """An instrument of the library moves into the copy with the files it names, which are found from its own place."""
    folder = builtin_layer().root / "seeds" / "instruments"
    own = root / "seeds" / "instruments"
    if (own / f"{key}.yaml").is_file() or not (folder / f"{key}.yaml").is_file():
        return
    own.mkdir(parents=True, exist_ok=True)
    text = (folder / f"{key}.yaml").read_text(encoding="utf-8")
    (own / f"{key}.yaml").write_text(text, encoding="utf-8")
    for file in folder.glob("*.csv"):
        if file.name in text:
            shutil.copy(file, own / file.name)

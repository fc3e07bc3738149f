"""Where things lie: the built-in library, a project laid over it, and the files of each folder by key.

Finding is listing a directory; there is no register to edit. A key found in the project wins over the same key
of the built-in library.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from travaux.diagnostic import Diagnostic, Failure, Severity, fail
from travaux.span import Span

MARKER = "travaux.yaml"
LARGEST_FILE = 64 * 1024 * 1024
#: Characters that no text can print, or that XML or HTML cannot hold; tab and line ends are none of them.
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Layer:
    """A folder of `seeds/`, `clauses/` and `templates/`: the built-in library, or a project."""

    root: Path
    builtin: bool

    def file(self, path: Path) -> SourceFile:
        """The file at a path inside this layer."""
        return SourceFile(path, path.relative_to(self.root).as_posix(), self)


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file of a layer: its path on disk, and its name as messages print it (relative to the layer)."""

    path: Path
    name: str
    layer: Layer

    @property
    def span(self) -> Span:
        """The file as a whole."""
        return Span(self.name)

    def read(self) -> bytes:
        """The bytes of the file. Raises `Failure` where it cannot be read or is unreasonably large."""
        try:
            status = self.path.stat()
            if not stat.S_ISREG(status.st_mode):
                raise fail("SYN007", self.span, "cannot be read: it is not a file")
            if status.st_size > LARGEST_FILE:
                raise fail("SYN008", self.span, "the file is larger than 64 MiB", "split it")
            return self.path.read_bytes()
        except OSError as error:
            raise fail("SYN007", self.span, f"cannot be read: {error.strerror}") from None

    def text(self) -> str:
        """The text of the file, which must be UTF-8 without control characters.

        Raises `Failure` naming the place of the first bad byte or character.
        """
        data = self.read()
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = data.count(b"\n", 0, error.start) + 1
            column = error.start - data.rfind(b"\n", 0, error.start)
            raise fail(
                "SYN004",
                Span(self.name, line, column),
                f"not UTF-8: byte 0x{data[error.start]:02X} cannot be read",
                "save the file as UTF-8",
            ) from None
        control = CONTROL.search(text)
        if control is not None:
            at = control.start()
            place = Span(self.name, text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at))
            raise fail("SYN013", place, f"a control character stands here: U+{ord(control[0]):04X}", "take it out")
        return text


def builtin_layer() -> Layer:
    """The library that travels with the package: inside the wheel, or the checkout of an editable install."""
    here = Path(__file__).resolve().parent
    for root in (here / "_library", here.parent.parent):
        if (root / "seeds").is_dir() and (root / "clauses").is_dir():
            return Layer(root, builtin=True)
    raise fail("SYN009", Span(), "the built-in library is missing from this installation", "install travaux again")


def layers(project: str | Path | None = None) -> tuple[Layer, ...]:
    """The layers of a build, strongest first: the project, if there is one, then the built-in library.

    Without a project named, the current directory is one when it holds a `travaux.yaml`. Raises `Failure` when
    the folder that is named does not exist or is not marked as a project.
    """
    builtin = builtin_layer()
    root = Path.cwd() if project is None else Path(project)
    if not (root / MARKER).is_file():
        if project is None:
            return (builtin,)
        raise fail(
            "SYN010",
            Span(str(project)),
            "is not a project: it has no travaux.yaml" if root.is_dir() else "no such folder",
            "make one with `travaux init DIR`",
        )
    return (Layer(root.resolve(), builtin=False), builtin)


def _real(path: Path) -> Path:
    return Path(os.path.realpath(path))  # unlike Path.resolve, no error for a link that leads to itself


def _refuse_to_leave(layer: Layer, path: Path, name: str) -> None:
    if not layer.builtin and not _real(path).is_relative_to(_real(layer.root)):
        raise fail("SYN011", Span(name), "leads out of the project", "copy what it leads to into the project")


def _listed(layer: Layer, folder: str, endings: tuple[str, ...]) -> Iterator[SourceFile]:
    _refuse_to_leave(layer, layer.root / folder, folder)
    for top, folders, names in os.walk(layer.root / folder):
        folders.sort()
        inside = Path(top).relative_to(layer.root).as_posix()
        for name in folders:
            if not layer.builtin and Path(top, name).is_symlink():
                raise fail("SYN011", Span(f"{inside}/{name}"), "is a link to a folder, and links are not followed")
        for name in sorted(names):
            if name.endswith(endings):
                path = Path(top, name)
                if path.is_symlink():
                    _refuse_to_leave(layer, path, f"{inside}/{name}")
                yield SourceFile(path, f"{inside}/{name}", layer)


def listing(found: Iterable[Layer], folder: str, endings: tuple[str, ...]) -> tuple[SourceFile, ...]:
    """Every file below a folder of every layer, strongest layer first, in the order of their names."""
    return tuple(file for layer in found for file in _listed(layer, folder, endings))


def records(found: Iterable[Layer], folder: str) -> dict[str, SourceFile]:
    """The YAML records of a folder by key, the project's before the library's.

    Raises `Failure` when one layer has two files for one key.
    """
    by_key: dict[str, SourceFile] = {}
    twice: list[Diagnostic] = []
    for file in listing(found, folder, (".yaml", ".yml")):
        earlier = by_key.setdefault(file.path.stem, file)
        if earlier is not file and earlier.layer == file.layer:
            message = f"two records with the key {file.path.stem!r}: the other is {earlier.name}"
            twice.append(Diagnostic("MOD006", Severity.ERROR, file.span, message, "rename one of them"))
    if twice:
        raise Failure(tuple(twice))
    return by_key


def contained(base: SourceFile, relative: str) -> SourceFile | None:
    """The file that a record names by a relative path, or None when the path leaves the layer."""
    path, root = _real(base.path.parent / relative), _real(base.layer.root)
    if not path.is_relative_to(root):
        return None
    return SourceFile(path, path.relative_to(root).as_posix(), base.layer)

"""Stage 1, read: a YAML file becomes plain values that know their line and column.

Numbers are taken from the text of the file as exact decimals and never pass through binary floating point.
Sequences become tuples. What YAML allows and a record has no use for (tags, merge keys, more than one document)
is refused, as are two equal keys in one mapping and aliases that grow without bound.
"""

from __future__ import annotations

import functools
import io
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, TypeAlias

from travaux.diagnostic import Diagnostic, Failure, Severity, fail
from travaux.discover import CONTROL, SourceFile
from travaux.span import Span

Path: TypeAlias = tuple[str | int, ...]
Place: TypeAlias = tuple[int, int]

STAGE_CODES: Mapping[str, str] = {
    "SYN001": "A file is not YAML. The message is the parser's, at the line and column where it gave up.",
    "SYN002": "A mapping has the same key twice. Which of the two values is meant cannot be known.",
    "SYN003": "Values are nested too deeply, or aliases make the file grow beyond any use.",
    "SYN004": "A file is not UTF-8.",
    "SYN005": "A tag, a merge key, a mapping key, or a number with an exponent or with too many digits.",
    "SYN006": "A file is empty, or is not a mapping of fields.",
    "SYN007": "A file cannot be read.",
    "SYN008": "A file is unreasonably large.",
    "SYN009": "The built-in library is missing from the installation.",
    "SYN010": "The folder that was named as a project is none.",
    "SYN011": "A path leads out of the project.",
    "SYN013": "A file has a control character in it, which no text can print.",
    "SYN012": "The format of a file or an argument is not understood.",
}

MOST_NODES = 200_000
DEEPEST = 40
LONGEST_NUMBER = 100
#: Levels that the parser, which recurses in C, is known to bear.
SAFE_LEVELS = 2_000
_PREFIX = "tag:yaml.org,2002:"
_PLAIN_TAGS = {_PREFIX + name for name in ("str", "int", "float", "bool", "null", "map", "seq", "timestamp", "value")}
_INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]*)")
_DECIMAL = re.compile(r"[-+]?(\.[0-9]+|(0|[1-9][0-9]*)(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_CONSTANTS: Mapping[str, object] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
    **dict.fromkeys((".inf", "+.inf", ".Inf", ".INF"), Decimal("Infinity")),
    **dict.fromkeys(("-.inf", "-.Inf", "-.INF"), Decimal("-Infinity")),
    **dict.fromkeys((".nan", ".NaN", ".NAN"), Decimal("NaN")),
}


@dataclass(frozen=True, slots=True)
class Raw:
    """The plain value of a file, and where each part of it stands.

    `value` is made of dict, tuple, str, int, Decimal, bool and None. `places` and `keys` hold line and column of
    each value and of each key, by path from the root.
    """

    file: SourceFile
    value: dict[str, Any]
    places: Mapping[Path, Place]
    keys: Mapping[Path, Place]

    def span(self, *path: str | int) -> Span:
        """The place of a value, or of the nearest thing around it that is written in the file."""
        for length in range(len(path), -1, -1):
            place = self.places.get(path[:length])
            if place is not None:
                return Span(self.file.name, *place)
        return self.file.span

    def key_span(self, *path: str | int) -> Span:
        """The place of a key, or that of its value where it has none."""
        place = self.keys.get(path)
        return self.span(*path) if place is None else Span(self.file.name, *place)


class _Reader:
    """Turns the nodes of one file into plain values."""

    def __init__(self, file: str, first_line: int) -> None:
        self.file = file
        self.first_line = first_line
        self.places: dict[Path, Place] = {}
        self.keys: dict[Path, Place] = {}
        self.faults: list[Diagnostic] = []
        self.nodes = 0

    def place(self, mark: Any) -> Place:
        return mark.line + self.first_line, mark.column + 1

    def fault(self, code: str, place: Place, message: str, hint: str = "") -> None:
        self.faults.append(Diagnostic(code, Severity.ERROR, Span(self.file, *place), message, hint))

    def value(self, node: Any, path: Path) -> Any:
        self.nodes += 1
        place = self.places[path] = self.place(node.start_mark)
        if len(path) > DEEPEST:
            raise fail("SYN003", Span(self.file, *place), "nested too deeply", "write a flatter file without aliases")
        if self.nodes > MOST_NODES:
            message = "aliases make this file grow beyond any use"
            raise fail("SYN003", Span(self.file, *place), message, "write the values out")
        if node.tag is not None and node.tag not in _PLAIN_TAGS:
            self.fault("SYN005", place, f"the tag {node.tag} has no meaning here", "leave the tag out")
            return None
        match node.id:
            case "mapping":
                return self.mapping(node, path)
            case "sequence":
                return tuple([self.value(item, (*path, i)) for i, item in enumerate(node.value)])
            case _:
                return self.scalar(node)

    def mapping(self, node: Any, path: Path) -> dict[str, Any]:
        result: dict[str, Any] = {}
        for key_node, value_node in node.value:
            place = self.place(key_node.start_mark)
            if key_node.id != "scalar" or key_node.value == "<<":
                self.fault("SYN005", place, "a key must be a simple word", "write the fields out")
                continue
            key = str(key_node.value)
            here = (*path, key)
            if key in result:
                first = self.keys[here][0]
                self.fault("SYN002", place, f"the key {key!r} stands twice in one mapping; first on line {first}")
                continue
            self.keys[here] = place
            result[key] = self.value(value_node, here)
        return result

    def scalar(self, node: Any) -> Any:
        text = str(node.value)
        if node.style == '"' and (control := CONTROL.search(text)):
            message = f"a control character stands here: U+{ord(control[0]):04X}"
            self.fault("SYN013", self.place(node.start_mark), message, "take it out")
        if node.style in ("'", '"', "|", ">"):
            return text
        if text in _CONSTANTS:
            return _CONSTANTS[text]
        if not _DECIMAL.fullmatch(text):
            return text
        if len(text) > LONGEST_NUMBER:
            message = f"a number of {len(text)} characters has no use here"
            self.fault("SYN005", self.place(node.start_mark), message, "put it in quotes if it is meant as text")
            return None
        if "e" in text.lower():
            self.fault("SYN005", self.place(node.start_mark), f"{text} has an exponent", "write the number out")
            return None
        return int(text) if _INTEGER.fullmatch(text) else Decimal(text)


class _NoResolver:
    """Leaves scalars as they are written: what they mean is for this module to say, by the rules above."""

    def descend_resolver(self, *_: object) -> None: ...

    def ascend_resolver(self) -> None: ...

    def resolve(self, _kind: object, value: object, implicit: Any) -> str:
        return _PREFIX + ("merge" if value == "<<" and implicit[0] else "str")


@functools.cache
def _composer() -> Callable[[io.StringIO], Any]:
    from ruamel.yaml.cyaml import CParser

    return type("Composer", (_NoResolver, CParser), {})


def _check_depth(text: str) -> None:
    """Refuses what would overflow the stack of the parser. Raises RecursionError."""
    if sum(map(text.count, "[{-?\n")) < SAFE_LEVELS:  # each level needs one of these
        return
    parser, depth = _composer()(io.StringIO(text)), 0
    while parser.check_event():
        name = type(parser.get_event()).__name__
        depth += name.endswith("StartEvent") - name.endswith("EndEvent")
        if depth > SAFE_LEVELS:
            raise RecursionError


def _compose(text: str) -> Any:
    try:
        _check_depth(text)
        composer = _composer()(io.StringIO(text))
    except ImportError:  # an interpreter for which the fast scanner is not built
        from ruamel.yaml import YAML

        return YAML(typ="safe", pure=True).compose(io.StringIO(text))
    return composer.get_single_node()


@functools.lru_cache(maxsize=2048)
def parse_yaml(file: SourceFile, text: str, first_line: int = 1) -> Raw:
    """The values of a YAML text that stands in `file` from `first_line` on. Raises `Failure` with all its faults.

    The same text of the same file gives the same values, so that a process that builds more than once, as one that
    watches a project, reads what has changed alone.
    """
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    try:
        node = _compose(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        span = Span(file.name, mark.line + first_line, mark.column + 1) if mark else file.span
        raise fail("SYN001", span, f"not valid YAML: {error.problem or error.context}") from None
    except YAMLError as error:
        raise fail("SYN001", file.span, f"not valid YAML: {' '.join(str(error).split())}") from None
    except RecursionError:
        raise fail("SYN003", file.span, "nested too deeply", "write a flatter file") from None
    if node is None or node.id != "mapping":
        raise fail("SYN006", file.span, "is empty or not a mapping of fields", "write `field: value` lines")
    reader = _Reader(file.name, first_line)
    value = reader.value(node, ())
    if reader.faults:
        raise Failure(tuple(reader.faults))
    return Raw(file, value, reader.places, reader.keys)


def read(file: SourceFile) -> Raw:
    """The values of a YAML file. Raises `Failure` with all its faults."""
    return parse_yaml(file, file.text())

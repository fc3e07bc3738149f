"""The members of a Word file with its XML parts as trees, for looking at all of it at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from travaux.docx_reader import trees, unzip
from travaux.docx_reader.safe import Package
from travaux.docx_reader.xmlnames import VAL, W

KINDS = ("footnotes", "endnotes", "comments", "commentsExtended", "styles", "numbering")


@dataclass(slots=True)
class Opened:
    """Members by name, XML parts as trees, and the names of the parts by what they are."""

    members: Mapping[str, bytes]
    names: Mapping[str, str] = field(default_factory=dict)
    file: str = "the file"
    trees: dict[str, Any] = field(init=False)

    def __post_init__(self) -> None:
        xml = (name for name in self.members if name.endswith((".xml", ".rels")))
        self.trees = {name: trees.element(self.members[name], name, self.file) for name in xml}

    def name(self, kind: str) -> str:
        """The name of a part: "document", "footnotes", "styles" and the like."""
        return self.names.get(kind, f"word/{kind}.xml")

    @property
    def text_parts(self) -> tuple[str, ...]:
        """The parts with text that belongs to the treaty."""
        return tuple(self.name(kind) for kind in ("document", "footnotes", "endnotes"))

    def root(self, kind: str) -> Any:
        """The tree of a part, or an empty list."""
        return self.trees.get(self.name(kind), [])

    def every(self, *tags: str) -> Iterator[tuple[str, Any]]:
        """The elements with these tags in all parts of the text, headers and footers too, with the part's name."""
        folder = self.name("document").rpartition("/")[0]
        for part, tree in self.trees.items():
            if part.startswith(f"{folder}/") and not part.endswith(".rels"):
                yield from ((part, each) for each in tree.iter(*(f"{W}{tag}" for tag in tags)))

    def elements(self, tag: str, parts: Iterable[str] = ()) -> list[Any]:
        """The elements with a tag in the named parts, or else in the text and its notes."""
        wanted = tuple(parts) or self.text_parts
        return [each for part in wanted if part in self.trees for each in self.trees[part].iter(f"{W}{tag}")]


def opened(data: bytes) -> Opened:
    """The bytes of a file; a `Failure` where it cannot be unpacked or a part is not well-formed."""
    return Opened(unzip.members(data, "the file"))


def of_package(package: Package) -> Opened:
    """A file that passed the gate, whatever its parts are called."""
    names = {"document": package.main, **{kind: package.part(kind) for kind in KINDS}}
    return Opened(package.members, names, package.file)


def value(element: Any, path: str) -> str | None:
    """The w:val of what stands at a path below an element."""
    found = element.find("/".join(f"{W}{name}" for name in path.split("/")))
    return None if found is None else found.get(VAL)

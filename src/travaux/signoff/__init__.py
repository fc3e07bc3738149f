"""Sign-off: what no check can decide, as a list that people go through and sign before the text is tabled.

An item is a function in a module of this folder, marked with `@item`; its docstring is the question, why it is asked,
where it comes from, and what it covers. It yields the places of the text that have to be looked at for it; one that
yields nothing does not concern the text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeAlias, TypeVar

from travaux.compilation import Subject, Text
from travaux.listed import marked_in, modules_in


@dataclass(frozen=True, slots=True)
class Look:
    """One thing to look at: what it is, and the key of its provision where it stands in one."""

    what: str
    provision: str = ""


Logic: TypeAlias = Callable[[Subject, Text], Iterator[Look]]
F = TypeVar("F", bound=Logic)


@dataclass(frozen=True, slots=True)
class Item:
    """A question for a person: its code, and the function whose docstring asks it."""

    code: str
    logic: Logic

    @property
    def question(self) -> str:
        """What has to be answered."""
        return (self.logic.__doc__ or "").strip().partition("\n")[0]

    @property
    def description(self) -> str:
        """The whole docstring, without its indentation."""
        return "\n".join(line.strip() for line in (self.logic.__doc__ or "").strip().split("\n"))

    def said(self, name: str) -> str:
        """What the docstring says under a name: `Why`, `Source`."""
        _, found, rest = self.description.partition(f"\n{name}:")
        lines: list[str] = []
        for line in rest.split("\n") if found else ():
            if lines and line.startswith(("Why:", "Source:", "Covers:")):
                break
            lines.append(line.strip())
        return " ".join(" ".join(lines).split())


def item(code: str) -> Callable[[F], F]:
    """Marks a function as the item of a code."""

    def mark(logic: F) -> F:
        logic.__travaux_item__ = Item(code, logic)  # type: ignore[attr-defined]
        return logic

    return mark


def builtin_items() -> tuple[Item, ...]:
    """The items of this folder, by code."""
    modules = modules_in(__name__, __path__).values()
    found = (item for module in modules for item in marked_in(module, "__travaux_item__", Item))
    return tuple(sorted(found, key=lambda item: item.code))

"""The figures that two texts print -> those under one name in a provision and in what it becomes.

A name is the last part of the path of a value: the parameter `notice` of a clause, the field `notice` of a mechanism.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from travaux.compilation import Text
from travaux.promotion import Figure, Unit
from travaux.promotion.verbs import clause_key
from travaux.provenance.places import Places
from travaux.tree import ValueEntry

#: A value as the machine writes it that is an amount, a share, a period or a day.
_FIGURE = re.compile(r"P\d.*|-?\d[\d.]*%?|\d{4}-\d{2}-\d{2}|[A-Z]{3} ?\d.*|\d[\d.]* [A-Z]{3}.*")


class Figures:
    """The printed figures of two texts, by the key of the clause that prints them."""

    def __init__(self, source: Text, target: Text) -> None:
        self.before, self.after = _printed(source), _printed(target)
        self.names = (Places(source.document).names, Places(target.document).names)

    def shared(self, unit: Unit, targets: Sequence[Unit]) -> Iterator[Figure]:
        """The figures of a provision that one of those in its place has under the same name."""
        for name, value in self.before.get(unit.key, {}).items():
            for other in targets:
                found = self.after.get(other.key, {}).get(name)
                if found is not None and _kind(value) == _kind(found):
                    yield Figure(
                        name,
                        self.names[0].get(value.provision, unit.place),
                        value.value.text,
                        self.names[1].get(found.provision, other.place),
                        found.value.text,
                        value.value.machine == found.value.machine,
                    )


def _printed(text: Text) -> dict[str, dict[str, ValueEntry]]:
    found: dict[str, dict[str, ValueEntry]] = {}
    for entry in text.document.values:
        name = entry.value.path.rpartition(".")[2]
        if not name.isdigit() and _FIGURE.fullmatch(entry.value.machine):
            found.setdefault(clause_key(entry.provision), {}).setdefault(name, entry)
    return found


def _kind(entry: ValueEntry) -> str:
    """Whether a figure is a period, a share, a number, a day or an amount: only like is compared with like."""
    machine = entry.value.machine
    return "period" if machine.startswith("P") else re.sub(r"[\d.]+", "0", machine)

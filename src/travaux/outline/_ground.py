"""What the outline of a text is made from, and the faults that are found on the way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from travaux.diagnostic import Diagnostic, Related, Severity
from travaux.library import Library
from travaux.model.instrument import Instrument
from travaux.model.mechanism.base import Mechanism
from travaux.read import Raw
from travaux.records import Entry
from travaux.span import Span


@dataclass
class Ground:
    """An instrument, its mechanisms by key, the library, and what does not fit."""

    instrument: Instrument
    raw: Raw
    mechanisms: Mapping[str, Entry[Mechanism]]
    library: Library
    faults: list[Diagnostic] = field(default_factory=list)

    def fault(self, code: str, span: Span, message: str, hint: str = "", related: tuple[Related, ...] = ()) -> None:
        self.faults.append(
            Diagnostic(code, Severity.ERROR, span, message, hint, instrument=self.instrument.id, related=related)
        )

    @property
    def kind(self) -> str:
        """The template, as messages call it."""
        return f"the template {self.instrument.template or self.instrument.kind!r}"

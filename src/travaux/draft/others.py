"""The instruments beside the one that is drafted, as its clauses may speak of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from travaux.draft.environment import Fault
from travaux.model.instrument import Instrument
from travaux.validate import UnknownKey


def _none(key: str) -> Instrument:
    raise UnknownKey("instrument", key, ())


@dataclass(frozen=True, slots=True)
class Others:
    """What is known of other instruments before any text is drafted."""

    standing: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """By instrument of the build: the keys of the clauses that stand in it."""
    record: Callable[[str], Instrument] = _none
    """The record of any instrument by its key. Raises `UnknownKey` where there is none, `Failure` for a faulty one."""

    def instrument(self, key: str) -> Instrument:
        """The record of an instrument. Raises `Fault` where there is none."""
        try:
            return self.record(key)
        except UnknownKey as unknown:
            raise Fault(f"elsewhere({key!r}): {unknown}; {unknown.hint}") from None

    def has(self, instrument: str, key: str) -> bool:
        """Whether a clause stands in an instrument; taken to be so where that one is not in the build."""
        return instrument not in self.standing or key.partition(".")[0] in self.standing[instrument]

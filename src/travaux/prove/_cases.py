"""What proofs of floors look at: each mineral on each day on which a level changes, in the phase-in and after."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, replace

from travaux.checks._model import good, listed, name
from travaux.figures import percent
from travaux.model.table import OUTSIDE
from travaux.prove import Undecided
from travaux.prove._chain import Chain
from travaux.prove._world import FOLLOWING, Kept, Mineral, World

HONEST = "the declared price is the price paid, without rebate or over-invoicing"
PHASED = "every phase-in has ended and every Party charges"


@dataclass(frozen=True)
class Case:
    """One mineral on one day."""

    world: World
    mineral: Mineral
    day: datetime.date
    chain: Chain
    month: int | None = None
    """Whole months after entry into force at which the phase-in stands; None after its end."""

    def party(self, key: str) -> str:
        return "outside" if key == OUTSIDE else name(self.world.s.records.parties[key])

    def kept(self, party: str, stage: str) -> Kept:
        return self.world.highest(self.mineral, self.day)[party, stage]

    def good(self, party: str, stage: str) -> str:
        return good(self.world.s, self.kept(party, stage).line)

    def assumptions(self, *more: str) -> tuple[str, ...]:
        prices, freight, duties = map(self.world.table, ("outside-price", "freight", "duty-rate"))
        said = [
            f"levels of {self.day}, in {self.mineral.unit}",
            f"freight: {freight.said()}" if freight else "freight is taken as nothing: no table of it is named",
            f"no lower price outside than in {prices.said()}" if prices else "any price outside, down to nothing",
            f"other duties: {duties.said()}" if duties else "no other duties",
        ]
        costs = self.world.table("conversion-cost")
        said += [f"costs of conversion: {costs.said()}"] if costs and len(self.chain.stages) > 1 else []
        return (*said, *more, HONEST, PHASED if self.month is None else self._phases())

    def _phases(self) -> str:
        shares = {party: border.phase for (party, _), border in self.chain.borders.items()}
        said = listed(f"{percent(share)} in {self.party(party)}" for party, share in shares.items())
        return f"{self.month} months after entry into force, when of the gap is charged: {said}"

    def phases(self) -> Iterator[Case]:
        """The same at each step of the phase-in before its end."""
        steps = [kept.steps for kept in self.mineral.kept]
        end = max(step[-1].after for step in steps)
        for month in sorted({0, *(phase.after for step in steps for phase in step)}):
            if month < end:
                chain = self.world.phased(self.chain, self.mineral, self.day, month)
                yield replace(self, chain=chain, month=month)


def cases(world: World) -> Iterator[Case | Undecided]:
    """Each mineral on each day on which a level changes; or why the mineral cannot be looked at."""
    for mineral in world.minerals():
        what = good(world.s, mineral.kept[0].line)
        why = _unfit(world, mineral)
        if why is not None:
            yield Undecided(f"{what}: {why[0]}", mineral.kept[0].span, why[1])
            continue
        for day in world.days(mineral):
            yield Case(world, mineral, day, world.chain(mineral, day, what))


def _unfit(world: World, mineral: Mineral) -> tuple[str, str] | None:
    for kept in mineral.kept:
        adjustment = kept.adjustment.record
        if adjustment.base == "index-price" or adjustment.form not in FOLLOWING:
            base = adjustment.base if adjustment.base == "index-price" else adjustment.form
            hint = "a variable charge on the declared price is decided"
            return f"the charge is {base.replace('-', ' ')} and does not follow the declared price", hint
        if any(world.price(level, mineral) is None for level in kept.line.levels.values()):
            return "its levels are in two currencies", "name a table of the kind exchange-rate that has both"
    return None

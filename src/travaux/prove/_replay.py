"""A route walked again, in fractions and one step at a time: the account that is printed, and the proof of a leak.

Nothing of the search is used but the names of the steps. A step that the agreement does not allow raises ValueError.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from travaux.figures import percent, plain, shown
from travaux.model.table import OUTSIDE
from travaux.prove._chain import Chain, Stage
from travaux.prove._route import Move
from travaux.prove._search import Leak

Named = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the account: what is done, and the price after it."""

    text: str
    price: Fraction


@dataclass
class _Goods:
    """A good on its way."""

    chain: Chain
    named: Named
    stage: Stage
    price: Fraction
    place: str = OUTSIDE
    origin: str = ""
    """The party in which it originates, the last in which it was made; "" while it is of outside origin."""
    entered: Stage = ""
    value: Fraction = Fraction(0)
    refundable: Fraction = Fraction(0)
    free: bool = False
    """True where it has been let in: only what leaves such a place is paid for."""

    def buy(self, move: Move) -> Line:
        return Line(f"buy it outside as {move.stage} at {plain(self.price)}", self.price)

    def pass_over(self) -> None:
        """What was let in counts as a good of the party where no rule says otherwise."""
        if self.entered and not self.origin and self.stage in self.chain.passes:
            self.origin = self.place

    def carried(self, place: str) -> str:
        """Moves the good and says what that cost."""
        self.pass_over()
        freight = self.chain.freight.between(self.place, place)
        said = f" at {plain(freight)}" if freight else ""
        back = Fraction(0)
        if self.free:
            back = self.refundable + Fraction(self.chain.rebates.get(self.place, 0))
            self.refundable = Fraction(0)
            said += f", {self.named(self.place)} pays back {plain(back)}" if back else ""
        self.price += freight - back
        self.place, self.free = place, False
        return said

    def ship(self, move: Move) -> Line:
        return Line(f"ship it{self.carried(move.place)} to {self.named(move.place)} in transit", self.price)

    def clear(self, move: Move) -> Line:
        said = self.carried(move.place)
        self.value, self.entered = self.price, move.stage
        duty = Fraction(self.chain.duty(move.place, move.stage, self.value))
        charge = Fraction(self.chain.charge(move.place, move.stage, self.value))
        border = self.chain.borders.get((move.place, move.stage))
        self.refundable = charge if border and border.refunds else Fraction(0)
        self.price += duty + charge
        self.free = True
        if (move.place, move.stage) not in self.chain.borders:
            kept = "no floor is kept there"
        else:
            kept = f"the border price adjustment is {plain(charge)}"
        more = f", other duties {plain(duty)}" if duty else ""
        return Line(f"clear it in {self.named(move.place)}{said and f', freight{said}'}: {kept}{more}", self.price)

    def process(self, move: Move) -> Line:
        cost = Fraction(self.chain.costs[move.place, self.stage, move.stage])
        if move.place != self.place:
            raise ValueError(f"the good is in {self.place}, not in {move.place}")
        self.pass_over()
        self.price += cost
        self.stage = move.stage
        text = f"make {move.stage} of it in {self.named(move.place)} at {plain(cost)}"
        if self.origin:
            self.origin = move.place  # made of goods that originate in the zone
        if not self.origin and self.chain.originates(move.place, self.entered, move.stage, self.value, self.price):
            self.origin = move.place
            added = (self.price - self.value) / self.price if self.price else Fraction(0)
            tests = self.chain.confers[self.entered, move.stage]
            text += f": it originates there{f' (value added {_round(added)})' if tests else ''}"
        return Line(text, self.price)

    def enter(self, move: Move) -> Line:
        said = self.carried(move.place)
        self.free = True
        if not self.origin or (self.origin != move.place and (self.origin, move.place) not in self.chain.exempt):
            raise ValueError(f"{move.place} charges goods of {self.origin or 'outside'}")
        origin = self.named(self.origin)
        return Line(f"ship it{said} to {self.named(move.place)}: no charge, as a good of {origin}", self.price)


def _round(share: Fraction) -> str:
    return percent(Fraction(round(share * 1000), 1000))


def account(chain: Chain, moves: Sequence[Move], named: Named = str) -> Iterator[Line]:
    """Every step of a route with the price after it. Raises ValueError for a step that is not allowed."""
    goods = _Goods(chain, named, moves[0].stage, Fraction(chain.outside[moves[0].stage]))
    for move in moves:
        match move.kind:
            case "buy":
                yield goods.buy(move)
            case "ship":
                yield goods.ship(move)
            case "clear":
                yield goods.clear(move)
            case "process":
                yield goods.process(move)
            case "enter":
                yield goods.enter(move)


def reproduces(chain: Chain, leak: Leak) -> bool:
    """Whether the route of a leak, walked step by step, ends in the party at the price that the search found."""
    try:
        lines = list(account(chain, leak.moves))
    except ValueError:
        return False
    own = chain.borders[leak.party, leak.stage].floor
    return leak.moves[-1].place == leak.party and lines[-1].price == leak.landed < leak.bar <= own


def steps(chain: Chain, leak: Leak, named: Named) -> tuple[str, ...]:
    """The account of a leak as aligned lines."""
    lines = list(account(chain, leak.moves, named))
    width = max(len(line.text) for line in lines)
    prices = [shown(line.price) for line in lines]
    right = max(map(len, prices))
    return tuple(f"{line.text:{width}} -> {price:>{right}}" for line, price in zip(lines, prices, strict=True))

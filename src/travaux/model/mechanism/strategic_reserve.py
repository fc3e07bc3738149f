"""Strategic reserve: who holds how many days of which good, how it is bought, when it is released, what is told.

Semantics: quantities are bands of days of use and never tonnes, because some holders may not give a quantity by
mineral (jp-04). Prices are shares of the floor level F. A purchase price below F is a dead rule, since the price does
not fall there inside; a sale has to wait until the floor is off, or the reserve would sell while importers still pay.
So: F <= purchase < release, and the check RSV001 compares both with the `off_trigger` of the floor.
The tin agreements ended in 1985 with a duty to buy and no limit of money (known in general, not opened here): a duty
to buy is accepted only with a yearly cap for each holder.
"""

from __future__ import annotations

import itertools
from typing import Annotated, Literal, Self, TypeAlias

from pydantic import Field, model_validator

from travaux.keeps import keeps
from travaux.model.base import Key, MechanismKey, Model, NonEmpty, PartyKey, SourceKey
from travaux.model.mechanism.base import GoodsLine, Mechanism
from travaux.model.party import Need
from travaux.model.period import IsoPeriod, Period
from travaux.model.quantity import Money, PercentageRate, Share
from travaux.model.timing import TimeLimit, at_least, at_most

Days: TypeAlias = Annotated[int, Field(ge=1)]


class ReserveLine(GoodsLine):
    """A good of the reserve, with the band of days of use within which the stock lies."""

    at_least: Days
    at_most: Days

    @model_validator(mode="after")
    def _is_a_band(self) -> Self:
        if self.at_most <= self.at_least:
            raise ValueError(f"from {self.at_least} to {self.at_most} days is no band; an exact quantity is not stated")
        return self


class Holding(Model):
    """The part of one party: it holds a reserve of its own, or only coordinates with those that do."""

    party: PartyKey
    part: Literal["hold", "coordinate"]
    body: Key | None = None
    """The function of the body that holds it, under `bodies` of the party: `reserve`."""
    location: Literal["own-territory", "any-party"] | None = None
    funding: Literal["public-budget", "public-loan", "fees-of-users", "obligation-of-enterprises"] | None = None
    yearly_cap: Money | None = None
    """The most that the party spends on purchases in a calendar year."""
    sources: tuple[SourceKey, ...] = ()

    @model_validator(mode="after")
    def _a_holder_says_how(self) -> Self:
        said = (self.body, self.location, self.funding)
        if self.part == "hold" and None in said:
            raise ValueError(f"{self.party} holds a reserve: give `body`, `location` and `funding`")
        if self.part == "coordinate" and (any(said) or self.yearly_cap):
            raise ValueError(f"{self.party} only coordinates: leave out `body`, `location`, `funding` and `yearly_cap`")
        return self


class BuildUp(Model):
    """A step of the build-up: the share of the lower end of the band that is held after a time."""

    after: Annotated[int, Field(ge=1)]
    """Whole months after the entry into force of the instrument."""
    share: Share


class Acquisition(Model):
    """The rules for purchases."""

    duty: Literal["may", "shall"]
    up_to: PercentageRate
    """The highest purchase price, as a share of the floor level."""
    source: Literal["producers-in-parties", "any-origin"]
    method: Literal["tender", "long-term-contract", "open-market"]
    monthly: Share
    """The most that a party buys in a month, as a share of the lower end of the band."""
    notice: IsoPeriod
    """To the other parties, before a programme of purchases begins."""

    @model_validator(mode="after")
    @keeps("I-26", duty="may", up_to="99%", source="any-origin", method="tender", monthly="5%", notice="P30D")
    def _can_ever_buy(self) -> Self:
        """A reserve buys at the floor level or above it: the price does not fall below."""
        if self.up_to.value < 100:
            raise ValueError(
                f"a purchase price of {self.up_to} of the floor level is never met: the price does not fall there"
            )
        if self.monthly.value == 0:
            raise ValueError("`monthly` is 0%: nothing could ever be bought")
        return self


class Release(Model):
    """When and how goods leave the reserve."""

    causes: Annotated[tuple[Literal["supply-disruption", "price"], ...], Field(min_length=1)]
    above: PercentageRate | None = None
    """For the cause `price`: the share of the floor level that the average indicator price exceeds."""
    average_over: IsoPeriod | None = None
    """The time over which that average is taken."""
    not_below: Literal["floor-level", "indicator-price"] | None = None
    """The lowest sale price; left out only with a reason."""
    why_below: NonEmpty | None = None
    """Why goods may be sold below the floor level."""
    monthly: Share
    """The most that is released in a month, as a share of the stock on its first day."""
    notice: IsoPeriod
    replenish: IsoPeriod
    """Within which the stock is brought back to its band after the cause has ended."""

    @model_validator(mode="after")
    def _says_when_and_at_which_price(self) -> Self:
        if not ("price" in self.causes) == (self.above is not None) == (self.average_over is not None):
            raise ValueError("give `above` and `average_over` with the cause `price`, and only with it")
        if (self.not_below is None) != (self.why_below is not None):
            raise ValueError("say in `why_below` why a sale has no lowest price, and only then")
        return self


class Rotation(Model):
    """Replacement of goods that age, without a change of the stock."""

    share: Share
    """The most that is replaced in one period."""
    every: IsoPeriod


class Exchange(Model):
    """Loans and swaps between the parties."""

    forms: Annotated[tuple[Literal["loan", "swap"], ...], Field(min_length=1)]
    most: Share
    """Of the stock of the party that gives."""
    term: IsoPeriod
    """Within which a loan is returned in kind."""
    reply: IsoPeriod


class StrategicReserve(Mechanism):
    """Reserves of the parties, with common rules against disturbing the market."""

    kind: Literal["strategic-reserve"]
    floor: MechanismKey
    """The price floor whose levels prices are compared with."""
    holdings: Annotated[tuple[Holding, ...], Field(min_length=1)]
    build_up: Annotated[tuple[BuildUp, ...], Field(min_length=1)]
    acquisition: Acquisition
    release: Release
    rotation: Rotation | None = None
    exchange: Exchange | None = None
    report: IsoPeriod
    """How often the holders report to each other."""
    reported: Literal["by-good", "in-total"]
    """Whether a report places each good in its band, or only the reserve as a whole."""
    lines: Annotated[tuple[ReserveLine, ...], Field(min_length=1)]
    illustrative: bool
    """True where the figures are examples for the draft and no party has proposed them."""

    def needs(self) -> tuple[MechanismKey, ...]:
        """The floor whose levels its prices are compared with."""
        return (*self.depends_on, self.floor)

    def reads(self) -> tuple[MechanismKey, ...]:
        """The floor: its prices are shares of the level."""
        return (self.floor,)

    def asks(self, party: str) -> Need | None:
        """A stock wants a law or budget that carries it; coordination does not."""
        holds = any(holding.party == party and holding.part == "hold" for holding in self.holdings)
        return "reserve" if holds else None

    def time_limits(self) -> tuple[TimeLimit, ...]:
        """Purchases begin after their notice, and the stock is there in time: at first, and again after a release."""
        notice = ("acquisition", "notice")
        begins, bought, first = "the instrument enters into force", "purchases begin", self.build_up[0]
        held = f"{first.share} of the stock is held"
        ended, again, back = "the cause of a release ends", "purchases begin again", "the stock is back in its band"
        return (
            at_most(begins, held, Period(months=first.after), path=("build_up", 0, "after")),
            at_least(begins, bought, self.acquisition.notice, path=notice),
            at_least(bought, held),
            at_most(ended, back, self.release.replenish, path=("release", "replenish")),
            at_least(ended, again, self.acquisition.notice, path=notice),
            at_least(again, back),
        )

    @model_validator(mode="after")
    def _one_part_for_each_party(self) -> Self:
        parties = [holding.party for holding in self.holdings]
        twice = sorted({party for party in parties if parties.count(party) > 1})
        if twice:
            raise ValueError(f"two holdings of one party: {', '.join(twice)}")
        if all(holding.part == "coordinate" for holding in self.holdings):
            raise ValueError("no party holds a reserve, and the rules for purchases and releases would bind nobody")
        return self

    @model_validator(mode="after")
    @keeps("I-29", acquisition={"duty": "shall"})
    def _a_duty_to_buy_has_its_limit(self) -> Self:
        """A duty to buy for a reserve has a limit of money for each holder."""
        open_ended = [h.party for h in self.holdings if h.part == "hold" and h.yearly_cap is None]
        if self.acquisition.duty == "shall" and open_ended:
            raise ValueError(f"a duty to buy without a limit of money: give `yearly_cap` for {', '.join(open_ended)}")
        return self

    @model_validator(mode="after")
    @keeps("I-26", acquisition={"up_to": "135%"}, release={"above": "135%"})
    def _sells_dearer_than_it_buys(self) -> Self:
        """A reserve sells above the price up to which it buys."""
        above = self.release.above
        if above is not None and above <= self.acquisition.up_to:
            raise ValueError(
                f"it releases above {above} of the floor level and still buys up to {self.acquisition.up_to}: "
                "at one price it would do both"
            )
        return self

    @model_validator(mode="after")
    @keeps("I-28", acquisition={"monthly": "4%"}, build_up=({"after": 24, "share": "100%"},))
    def _can_be_built_up(self) -> Self:
        """The largest monthly purchases make each step of the build-up by its month."""
        for earlier, later in itertools.pairwise(self.build_up):
            if later.after <= earlier.after or later.share <= earlier.share:
                raise ValueError(f"steps of `build_up` come later each time and hold more, unlike {later.after}")
        if self.build_up[-1].share.value != 100:
            raise ValueError(f"the build-up ends at {self.build_up[-1].share}, not at 100%")
        for step in self.build_up:
            reached = step.after * self.acquisition.monthly.value
            if reached < step.share.value:
                raise ValueError(
                    f"{self.acquisition.monthly} a month makes {reached}% after {step.after} months, "
                    f"and {step.share} is to be held by then"
                )
        return self

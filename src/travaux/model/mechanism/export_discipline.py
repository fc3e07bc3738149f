"""Export discipline: what a Party may not do to exports to the others, and how it does what it still may.

Semantics: a charge on exports is a duty, whatever bars or limits them a restriction; each has its own article. With
`no_quota` restrictions are barred but for the `exceptions`; without it a Party endeavours not to apply them, and the
procedure binds either way. WTO law bars restrictions save for critical shortage, and leaves most export duties free
(wt-14, reported). The Union plans to curb exports of magnet scrap while it asks for freedom from each other's curbs
(md-008, ev-023, reported): a record that has both has to say under `scrap` which of the two holds.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, Self

from pydantic import model_validator

from travaux.model.base import Key, Model, PartyKey, SourceKey, Texts
from travaux.model.mechanism.base import Mechanism
from travaux.model.period import IsoPeriod


class KeptMeasure(Model):
    """A measure that a party keeps beside the bans, for a time or for good."""

    id: Key
    party: PartyKey
    type: Literal["export-duty", "processing-requirement"]
    """A charge on exports, or a duty to process ore or waste before it is exported."""
    what: Texts
    """The measure and its legal basis, in words that fit into a table."""
    ends_after: IsoPeriod | None = None
    """Counted from the date of entry into force; None for a measure without an agreed end."""
    sources: tuple[SourceKey, ...] = ()


class Sharing(Model):
    """How a shortage is shared with the other parties (optional in the agreement)."""

    reference: IsoPeriod
    """The time before the restriction over which the historic share is measured."""
    except_for: tuple[PartyKey, ...] = ()
    """Parties that do not owe the share."""


class Licensing(Model):
    """How licences for exports are given."""

    decide: IsoPeriod
    """From a complete application to the decision."""
    statistics: IsoPeriod | None = None
    """How often figures on licences are sent to the other parties; None for never."""


class ExportDiscipline(Mechanism):
    """Rules for export duties, export restrictions and licences between the parties."""

    kind: Literal["export-discipline"]
    no_export_duty: bool
    no_quota: bool
    """True where restrictions are barred but for the exceptions; otherwise a party endeavours not to apply them."""
    exceptions: tuple[Literal["security", "shortage", "scrap"], ...]
    """`shortage` is that of Article XI:2(a) of GATT 1994."""
    scrap: Literal["free-between-parties", "may-be-restricted"] | None = None
    """With the exception `scrap`: whether it reaches exports to the other parties."""
    mutual_exemption: bool
    """True where curbs fall on exports to non-parties first, as far as the WTO Agreement permits."""
    re_export: bool
    """True where an exemption may depend on a declaration that the good is not passed on."""
    notice: IsoPeriod
    """Before a restriction applies."""
    late_notice: IsoPeriod
    """After its first day, in a case of urgency."""
    consultation: IsoPeriod
    longest: IsoPeriod
    """After which a restriction lapses, unless it is renewed."""
    licensing: Licensing
    dual_pricing: Literal["barred", "processing-excepted"]
    """Whether a lower price for processing at home is let through; it stands in an optional article."""
    sharing: Sharing
    """It stands in an optional article."""
    kept: tuple[KeptMeasure, ...] = ()
    illustrative: bool
    """True where the figures are examples for the draft and no party has proposed them."""

    def wordings(self) -> Mapping[str, str]:
        """A ban or an endeavour, with or without measures that are kept, with or without figures on licences."""
        kept = any(measure.type == "export-duty" for measure in self.kept)
        return {
            "export-duties-ban": "carve-outs" if kept else "",
            "export-restrictions": "" if self.no_quota else "endeavour",
            "export-licensing-transparency": "statistics" if self.licensing.statistics else "",
        }

    @model_validator(mode="after")
    def _says_what_holds_for_scrap(self) -> Self:
        if ("scrap" in self.exceptions) != (self.scrap is not None):
            raise ValueError("say in `scrap` how far the exception `scrap` reaches, and only then")
        if self.mutual_exemption and self.scrap == "may-be-restricted":
            raise ValueError(
                "the parties spare each other from export curbs and yet may curb scrap: write `scrap: "
                "free-between-parties`, or `mutual_exemption: false`"
            )
        return self

    @model_validator(mode="after")
    def _keeps_only_what_is_barred(self) -> Self:
        for measure in self.kept:
            if measure.type == "export-duty" and not self.no_export_duty:
                raise ValueError(f"{measure.id} keeps an export duty, and none is barred")
            if measure.type == "processing-requirement" and not self.no_quota:
                raise ValueError(f"{measure.id} keeps a processing requirement, and no restriction is barred")
        return self

    @model_validator(mode="after")
    def _fits_in_time(self) -> Self:
        if self.consultation.longest_days >= self.notice.shortest_days:
            raise ValueError(
                f"consultations within {self.consultation} of a notice of {self.notice} come too late to change a thing"
            )
        if self.late_notice.longest_days >= self.longest.shortest_days:
            raise ValueError(f"a restriction that lapses after {self.longest} can be over before it is notified")
        if self.late_notice.shortest_days > self.notice.longest_days:
            raise ValueError(
                f"`late_notice` of {self.late_notice} leaves a case of urgency more time than {self.notice}"
            )
        if self.licensing.decide.shortest_days >= self.longest.longest_days:
            raise ValueError(
                f"a licence is decided on within {self.licensing.decide}, and a restriction lapses after {self.longest}"
            )
        return self

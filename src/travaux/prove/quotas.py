"""Quotas: whether a quantity keeps anything out, and is allocated as a whole."""

from __future__ import annotations

from collections.abc import Iterator

from travaux.checks._model import listed, mechanisms
from travaux.compilation import Subject
from travaux.model.instrument import Instrument
from travaux.model.mechanism.border_adjustment import BorderAdjustment
from travaux.model.mechanism.flooding_safeguard import FloodingSafeguard, Quota, TariffQuota
from travaux.prove import Counterexample, Holds, Inapplicable, Outcome, Undecided, invariant
from travaux.prove._figures import percent
from travaux.prove._stock import of_one
from travaux.records import Entry


@invariant("I-22")
def quota_limits_something(s: Subject, instrument: Entry[Instrument]) -> Iterator[Outcome]:
    """A quota is smaller than the imports against which it is laid down, and its shares are the whole of it.

    A safeguard quota is a share of the same base as its threshold. Where it lies above the threshold, imports that meet
    the one come in under the other. That shares add up is kept by the record.

    Why: a measure that limits nothing costs the same investigation; and what no share covers, everybody claims.
    Source: arithmetic; Agreement on Safeguards Article 5, on size and allocation of quotas (wt-20, unconfirmed).
    Assumes: imports just above the threshold.
    """
    seen = False
    for safeguard in mechanisms(s, instrument, FloodingSafeguard):
        if isinstance(safeguard.record.measure, Quota | TariffQuota):
            seen = True
            yield _quota(safeguard, safeguard.record.measure)
    for adjustment in mechanisms(s, instrument, BorderAdjustment):
        if adjustment.record.form == "two-tier-tariff-quota":
            seen = True
            why = f"the quantity on which {adjustment.record.id!r} is not charged, and the volume of imports"
            yield Undecided(f"{why}, are not on record", adjustment.span("form"), "choose a form without a quota")
    if not seen:
        yield Inapplicable("the text has no quota")


def _quota(safeguard: Entry[FloodingSafeguard], measure: Quota | TariffQuota) -> Outcome:
    record, volume = safeguard.record, safeguard.record.volume
    if volume is None:
        return Undecided(f"{record.id!r} has no base for its quota", safeguard.span("measure"))
    threshold, size = 1 + of_one(volume.above), of_one(measure.share_of_base)
    if size <= threshold:
        shared = f"; its shares add up to 100%: {_shares(measure)}" if measure.allocation else ""
        return Holds(
            f"{record.id!r}: imports of more than {percent(threshold)} of the base meet the threshold, and the quota "
            f"is {measure.share_of_base} of it{shared}"
        )
    imports = (threshold + size) / 2
    return Counterexample(
        f"{record.id!r}: imports of {percent(imports)} of the base meet the threshold of {volume.above} above it, and "
        f"the quota of {measure.share_of_base} lets all of them in",
        safeguard.span("measure", "share_of_base"),
        lambda: 100 + volume.above.value < 100 * imports < measure.share_of_base.value,
        repairs=(f"set `share_of_base` to {percent(threshold)} or less",),
    )


def _shares(measure: Quota | TariffQuota) -> str:
    given = measure.allocation.shares if measure.allocation else {}
    return listed(f"{origin} {share}" for origin, share in given.items())

"""Instruments whose parties, days, languages or conditions do not fit together."""

from __future__ import annotations

import re
from collections.abc import Iterator

from travaux.compilation import Text
from travaux.model.instrument import Instrument
from travaux.records import Entry
from travaux.selftest._defect import Planting, defect
from travaux.selftest._ground import Ground
from travaux.selftest._source import replaced

#: A State that is on record in the library that comes with the package.
_STRANGER = "ke"


def _own(ground: Ground, binding: bool) -> Iterator[tuple[Entry[Instrument], Text]]:
    yield from ((entry, text) for entry, text in ground.own() if text.binding is binding)


@defect("FIN002")
def treaty_that_never_begins(ground: Ground) -> Iterator[Planting]:
    """A treaty that does not say when it enters into force."""
    printed = any("entry_into_force" in clause.body for _, clause in ground.clauses)
    for entry, text in _own(ground, True):
        named = "entry_into_force" in text.library.template.fields
        if not named and not printed and entry.record.entry_into_force:
            for planting in ground.removing(entry.raw, "entry_into_force"):
                lines = "\n".join(str(text) for text in (planting.files or {}).values()).split("\n")
                number = next(n for n, line in enumerate(lines, 1) if line.startswith("kind:"))
                yield Planting(planting.file, number, planting.files)


@defect("FIN002")
def plan_with_a_depositary(ground: Ground) -> Iterator[Planting]:
    """A text that is not to bind has what only a treaty has."""
    for entry, _ in _own(ground, False):
        yield from ground.inserting(entry.raw, f"depositary: {entry.record.parties[0]}")


@defect("FIN003")
def signature_before_the_draft(ground: Ground) -> Iterator[Planting]:
    """A text that was signed before it was drafted."""
    for entry, _ in ground.own():
        if entry.record.status.date:
            yield from ground.inserting(entry.raw, "signing: {date: 1990-01-01}")
            if ("signing",) in entry.raw.places and not entry.raw.value["signing"]:
                yield from ground.changing(entry.raw, ("signing",), "{date: 1990-01-01}")


@defect("LNG001")
def language_that_prevails_and_is_not_authentic(ground: Ground) -> Iterator[Planting]:
    """A language prevails in which the text is not authentic."""
    for entry, text in ground.own():
        known = {*text.library.words.languages, "zu"} - set(entry.record.authentic or entry.record.languages)
        for tag in sorted(known)[:1]:
            yield from ground.inserting(entry.raw, f"prevails: {tag}")
            yield from ground.changing(entry.raw, ("prevails",), tag)


@defect("EIF001")
def more_parties_than_there_are(ground: Ground) -> Iterator[Planting]:
    """Entry into force needs more parties than the text has."""
    for entry, _ in ground.own():
        yield from ground.changing(entry.raw, ("entry_into_force", "min_parties"), "99")


@defect("EIF001")
def share_that_all_do_not_reach(ground: Ground) -> Iterator[Planting]:
    """Entry into force needs a share that all parties together do not have."""
    for entry, _ in ground.own():
        threshold = entry.record.entry_into_force and entry.record.entry_into_force.threshold
        if threshold:
            first = next(iter(threshold.shares))
            path = ("entry_into_force", "threshold", "shares", first)
            text = replaced(ground.read(entry.raw.file.name), entry.raw, path, "0%")
            line = entry.raw.places[("entry_into_force", "threshold", "share")][0]
            left = sum(share.value for share in threshold.shares.values()) - threshold.shares[first].value
            if text is not None and left < 100:
                lines = text.split("\n")
                lines[line - 1] = re.sub(r"share: \S+?%", "share: 100%", lines[line - 1], count=1)
                yield Planting(entry.raw.file.name, line, {entry.raw.file.name: "\n".join(lines)})


@defect("EIF005")
def treaty_with_oneself(ground: Ground) -> Iterator[Planting]:
    """One party alone brings the text into force."""
    for entry, _ in ground.own():
        path = ("entry_into_force", "min_parties")
        text = replaced(ground.read(entry.raw.file.name), entry.raw, path, "1")
        if text is None:
            continue
        if entry.record.entry_into_force and entry.record.entry_into_force.threshold:
            place = entry.raw.places[("entry_into_force", "threshold", "share")]
            lines = text.split("\n")
            lines[place[0] - 1] = re.sub(r"share: \S+?%", "share: 1%", lines[place[0] - 1], count=1)
            text = "\n".join(lines)
        yield Planting(entry.raw.file.name, entry.raw.places[path][0], {entry.raw.file.name: text})


@defect("EIF004", follows="EIF001 EIF005")
def share_of_a_stranger(ground: Ground) -> Iterator[Planting]:
    """A share is given for one that is no party."""
    for entry, _ in ground.own():
        threshold = entry.record.entry_into_force and entry.record.entry_into_force.threshold
        for key in threshold.shares if threshold and _STRANGER not in entry.record.parties else ():
            yield from ground.renaming(entry.raw, ("entry_into_force", "threshold", "shares", key), _STRANGER)


@defect("PTY004", follows="CAP004")
def route_of_a_stranger(ground: Ground) -> Iterator[Planting]:
    """A route is given for one that is no party."""
    for entry, _ in ground.own():
        for key in entry.record.routes if _STRANGER not in entry.record.parties else ():
            yield from ground.renaming(entry.raw, ("routes", key), _STRANGER)


@defect("PTY004", follows="TIM001")
def lead_of_a_stranger(ground: Ground) -> Iterator[Planting]:
    """An action is led by one that takes no part."""
    for entry, _ in ground.own():
        for number, action in enumerate(entry.record.timetable):
            for key in action.leads if _STRANGER not in entry.record.parties else ():
                yield from ground.renaming(entry.raw, ("timetable", number, "leads", key), _STRANGER)


@defect("CAP004", follows="CAP005")
def route_that_is_not_on_record(ground: Ground) -> Iterator[Planting]:
    """A party is to be bound by a route that its record does not have."""
    for entry, _ in _own(ground, True):
        for key in entry.record.routes:
            yield from ground.changing(entry.raw, ("routes", key), "selftest-route")


@defect("CAP003", follows="CAP001 CAP002")
def capacity_for_another_kind_of_text(ground: Ground) -> Iterator[Planting]:
    """A party has no capacity for the kind of text in which it appears."""
    for entry, _ in ground.own():
        for number, party in enumerate(ground.subject.parties(entry)):
            path = ("capacities", entry.record.kind)
            for planting in ground.renaming(party.raw, path, "selftest-kind"):
                line = entry.raw.places[("parties", number)][0]
                yield Planting(entry.raw.file.name, line, planting.files)


@defect("CAP001", follows="CAP002 CAP003 CAP004 PTY005 EIF004")
def institution_as_a_party(ground: Ground) -> Iterator[Planting]:
    """An institution in the place of a State."""
    for entry, _ in _own(ground, True):
        for number, party in enumerate(ground.subject.parties(entry)):
            for planting in ground.changing(party.raw, ("entity",), "institution"):
                line = entry.raw.places[("parties", number)][0]
                yield Planting(entry.raw.file.name, line, planting.files)


@defect("PTY005", follows="EIF004 EIF001")
def party_twice_by_its_union(ground: Ground) -> Iterator[Planting]:
    """A party that belongs to another one."""
    for entry, _ in _own(ground, True):
        parties = ground.subject.parties(entry)
        for number, party in enumerate(parties):
            other = next(each.record.id for each in parties if each is not party) if len(parties) > 1 else ""
            for planting in ground.inserting(party.raw, f"part_of: {other}") if other else ():
                line = entry.raw.places[("parties", number)][0]
                yield Planting(entry.raw.file.name, line, planting.files)


@defect("PTY003", follows="PTY003 REL001 REL002 WTO002")
def agreement_that_is_not_recorded_alike(ground: Ground) -> Iterator[Planting]:
    """An agreement between two parties has another day at one of them."""
    for entry, _ in _own(ground, True):
        parties = ground.subject.parties(entry)
        for party in parties:
            for number, agreement in enumerate(party.record.agreements):
                pair = [each for each in parties if each.record.id in (party.record.id, *agreement.partners)]
                first = min(pair, key=lambda each: each.record.id)
                at = [n for n, other in enumerate(first.record.agreements) if other.id == agreement.id]
                if len(pair) == 2 and at and len(agreement.partners) == 1:
                    line = first.raw.places[("agreements", at[0])][0]
                    for planting in ground.changing(party.raw, ("agreements", number, "in_force"), "1999-01-01"):
                        yield Planting(first.raw.file.name, line, planting.files)


@defect("TIM001")
def action_led_by_nobody(ground: Ground) -> Iterator[Planting]:
    """An action is led by a body that the participant does not have on record."""
    for entry, _ in ground.own():
        for number, action in enumerate(entry.record.timetable):
            for key in action.leads:
                yield from ground.changing(entry.raw, ("timetable", number, "leads", key), "selftest-body")


@defect("TIM002")
def action_after_the_end_of_the_plan(ground: Ground) -> Iterator[Planting]:
    """An action falls due when the plan has ended."""
    for entry, text in ground.own():
        periods = any("horizon" in selected.parameters for selected in text.outline.all())
        for number in range(len(entry.record.timetable)) if periods else ():
            yield from ground.changing(entry.raw, ("timetable", number, "due"), "P99Y")


@defect("SUP001")
def suppression_of_nothing(ground: Ground) -> Iterator[Planting]:
    """A finding is accepted that nobody has."""
    for entry, _ in ground.own():
        yield from ground.inserting(entry.raw, "suppress: [{code: CAP001, reason: It was settled.}]")


@defect("SUP002")
def suppression_that_has_ended(ground: Ground) -> Iterator[Planting]:
    """A finding was accepted for drafts up to a day before this one."""
    until = "reason: It was settled., until: 1990-01-01"
    for entry, _ in ground.own():
        if entry.record.status.date:
            yield from ground.inserting(entry.raw, f"suppress: [{{code: CAP001, {until}}}]")


@defect("CMT001")
def comment_on_nothing(ground: Ground) -> Iterator[Planting]:
    """A comment on a provision that the text does not have."""
    for entry, _ in ground.own():
        yield from ground.inserting(
            entry.raw, "comments: [{on: selftest-nowhere, author: Secretariat, text: Is it right}]"
        )

"""A promotion -> the sentences and phrases in which every form of the report tells it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from travaux.promotion import OUTCOMES, Absent, Bound, Deed, Figure, Mineral, Outcome, Promotion, Step, Unit

OUTCOME_WORDS: dict[Outcome, str] = {
    "gains-force": "gains force",
    "keeps-form": "keeps its form",
    "dropped": "is dropped",
    "ends": "ends with its text",
}
_MANY: dict[Outcome, str] = {
    "gains-force": "gain force",
    "keeps-form": "keep their form",
    "dropped": "are dropped",
    "ends": "end with it",
}
#: What becomes of a mineral, by whether the first text names it and whether the second covers it.
MINERALS: dict[tuple[bool, bool], str] = {
    (True, True): "in both",
    (True, False): "left behind",
    (False, True): "new",
}


def counted(number: int, one: str, many: str = "") -> str:
    """`1 duty`, `2 duties`."""
    return f"{number} {one if number == 1 else many or f'{one}s'}"


def summary(found: Promotion) -> tuple[str, str]:
    """Two sentences: how many provisions of the first text end how, and how many of the second are new."""
    parts = []
    for outcome in OUTCOMES:
        number = len(found.with_outcome(outcome))
        if number:
            parts.append(f"{number} {_MANY[outcome] if number > 1 else OUTCOME_WORDS[outcome]}")
    grown = len(found.grown) - len(found.new)
    return (
        f"Of {counted(len(found.steps), 'provision')} of the {found.source.short_title}, {joined(parts)}.",
        f"Of {counted(len(found.grown), 'provision')} of the {found.target.short_title}, {grown} grow from it and "
        f"{len(found.new)} are new.",
    )


def joined(parts: Sequence[str]) -> str:
    """`A, B and C`."""
    return " and ".join(filter(None, (", ".join(parts[:-1]), *parts[-1:])))


def titled(unit: Unit) -> str:
    """`Article 2.1, Commitment to apply price floors`, or the place alone."""
    return f"{unit.place}, {unit.heading}" if unit.heading else unit.place


def first_of(phrases: Sequence[str], most: int) -> str:
    """The first phrases, and how many more there are."""
    more = len(phrases) - most
    return ", ".join((*phrases[:most], *([f"{more} more"] if more > 0 else ())))


def verbs_said(unit: Unit) -> str:
    """Every verb of a provision with its place: `3.1 will examine; 3.4 may then examine`."""
    return "; ".join(f"{_within(unit, verb.place)} {verb.phrase}" for verb in unit.verbs)


def _within(unit: Unit, place: str) -> str:
    """A place without what it shares with the provision: `3.1` of Section 3, `recital 5` of the preamble."""
    return place.partition(" ")[2] if place.startswith(unit.place) else place


def said(unit: Unit, most: int) -> str:
    """What a provision of the first text says, in its verbs."""
    return first_of(unit.phrases, most) or "states"


def owed(unit: Unit, most: int) -> str:
    """What a provision of the second text lays down, in its verbs of duty."""
    return first_of(unit.phrases, most) or "no duty"


def change(found: Promotion, step: Step) -> str:
    """The change of force: `will examine -> shall apply (Article 2.1) and 15 other duties`; "" where there is none."""
    duties = found.duties(step)
    if step.outcome != "gains-force":
        return ""
    unit = next(found.units[key] for key in step.targets if found.units[key].verbs)
    verb = unit.leading or duties[0]
    others = f" and {counted(len(duties) - 1, 'other duty', 'other duties')}" if len(duties) > 1 else ""
    return f"{said(step.unit, 4)} -> {verb.phrase} ({verb.place}){others}"


def change_into(step: Step, unit: Unit) -> str:
    """The change of force into one of the provisions in its place: `will examine -> shall apply`."""
    if step.outcome != "gains-force" or unit.leading is None:
        return "form only"
    return f"{next(iter(step.unit.phrases), 'states')} -> {unit.leading.phrase}"


def absent(one: Absent) -> str:
    """`Circular economy [circularity]`."""
    return f"{one.heading} [{one.clause}]" if one.heading else f"[{one.clause}]"


def why_dropped(found: Promotion, step: Step) -> str:
    """Why nothing stands in the place of a provision."""
    if not step.absent:
        return "no clause takes it up"
    left_out = joined([one.heading or one.clause for one in step.absent])
    return f"left out of the {found.target.short_title}: {left_out}"


def bound_after(one: Bound) -> str:
    """How the second text binds somebody."""
    return {"bound": "is bound", "through": f"is bound through {one.through}", "not-bound": "is not bound"}[one.after]


def mineral_ends(one: Mineral) -> str:
    """What becomes of a mineral."""
    return MINERALS[one.before, one.after]


def figure(one: Figure) -> str:
    """`notice: 30 days (Section 15.4) -> 6 months (Article 17.8.1)`."""
    after = "the same" if one.same else one.after
    return f"{one.name}: {one.before} ({one.before_place}) -> {after} ({one.after_place})"


def by_chapter(units: Sequence[Unit]) -> Iterator[tuple[str, list[Unit]]]:
    """Provisions under the names of their chapters; those of the preamble and the closing under "Frame"."""
    chapters: dict[str, list[Unit]] = {}
    for unit in units:
        chapters.setdefault(unit.chapter or "Outside the chapters", []).append(unit)
    yield from chapters.items()


def deed_ends(found: Promotion, deed: Deed) -> str:
    """What becomes of an action: the places of what its provision becomes."""
    step = next((step for step in found.steps if step.unit.key == deed.step), None)
    if step is None:
        return "belongs to no provision of the text"
    places = [found.units[key].place for key in step.targets]
    return f"{step.unit.place} -> {first_of(places, 5) if places else 'nothing'}"

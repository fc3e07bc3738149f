"""A promotion -> JSON for machines, of the schema `travaux.promotion/1` (docs/promotion.schema.json)."""

from __future__ import annotations

import json

from travaux.promotion import Absent, Bound, Deed, Figure, Grown, Mineral, Promotion, Side, Step, Unit, Verb

SCHEMA = "travaux.promotion/1"


def as_json(found: Promotion) -> str:
    """The promotion as a JSON document, in ASCII for any pipe."""
    return json.dumps(as_data(found), indent=1)


def as_data(found: Promotion) -> dict[str, object]:
    """The promotion as plain values."""
    return {
        "schema": SCHEMA,
        "source": _side(found.source),
        "target": _side(found.target),
        "language": found.language,
        "provisions": [_step(step) for step in found.steps],
        "target_provisions": [_grown(one) for one in found.grown],
        "bound": [_bound(one) for one in found.bound],
        "minerals": [_mineral(one) for one in found.minerals],
        "actions": [_deed(one) for one in found.deeds],
    }


def _side(side: Side) -> dict[str, str]:
    return {"instrument": side.key, "title": side.title, "short_title": side.short_title}


def _unit(unit: Unit) -> dict[str, object]:
    names = ("key", "clause", "place", "heading", "chapter", "purpose")
    return {**{name: getattr(unit, name) for name in names}, "verbs": [_verb(verb) for verb in unit.verbs]}


def _verb(verb: Verb) -> dict[str, str]:
    return {"provision": verb.key, "place": verb.place, "phrase": verb.phrase, "force": verb.force}


def _step(step: Step) -> dict[str, object]:
    return {
        **_unit(step.unit),
        "outcome": step.outcome,
        "becomes": list(step.targets),
        "absent": [_absent(one) for one in step.absent],
        "figures": [_figure(one) for one in step.figures],
    }


def _grown(one: Grown) -> dict[str, object]:
    return {**_unit(one.unit), "new": not one.grown_from, "grown_from": list(one.grown_from)}


def _absent(one: Absent) -> dict[str, str]:
    return {"clause": one.clause, "heading": one.heading}


def _figure(one: Figure) -> dict[str, object]:
    return {
        "name": one.name,
        "before": {"place": one.before_place, "text": one.before},
        "after": {"place": one.after_place, "text": one.after},
        "same": one.same,
    }


def _bound(one: Bound) -> dict[str, object]:
    return {"party": one.party, "name": one.name, "before": one.before, "after": one.after, "through": one.through}


def _mineral(one: Mineral) -> dict[str, object]:
    return {"product": one.product, "name": one.name, "before": one.before, "after": one.after}


def _deed(one: Deed) -> dict[str, str]:
    return {"id": one.id, "action": one.action, "due": one.due, "output": one.output, "provision": one.step}

"""Which clauses stand in a text, in which wordings, with which parameters, and in which chapters."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from travaux.library import Clause, FamilyFile, Parameter
from travaux.model.instrument import Position
from travaux.model.mechanism.base import Mechanism
from travaux.model.participation import Participation
from travaux.outline._ground import Ground
from travaux.outline._parameters import typed
from travaux.outline._result import Outline, OutlineChapter, Selected, Wording
from travaux.participation import TERM, rewording
from travaux.records import Entry
from travaux.span import Span
from travaux.validate import closest


class Choice(Ground):
    """Chooses the clauses of a text and puts them in order."""

    # --- which clauses ----------------------------------------------------------------------------------------

    def family_mechanisms(self, family: FamilyFile) -> list[Entry[Mechanism] | None]:
        """What the family is drafted about: nothing in particular, or each mechanism of its kind."""
        if family.mechanism is None:
            return [None]
        return [entry for entry in self.mechanisms.values() if entry.record.kind == family.mechanism]

    def stands(self, clause: Clause) -> bool:
        choice, template = self.instrument.clauses, self.library.template
        if clause.variant or clause.key in choice.exclude or clause.key in template.forbidden:
            return False
        if clause.front.optional and clause.key not in choice.include:
            return False
        if clause.front.tier > choice.tier and clause.key not in (*choice.include, *template.required):
            return False
        needed = clause.front.needs.mechanism
        if needed is not None and all(entry.record.kind != needed for entry in self.mechanisms.values()):
            return False
        wanted = clause.front.needs.participation
        return wanted is None or any(_has(terms, wanted) for terms in self.instrument.participation.values())

    def clauses_of(self, name: str) -> Iterator[Selected]:
        family, _ = self.library.families[name]
        about = self.family_mechanisms(family)
        for clause in sorted(self.library.clauses.values(), key=lambda c: (c.front.order, c.key)):
            if clause.family != name or not self.stands(clause):
                continue
            for mechanism in about:
                key = f"{clause.key}@{mechanism.record.id}" if mechanism and len(about) > 1 else clause.key
                selected = self.selected(key, clause, mechanism)
                limited = any(self.instrument.limited(entry.record.id) for entry in about if entry)
                yield self.reworded(selected) if limited else selected

    def reworded(self, selected: Selected) -> Selected:
        """A clause about a mechanism that not every party takes: it uses the term for those that do."""
        phrases = rewording(self.library.words)
        if phrases is None:
            message = f"the language {self.library.language!r} has no words for a mechanism that not every party takes"
            hint = f"add `participating` to templates/languages/{self.library.language}.yaml"
            if not any(fault.code == "OUT010" for fault in self.faults):
                self.fault("OUT010", self.raw.key_span("participation"), message, hint)
            return selected
        return replace(selected, wordings=tuple(_using(wording, phrases.found_in) for wording in selected.wordings))

    # --- wordings and parameters ------------------------------------------------------------------------------

    def selected(self, key: str, clause: Clause, mechanism: Entry[Mechanism] | None) -> Selected:
        wordings = self.wordings(clause)
        values: dict[str, object] = {}
        paths: dict[str, str] = {}
        for wording in wordings:
            for name, parameter in wording.clause.front.parameters.items():
                values[name], paths[name] = self.parameter(wording.clause, name, parameter)
        return Selected(key, mechanism, wordings, values, paths)

    def wordings(self, clause: Clause) -> tuple[Wording, ...]:
        choice = self.instrument.variants.get(clause.key)
        if choice is None:
            return (Wording(clause),)
        positions = (Position(variant=choice),) if isinstance(choice, str) else choice
        found = [
            Wording(chosen, position.proposed, position.supported, position.chosen)
            for position in positions
            if (chosen := self.variant(clause, position.variant)) is not None
        ]
        return tuple(found) or (Wording(clause),)

    def variant(self, clause: Clause, name: str) -> Clause | None:
        found = self.library.clauses.get((clause.key, "" if name == "standard" else name))
        if found is None:
            known = sorted(v for k, v in self.library.clauses if k == clause.key and v)
            hint = closest(name, known) or f"known: {', '.join(['standard', *known])}"
            span = self.raw.span("variants", clause.key)
            self.fault("OUT001", span, f"clause {clause.key!r} has no variant {name!r}", hint)
        return found

    def parameter(self, clause: Clause, name: str, parameter: Parameter) -> tuple[object, str]:
        given = self.instrument.parameters.get(clause.key, {})
        if name in given:
            span = self.raw.span("parameters", clause.key, name)
            path = f"instruments/{self.instrument.id}.parameters.{clause.key}.{name}"
            return self.typed(parameter, given[name], span), path
        span = clause.raw.span("parameters", name, "default")
        return self.typed(parameter, parameter.default, span), f"clauses/{clause.key}.parameters.{name}"

    def typed(self, parameter: Parameter, value: object, span: Span) -> object:
        try:
            return typed(parameter, value)
        except ValueError as error:
            self.fault("OUT004", span, str(error))
            return value

    # --- order ------------------------------------------------------------------------------------------------

    def chapters(self) -> list[tuple[str, str]]:
        """Chapters of the template and of the families that bring their own, with headings, in order."""
        language = self.library.language
        order = [(c.id, (c.heading or {}).get(language, "")) for c in self.library.template.chapters]
        ids = {key for key, _ in order}
        bringing = sorted(self.library.families.items(), key=lambda item: (item[1][0].order, item[0]))
        for _, (family, raw) in bringing:
            if family.chapter in ids or family.after is None or family.register_ != self.library.template.register_:
                continue
            if family.after not in ids:
                self.fault("OUT006", raw.span("after"), f"there is no chapter {family.after!r} to stand after")
                continue
            at = [key for key, _ in order].index(family.after) + 1
            order.insert(at, (family.chapter, (family.heading or {}).get(language, "")))
            ids.add(family.chapter)
        return order

    def families_of(self, chapter: str) -> list[str]:
        fitting = [
            (family.order, name)
            for name, (family, _) in self.library.families.items()
            if family.chapter == chapter and family.register_ == self.library.template.register_
        ]
        return [name for _, name in sorted(fitting)]

    def run(self) -> Outline:
        """The clauses of the text by chapter, and those that stand before and behind the chapters."""
        by_place: dict[str, list[Selected]] = {}
        annexes: list[tuple[str, Selected]] = []
        chapters: list[OutlineChapter] = []
        for key, heading in self.chapters():
            articles: list[Selected] = []
            for name in self.families_of(key):
                for selected in self.clauses_of(name):
                    match selected.clause.front.place:
                        case "article":
                            articles.append(selected)
                        case "annex":
                            annexes.append((f"chapter:{key}", selected))
                        case place:
                            by_place.setdefault(place, []).append(selected)
            if articles:
                chapters.append(OutlineChapter(f"chapter:{key}", heading, tuple(articles)))
        return Outline(
            opening=tuple(by_place.get("opening", ())),
            recitals=tuple(by_place.get("recitals", ())),
            enacting=tuple(by_place.get("enacting", ())),
            chapters=tuple(chapters),
            closing=tuple(by_place.get("closing", ())),
            annexes=tuple(annexes),
        )


def _has(terms: Participation, wanted: str) -> bool:
    """Whether the participation in a mechanism has what a clause needs."""
    match wanted:
        case "any":
            return terms.limited or bool(terms.carve_outs or terms.phase_in)
        case "limited":
            return terms.limited
        case "carve-outs":
            return bool(terms.carve_outs)
        case "phase-in":
            return bool(terms.phase_in)
        case mode:
            return terms.mode == mode


def _using(wording: Wording, reworded: Callable[[str], bool]) -> Wording:
    """The wording with the term among those that its clause uses, where the text of the clause comes to use it."""
    clause, uses = wording.clause, wording.clause.front.uses
    if TERM in uses or not reworded(clause.body):
        return wording
    return replace(wording, clause=replace(clause, front=clause.front.model_copy(update={"uses": (*uses, TERM)})))

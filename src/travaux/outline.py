"""Stage 4, outline: which clause stands in the text, about what, in which order.

Instrument, library and language give a list of chapters with their clauses. A clause stands in the text when its
family belongs to the template and its mechanism to the instrument; optional ones only when they are named.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from travaux.diagnostic import Diagnostic, Failure, Related, Severity
from travaux.library import Clause, FamilyFile, Library, Parameter
from travaux.model.instrument import Instrument, Position
from travaux.model.mechanism.base import Mechanism
from travaux.model.participation import Participation
from travaux.model.period import Period, parse_date
from travaux.model.quantity import Percentage
from travaux.participation import TERM, rewording
from travaux.read import Raw
from travaux.records import Entry
from travaux.span import Span
from travaux.validate import closest

STAGE_CODES: Mapping[str, str] = {
    "OUT001": "The instrument names a clause, a variant or a parameter that does not exist.",
    "OUT002": "A clause needs another clause, or a mechanism, that does not stand in the text.",
    "OUT003": "A clause that the template requires is missing, or not written in this language.",
    "OUT004": "A parameter has a value that its type does not allow.",
    "OUT005": "No clause of the text speaks of a mechanism that the instrument names.",
    "OUT007": "A field of the instrument is not set that its kind of text cannot do without.",
    "OUT008": "The instrument names a clause that the template forbids.",
    "OUT009": "The kind of text has another number of parties.",
    "OUT010": "The language has no words for a mechanism that not every party takes.",
    "OUT006": "A chapter is named that neither the template nor a family brings.",
}


@dataclass(frozen=True, slots=True)
class Wording:
    """One wording of a clause; `proposed` and `supported` are the parties behind it, where it is still open."""

    clause: Clause
    proposed: tuple[str, ...] = ()
    supported: tuple[str, ...] = ()
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Selected:
    """A clause that stands in the text: key of its provision, what it is about, its wordings and parameters."""

    key: str
    mechanism: Entry[Mechanism] | None
    wordings: tuple[Wording, ...]
    parameters: Mapping[str, object] = field(default_factory=dict)
    parameter_paths: Mapping[str, str] = field(default_factory=dict)

    @property
    def clause(self) -> Clause:
        """The first wording, which stands for the clause in order and place."""
        return self.wordings[0].clause

    @property
    def settled(self) -> int | None:
        """Which wording is chosen; None while it is open."""
        return next((number for number, wording in enumerate(self.wordings) if wording.chosen), None)


@dataclass(frozen=True, slots=True)
class OutlineChapter:
    """A chapter with the clauses of its articles; `heading` is "" where the articles stand without a chapter."""

    key: str
    heading: str
    clauses: tuple[Selected, ...]


@dataclass(frozen=True, slots=True)
class Outline:
    """The order of a text."""

    opening: tuple[Selected, ...]
    recitals: tuple[Selected, ...]
    enacting: tuple[Selected, ...]
    chapters: tuple[OutlineChapter, ...]
    closing: tuple[Selected, ...]
    annexes: tuple[tuple[str, Selected], ...]
    """Each with the key of the chapter it is numbered with."""

    def all(self) -> Iterator[Selected]:
        """Every clause of the text, in order."""
        yield from (*self.opening, *self.recitals, *self.enacting)
        for chapter in self.chapters:
            yield from chapter.clauses
        yield from self.closing
        yield from (selected for _, selected in self.annexes)

    def variants(self) -> Iterator[str]:
        """The variants that stand in the text, as `clause~variant`; every one that is still open."""
        for selected in self.all():
            for number, wording in enumerate(selected.wordings):
                if wording.clause.variant and selected.settled in (None, number):
                    yield f"{wording.clause.key}~{wording.clause.variant}"

    def parameters(self, clause: str, about: Entry[Mechanism] | None) -> Mapping[str, object]:
        """The parameters of a clause that is about a mechanism; none where it does not stand."""
        wanted = about.record.id if about else ""
        keys = ((s, s.mechanism.record.id if s.mechanism else "") for s in self.all() if s.clause.key == clause)
        return next((s.parameters for s, key in keys if key == wanted), {})


@dataclass
class _Outliner:
    instrument: Instrument
    raw: Raw
    mechanisms: Mapping[str, Entry[Mechanism]]
    library: Library
    faults: list[Diagnostic] = field(default_factory=list)

    def fault(self, code: str, span: Span, message: str, hint: str = "", related: tuple[Related, ...] = ()) -> None:
        self.faults.append(
            Diagnostic(code, Severity.ERROR, span, message, hint, instrument=self.instrument.id, related=related)
        )

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

    # --- faults of the choice as a whole ----------------------------------------------------------------------

    def names_exist(self) -> None:
        known = {key for key, variant in self.library.clauses if not variant}
        named = [
            *(((("clauses", "include", i)), key) for i, key in enumerate(self.instrument.clauses.include)),
            *(((("clauses", "exclude", i)), key) for i, key in enumerate(self.instrument.clauses.exclude)),
            *((("variants", key), key) for key in self.instrument.variants),
            *((("parameters", key), key) for key in self.instrument.parameters),
            *((("status", "articles", key), key.partition("@")[0]) for key in self.instrument.status.articles),
            *((("status", "dropped", i, "clause"), d.clause) for i, d in enumerate(self.instrument.status.dropped)),
            *((("timetable", i, "clause"), a.clause) for i, a in enumerate(self.instrument.timetable) if a.clause),
        ]
        for path, key in named:
            span = self.raw.key_span(*path)
            if key in self.library.template.forbidden and path[:2] != ("clauses", "exclude"):
                message = f"the clause {key!r} has no place in a text of this kind"
                self.fault("OUT008", span, message, f"take it out; {self.kind()} forbids it")
            elif key not in known:
                self.fault("OUT001", span, f"there is no clause {key!r} for this template", closest(key, known))
        for key, values in self.instrument.parameters.items():
            for name in values:
                self.parameter_exists(key, name)

    def parameter_exists(self, key: str, name: str) -> None:
        known = {n for (k, _), c in self.library.clauses.items() if k == key for n in c.front.parameters}
        if key in {k for k, _ in self.library.clauses} and name not in known:
            span = self.raw.key_span("parameters", key, name)
            hint = closest(name, known) or f"known: {', '.join(sorted(known)) or 'none'}"
            self.fault("OUT001", span, f"clause {key!r} has no parameter {name!r}", hint)

    def needs_are_met(self, outline: Outline) -> None:
        standing = {selected.key.partition("@")[0] for selected in outline.all()}
        lacking: dict[str, list[tuple[Clause, str]]] = {}
        for selected in outline.all():
            for wording in selected.wordings:
                for needed in wording.clause.front.needs.clauses:
                    if needed not in standing:
                        lacking.setdefault(self.absent_kind(needed), []).append((wording.clause, needed))
        for kind, needs in lacking.items():
            self.missing(kind, needs)
        for needed in self.library.template.required:
            if needed not in standing:
                message = f"the template requires the clause {needed!r}, which does not stand in the text"
                self.fault("OUT003", self.raw.span("kind"), message, self.why_missing(needed))

    def absent_kind(self, key: str) -> str:
        """The kind of mechanism without which a clause never stands and which the instrument does not name, or ""."""
        clause = self.library.clauses.get((key, ""))
        return self.library.absent_kind(clause, {m.record.kind for m in self.mechanisms.values()}) if clause else ""

    def missing(self, kind: str, needs: list[tuple[Clause, str]]) -> None:
        """One fault for each need; where several have one cause, a mechanism that is not there, one for all of them."""
        if kind and len(needs) > 1:
            message = f"{len(needs)} needs of clauses are not met without a mechanism of the kind {kind!r}"
            related = tuple(Related(c.raw.span("needs", "clauses"), f"{c.key!r} needs {n!r}") for c, n in needs)
            hint = "name such a mechanism under `mechanisms`, or leave those clauses out"
            self.fault("OUT002", self.raw.span("mechanisms"), message, hint, related)
            return
        for clause, needed in needs:
            span = clause.raw.span("needs", "clauses")
            message = f"clause {clause.key!r} needs {needed!r}, which does not stand in the text"
            self.fault("OUT002", span, message, self.why_missing(needed))

    def why_missing(self, key: str) -> str:
        if key in self.instrument.clauses.exclude:
            return f"the instrument excludes it ({self.raw.span('clauses', 'exclude')})"
        if key in self.library.template.forbidden:
            return f"{self.kind()} forbids it"
        clause = self.library.clauses.get((key, ""))
        if clause is None:
            known = key in self.library.known_clauses
            return f"it is not written in {self.library.language!r}" if known else "no such clause exists"
        if clause.front.optional:
            return "it is optional: name it under `clauses: include`"
        if clause.front.tier > self.instrument.clauses.tier:
            tier = f"it is of tier {clause.front.tier}, and the instrument stops at {self.instrument.clauses.tier}"
            return f"{tier}: name it under `clauses: include`"
        return "its family needs a mechanism that the instrument does not name"

    def kind(self) -> str:
        """The template, as messages call it."""
        return f"the template {self.instrument.template or self.instrument.kind!r}"

    def fields_are_set(self) -> None:
        for name in self.library.template.fields:
            if not getattr(self.instrument, name):
                message = f"the field {name!r} is not set, and a text of this kind cannot do without it"
                self.fault("OUT007", self.raw.span("kind"), message, "add it; `travaux schema instrument` explains it")

    def parties_are_so_many(self) -> None:
        wanted, found = self.library.template.parties, len(self.instrument.parties)
        if wanted is not None and found != wanted:
            message = f"a text of this kind has {wanted} parties, and this one names {found}"
            self.fault("OUT009", self.raw.span("parties"), message, "choose another kind of text for so many parties")

    def mechanisms_speak(self, outline: Outline) -> None:
        spoken = {selected.mechanism.record.id for selected in outline.all() if selected.mechanism}
        for index, key in enumerate(self.instrument.mechanisms):
            if key not in spoken:
                kind = self.mechanisms[key].record.kind
                message = f"no clause of this text speaks of mechanism {key!r} (kind {kind!r})"
                hint = "a family for it has to stand in a chapter of the template"
                self.fault("OUT005", self.raw.span("mechanisms", index), message, hint)

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
        outline = Outline(
            opening=tuple(by_place.get("opening", ())),
            recitals=tuple(by_place.get("recitals", ())),
            enacting=tuple(by_place.get("enacting", ())),
            chapters=tuple(chapters),
            closing=tuple(by_place.get("closing", ())),
            annexes=tuple(annexes),
        )
        self.names_exist()
        self.fields_are_set()
        self.parties_are_so_many()
        self.needs_are_met(outline)
        self.mechanisms_speak(outline)
        return outline


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


def typed(parameter: Parameter, value: object) -> object:
    """The value of a parameter as its type. Raises ValueError saying what is wanted."""
    match parameter.type:
        case "count":
            if isinstance(value, bool) or not isinstance(value, int) or value < 0:
                raise ValueError(f"a whole number from 0 is wanted here, not {value!r}")
            return value
        case "choice":
            if value not in parameter.choices:
                raise ValueError(f"{value!r} is not one of {', '.join(parameter.choices)}")
            return value
    if not isinstance(value, str):
        raise ValueError(f"text is wanted here, not {value!r}")
    match parameter.type:
        case "period":
            return Period.parse(value)
        case "percentage":
            return Percentage.parse(value)
        case "date":
            return parse_date(value)
        case "text":
            return value


def outline(instrument: Entry[Instrument], mechanisms: Mapping[str, Entry[Mechanism]], library: Library) -> Outline:
    """The order of the text. Raises `Failure` with everything that is missing or does not fit.

    `mechanisms` are those the instrument names, by key.
    """
    own: Sequence[str] = instrument.record.mechanisms
    outliner = _Outliner(instrument.record, instrument.raw, {key: mechanisms[key] for key in own}, library)
    result = outliner.run()
    if outliner.faults:
        raise Failure(tuple(outliner.faults))
    return result

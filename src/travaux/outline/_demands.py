"""What a choice of clauses must keep as a whole: names that exist, needs that are met, mechanisms spoken of."""

from __future__ import annotations

from travaux.diagnostic import Related
from travaux.library import Clause
from travaux.outline._ground import Ground
from travaux.outline._result import Outline
from travaux.validate import closest


class Demands(Ground):
    """Tells what is missing in an outline, or does not fit."""

    def hold(self, outline: Outline) -> None:
        """Adds a fault for each demand that is not met."""
        self.names_exist()
        self.fields_are_set()
        self.parties_are_so_many()
        self.needs_are_met(outline)
        self.mechanisms_speak(outline)

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
                self.fault("OUT008", span, message, f"take it out; {self.kind} forbids it")
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
            return f"{self.kind} forbids it"
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

"""Two compiled texts -> what the provisions of the first become in the second."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from travaux.compilation import Text
from travaux.diagnostic import Diagnostic, Failure, Severity, fail
from travaux.outline import Selected
from travaux.promotion import Absent, Deed, Grown, Outcome, Promotion, Side, Step, Unit
from travaux.promotion.clauses import units_of
from travaux.promotion.figures import Figures
from travaux.promotion.sides import bound, minerals
from travaux.records import Records
from travaux.span import Span
from travaux.validate import closest

STAGE_CODES: Mapping[str, str] = {
    "PRM001": "An instrument is to become itself.",
    "PRM002": "A text that binds already is to become another.",
    "PRM003": "A text is to become one that does not bind.",
    "PRM004": "Two texts that are to be compared are drafted in no common language.",
    "PRM005": "A clause says that it becomes a clause that does not exist.",
    "PRM006": "A package is to become a text, or a text a package: only one text can become another.",
}


def pair(texts: Sequence[Text], source: str, target: str) -> tuple[Text, Text]:
    """The texts of two instruments in one language: the first of the source's that the target has too.

    Raises `Failure` where one of them is a package, where they are one instrument, where their registers do not fit,
    and without a common language.
    """
    sources = _texts_of(source, texts)
    targets = {text.language: text for text in _texts_of(target, texts)}
    first, other = sources[0], next(iter(targets.values()))
    _fit(first, other)
    for text in sources:
        if text.language in targets:
            return text, targets[text.language]
    drafted = f"{source} is drafted in {', '.join(text.language for text in sources)}, {target} in {', '.join(targets)}"
    span = other.instrument.span("languages")
    raise fail("PRM004", span, f"the two texts have no language in common: {drafted}", "draft both in one language")


def _texts_of(key: str, texts: Sequence[Text]) -> list[Text]:
    found = [text for text in texts if text.instrument.record.id == key]
    if found:
        return found
    known = sorted({text.instrument.record.id for text in texts})
    message = f"{key} is a package, and only one text can become another"
    raise fail("PRM006", Span(), message, f"name an instrument: {', '.join(known)}")


def _fit(source: Text, target: Text) -> None:
    key, other = source.instrument.record.id, target.instrument.record.id
    if key == other:
        span = source.instrument.span("id")
        raise fail("PRM001", span, f"{key} cannot become itself", "name under --into the text that it is to become")
    if source.binding:
        message = f"{key} binds already: only a text that does not bind can become one that does"
        raise fail("PRM002", source.instrument.span("kind"), message, "name an action plan, a memorandum or the like")
    if target.binding:
        return
    message = f"{other} does not bind: no commitment gains force in it"
    raise fail("PRM003", target.instrument.span("kind"), message, "name an agreement or another text that binds")


def promotion(source: Text, target: Text, records: Records) -> Promotion:
    """What each provision of a text that does not bind becomes in one that does.

    Raises `Failure` with every clause that says it becomes a clause which does not exist.
    """
    _known(source, target)
    before, after = units_of(source), units_of(target)
    figures = Figures(source, target)
    steps = tuple(_step(selected, unit, after, (source, target), figures) for selected, unit in before)
    return Promotion(
        source=_side(source),
        target=_side(target),
        language=source.language,
        steps=steps,
        grown=tuple(
            Grown(unit, tuple(step.unit.key for step in steps if unit.key in step.targets)) for _, unit in after
        ),
        bound=bound(source, target, records),
        minerals=minerals(source, target, records),
        deeds=tuple(_deeds(source, [unit for _, unit in before])),
    )


def _side(text: Text) -> Side:
    draft = text.document.draft
    return Side(draft.instrument, draft.title, draft.short_title)


def _known(source: Text, target: Text) -> None:
    known = target.library.known_clauses
    wordings = (wording.clause for selected in source.outline.all() for wording in selected.wordings)
    faults = tuple(
        Diagnostic(
            "PRM005",
            Severity.ERROR,
            clause.raw.span("becomes", number),
            f"clause {clause.key!r} becomes {key!r}, and there is no such clause",
            closest(key, known) or "name a clause of a family that binds",
        )
        for clause in {clause.file: clause for clause in wordings}.values()
        for number, key in enumerate(clause.front.becomes)
        if key not in known
    )
    if faults:
        raise Failure(faults)


def becomes(selected: Selected) -> tuple[str, ...]:
    """The clauses into which a clause grows: those of the wording that is chosen, or of all that are open."""
    settled = selected.settled
    wordings = selected.wordings if settled is None else selected.wordings[settled : settled + 1]
    return tuple(dict.fromkeys(key for wording in wordings for key in wording.clause.front.becomes))


def _step(
    selected: Selected, unit: Unit, after: Sequence[tuple[Selected, Unit]], texts: tuple[Text, Text], figures: Figures
) -> Step:
    source, target = texts
    wanted = becomes(selected)
    targets = tuple(other for key in wanted for _, other in after if other.clause == key)
    standing = {other.clause for other in targets}
    return Step(
        unit=unit,
        outcome="ends" if _is_status(selected, source) else _outcome(selected, unit, targets),
        targets=tuple(other.key for other in targets),
        absent=tuple(Absent(key, _heading(key, target)) for key in wanted if key not in standing),
        figures=tuple(figures.shared(unit, targets)),
    )


def _outcome(selected: Selected, unit: Unit, targets: Sequence[Unit]) -> Outcome:
    """The preamble and the closing keep their form whatever stands in their place: nobody commits himself there."""
    if not targets:
        return "dropped" if unit.verbs or becomes(selected) else "ends"
    article = selected.clause.front.place == "article"
    return "gains-force" if article and any(other.verbs for other in targets) else "keeps-form"


def _is_status(selected: Selected, source: Text) -> bool:
    """Whether a clause says that its text does not bind, which no text that binds takes up."""
    words = " ".join(selected.clause.body.split())
    return not becomes(selected) and any(phrase in words for phrase in source.library.words.status_phrases)


def _heading(key: str, target: Text) -> str:
    clause = target.library.clauses.get((key, ""))
    return (clause.front.heading or "") if clause else ""


def _deeds(source: Text, units: Sequence[Unit]) -> Iterator[Deed]:
    """The actions of the timetable with the provisions that they carry out."""
    tag, printed = source.language, {value.value.path: value.value.text for value in source.document.values}
    keys = {unit.clause: unit.key for unit in units}
    for number, action in enumerate(source.instrument.record.timetable):
        path = f"instruments/{source.instrument.record.id}.timetable.{number}.due"
        due = printed.get(path, str(action.due))
        yield Deed(
            action.id,
            action.action.get(tag, action.id),
            due,
            action.output.get(tag, ""),
            keys.get(action.clause or "", ""),
        )

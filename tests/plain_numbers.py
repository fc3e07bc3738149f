"""Numbers by a plain count, so that a renderer's tests do not depend on the index."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from travaux.footnotes import footnote_numbers
from travaux.renderers._shared import walk
from travaux.tree import (
    Alternatives,
    Annex,
    Change,
    Definition,
    DefinitionEntry,
    Document,
    Draft,
    Label,
    Level,
    Provision,
    Recital,
    Ref,
    RefEntry,
    Segment,
    Use,
    UseEntry,
    Value,
    ValueEntry,
)

_FORMS = {
    Level.PART: "Part {}",
    Level.CHAPTER: "Chapter {}",
    Level.SECTION: "Section {}",
    Level.ARTICLE: "Article {}",
    Level.PARAGRAPH: "{}.",
    Level.POINT: "({})",
    Level.SUBPOINT: "({})",
    Level.ITEM: "({})",
}


def numbered(draft: Draft) -> Document:
    """The draft with a plain count of its units; articles are counted through, the rest within their parent."""
    labels: dict[str, Label] = {}
    articles: Counter[str] = Counter()
    _count(draft.body, labels, articles)
    _count(draft.recitals, labels, articles)
    _count(draft.annexes, labels, articles)
    nodes = [node for node, _ in walk((*draft.opening, *draft.recitals, *draft.enacting, *draft.body, *draft.closing))]
    nodes += [node for node, _ in walk(draft.annexes)]
    refs = tuple(node for node in nodes if isinstance(node, Ref))
    return Document(
        draft=draft,
        labels=labels,
        citations={ref.id: _citation(ref, labels) for ref in refs},
        definitions=tuple(DefinitionEntry(n.term, n.text, "", (n.text,)) for n in nodes if isinstance(n, Definition)),
        uses=tuple(UseEntry(n.term, n.text, "") for n in nodes if isinstance(n, Use)),
        refs=tuple(RefEntry(ref, "") for ref in refs),
        values=tuple(ValueEntry(n, "") for n in nodes if isinstance(n, Value)),
        headings={n.key: n.heading for n in nodes if isinstance(n, Provision | Annex) and n.heading},
        footnotes=footnote_numbers(draft),
    )


def _count(items: Iterable[Any], labels: dict[str, Label], articles: Counter[str]) -> None:
    counts: Counter[str] = Counter()
    for item in items:
        for unit in _units(item):
            own = _own(unit, articles if getattr(unit, "level", None) == Level.ARTICLE else counts)
            labels[unit.key] = Label(own, own.rstrip("."), own.rstrip("."), f"e{len(labels)}", None)
            _count(getattr(unit, "children", ()), labels, articles)


def _units(item: Any) -> Iterator[Any]:
    if isinstance(item, Alternatives):
        for option in item.options:
            yield from option.content
    elif isinstance(item, Change):
        yield from item.content
    else:
        yield item


def _own(unit: Any, counts: Counter[str]) -> str:
    if isinstance(unit, Recital) or not getattr(unit, "numbered", True):
        return ""
    form = _FORMS[unit.level] if isinstance(unit, Provision) else "Annex {}"
    counts[form] += 1
    number = counts[form]
    return form.format(chr(96 + number) if form == "({})" and number <= 26 else number)


def _citation(ref: Ref, labels: dict[str, Label]) -> tuple[Segment, ...]:
    if ref.elsewhere:
        return (Segment(ref.elsewhere.title),)
    segments = [Segment(labels[key].cited, key, "number") for key in ref.targets if key in labels]
    between = Segment(" to " if ref.through else " and ")
    return tuple(piece for s in segments for piece in (between, s))[1:]

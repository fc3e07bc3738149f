"""One clause of the example treaty with another body, drafted by the real stage, and a limit on how long it takes."""

from __future__ import annotations

import functools
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from projects import EXAMPLE
from travaux.discover import layers
from travaux.draft import Material, draft
from travaux.index import index
from travaux.library import Library
from travaux.outline import Outline, OutlineChapter, Selected, Wording, outline
from travaux.parse import parse
from travaux.records import Records, load, sources
from travaux.span import NOWHERE
from travaux.tree import Document, Draft, Provision


@functools.cache
def prepared() -> tuple[Records, Library, Outline]:
    """Records, library and outline of the example treaty."""
    found = layers(EXAMPLE)
    records, _ = load(found, ("example",))
    entry = records.instruments["example"]
    library = parse(found, entry.record.kind, "en", NOWHERE, NOWHERE)
    return records, library, outline(entry, records.mechanisms, library)


@functools.cache
def material() -> Material:
    records, library, _ = prepared()
    cited = sources(layers(EXAMPLE), [("fact", NOWHERE), ("rumour", NOWHERE)])
    return Material(records.instruments["example"], records, library, cited, {})


def selected(body: str, place: str = "article", **front: Any) -> Selected:
    """The clause `duty` with another body, and other fields of its front matter."""
    clause = prepared()[1].clauses["duty", ""]
    matter = clause.front.model_copy(update={"place": place, **front})
    path = "clauses/duty.parameters.notice"
    value = next(s for s in prepared()[2].all() if s.key == "duty").parameters["notice"]
    changed = replace(clause, body=body, front=matter)
    return Selected("duty", None, (Wording(changed),), {"notice": value}, {"notice": path})


def drafted(body: str, place: str = "article", **front: Any) -> Draft:
    """A text of this clause and the article on definitions. Raises `Failure`."""
    clause = selected(body, place, **front)
    definitions = next(s for s in prepared()[2].all() if s.key == "definitions")
    committee = next(s for s in prepared()[2].all() if s.key == "committee")
    articles = (definitions, committee, *([clause] if place == "article" else []))
    plan = Outline(
        opening=(clause,) if place == "opening" else (),
        recitals=(clause,) if place == "recitals" else (),
        enacting=(),
        chapters=(OutlineChapter("chapter:one", "One", articles),),
        closing=(),
        annexes=(("chapter:one", clause),) if place == "annex" else (),
    )
    return draft(plan, material())


def article(body: str, **front: Any) -> Provision:
    """The article that a body makes."""
    (chapter,) = drafted(body, **front).body
    assert isinstance(chapter, Provision)
    found = chapter.children[-1]
    assert isinstance(found, Provision)
    return found


def document(body: str, place: str = "article", **front: Any) -> Document:
    """The text of `drafted` with its numbers."""
    return index(drafted(body, place, **front))


class TooSlow(Exception):
    """Raised in the midst of what takes too long."""


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Ends what takes longer. Works in the main thread of systems that have alarms, and is no limit elsewhere."""
    if not hasattr(signal, "setitimer"):
        yield
        return

    def stop(*_: object) -> None:
        raise TooSlow(f"still running after {seconds} seconds")

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)

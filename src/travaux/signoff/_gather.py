"""The items that concern a text, each with its places, and the findings that were left for a person to settle."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from travaux.checks._suppressed import suppressions
from travaux.compilation import Subject, Text
from travaux.diagnostic import Diagnostic, Severity
from travaux.signoff import Item, builtin_items


@dataclass(frozen=True, slots=True)
class Point:
    """One thing to look at: where it is printed ("Article 7.2"; "" for nowhere in the text), and what it is."""

    place: str
    what: str


@dataclass(frozen=True, slots=True)
class Question:
    """A question that somebody answers with name, date and decision."""

    code: str
    question: str
    why: str
    source: str
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class SignOff:
    """The sign-off list of one text."""

    instrument: str
    language: str
    title: str
    questions: tuple[Question, ...]


def sign_off(subject: Subject, text: Text, found: Iterable[Diagnostic]) -> SignOff:
    """The list of a text: the items first, then its findings, then what its files have accepted."""
    asked = (_asked(item, subject, text) for item in builtin_items())
    questions = [question for question in asked if question.points]
    for severity, code, question, why in _LEFT:
        points = tuple(_point(d) for d in found if d.severity is severity and _of(d, text))
        if points:
            questions.append(Question(code, question, why, "the checks of this build", points))
    accepted = tuple(Point("", f"{a.suppression.code}: {a.suppression.reason}") for a in suppressions(subject))
    if accepted:
        why = "a suppression is the decision of one person, and everybody signs the text."
        questions.append(Question("SGN303", "Do all accept these reasons?", why, "the records and clauses", accepted))
    draft = text.document.draft
    return SignOff(draft.instrument, text.language, draft.title, tuple(questions))


_LEFT = (
    (
        Severity.WARNING,
        "SGN301",
        "How is each of these warnings settled?",
        "a warning is a question on which lawyers can differ; it is settled by a change or by a reason on record.",
    ),
    (
        Severity.INFO,
        "SGN302",
        "Has each of these notes been taken up?",
        "a note tells of a step to come, or of a question that could not be decided.",
    ),
)


def _of(found: Diagnostic, text: Text) -> bool:
    return found.instrument in ("", text.instrument.record.id)


def _point(found: Diagnostic) -> Point:
    return Point(found.place, f"{found.code}: {found.message}")


def _asked(item: Item, subject: Subject, text: Text) -> Question:
    labels = text.document.labels
    order = {key: number for number, key in enumerate(labels)}
    looks = sorted(item.logic(subject, text), key=lambda k: order.get(k.provision, len(order)))
    points = tuple(Point(labels[k.provision].cited if k.provision in labels else "", k.what) for k in looks)
    return Question(item.code, item.question, item.said("Why"), item.said("Source"), points)

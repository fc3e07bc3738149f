"""Cross-references follow their targets when a lawyer edits the agreement in LibreOffice.

`lawyer.py` inserts, deletes and moves articles, paragraphs and points, with and without tracked changes, and saves the
file. After each of it every reference shows the number that LibreOffice prints before its target; a reference whose
target was deleted says so, and no other does.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

import outside
import travaux
from check_findings import changed_library
from docx_lint import field_results, opened
from travaux.docx_reader.fields import reference
from travaux.numbering import printed
from travaux.renderers.docx.names import bookmark
from travaux.tree import Document, Level, Provision

CORE = "critical-minerals-agreement-core"
#: Enough for a long text: the office reads it once for each step.
FEW = "mechanisms: [reference-prices, border-equalised-floors, border-price-adjustment, trade-zone]\n"
GONE = "Error: Reference source not found"
STEPS = (
    "opened",
    "article",
    "paragraph and point",
    "deleted",
    "moved",
    "tracked",
    "accepted",
    "rejected",
    "saved",
    "all saved",
)


@dataclass(frozen=True)
class Plan:
    """What is edited: the articles of the second chapter, and before what is cited a paragraph and a point."""

    articles: tuple[Provision, ...]
    paragraph: tuple[Provision, Provision]
    point: tuple[Provision, Provision]


@dataclass(frozen=True)
class Played:
    """What the lawyer saw after each step, by its name."""

    document: Document
    data: bytes
    plan: Plan
    seen: dict[str, Any]

    def numbers(self, step: str) -> dict[str, str]:
        """The first number shown for each bookmark."""
        return {name: shown for name, shown, _ in reversed(self.seen[step]["references"])}

    def headings(self, step: str) -> list[str]:
        """The articles of the second chapter as they are printed."""
        label = self.document.labels[self.plan.articles[0].key].own.removesuffix("1")
        found = self.seen[step]["numbered"]
        return [f"{number} {words}" for number, words in found if number.startswith(label)]


def planned(document: Document) -> Plan:
    chapter = [p for p in printed(document.draft.body) if isinstance(p, Provision)][1]
    articles = tuple(p for p in printed(chapter.children) if isinstance(p, Provision))
    cited = {segment.target for found in document.citations.values() for segment in found if segment.part == "number"}
    return Plan(articles, _cited(document, cited, Level.PARAGRAPH), _cited(document, cited, Level.POINT))


def _cited(document: Document, cited: set[str], level: Level) -> tuple[Provision, Provision]:
    """A provision that is cited and the one before it, both numbered in one list."""
    for before, after in _pairs(document.draft.body):
        if before.level == after.level == level and before.numbered and after.numbered and after.key in cited:
            return before, after
    raise AssertionError(f"no {level} is cited")


def _pairs(items: Any) -> Iterator[tuple[Provision, Provision]]:
    provisions = [item for item in printed(items) if isinstance(item, Provision)]
    yield from pairwise(provisions)
    for item in provisions:
        yield from _pairs(item.children)


def script(plan: Plan, file: str) -> Iterator[tuple[str, str, list[list[object]]]]:
    names = [bookmark(article.key) for article in plan.articles]
    new: list[object] = ["add_before", names[0], "New article"]
    paragraph: list[object] = ["add_after", bookmark(plan.paragraph[0].key), "A new paragraph."]
    point: list[object] = ["add_after", bookmark(plan.point[0].key), "a new point;"]
    gone: list[object] = ["delete", names[1], names[2]]
    moved: list[object] = ["move", names[1], names[2], names[4]]
    every = [new, paragraph, point, ["delete", names[3], names[4]]]
    actions: tuple[list[list[object]], ...] = (
        [], [new], [paragraph, point], [gone], [moved],
        [["track", True], *every],
        [["track", True], *every, ["accept"]],
        [["track", True], *every, ["reject"]],
        [["save"]],
        [*every, moved, ["save"]],
    )  # fmt: skip
    yield from ((name, file, done) for name, done in zip(STEPS, actions, strict=True))


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Played:
    python, office = outside.uno_python(), outside.libreoffice()
    folder = tmp_path_factory.mktemp("lawyer")
    compilation = travaux.compile(CORE, project=changed_library({f"seeds/instruments/{CORE}.yaml": FEW}, folder))
    file = folder / "agreement.docx"
    compilation.render("docx", file)
    plan = planned(compilation.texts[0].document)
    steps = json.dumps(list(script(plan, str(file))))
    command = [python, str(Path(__file__).with_name("lawyer.py")), office, str(folder)]
    ran = subprocess.run(command, input=steps, capture_output=True, text=True, timeout=900, check=False)
    assert ran.returncode == 0, ran.stderr
    return Played(compilation.texts[0].document, file.read_bytes(), plan, json.loads(ran.stdout))


def broken(played: Played, step: str) -> set[str]:
    """The bookmarks that references say they do not find."""
    return {name for name, shown, due in played.seen[step]["references"] if due is None and shown == GONE}


def wrong(played: Played, step: str) -> list[Any]:
    """References that show something else than they have to."""
    return [each for each in played.seen[step]["references"] if each[1] != (GONE if each[2] is None else each[2])]


def below(provision: Provision) -> set[str]:
    """The bookmarks of a provision and of all in it."""
    inner = (below(child) for child in printed(provision.children) if isinstance(child, Provision))
    return {bookmark(provision.key)}.union(*inner)


@pytest.mark.parametrize("step", STEPS)
def test_every_reference_shows_its_target(played: Played, step: str) -> None:
    assert wrong(played, step) == []
    assert len(played.seen[step]["references"]) > 200


def test_every_reference_of_the_file_is_a_field(played: Played) -> None:
    fields = (reference(code) for code, _ in field_results(opened(played.data)))
    written = sorted(found.target for found in fields if found is not None and found.kind == "REF")
    assert sorted(name for name, _, _ in played.seen["opened"]["references"]) == written


@pytest.mark.parametrize("step", ["opened", "article", "paragraph and point", "moved", "tracked", "rejected", "saved"])
def test_no_reference_is_broken(played: Played, step: str) -> None:
    assert broken(played, step) == set()


@pytest.mark.parametrize("step", ["rejected", "saved"])
def test_all_is_as_it_was(played: Played, step: str) -> None:
    assert played.seen[step] == played.seen["opened"]


def titled(played: Played, *articles: Provision | str) -> list[str]:
    """Headings in that order, with the numbers they then have."""
    label = played.document.labels[played.plan.articles[0].key].own.removesuffix("1")
    words = (a if isinstance(a, str) else a.heading for a in articles)
    return [f"{label}{number} {heading}" for number, heading in enumerate(words, 1)]


def test_a_new_article(played: Played) -> None:
    assert played.headings("article") == titled(played, "New article", *played.plan.articles)


def test_a_deleted_article(played: Played) -> None:
    first, second, *others = played.plan.articles
    assert played.headings("deleted") == titled(played, first, *others)
    assert broken(played, "deleted") == below(second) & set(played.numbers("deleted")) != set()


def test_a_moved_article(played: Played) -> None:
    first, second, third, fourth, *others = played.plan.articles
    assert played.headings("moved") == titled(played, first, third, fourth, second, *others)


@pytest.mark.parametrize("step", ["accepted", "all saved"])
def test_accepted_changes(played: Played, step: str) -> None:
    first, second, third, fourth, *others = played.plan.articles
    left = [first, second, third, *others] if step == "accepted" else [first, third, second, *others]
    assert played.headings(step) == titled(played, "New article", *left)
    assert broken(played, step) == below(fourth) & set(played.numbers(step))


@pytest.mark.parametrize("pair", [0, 1], ids=["a paragraph", "a point"])
def test_a_new_paragraph_and_a_new_point(played: Played, pair: int) -> None:
    cited = bookmark((played.plan.paragraph, played.plan.point)[pair][1].key)
    before, after = played.numbers("opened")[cited], played.numbers("paragraph and point")[cited]
    following = {"(a)": "(b)", "(b)": "(c)", "(c)": "(d)", "(d)": "(e)"}
    assert after == (following[before] if pair else str(int(before) + 1))

"""Checks of packages (PKG): what instruments that belong together say of each other."""

from __future__ import annotations

from collections.abc import Iterator

from travaux import tree
from travaux.checks import Found, check
from travaux.checks._mending import as_meant
from travaux.checks._model import listed, title
from travaux.checks._packages import members
from travaux.checks._walk import Passage, found_in, passages
from travaux.compilation import Subject, Text
from travaux.diagnostic import Related, Severity
from travaux.elsewhere import bare, meant
from travaux.validate import closest


@check("PKG001", Severity.ERROR)
def absent_provision(s: Subject) -> Iterator[Found]:
    """A text cites a provision that the other instrument does not have.

    Why: the reader opens the other text and finds nothing there, or something else after it was renumbered.
    Source: legal scrub practice, as for references within one text (REF001).
    Fix: cite another clause, or write the citation where `stands("...", within="...")` is true.

    Fails:
        == clauses/example-plan/plan-work.en.md ==
        The Participants intend to look at {{ elsewhere("example", "dutty") }}.
    Passes:
        == clauses/example-plan/plan-work.en.md ==
        The Participants intend to look at {{ elsewhere("example", "duty.accept") }}.
    """
    known: dict[str, set[str]] = {}
    for text in s.texts:
        known.setdefault(text.instrument.record.id, set()).update(text.document.labels)
    for text in s.texts:
        for passage, there in _citations(text):
            keys = known.get(there.instrument, set())
            for target in there.targets if keys else ():
                if not meant(target, keys):
                    message = f"the {there.title} has no provision {target!r} that could be cited"
                    hint = closest(target, map(bare, keys)) or "cite a clause, or a paragraph of it by its id"
                    yield found_in(text, passage, f'"{target}"', message, hint)


def _citations(text: Text) -> Iterator[tuple[Passage, tree.Elsewhere]]:
    """Each citation of another instrument, with the passage in which it stands."""
    for passage in passages(text):
        for leaf in passage.leaves:
            if isinstance(leaf, tree.Ref) and leaf.elsewhere:
                yield passage, leaf.elsewhere


@check("PKG002", Severity.WARNING, across=True, fix="unsafe")
def leads_out_of_the_package(s: Subject) -> Iterator[Found]:
    """An instrument of a package leads to one that the package does not have.

    Why: the checks across a package cannot hold a step against what it prepares, and a reader of the package looks for
    the end of the way.
    Source: the contract of `leads_to`; no case outside this library.
    Fix: add the instrument to the package, or mend the key.

    Fails:
        == seeds/instruments/example-plan.yaml ==
        leads_to: exampel
    Passes:
        == seeds/instruments/example-plan.yaml ==
        leads_to: example
    """
    inside: dict[str, set[str]] = {}
    for package, instruments in s.packages():
        for each in instruments:
            inside.setdefault(each.record.id, set()).update(package.record.instruments)
    for each in members(s):
        end = each.record.leads_to
        if end and end not in inside[each.record.id]:
            message = f"{title(each)} leads to {end!r}, which is in no package with it"
            hint = closest(end, inside[each.record.id]) or "add it to the package"
            fix = as_meant(each.span("leads_to"), end, inside[each.record.id])
            yield Found(message, each.span("leads_to"), hint, each.record.id, fix=fix)


@check("PKG003", Severity.ERROR, across=True)
def circle(s: Subject) -> Iterator[Found]:
    """Instruments of a package lead to each other in a circle.

    Why: each waits for the next, so none is the text to which the others lead.
    Source: the contract of `leads_to`; the same for one build is asked by the invariant I-34.
    Fix: let the last text lead nowhere.
    Follows: PKG014.

    Fails:
        == seeds/instruments/example.yaml ==
        leads_to: example-plan
    Fails:
        == seeds/instruments/example.yaml ==
        leads_to: example
    Passes:
        == seeds/instruments/example-plan.yaml ==
        leads_to: example
    """
    every = {each.record.id: each for each in members(s)}
    done: set[str] = set()
    for start in every:
        way: list[str] = []
        key: str | None = start
        while key in every and key not in way and key not in done:
            way.append(key)
            key = every[key].record.leads_to
        if key in way:
            ring = [every[step] for step in way[way.index(key) :]]
            related = tuple(Related(each.span("leads_to"), f"{title(each)} goes on") for each in ring[1:])
            names = listed(map(title, ring))
            message = f"{names} leads to itself" if len(ring) == 1 else f"{names} lead to each other in a circle"
            hint = "let the last text lead nowhere"
            yield Found(message, ring[0].span("leads_to"), hint, ring[0].record.id, related=related)
        done.update(way)

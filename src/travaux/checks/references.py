"""Cross-references: each leads to a numbered place of this text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from travaux import tree
from travaux.checks import Found, check
from travaux.checks._walk import Passage, found_in, open_items, passages, reworded, units
from travaux.compilation import Subject, Text
from travaux.diagnostic import Severity
from travaux.keeps import keeps
from travaux.tree import Label
from travaux.validate import closest, meant


def _references(text: Text) -> Iterator[tuple[Passage, str]]:
    """Every target of every printed reference, with the passage in which it is named."""
    for passage in passages(text):
        for leaf in passage.leaves:
            if isinstance(leaf, tree.Ref):
                yield from ((passage, target) for target in leaf.targets)


def _base(target: str) -> str:
    """A target as a clause writes it: without the mechanism or the wording that tells instances apart."""
    return re.sub(r"[@~][a-z0-9-]+", "", target)


def _pointing(
    text: Text,
    passage: Passage,
    target: str,
    message: str,
    hint: str,
    severity: Severity,
    instead: str = "",
    safe: bool = False,
) -> Found:
    """A finding about a target where it is written; `instead` is the one that it could be."""
    old, new = f'"{_base(target)}"', f'"{instead}"'
    fix = reworded(passage, old, new, safe) if instead else None
    return found_in(text, passage, old, message, hint, severity, fix=fix)


def _unnumbered(text: Text) -> Mapping[str, str]:
    """What stands in the text without a number of its own, by key: recitals, tables, formulas, figures, rows."""
    found: dict[str, str] = {}
    for unit in units(text):
        if isinstance(unit.node, tree.Recital):
            found[unit.node.key] = "a recital"
            continue
        tail = unit.node.tail if isinstance(unit.node, tree.Provision) else ()
        for block, _ in open_items((*unit.node.content, *tail)):
            match block:
                case tree.Table():
                    found[block.key] = "a table"
                    rows = block.rows if isinstance(block.rows, tuple) else ()
                    found.update((row.key, "a row of a table") for row in rows)
                case tree.Formula():
                    found[block.key] = "a formula"
                case tree.Figure():
                    found[block.key] = "a figure"
    return found


# --- REF001, REF002 ------------------------------------------------------------------------------------------------


@check("REF001", Severity.ERROR, fix="unsafe")
@keeps("I-52")
def dangling_reference(s: Subject) -> Iterator[Found]:
    """A cross-reference names a provision that does not exist.

    Why: the reader of the signed text cannot follow it, and a panel has to guess what was meant.
    Source: legal scrub practice; of 792 references in the signed TPP text none dangled, so none is the norm.
    Covers: REF-01, ANX-01, DC-042.

    Fails:
        == clauses/example/duty.en.md ==
        ---
        heading: Duty
        purpose: Refers to nothing.
        order: 50
        tier: 1
        uses: [covered-good, party]
        ---
        1. {#accept} Each Party shall admit covered goods under {{ ref("nowhere") }}.

        2. {#reason} It shall act in accordance with {{ ref("duty.acept") }}.
    Passes:
        == clauses/example/duty.en.md ==
        ---
        heading: Duty
        purpose: Refers to a clause and to a paragraph.
        order: 50
        tier: 1
        uses: [covered-good, party]
        ---
        1. {#accept} Each Party shall admit covered goods listed in {{ ref("goods-annex") }}.

        2. {#reason} It shall act in accordance with {{ ref("duty.accept") }}.
    """
    for text in s.texts:
        unnumbered = _unnumbered(text)
        for passage, target in _references(text):
            clause = _base(target).partition(".")[0]
            elsewhere = clause in text.library.known_clauses and not _stands(text, clause)
            known = target in text.document.labels or target in text.document.footnotes
            if known or target in unnumbered or elsewhere:
                continue
            near = closest(target, (*text.document.labels, *text.document.footnotes))
            hint = near or "refer to a clause, or to a paragraph of it by its id"
            message = f"the reference to {_base(target)!r} leads nowhere: there is no such provision"
            instead = meant(target, (key for key in text.document.labels if not re.search("[@~:#]", key)))
            yield _pointing(text, passage, target, message, hint, Severity.ERROR, instead)


def _stands(text: Text, clause: str) -> bool:
    return clause in text.once("standing", lambda: {selected.clause.key for selected in text.outline.all()})


@check("REF002", Severity.ERROR)
@keeps("I-52")
def reference_to_an_absent_clause(s: Subject) -> Iterator[Found]:
    """A cross-reference names a clause that exists but does not stand in this text.

    Why: the reference was right for another instrument, or before the clause was left out; here it leads nowhere.
    Source: legal scrub practice: references to articles of the text from which a clause was copied.
    Covers: REF-01, REF-11.
    Fix: let the clause stand in the text, or write the reference only where `stands("...")` is true.

    Fails:
        == clauses/example/duty.en.md ==
        ---
        heading: Duty
        purpose: Refers to a section of the action plan.
        order: 50
        tier: 1
        uses: [covered-good, party]
        ---
        Each Party shall admit covered goods in accordance with {{ ref("plan-work") }}.
    Passes:
        == clauses/example/duty.en.md ==
        ---
        heading: Duty
        purpose: Refers to a section only where it stands.
        order: 50
        tier: 1
        uses: [covered-good, party]
        ---
        Each Party shall admit covered goods{% if stands("plan-work") %} under {{ ref("plan-work") }}{% endif %}.
    """
    for text in s.texts:
        for passage, target in _references(text):
            clause = _base(target).partition(".")[0]
            if clause in text.library.known_clauses and not _stands(text, clause):
                message = f"the reference leads to the clause {clause!r}, which does not stand in this text"
                hint = f'let it stand in the text, or test with `stands("{clause}")`'
                yield _pointing(text, passage, target, message, hint, Severity.ERROR)


# --- REF003 --------------------------------------------------------------------------------------------------------


@check("REF003", Severity.ERROR, fix="safe")
@keeps("I-52")
def reference_to_something_without_a_number(s: Subject) -> Iterator[Found]:
    """A cross-reference names something that carries no number: a recital, a table, a definition.

    Why: what is printed is then no number, or the number of the whole article, and says less than was meant.
    Source: how references are printed here: a citation is made of numbers alone.
    Covers: REF-01.
    Fix: refer to the numbered provision in which it stands.

    Fails:
        == clauses/example/duty.en.md ==
        ---
        heading: Duty
        purpose: Refers to a recital.
        order: 50
        tier: 1
        uses: [covered-good, party]
        ---
        Each Party shall admit covered goods for the reasons given in {{ ref("recitals.trade") }}.
    Fails:
        == clauses/example/duty.en.md ==
        ---
        heading: Duty
        purpose: Refers to a definition in a list.
        order: 50
        tier: 1
        uses: [covered-good, party]
        ---
        Each Party shall admit covered goods in the sense of {{ ref("definitions.good") }}.
    Passes:
        == clauses/example/duty.en.md ==
        ---
        heading: Duty
        purpose: Refers to the article of the definitions.
        order: 50
        tier: 1
        uses: [covered-good, party]
        ---
        Each Party shall admit covered goods in the sense of {{ ref("definitions") }}.
    """
    for text in s.texts:
        unnumbered, vague = _unnumbered(text), _without_citation(text)
        for passage, target in _references(text):
            label = text.document.labels.get(target)
            if label is None and target in unnumbered:
                message = f"the reference leads to {unnumbered[target]}, which has no number to print"
                severity, instead = Severity.ERROR, ""
            elif label is not None and target in vague:
                message = f"the reference leads into a list without numbers, so that only {label.cited!r} is printed"
                severity, instead = Severity.WARNING, _same_citation(text, label)
            else:
                continue
            hint = "refer to the numbered provision in which it stands"
            yield _pointing(text, passage, target, message, hint, severity, instead, safe=True)


def _same_citation(text: Text, label: Label) -> str:
    """The key of the numbered provision that is printed for a label in any case; "" where that is none, or not one."""
    keys = [key for key, own in text.document.labels.items() if own.cited == label.cited and own.own]
    return keys[0] if keys and not re.search("[@~:#]", keys[0]) else ""


def _without_citation(text: Text) -> set[str]:
    """Provisions without a number, and the points below them, of which two can have one citation."""
    return {
        unit.node.key
        for unit in units(text)
        for node in (*unit.above, unit.node)
        if isinstance(node, tree.Provision) and not node.numbered
    }

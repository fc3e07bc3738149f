"""`travaux sources`: every fact, figure and precedent that a text rests on, and nothing else."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from projects import EXAMPLE, Edit, change, copied, place, put, run
from travaux.build import Options, compile
from travaux.discover import layers
from travaux.provenance import Provenance, tally
from travaux.provenance.gather import provenance
from travaux.provenance.grounds import ground
from travaux.provenance.named import named
from travaux.provenance.report import told
from travaux.records import Entry, load
from travaux.validate import validate

Capture = pytest.CaptureFixture[str]
INSTRUMENT, FLOOR = "seeds/instruments/example.yaml", "seeds/mechanisms/floor.yaml"
DUTY, RECITALS = "clauses/example/duty.en.md", "clauses/example/recitals.en.md"

REPORT = """\
Report
  facts: 1: 1 official; 1 of 1 confirmed
  figures: 10: 1 official, 8 by record as a whole, 1 drafters' choice; 1 of 10 confirmed
  precedents: 1: 1 official; 1 of 1 confirmed
"""
FACT = """\
Examplium Agreement (example, en)

Facts
  fact: official, 2026-01-15, read in full
    A fact that its official source states.
    Official Journal, https://example.org/fact
    seeds/instruments/example.yaml:20:15: instruments/example, entry_into_force.threshold.sources
    seeds/instruments/example.yaml:25:11: instruments/example, sources -> Article 1.4.1; Article 1.4.2
"""
LINES = (
    "    seeds/mechanisms/floor.yaml:25:15: mechanisms/floor, lines.0.sources -> Article 2.2.1\n",
    "  USD 12.50 per kg of contained Ex: official (fact)\n"
    "    seeds/mechanisms/floor.yaml:23:19: mechanisms/floor.lines.0.levels.2027-01-01 -> Article 2.2.1\n",
    "  14 days: drafters' choice\n"
    "    clauses/example/duty.en.md:7:46: clauses/duty.parameters.notice -> Article 1.2.2\n",
    "Precedents\n"
    "  GATT 1994, X: official\n"
    "    publication of measures\n"
    "    clauses/example/duty.en.md:8:14: clauses/duty, precedents -> Article 1.2\n",
)


def found_in(root: Path, instrument: str = "example") -> Provenance:
    """What the (first) text of an instrument of a project rests on."""
    compilation = compile(instrument, Options(root))
    return provenance(compilation.texts[0], compilation.subject.records, compilation.layers)


def test_list_of_the_example(capsys: Capture) -> None:
    listed = run(capsys, "sources", "example", "--project", EXAMPLE)
    assert (listed.err, listed.code) == ("", 0)
    assert listed.out.startswith(FACT)
    assert listed.out.endswith(REPORT)
    for lines in LINES:
        assert lines in listed.out


def test_what_a_passage_rests_on_vouches_for_its_parameters(tmp_path: Path) -> None:
    edits = (
        change(DUTY, "of another Party.", "of another Party within {{ param.time }}.{{ source('rumour') }}"),
        change(DUTY, "parameters: {", "parameters: {time: {type: period, default: P9D, meaning: Time}, "),
    )
    found = found_in(copied(tmp_path, *edits))
    (figure,) = (f for f in found.figures if f.path == "clauses/duty.parameters.time")
    assert (figure.text, figure.standing, figure.sources) == ("9 days", "unconfirmed", ("rumour",))
    (rumour,) = (f for f in found.facts if f.source.record.id == "rumour")
    (use,) = rumour.uses
    assert (use.owner, use.field, [p.cited for p in use.places]) == ("clauses/duty", "text", ["Article 1.2.1"])
    assert (use.span.file, (use.span.line, use.span.column)) == (DUTY, place(tmp_path, DUTY, "^source('rumour')"))


@pytest.mark.parametrize(
    ("edit", "standing"),
    [
        (change(FLOOR, "illustrative: false", "illustrative: true"), "illustrative"),
        (change(FLOOR, "    sources: [fact]\n", "    sources: [rumour]\n"), "unconfirmed"),
        (change(FLOOR, "    sources: [fact]\n", "    sources: [rumour, fact]\n"), "official"),
        (change(FLOOR, "    sources: [fact]\n", ""), "record"),
    ],
)
def test_standing_of_a_figure(edit: Edit, standing: str, tmp_path: Path) -> None:
    found = found_in(copied(tmp_path, edit))
    (figure,) = (f for f in found.figures if f.path.startswith("mechanisms/floor.lines.0.levels"))
    assert figure.standing == standing


def test_figure_without_any_source(tmp_path: Path) -> None:
    found = found_in(copied(tmp_path, change(FLOOR, "\nsources: [fact]", "")))
    standings = {f.path: f.standing for f in found.figures if f.path.startswith("mechanisms/floor.")}
    assert standings == {
        "mechanisms/floor.lines.0.levels.2027-01-01": "official",
        "mechanisms/floor.max_step": "none",
        "mechanisms/floor.review": "none",
    }


def test_field_of_a_real_case_rests_on_the_sources_of_that_field() -> None:
    records, _ = load(layers(), everything=True)
    found = ground(records, "mechanisms/mp-materials-floor.tenor")
    assert found is not None
    assert (found.holder, found.sources, found.grade) == (("facts", "tenor"), ("md-001",), "reported")
    assert records.sources["md-001"].record.grade == "official"


def test_recitals_and_frame_have_their_names(tmp_path: Path) -> None:
    edits = (
        change(RECITALS, "of use to industry;", "of use to industry;{{ source('fact') }}"),
        change("clauses/example/signing.en.md", "tier: 1", "tier: 1\nrests_on: [fact]"),
    )
    found = found_in(copied(tmp_path, *edits))
    places = {use.owner: [p.cited for p in use.places] for use in found.facts[0].uses if use.owner.startswith("cl")}
    assert places == {"clauses/recitals": ["Preamble, recital 1"], "clauses/signing": ["closing words"]}


GENTLE = """---
heading: Admission of goods
purpose: What each Party owes.
order: 50
tier: 1
rests_on: [rumour]
uses: [covered-good, party]
precedents: [{instrument: an old treaty, shows: the same duty, grade: unconfirmed}]
---
1. {#accept} Each Party shall admit covered goods.

2. {#notice} Each Party shall tell the others.
"""


@pytest.mark.parametrize(
    ("positions", "listed"),
    [
        ("[{variant: standard, proposed: [alba]}, {variant: gentle, proposed: [borea]}]", True),
        ("[{variant: standard, proposed: [alba], chosen: true}, {variant: gentle, proposed: [borea]}]", False),
        ("gentle", True),
    ],
)
def test_fallbacks_are_not_listed(positions: str, listed: bool, tmp_path: Path) -> None:
    edits = (
        put("clauses/example/duty~gentle.en.md", GENTLE),
        change(INSTRUMENT, "depositary:", f"variants: {{duty: {positions}}}\ndepositary:"),
    )
    found = found_in(copied(tmp_path, *edits))
    assert ("rumour" in [fact.source.record.id for fact in found.facts]) is listed
    assert ("an old treaty" in [cited.precedent.instrument for cited in found.precedents]) is listed


def test_rows_of_a_schedule_rest_on_its_sources() -> None:
    compilation = compile("critical-minerals-agreement")
    found = provenance(compilation.texts[0], compilation.subject.records, compilation.layers)
    uses = {fact.source.record.id: fact.uses for fact in found.facts}
    (use,) = (use for use in uses["li-008"] if use.field == "schedules.0.sources")
    assert [place.key for place in use.places] == ["annex-border-schedule.rates"]
    assert use.places[0].cited == "Section B of Annex 3-A"


# --- bad input ---------------------------------------------------------------------------------------------------


def test_source_of_a_party_that_cannot_be_read(tmp_path: Path, capsys: Capture) -> None:
    broken = put("seeds/sources/broken.yaml", "id: broken\nstatement: A fact.\npublisher: Nobody\ngrade: sure\n")
    party = change("seeds/parties/alba.yaml", "\nsources: [fact]", "\nsources: [broken]")
    listed = run(capsys, "sources", "example", "--project", copied(tmp_path, broken, party))
    assert (listed.out, listed.code) == ("", 2)
    assert listed.err == (
        "seeds/sources/broken.yaml:1:1: error[MOD004]: the field 'seen' is missing\n"
        "  hint: add it; `travaux schema` prints what each field means\n"
        "seeds/sources/broken.yaml:4:8: error[MOD003]: 'sure' is not one of 'official', 'reported' or 'unconfirmed'\n"
        "2 errors\n"
    )


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ("exampel",),
            "travaux: error[MOD005]: unknown instrument or package 'exampel'\n"
            "  hint: did you mean 'example'?\n1 error\n",
        ),
        (
            ("example", "--lang", "es"),
            "seeds/instruments/example.yaml:8:12: error[LIB005]: example is not drafted in 'es'\n"
            "  hint: its languages: en\n1 error\n",
        ),
    ],
)
def test_wrong_arguments(arguments: tuple[str, ...], message: str, capsys: Capture) -> None:
    listed = run(capsys, "sources", *arguments, "--project", EXAMPLE)
    assert (listed.out, listed.err, listed.code) == ("", message, 2)


def test_wrong_usage(capsys: Capture) -> None:
    listed = run(capsys, "sources")
    assert (listed.out, listed.code) == ("", 2)
    assert listed.err.endswith("error: the following arguments are required: INSTRUMENT\n")


# --- JSON --------------------------------------------------------------------------------------------------------

PLACE = {"key": str, "cited": str}
SPAN = {"file": str, "line": int, "column": int}
USE = {"in": str, "field": str, **SPAN, "provisions": [PLACE]}
MAYBE = (str, type(None))
FACT_SHAPE = {
    "key": str,
    "grade": str,
    "seen": str,
    "date": MAYBE,
    "statement": str,
    "publisher": str,
    "citation": MAYBE,
    "url": MAYBE,
    "note": MAYBE,
    **SPAN,
    "uses": [USE],
}
FIGURE_SHAPE = {"path": str, "text": str, "standing": str, "sources": [str], **SPAN, "provisions": [PLACE]}
PRECEDENT_SHAPE = {"instrument": str, "article": MAYBE, "shows": str, "grade": str, "uses": [USE]}
GRADES = {"total": int, "confirmed": int, "official": int, "reported": int, "unconfirmed": int}
REPORT_SHAPE = {
    "facts": GRADES,
    "figures": {**GRADES, "illustrative": int, "record": int, "choice": int, "none": int},
    "precedents": GRADES,
}
TEXT_SHAPE = {
    "instrument": str,
    "language": str,
    "facts": [FACT_SHAPE],
    "figures": [FIGURE_SHAPE],
    "precedents": [PRECEDENT_SHAPE],
    "report": REPORT_SHAPE,
}


def fits(value: Any, shape: Any, at: str = "") -> Iterator[str]:
    """Where a value is not of a shape."""
    match shape:
        case dict():
            if list(value) != list(shape):
                yield f"{at}: {list(value)}"
            for name in shape:
                yield from fits(value[name], shape[name], f"{at}.{name}")
        case list():
            for number, item in enumerate(value):
                yield from fits(item, shape[0], f"{at}[{number}]")
        case _:
            if not isinstance(value, shape):
                yield f"{at}: {value!r}"


@pytest.mark.parametrize("instrument", ["critical-minerals-agreement", "us-mx-action-plan"])
def test_json(instrument: str, capsys: Capture) -> None:
    printed = json.loads(run(capsys, "sources", instrument, "--format", "json").out)
    assert list(fits(printed, {"schema": str, "texts": [TEXT_SHAPE]})) == []
    assert printed["schema"] == "travaux.sources/1"
    (text,) = printed["texts"]
    facts, figures, precedents = text["facts"], text["figures"], text["precedents"]
    for name, listed in (("facts", facts), ("figures", figures), ("precedents", precedents)):
        tallied = text["report"][name]
        assert tallied["total"] == len(listed) == sum(tallied.values()) - tallied["total"] - tallied["confirmed"]
    assert {key for figure in figures for key in figure["sources"]} <= {fact["key"] for fact in facts}
    assert all(fact["uses"] for fact in facts)
    assert all(use["provisions"] for cited in precedents for use in cited["uses"])


# --- nothing is missing, nothing is too much ---------------------------------------------------------------------


class Ear:
    """A validation context that hears of every name."""

    def __init__(self) -> None:
        self.heard: set[tuple[str, str]] = set()

    def meet(self, kind: str, key: str) -> None:
        self.heard.add((kind, key))


def heard(entry: Entry[Any]) -> set[tuple[str, str]]:
    """What validation hears of when a record is read."""
    ear = Ear()
    validate(type(entry.record), entry.raw, ear)
    return ear.heard


def test_walk_finds_all_that_validation_hears_of() -> None:
    records, _ = load(layers(), everything=True)
    every = (records.parties, records.products, records.mechanisms, records.instruments, records.tables)
    names = 0
    for entries in every:
        for entry in entries.values():  # type: ignore[attr-defined]
            found = named(entry.record)
            assert {(kind, key) for kind, key, _ in found} == heard(entry), entry.record.id
            names += len(found)
    assert names > 500


def written(value: Any) -> Iterator[str]:
    """The keys under every `sources` and `price_sources` of a file, by its plain values."""
    match value:
        case dict():
            for name, item in value.items():
                yield from item if name in ("sources", "price_sources") else written(item)
        case tuple():
            for item in value:
                yield from written(item)


@pytest.mark.parametrize("instrument", ["critical-minerals-agreement", "us-mx-action-plan"])
def test_every_source_of_the_library_texts_is_listed_and_no_other(instrument: str) -> None:
    compilation = compile(instrument)
    text, records = compilation.texts[0], compilation.subject.records
    known = {"party": records.parties, "product": records.products}
    used: list[Entry[Any]] = [text.instrument]
    used += [records.mechanisms[key] for key in text.instrument.record.mechanisms]
    used += [records.tables[key] for key in text.instrument.record.tables]
    printed = {("product", v.value.machine) for v in text.document.values if v.value.path.startswith("products/")}
    names = sorted(printed & {("product", key) for key in records.products})
    names += sorted({name for entry in used for name in heard(entry) if name[0] in known})
    used += [known[kind][key] for kind, key in names]  # type: ignore[index]
    wanted = {source for entry in used for source in written(entry.raw.value)}
    wanted |= {s for selected in text.outline.all() for w in selected.wordings for s in w.clause.front.rests_on}
    wanted |= {source for _, source in text.document.draft.rests_on}
    found = provenance(text, records, compilation.layers)
    assert {fact.source.record.id for fact in found.facts} == wanted


#: Places for sources in the example project: what to replace, and whether the instrument `example` uses it.
SLOTS = {
    "instrument": (INSTRUMENT, "\nsources: [fact]", True),
    "threshold": (INSTRUMENT, "    sources: [fact]", True),
    "floor": (FLOOR, "\nsources: [fact]", True),
    "line": (FLOOR, "    sources: [fact]", True),
    "price": ("seeds/mechanisms/reference.yaml", "price_sources: [fact]", True),
    "party": ("seeds/parties/corda.yaml", "\nsources: [fact]", True),
    "capacity": ("seeds/parties/corda.yaml", "role: party, sources: [fact]", True),
    "product": ("seeds/products/examplium.yaml", "sources: [fact]", True),
    "other mechanism": ("seeds/mechanisms/standards.yaml", "\nsources: [fact]", False),
    "clause": (DUTY, "\nprecedents:", True),
    "other clause": ("clauses/example-standards/standards.en.md", "\ntier: 1", False),
}


def named_in(slot: str, key: str) -> Edit:
    file, old, _ = SLOTS[slot]
    new = f"\nrests_on: [{key}]{old}" if file.endswith(".md") else old.replace("[fact]", f"[fact, {key}]")
    return change(file, old, new)


@settings(max_examples=12, deadline=None)
@given(st.sets(st.sampled_from(sorted(SLOTS))))
def test_what_a_used_record_names_is_listed_and_nothing_else(slots: set[str]) -> None:
    keys = {slot: f"s-{slot.replace(' ', '-')}" for slot in sorted(slots)}
    fact = (EXAMPLE / "seeds/sources/fact.yaml").read_text(encoding="utf-8")
    files = [put(f"seeds/sources/{key}.yaml", fact.replace("id: fact", f"id: {key}")) for key in keys.values()]
    with TemporaryDirectory() as folder:
        found = found_in(copied(Path(folder), *files, *(named_in(slot, key) for slot, key in keys.items())))
    used = {key for slot, key in keys.items() if SLOTS[slot][2]}
    assert {fact.source.record.id for fact in found.facts} == used | {"fact"}


def test_same_input_same_bytes(capsys: Capture) -> None:
    first, second = (run(capsys, "sources", "us-mx-action-plan", "--format", "json").out for _ in range(2))
    assert first == second


def test_counts_in_words() -> None:
    grades = ["reported", "official", "reported", "unconfirmed"]
    assert told(tally(grades, ("official", "reported", "unconfirmed"))) == (
        "4: 1 official, 2 reported, 1 unconfirmed; 3 of 4 confirmed"
    )
    assert told(tally([], ("official",))) == "none"

"""Figures that contradict one another: units, times, limits, rates of two schedules, and worked examples."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from travaux.checks._printed import printed_annexes
from travaux.compilation import Text
from travaux.library import Clause
from travaux.model.instrument import Instrument
from travaux.records import Entry
from travaux.selftest._defect import Content, Planting, defect
from travaux.selftest._ground import Ground
from travaux.selftest._source import inserted

_DATED = re.compile(r"(?P<start>\s+)(?P<year>\d{4})(?P<rest>-\d\d-\d\d: \{.*\bbasis: )[^,{}]+(?P<end>.*)")

_OTHER = {"greatest": "least", "least": "greatest"}


# --- units ---------------------------------------------------------------------------------------------------------


@defect("UNI001", follows="PRC001 PRC003 CRD003 FLR004")
def level_on_another_basis(ground: Ground) -> Iterator[Planting]:
    """From some day on the level of a floor is on another basis."""
    yield from _later(ground, "price-floor", "levels")


@defect("UNI001", follows="PRC001 PRC003 CRD003 FLR004")
def reference_price_on_another_basis(ground: Ground) -> Iterator[Planting]:
    """From some day on a reference price is on another basis."""
    yield from _later(ground, "reference-price", "prices")


def _later(ground: Ground, kind: str, field: str) -> Iterator[Planting]:
    """Behind the last price of each good, one of a year later and for another substance."""
    for entry, path in ground.each(kind, "lines", None, field):
        name = entry.raw.file.name
        last = max(line for known, (line, _) in entry.raw.places.items() if known[: len(path)] == path)
        dated = _DATED.fullmatch(ground.read(name).split("\n")[last - 1])
        if dated:
            later = f"{dated['start']}{int(dated['year']) + 1}{dated['rest']}gross product{dated['end']}"
            yield Planting(name, last + 1, {name: inserted(ground.read(name), last + 1, later)})


# --- times ---------------------------------------------------------------------------------------------------------


@defect("TIM006")
def time_that_is_over_too_soon(ground: Ground) -> Iterator[Planting]:
    """A time of a clause is one day, and another has to run before it."""
    for text, clause in ground.clauses:
        own = text.instrument.record.parameters.get(clause.key, {})
        standing = {selected.key for selected in text.outline.all()} | {"instrument"}
        for name, parameter in clause.front.parameters.items():
            first = [each for each in parameter.no_shorter_than if each.partition(".")[0] in standing]
            if first and name not in own:
                line = clause.raw.places[("parameters", name)][0]
                yield from ground.changing(clause.raw, ("parameters", name, "default"), "P1D", line)


@defect("TIM007")
def bound_that_is_misspelled(ground: Ground) -> Iterator[Planting]:
    """A time has to be no shorter than one that is nowhere."""
    for _, clause in ground.clauses:
        for name, parameter in clause.front.parameters.items():
            for number, _ in enumerate(parameter.no_shorter_than):
                path = ("parameters", name, "no_shorter_than", number)
                yield from ground.changing(clause.raw, path, "instrument.selftest")


@defect("TIM006")
def time_that_is_within_another(ground: Ground) -> Iterator[Planting]:
    """Two times of one clause, of which the one that has to run first is the longer."""
    for paragraph in ground.paragraphs:
        clause = paragraph.clause
        if ("parameters",) in clause.raw.keys or not paragraph.operative or paragraph.text.language != "en":
            continue
        added = ground.adding(
            paragraph, "The list takes {{ param.selftest_list }}, and the report {{ param.selftest_report }}."
        )
        (source,) = (added.files or {}).values()
        line = clause.raw.keys[("tier",)][0]
        front = (
            "parameters:\n"
            "  selftest_list: {type: period, default: P50D, meaning: Time for the list}\n"
            "  selftest_report: {type: period, default: P40D, meaning: Time for the report, "
            f"no_shorter_than: [{clause.key}.selftest_list]}}"
        )
        yield Planting(clause.file, line + 2, {clause.file: inserted(str(source), line, front)})


# --- schedules -----------------------------------------------------------------------------------------------------


def _with_schedules(
    ground: Ground, columns: str, *names: str
) -> Iterator[tuple[Entry[Instrument], str, Mapping[str, Content]]]:
    """Each instrument with a folder, and the files by which it comes to have schedules more and an annex of them."""
    for entry, text in ground.own():
        others = [each for each in ground.texts if each is not text]
        family = _family(ground, text)
        if family is None or any(each.instrument is entry for each in others):
            continue
        name = entry.raw.file.name
        items = "\n".join(
            f"  - {{id: {each}, file: {each}.csv, key: line, columns: ["
            f"{{name: line, heading: {{{text.language}: Line}}, type: text}}, "
            f"{{name: party, heading: {{{text.language}: Owner}}, type: party}}, {columns}]}}"
            for each in names
        ).replace("LANGUAGE", text.language)
        there = entry.raw.keys.get(("schedules",))
        record = ground.read(name)
        if there is None:
            record = inserted(record, entry.raw.keys[("parties",)][0], f"schedules:\n{items}")
        elif record.split("\n")[there[0] - 1].rstrip() == "schedules:":
            record = inserted(record, there[0] + 1, items)
        else:
            continue
        printed = "\n\n".join(f'{{{{ schedule("{each}") }}}}' for each in names)
        front = "heading: Rates of owners\npurpose: Rates.\norder: 990\nplace: annex\ntier: 1"
        with_it: dict[str, Content] = {
            name: record,
            f"clauses/{family}/selftest-annex.{text.language}.md": f"---\n{front}\n---\n{printed}\n",
            f"clauses/{family}/family.yaml": ground.read(f"clauses/{family}/family.yaml"),
        }
        yield entry, name.rpartition("/")[0], with_it


def _family(ground: Ground, text: Text) -> str | None:
    """A family of articles that stands in one text alone."""
    others = {c.family for t in ground.texts if t is not text for c in _clauses(t)}
    found = (c.family for c in _clauses(text) if c.front.place == "article" and c.family not in others)
    return next(found, None)


def _clauses(text: Text) -> list[Clause]:
    return [wording.clause for selected in text.outline.all() for wording in selected.wordings]


def _csv(head: str, rows: Sequence[str]) -> str:
    return "\n".join([head, *rows]) + "\n"


@defect("SCH004")
def limit_of_its_own(ground: Ground) -> Iterator[Planting]:
    """A row of a schedule limits the charge to another share than the record of the charge."""
    column = "{name: adjustment_cap, heading: {LANGUAGE: Limit}, type: percentage, required: false}"
    for entry, folder, with_it in _with_schedules(ground, column, "selftest-limits"):
        charges = [
            each for _, each in ground.mechanisms("border-adjustment") if each.record.id in entry.record.mechanisms
        ]
        for number, party in enumerate(entry.record.parties if len(charges) == 1 else ()):
            cap = charges[0].record.cap
            rows = [f"{key}-1,{key},{f'{cap.value}%' if cap else ''}" for key in entry.record.parties]
            rows[number] = f"{party}-1,{party},{cap.value + 5 if cap else 5}%"
            name = f"{folder}/selftest-limits.csv"
            yield Planting(name, number + 2, {**with_it, name: _csv("line,party,adjustment_cap", rows)})


@defect("SCH006")
def rate_of_two_schedules(ground: Ground) -> Iterator[Planting]:
    """Two schedules give one party two rates for one line."""
    column = "{name: rate, heading: {LANGUAGE: Rate}, type: percentage}"
    one, other = "selftest-first", "selftest-second"
    for entry, folder, with_it in _with_schedules(ground, column, one, other):
        rows = [f"{key}-1,{key},5%" for key in entry.record.parties]
        for number, row in enumerate(rows):
            changed = [*rows[:number], row.replace("5%", "6%"), *rows[number + 1 :]]
            files = {f"{folder}/{one}.csv": _csv("line,party,rate", rows)}
            files[f"{folder}/{other}.csv"] = _csv("line,party,rate", changed)
            yield Planting(f"{folder}/{other}.csv", number + 2, {**with_it, **files})


@defect("SCH007")
def good_in_two_rows(ground: Ground) -> Iterator[Planting]:
    """A good of a party stands in a second row of its schedule, under another key."""
    for entry, _ in ground.own():
        for schedule in entry.record.schedules:
            name = f"{entry.raw.file.name.rpartition('/')[0]}/{schedule.file}"
            lines = ground.read(name).rstrip("\n").split("\n")
            kinds = {column.type for column in schedule.columns if column.name != schedule.key}
            if lines[0].startswith(f"{schedule.key},") and {"party", "hs"} <= kinds:
                for line in lines[1:]:
                    again = f"selftest-line,{line.partition(',')[2]}"
                    yield Planting(name, len(lines) + 1, {name: _csv(lines[0], [*lines[1:], again])})


@defect("SCH007")
def good_in_two_rows_of_a_new_schedule(ground: Ground) -> Iterator[Planting]:
    """A schedule of all goods has one of them twice for a party."""
    column = "{name: hs, heading: {LANGUAGE: Goods}, type: hs}"
    for entry, folder, with_it in _with_schedules(ground, column, "selftest-goods"):
        goods = [p.record.stages for p in ground.subject.products(entry)]
        codes = dict.fromkeys(str(line.hs) for stages in goods for lines in stages.values() for line in lines)
        rows = [f"{key}-{n},{key},{code}" for key in entry.record.parties for n, code in enumerate(codes)]
        for row in rows:
            again = f"selftest-line,{row.partition(',')[2]}"
            name = f"{folder}/selftest-goods.csv"
            yield Planting(name, len(rows) + 2, {**with_it, name: _csv("line,party,hs", [*rows, again])})


# --- calculations --------------------------------------------------------------------------------------------------


def _typing(ground: Ground, printed: str, typed: str) -> Iterator[tuple[Text, Clause, list[str], int, str]]:
    """The clauses that print calculations, with other words for some in their lines, and the number of that line."""
    for text, clause in ground.clauses:
        lines = ground.read(clause.file).split("\n")
        for number, line in enumerate(lines if "calculation()" in clause.body else ()):
            if printed in line:
                after = [*lines[:number], line.replace(printed, typed), *lines[number + 1 :]]
                yield text, clause, lines, number, "\n".join(after)


@defect("CAL001")
def step_that_is_typed(ground: Ground) -> Iterator[Planting]:
    """A step of a calculation is typed and takes the greatest amount for the least, or the other way round."""
    typed = '{% if m.kind == "KIND" and loop.index == NUMBER %}WORDS{% else %}{{ step }}{% endif %}'
    for text, clause, _, number, after in _typing(ground, "{{ step }}", typed):
        for key, printed in printed_annexes(text).get(clause.key, {}).items():
            step = re.fullmatch(r"(?P<kind>.+)-step-(?P<number>\d+)", key.rpartition(".")[2])
            words = re.sub("the (greatest|least) of", lambda m: f"the {_OTHER[m[1]]} of", printed.text)
            if step and words != printed.text and not re.search(r"\d", words.partition(". ")[2]):
                made = after.replace("KIND", step["kind"]).replace("NUMBER", step["number"]).replace("WORDS", words)
                yield Planting(clause.file, number + 1, {clause.file: made})


@defect("CAL002")
def result_that_is_typed(ground: Ground) -> Iterator[Planting]:
    """The results of worked examples are typed; it is told where their table begins."""
    typed = '{% if loop.last %}{{ plain("USD 4,711.00") }}{% else %}{{ r.amount }}{% endif %}'
    for _, clause, lines, number, after in _typing(ground, "{{ r.amount }}", typed):
        table = next(at for at in range(number, 0, -1) if "{{ table(" in lines[at])
        yield Planting(clause.file, table + 1, {clause.file: after})

"""Writes the pages that are made from the code.

`docs/checks.md` comes from the checks, `docs/proofs.md` from the proofs, `docs/word-styles.md` from the styles,
`docs/entries.md` from what is assessed, `docs/coverage.md` from `docs/coverage.yaml` and what the code says it covers,
`docs/schemas/` from the models, `docs/promotion.example.txt` from two texts.

Usage: python scripts/write_docs.py. The same files on every run; a test fails when they are not current.
"""

from __future__ import annotations

import importlib
import itertools
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from travaux.assess.classify import REASONS
from travaux.assess.columns import COLUMNS
from travaux.build import compile
from travaux.checks import Check, builtin_checks
from travaux.covering import Covering, covering
from travaux.promotion.compare import pair, promotion
from travaux.promotion.text import as_text
from travaux.prove import Invariant, builtin_invariants
from travaux.prove._places import Place, places
from travaux.renderers.docx import comments
from travaux.renderers.docx.styles import CHARACTER_STYLES, PARAGRAPH_STYLES, TABLE_STYLES
from travaux.report._codes import severity_of_stage, stage_codes
from travaux.schemas import schema, schema_kinds
from travaux.selftest.example import sections
from travaux.signoff import builtin_items

DOCS = Path(__file__).resolve().parents[1] / "docs"

_HEAD = """\
# Checks

This page is made from the docstrings of the checks by `scripts/write_docs.py`. `travaux explain CODE` prints the same.

An **error** blocks the text: nothing is rendered without `--draft`. A **warning** is for a lawyer to settle. An
**info** notes a step to come, or a question that the tool cannot decide; it is never silently passed.

Where the column **fix** says *safe*, `travaux check --fix` mends what can only be mended in one way; where it says
*unsafe*, `--unsafe-fixes` does, as operative words or the figures of a record change: see [checking.md](checking.md).

A finding that is accepted is suppressed in the file where it arises, with its reason:

```yaml
suppress:
  - {code: CAP002, reason: The approval was given on 4 May and is being printed.}
```

With `until: 2027-03-31` it is accepted in drafts dated up to that day, by `status: {date: ...}` of the instrument. A
suppression that suppresses nothing, or no longer, is itself reported.

Each example below is one or more files laid over a small project (`tests/example_project`), those of **Given** below
every one of a check; the tests compile all of them, and carry out the fixes. **Follows** names other errors that the
examples of a check have as well.
"""

_STYLES_HEAD = """\
# Word styles

This page is made from the tables of `src/travaux/renderers/docx/styles.py` by `scripts/write_docs.py`.

All that decides how the Word file looks stands in the styles of one document, `templates/docx/reference.docx`: fonts,
sizes, colours, spacing, indents, borders, what begins a new page. Size and margins of the page are those of its first
section. The text of that document is a sample and is not used. A ministry that has a house style of its own puts a
document of its own in its place.

## A reference document of your own

1. Copy the library's into your project:

   ```sh
   mkdir -p templates/docx
   library=$(python -c 'from travaux.discover import builtin_layer; print(builtin_layer().root)')
   cp "$library/templates/docx/reference.docx" templates/docx/
   ```

   Or take the ministry's template (saved as `.docx`) and put it there under the name `reference.docx`.
2. Open it in Word or LibreOffice, change the styles and the page, and save. Keep the names of the styles. Give a list
   style its indent; its number comes from the document, and numbers in the template are not used.
3. Run `travaux check`. One warning, `STY001`, names the styles that the document lacks. The text is built all the same:
   for each a plain style of that name is made, without any look of its own.

What is not taken from it: headers and footers (their words are those of `status`; their look is that of the styles
`header` and `footer`), lists, macros. A style that Word counts among its own has the English name given here in the
file, whatever language Word shows it in.

A style is bound to its list, and headings to the outline, when the text is built: the outline levels follow the depth
of the text, so that its headings have no gap. With `house: {line_numbers: ...}` every style but those of the text
itself is told to leave its lines uncounted.
"""

_STYLES_TAIL = """\
## Made where they are missing, without a warning

Comments want the styles {comments}. The wording of each party that is still open has a character style of its own,
named by the key of the party in capitals: `Party US`, `Party EU`, and `Party Several` for what several propose. Where
the document has no style of that name, one is made with a colour.
"""

_ENTRIES_HEAD = """\
# Entries

This page is made from the tables of `src/travaux/assess/` by `scripts/write_docs.py`.

`travaux assess INSTRUMENT ENTRIES.csv` says what the border adjustments of an instrument would charge on the entries of
a file: an estimate of what a clause does on past entries, with the formula of the annex. It is not a customs system.
`-o OUT.csv` (or `.json`) writes what each entry comes to, `--explain N` tells one entry step by step with the articles
it rests on, `--format json` prints the summary as data, `--party us` takes the entries of one Party. The phase-in and
the first day of each Party run from `--in-force DATE`; without it, from the first day of the first floor level, and the
summary says so. Rates of exchange and indicator prices come from the tables of the instrument.

Every entry is **assessed** (an amount, which can be 0.00), **not charged** for a reason, or **not assessable** for a
reason. A value that is not known is never taken for nothing: without a customs value no amount is found, and other
duties that are none are written as 0. The exit code is 0, also where entries are not assessable, and 2 where the file
or the instrument is wrong; nothing is then written.

The amounts are in the currency of the floor level; what is due is what is left once an amount that was paid in another
Party is deducted. One entry may hold up to three substances with floor levels, in one currency and unit of mass:
`good`, `good_2`, `good_3` and the assays of each. A quota is divided by customs, not here: `excess_share` says how much
of the goods is in excess of it. Goods on their way when a level changes, or when a floor applies again, keep the state
before the change where `date_of_departure` shows that they had left. Relief that was granted under the clause on
drawback is named in `relief`; relief for hardship, earlier contracts and end uses is a repayment that no entry shows.
The amount is not converted into the currency of the importing Party.

## Tables by day

An instrument may name [tables](records.md#tables) whose rows have a first day, `since`:

| holds | what it gives |
|---|---|
| `exchange-rate-series` | published rates by day, in place of `exchange-rate` |
| `daily-exchange-rate` | rates of the day, for a `currency_rule` with `daily_from` |
| `indicator-price-series` | indicator prices by day, in place of `outside-price` |
| `floor-suspension` | 1 from the first day of a suspension of the floor, 0 from the day on which it applies again |

## The file

CSV in UTF-8 with commas; the first line names the columns, in any order. Other columns are let be, and blank lines
passed over. A cell that is empty is a value that is not known; one that cannot be read is a fault of the file. Write
numbers as `1234.50`, dates as `2027-01-31`, and yes or no as `yes` and `no`. A mass in another unit than that of the
floor is converted where that is exact to three decimal places.

| column | holds | needed | meaning |
|---|---|---|---|
"""

_ENTRIES_REASONS = """
## Reasons

These are found before the formula, or after it for small importers and small contents, in this order. Those of the
formula name an input or table and say what is wrong with it: `NO_CUSTOMS_VALUE`, `CUSTOMS_VALUE_OUT_OF_RANGE`,
`NET_DRY_MASS_TOO_MANY_DECIMALS`, `NO_RATE_OF_EXCHANGE_IN_FORCE`. All of them leave the entry not assessable.

| code | status | meaning |
|---|---|---|
"""

_PROOF_SECTION = re.compile(r"^(Why|Source|Assumes):[ ]*(.*)$", re.MULTILINE)
_PROOFS_HEAD = """\
# Proofs

This page is made from the docstrings of the invariants by `scripts/write_docs.py`. `travaux prove --explain I-01`
prints the same.

`travaux prove` looks for cases in which an agreement fails its own purpose: a floor that can be walked round, a refund
that undoes a charge, a condition that can never be met. For each invariant it says whether it

- **holds**, on the assumptions that are printed with it;
- **fails**, with a counterexample: exact figures, the steps, what would mend it, and the assumptions;
- is **not decided**, and what figure is missing; or
- does **not apply** to the text.

What is not decided never counts as holding. Every counterexample is evaluated a second time, in fractions and by other
means than those that found it; one that does not reproduce is an internal error and is not printed. What is proved is
proved of the model: over-invoicing, side payments, misdeclared content and smuggling are outside it.

Some questions on formulas are decided with the solver [Z3](https://github.com/Z3Prover/z3), which
`pip install 'travaux[prove]'` installs; without it they are not decided. What the solver proved can be proved again by
any other: `--format json` has the question in SMT-LIB under `replay`, and the answer has to be `unsat`.

Figures of freight, prices, costs, duties and rates come from the [tables](records.md#tables) that the instrument names.
The exit code is 1 where something fails, 0 otherwise, 2 where the input is wrong.
"""

_COVERAGE_HEAD = """\
# Coverage

This page is made by `scripts/write_docs.py` from `docs/coverage.yaml`, from the lines `Covers:` of the checks and of
the sign-off items, and from the invariants that checks keep.

It says of each fault that trade agreements are known to have, of each legal constraint of the parties and of WTO law,
of each rule of drafting and of each invariant of a finished document what decides it here:

- a [check](checks.md) finds it, or asks a person where it says *warning* or *info*;
- a *record* refuses it when it is read, or another stage of the build does;
- a [proof](proofs.md) looks for a case in which it fails;
- a *sign-off item* asks a person: `travaux signoff INSTRUMENT` prints the list;
- or a build cannot have it, or nothing decides it yet, and then the table says why.
"""

_COVERAGE_TITLES = {
    "catalogue": "Faults of agreements",
    "constraints": "Legal constraints",
    "rules": "Rules of drafting",
    "invariants": "Invariants of a document",
}

_TAIL_HEAD = """\
## Findings of the stages before the checks

Errors here are errors of the input. The build stops after the stage that found them, and reports all of them together.
"""


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _section(name: str, text: str) -> list[str]:
    if name in ("Given", "Fails", "Passes"):
        return [f"{name}:", "", "````text", text, "````", ""]
    words = " ".join(text.split())
    return [f"**{name}.** {words[:1].upper()}{words[1:]}", ""]


def _check(check: Check) -> list[str]:
    said = "; ".join(filter(None, (check.severity.value, check.mends)))
    head = [f"### {check.code}", "", f"{check.summary} *({said})*", ""]
    return [*head, *(line for name, text in sections(check) if name != "At" for line in _section(name, text))]


def _family(module: str, checks: Sequence[Check]) -> list[str]:
    said = importlib.import_module(module).__doc__ or ""
    heading = module.rpartition(".")[2].replace("_", " ").capitalize()
    head = [f"## {heading}", "", " ".join(said.partition("\n\n")[0].split()), ""]
    return [*head, *(line for check in checks for line in _check(check))]


def _table(rows: Mapping[str, tuple[str, str]]) -> list[str]:
    lines = [f"| {code} | {severity} | {_cell(text)} |" for code, (severity, text) in rows.items()]
    return ["| code | severity | what is wrong |", "|---|---|---|", *lines, ""]


def checks_page() -> str:
    """The page of all checks."""
    checks = sorted(builtin_checks(), key=lambda c: (c.logic.__module__, c.code))
    families = [(name, list(own)) for name, own in itertools.groupby(checks, key=lambda c: c.logic.__module__)]
    contents = [
        f"| [{c.code}](#{c.code.lower()}) | {c.severity.value} | {c.fix} | {_cell(c.summary)} |"
        for _, own in families
        for c in own
    ]
    head = ["| code | severity | fix | what is wrong |", "|---|---|---|---|"]
    codes = sorted(stage_codes().items())
    stages = {code: (severity_of_stage(code), text) for code, text in codes}
    body = [line for name, own in families for line in _family(name, own)]
    return "\n".join([_HEAD, *head, *contents, "", *body, _TAIL_HEAD, *_table(stages)])


def _styles(title: str, styles: Mapping[str, str]) -> list[str]:
    rows = [f"| {name} | {_cell(purpose)} |" for name, purpose in styles.items()]
    return [f"## {title}", "", "| style | what it is for |", "|---|---|", *rows, ""]


def styles_page() -> str:
    """The page of the styles of the Word file."""
    tables = {"Paragraphs": PARAGRAPH_STYLES, "Words": CHARACTER_STYLES, "Tables": TABLE_STYLES}
    body = [line for title, styles in tables.items() for line in _styles(title, styles)]
    named = " and ".join(f"`{name}`" for name in comments.STYLES)
    return "\n".join([_STYLES_HEAD, *body, _STYLES_TAIL.format(comments=named)])


def _invariant(tried: Invariant) -> list[str]:
    """The section of one invariant: what must hold, how it is decided, why, where it comes from, what is assumed."""
    said = tried.description
    named = list(_PROOF_SECTION.finditer(said))
    how = " ".join(said[len(tried.summary) : named[0].start()].split())
    lines = [f"### {tried.number}", "", f"{tried.summary}{f' {how}' if how else ''}", ""]
    for match, later in itertools.zip_longest(named, named[1:]):
        words = " ".join((match[2] + said[match.end() : later.start() if later else None]).split())
        lines += [f"**{match[1]}.** {words[:1].upper()}{words[1:]}", ""]
    return lines


def proofs_page() -> str:
    """The page of all invariants."""
    invariants = sorted(builtin_invariants(), key=lambda i: (i.logic.__module__, i.number))
    lines = [_PROOFS_HEAD, "| invariant | what must hold | kept by |", "|---|---|---|", *_kept_by(), ""]
    for module, own in itertools.groupby(invariants, key=lambda i: i.logic.__module__):
        said = importlib.import_module(module).__doc__ or ""
        lines += [f"## {module.rpartition('.')[2].replace('_', ' ').capitalize()}", "", " ".join(said.split()), ""]
        lines += [line for tried in own for line in _invariant(tried)]
    return "\n".join(lines)


def _kept_by() -> Iterator[str]:
    """A line for each invariant: what must hold, and by what the code says that it is kept."""
    for number, own in itertools.groupby(places(), key=lambda place: place.number):
        found = list(own)
        proved = any(place.kind == "proof" for place in found)
        what = found[0].what if found[0].kind != "open" else "Not decided."
        name = f"[{number}](#{number.lower()})" if proved else number
        yield f"| {name} | {_cell(what)} | {_cell('; '.join(map(_place, found)))} |"


def _place(place: Place) -> str:
    match place.kind:
        case "proof":
            return "`travaux prove`"
        case "check":
            return f"check [{place.name}](checks.md#{place.name.lower()})"
        case "record":
            return f"the record: `{place.name}`"
        case "open":
            return f"not decided: {place.what}"


def _covered_by(row: Mapping[str, Any], found: Sequence[Covering]) -> str:
    """The cell of a row: what decides it, and what else there is to say."""
    parts = []
    for place in found:
        link = f"checks.md#{place.code.lower()}" if place.kind == "check" else f"#{place.code.lower()}"
        parts.append(f"[{place.code}]({link})")
    for other in row.get("by", ()):
        kind, _, name = other.rpartition(" ")
        link = f"proofs.md#{name.lower()}" if kind == "proof" else ""
        link = "checks.md#findings-of-the-stages-before-the-checks" if not kind else link
        parts.append(f"{kind} [{name}]({link})".strip() if link else f"{kind} `{name}`")
    said = [", ".join(parts)] if parts else []
    said += [row["built"]] if "built" in row else []
    said += [f"*Open:* {row['open']}"] if "open" in row else []
    return _cell(". ".join(text.removesuffix(".") for text in said) + ("." if len(said) > 1 or not parts else ""))


def coverage_page() -> str:
    """The table of what is decided where, and the sign-off items."""
    tables = YAML(typ="safe", pure=True).load((DOCS / "coverage.yaml").read_text(encoding="utf-8"))
    found, lines = covering(), [_COVERAGE_HEAD]
    for section, rows in tables.items():
        lines += [f"## {_COVERAGE_TITLES[section]}", "", "| id | what | decided by |", "|---|---|---|"]
        lines += [f"| {key} | {_cell(r['name'])} | {_covered_by(r, found.get(key, ()))} |" for key, r in rows.items()]
        lines.append("")
    lines += ["## Sign-off items", ""]
    for asked in builtin_items():
        lines += [f"### {asked.code}", "", asked.question, ""]
        lines += [line for name in ("Why", "Source") for line in _section(name, asked.said(name))]
    return "\n".join(lines)


def schema_files() -> dict[str, str]:
    """The JSON Schema of every kind of file, by the name of its file."""
    return {f"{kind}.json": json.dumps(schema(kind), indent=1, ensure_ascii=False) + "\n" for kind in schema_kinds()}


def entries_page() -> str:
    """The columns of entries and the reasons why one is not charged."""
    columns = "\n".join(f"| `{c.name}` | {c.kind} | {c.needed} | {c.meaning} |" for c in COLUMNS)
    reasons = "\n".join(f"| `{code}` | {status} | {meaning} |" for code, (status, meaning, _) in REASONS.items())
    return f"{_ENTRIES_HEAD}{columns}\n{_ENTRIES_REASONS}{reasons}\n"


def promotion_example() -> str:
    """What `travaux promote us-mx-action-plan --into critical-minerals-agreement` prints."""
    source, target = "us-mx-action-plan", "critical-minerals-agreement"
    compilation = compile((source, target))
    texts = pair(compilation.texts, source, target)
    return f"{as_text(promotion(*texts, compilation.subject.records))}\n"


def main() -> None:
    """Writes the pages and the schemas, and removes schemas of kinds that are gone."""
    folder = DOCS / "schemas"
    folder.mkdir(parents=True, exist_ok=True)
    (DOCS / "checks.md").write_text(checks_page(), encoding="utf-8")
    (DOCS / "word-styles.md").write_text(styles_page(), encoding="utf-8")
    (DOCS / "proofs.md").write_text(proofs_page(), encoding="utf-8")
    (DOCS / "entries.md").write_text(entries_page(), encoding="utf-8")
    (DOCS / "promotion.example.txt").write_text(promotion_example(), encoding="utf-8")
    (DOCS / "coverage.md").write_text(coverage_page(), encoding="utf-8")
    files = schema_files()
    for path in folder.glob("*.json"):
        if path.name not in files:
            path.unlink()
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()

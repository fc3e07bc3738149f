"""Contradictions to plant in the package of the example project: by name, the files that are laid over it."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

from examples import PROJECT, merged
from travaux.build import Options, compile
from travaux.diagnostic import Diagnostic

PLAN, TREATY = "seeds/instruments/example-plan.yaml", "seeds/instruments/example.yaml"
WORK, TERMS = "clauses/example-plan/plan-work.en.md", "clauses/example-plan/terms.en.md"
ADOPTED = (
    "template: example-treaty\nentry_into_force: {min_parties: 2, delay: P45D, later: P35D}\ndepositary: alba\n"
    "products: [examplium]\n"
)
MINISTRY = """\
id: alba-ministry
names: {en: {long: the Ministry of Alba, short: the Ministry of Alba}}
entity: institution
part_of: alba
signature: {en: For the Ministry of Alba}
capacities: {example-plan: {role: participant, acts_for: alba}}
languages: [en]
currency: USD
bodies: {trade: {en: the Office for Commerce of Alba}}
"""


def laid(folder: Path, files: Mapping[str, str]) -> Path:
    """The example project with files laid over it: a YAML file is merged, any other replaces."""
    shutil.copytree(PROJECT, folder, dirs_exist_ok=True)
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        merge = path.suffix == ".yaml" and path.is_file()
        path.write_text(merged(path.read_text(encoding="utf-8"), text) if merge else text, encoding="utf-8")
    return folder


def planted(folder: Path, files: Mapping[str, str], *names: str) -> list[Diagnostic]:
    """What the checks across packages find in the package, or in a build of other names."""
    found = compile(names or "both", Options(project=laid(folder, files))).diagnostics
    return [d for d in found if d.code.startswith("PKG")]


def clause(body: str, more: str = "") -> str:
    """A clause with some front matter more."""
    return f"---\nheading: Actions\npurpose: Says something.\norder: 40\ntier: 1\n{more}---\n{body}\n"


def report(due: str, lead: str = "trade", who: str = "alba") -> str:
    """A timetable with the action of the example plan, told otherwise."""
    leads = f"{{{who}: {lead}, borea: trade}}"
    return (
        f"timetable:\n  - {{id: report, action: {{en: Report}}, leads: {leads}, due: {due}, output: {{en: Report}}}}\n"
    )


def of_plan(key: str, *changes: tuple[str, str]) -> dict[str, str]:
    """A mechanism of the plan, which is like one of the treaty but for some words."""
    text = (PROJECT / f"seeds/mechanisms/{key}.yaml").read_text(encoding="utf-8")
    for old, new in (f"id: {key}", f"id: {key}-of-plan"), *changes:
        assert old in text, old
        text = text.replace(old, new)
    names = {"reference": "reference-of-plan", "floor": "reference, floor-of-plan, adjustment"}[key]
    return {f"seeds/mechanisms/{key}-of-plan.yaml": text, PLAN: f"{ADOPTED}mechanisms: [{names}]\n"}


CASES: Mapping[str, Mapping[str, str]] = {
    "provision that the other text lacks": {WORK: clause('They look at {{ elsewhere("example", "duty.acept") }}.')},
    "way out of the package": {PLAN: "leads_to: exampel\n"},
    "circle": {TREATY: "leads_to: example-plan\n"},
    "circle of one": {TREATY: "leads_to: example\n"},
    "one title for two": {PLAN: "title: {en: agreement on trade in Examplium}\n"},
    "title of the other quoted otherwise": {WORK: clause("They prepare the Agreement on Examplium Trade.")},
    "own title quoted otherwise": {
        PLAN: "title: {en: Action Plan on Trade in Examplium}\n",
        WORK: clause("This is the Action Plan on Examplium Trade."),
    },
    "another meaning": {
        TERMS: clause(
            "- {#good} **covered good** means any good made of examplium.",
            "defines: {covered-good: [covered good, covered goods]}\n",
        )
    },
    "another name": {
        TERMS: clause("- {#panel} **Joint Panel** means a body.", "defines: {committee: [Joint Panel]}\n")
    },
    "body named otherwise": {
        "seeds/parties/alba-ministry.yaml": MINISTRY,
        PLAN: "parties: [alba-ministry, borea]\ntimetable: []\n",
    },
    "another floor": of_plan("floor", ("12.50", "13.00")),
    "floor in another unit": of_plan("floor", ("per: kg", "per: t")),
    "floor from another day": of_plan("floor", ("2027-01-01", "2027-07-01")),
    "floor that changes later": of_plan(
        "floor",
        (
            "contained Ex}\n",
            "contained Ex}\n      2028-01-01: {amount: 14, currency: USD, per: kg, basis: contained Ex}\n",
        ),
    ),
    "another benchmark": of_plan(
        "reference", ("benchmark: cost model for examplium", "benchmark: survey of contracts")
    ),
    "another reference price": of_plan("reference", ("12.50", "12.60")),
    "other tariff lines": of_plan("floor", ("HS2022 8110.10", "HS2022 8110.20")),
    "another time": {TREATY: report("P60D")},
    "another lead body": {
        TREATY: report("P50D", lead="geology"),
        "seeds/parties/alba.yaml": "bodies: {geology: {en: Survey}}\n",
    },
    "another lead body in another circle": {
        TREATY: "timetable:\n  - {id: report, action: {en: Report}, leads: {alba: geology, corda: trade}, due: P9D, "
        "output: {en: Report}}\n",
        "seeds/parties/alba.yaml": "bodies: {geology: {en: Survey}}\n",
    },
    "action after the signature of the next": {
        TREATY: "signing: {opens: 2026-09-01, closes: 2027-09-01}\n",
        PLAN: "signing: {date: 2026-08-01}\n",
    },
    "period that outlasts the way to the next": {
        TREATY: "signing: {opens: 2026-10-01, closes: 2027-09-01}\n",
        PLAN: "signing: {date: 2026-08-01}\ntimetable: []\n",
        WORK: clause(
            "They complete their actions within {{ param.horizon }}.",
            "parameters: {horizon: {type: period, default: P3M, meaning: The period of the plan}}\n",
        ),
    },
    "plan after the next": {TREATY: "signing: {date: 2026-09-01}\n", PLAN: "signing: {date: 2026-10-01}\n"},
    "absent party": {TREATY: "parties: [alba, corda]\nrequired: null\n"},
    "commitment without a clause": {
        WORK: clause(
            "The Participants intend to complete their actions.", "uses: [participant]\nbecomes: [stock-data]\n"
        )
    },
    "pilot of a product that the next text leaves out": {
        PLAN: "pilot_products: [examplium, otherium]\n",
        "seeds/products/otherium.yaml": "id: otherium\nnames: {en: otherium}\nmarket: opaque\n"
        "lists: {us_2025: true, eu: critical, jp_rare_metal: true}\n"
        "stages: {metal: [{hs: HS2022 8112.99, description: {en: unwrought otherium}}]}\nsources: [fact]\n",
    },
}

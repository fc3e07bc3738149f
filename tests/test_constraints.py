"""The legal constraints of the parties and of WTO law, each provoked by a small edit of the real records.

An edit is YAML laid over a record of the library, or a clause of its own; the finding is expected at one file and
place. What a record or another stage refuses is expected as that fault.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from check_findings import AGREEMENT, LIBRARY, PLAN, changed_library, told_by
from test_coverage import TABLES
from travaux.build import Options, compile
from travaux.diagnostic import Diagnostic, Failure, Severity

CORE = "critical-minerals-agreement-core"
TEXT = f"seeds/instruments/{CORE}.yaml"
FULL = f"seeds/instruments/{AGREEMENT}.yaml"
PLANNED = f"seeds/instruments/{PLAN}.yaml"
EU, JP, MX, US = (f"seeds/parties/{key}.yaml" for key in ("eu", "jp", "mx", "us"))
CHARGE = "seeds/mechanisms/border-price-adjustment.yaml"
FLOOR = "seeds/mechanisms/border-equalised-floors.yaml"
PRICES = "seeds/mechanisms/reference-prices.yaml"
ZONE = "seeds/mechanisms/trade-zone.yaml"
GUARD = "seeds/mechanisms/market-disruption-safeguard.yaml"
RESERVE = "seeds/mechanisms/strategic-reserves.yaml"
EXPORTS = "seeds/mechanisms/export-discipline.yaml"
SUPPORT = "seeds/mechanisms/producer-support.yaml"
MONEY = "seeds/mechanisms/investment.yaml"
GOVERN = "seeds/mechanisms/governance.yaml"
NOTE = "clauses/transparency/own-words.en.md"
BASES = """legal_basis:
  - {pair: [eu, jp], basis: gatt-xxiv, agreement: EU-Japan EPA}
  - {pair: [eu, mx], basis: gatt-xxiv, agreement: EU-Mexico Global Agreement}
  - {pair: [eu, us], basis: waiver-ix-3, fallback: gatt-xxi}
  - {pair: [jp, mx], basis: gatt-xxiv, agreement: CPTPP}
  - {pair: [mx, us], basis: gatt-xxiv, agreement: USMCA}
"""
DUTIES = """duties:
  - {party: eu, authority: AUTHORITY, lag: P12M}
  - {party: jp, authority: customs-tariff-statute, lag: P6M}
  - {party: mx, authority: tariff-decree, lag: P3M}
  - {party: us, authority: statute, lag: P3M}
"""


@dataclass(frozen=True)
class Case:
    """One edit and what it must lead to: a code, in a file, on the field that is named (or any)."""

    id: str
    files: Mapping[str, str]
    code: str
    file: str
    at: str = ""
    """What the line of the finding holds."""
    instrument: str = CORE


def duties(authority: str, party: str = "eu") -> str:
    wanted = DUTIES.replace("AUTHORITY", "ccp-legislation")
    old = {"eu": "ccp-legislation", "us": "statute", "jp": "customs-tariff-statute", "mx": "tariff-decree"}[party]
    return wanted.replace(f"{{party: {party}, authority: {old}", f"{{party: {party}, authority: {authority}")


def clause(words: str) -> str:
    return f"---\nheading: Own words\npurpose: Says what it must not.\norder: 5\ntier: 1\nuses: [party]\n---\n{words}\n"


CASES = (
    # --- United States
    Case("US-01", {TEXT: "routes: {us: sole-executive}"}, "CAP006", TEXT, "us: sole-executive"),
    Case("US-01", {TEXT: "routes: {us: null}"}, "CAP004", TEXT, "routes"),
    Case("US-02", {CHARGE: duties("ieepa", "us")}, "DUT002", CHARGE, "ieepa"),
    Case(
        "US-03",
        {
            CHARGE: duties("section-232", "us"),
            US: "duty_authorities: [{id: section-232, name: '232', usable: true, stages: [metal]}]",
        },
        "DUT003",
        CHARGE,
        "section-232",
    ),
    Case("US-04", {CHARGE: duties("section-232", "us")}, "DUT007", CHARGE, "section-232"),
    Case(
        "US-05", {NOTE: clause("The quantities of each Party shall not be published.")}, "LIM006", NOTE, "shall not be"
    ),
    Case(
        "US-06",
        {
            NOTE.replace("transparency", "action-plan"): clause("The Participants shall meet.").replace(
                "uses: [party]\n", ""
            )
        },
        "REG001",
        NOTE.replace("transparency", "action-plan"),
        "shall meet",
        PLAN,
    ),
    Case("US-07", {TEXT: "routes: {us: sole-executive}"}, "CAP006", TEXT, "us: sole-executive"),
    Case("US-08", {CHARGE: "revenue_use: appropriated-fund"}, "LIM001", CHARGE, "revenue_use"),
    Case("US-09", {CHARGE: duties("section-122", "us")}, "DUT004", CHARGE, "section-122"),
    Case("US-10", {NOTE: clause("Project Vault shall deliver goods to each Party.")}, "LIM005", NOTE, "Project Vault"),
    # --- North America
    Case("NA-01", {MX: "non_market: true"}, "REL004", TEXT, "mx"),
    Case("NA-02", {CHARGE: "member_exempt: false"}, "REL002", CHARGE, "member_exempt"),
    Case("NA-02", {CHARGE: "refund: drawback-on-export"}, "MEC006", CHARGE, "refund"),
    Case(
        "NA-03",
        {NOTE: clause("The USMCA is incorporated into and made part of this Agreement for each Party.")},
        "REL005",
        NOTE,
        "made part of",
    ),
    # --- European Union
    Case("EU-01", {TEXT: "parties: [eu-commission, jp, mx, us]"}, "CAP001", TEXT, "eu-commission"),
    Case("EU-02", {TEXT: "routes: {eu: null}"}, "CAP004", TEXT, "routes"),
    Case("EU-03", {}, "CAP002", TEXT, "parties"),
    Case("EU-03", {TEXT: "clauses: {exclude: [legal-basis-wto]}"}, "OUT002", ""),
    Case(
        "EU-04",
        {"seeds/instruments/eu-us-mou.yaml": "approvals: {eu: null}\nrests_on: {nb-approvals.approval-eu: null}"},
        "CAP002",
        "seeds/instruments/eu-us-mou.yaml",
        "parties",
        "eu-us-mou",
    ),
    Case("EU-05", {TEXT: "parameters: {decision-making: {delay: P30D}}"}, "LIM002", TEXT, "delay"),
    Case("EU-05", {NOTE: clause("A proposal is adopted if no Party objects.")}, "LIM003", NOTE, "if no Party objects"),
    Case("EU-06", {CHARGE: duties("ccp-legislation").replace("lag: P12M", "lag: P6M")}, "DUT006", CHARGE, "lag: P6M"),
    Case(
        "EU-06",
        {CHARGE: duties("ccp-legislation").replace("  - {party: eu, authority: ccp-legislation, lag: P12M}\n", "")},
        "DUT001",
        CHARGE,
    ),
    Case("EU-07", {CHARGE: "revenue_use: appropriated-fund"}, "LIM001", CHARGE, "revenue_use"),
    Case("EU-08", {TEXT: "authentic: [ja]\nprevails: null"}, "LNG003", TEXT, "authentic"),
    Case("EU-09", {MONEY: "isds: true"}, "MOD003", MONEY, "", AGREEMENT),
    Case("EU-10", {"seeds/products/antimony.yaml": "lists: {eu: none}"}, "COV005", TEXT, "antimony"),
    Case("EU-11", {PRICES: "min_producers: 2"}, "RPR005", PRICES, "min_producers"),
    Case("EU-12", {CHARGE: duties("safeguard-variable-duty")}, "DUT005", CHARGE, "safeguard-variable-duty"),
    # --- Japan
    Case("JP-01", {TEXT: "routes: {jp: executive-agreement}"}, "CAP005", TEXT, "jp: executive-agreement"),
    Case("JP-02", {TEXT: "routes: {jp: executive-agreement}"}, "CAP007", TEXT, "jp: executive-agreement"),
    Case("JP-03", {CHARGE: duties("ministerial-order", "jp")}, "DUT002", CHARGE, "ministerial-order"),
    Case("JP-04", {RESERVE: "lines: [{product: gallium, stage: metal, at_least: 30, at_most: 30}]"}, "MOD003", RESERVE),
    Case(
        "JP-05",
        {
            TEXT: "mechanisms: [reference-prices, border-equalised-floors, border-price-adjustment, trade-zone, "
            "market-disruption-safeguard, strategic-reserves, export-discipline]"
        },
        "PTY007",
        TEXT,
        "parties",
    ),
    # --- Mexico
    Case("MX-01", {TEXT: "routes: {mx: acuerdo-interinstitucional}"}, "CAP005", TEXT, "mx: acuerdo-interinstitucional"),
    Case("MX-03", {SUPPORT: "lines: [{product: lithium, stage: compound}]"}, "LIM004", SUPPORT, "lithium", AGREEMENT),
    Case(
        "MX-04",
        {TEXT: "products: [ndpr, dytb, gallium, germanium, antimony, tungsten, lithium]"},
        "LIM004",
        TEXT,
        "products",
    ),
    Case("MX-05", {CHARGE: duties("order-of-the-ministry", "mx")}, "DUT002", CHARGE, "order-of-the-ministry"),
    Case(
        "MX-06",
        {MX: "expects: [{topic: sovereignty over natural resources, clauses: [resources-of-the-nation]}]"},
        "PTY007",
        TEXT,
        "parties",
    ),
    # --- WTO law
    Case("WT-01", {ZONE: BASES}, "WTO001", ZONE, "[eu, jp]"),
    Case("WT-02", {CHARGE: "classified_as: other-duty-or-charge"}, "CHG001", CHARGE, "classified_as"),
    Case("WT-03", {CHARGE: "cap: null\norder: [phase-in, zone-rate]"}, "CHG004", CHARGE),
    Case("WT-04", {CHARGE: "enforcement: licence"}, "CHG002", CHARGE, "enforcement"),
    Case("WT-05", {CHARGE: "base: floor-as-customs-value"}, "MOD003", CHARGE, "base"),
    Case("WT-06", {GUARD: "measure: {type: export-restraint}"}, "MOD003", GUARD, "measure"),
    Case("WT-07", {GUARD: "basis: anti-dumping-or-countervailing\ninjury: none"}, "MOD003", GUARD),
    Case(
        "WT-08",
        {ZONE: BASES + "  - {pair: [jp, us], basis: gatt-xxiv, agreement: US-Japan CMA}"},
        "WTO002",
        ZONE,
        "US-Japan CMA",
    ),
    Case("WT-09", {ZONE: BASES + "  - {pair: [jp, us], basis: waiver-ix-3}"}, "WTO004", ZONE, "[jp, us]"),
    Case("WT-10", {ZONE: BASES + "  - {pair: [jp, us], basis: gatt-xx-h}"}, "WTO006", ZONE, "[jp, us]"),
    Case("WT-11", {ZONE: BASES + "  - {pair: [jp, us], basis: gatt-xx-g}"}, "MOD003", ZONE, "gatt-xx-g"),
    Case("WT-12", {ZONE: BASES + "  - {pair: [jp, us], basis: gatt-xxi}"}, "WTO003", ZONE, "[jp, us]"),
    Case(
        "WT-13", {SUPPORT: "content_condition: domestic-input\nleast_content: null"}, "MOD003", SUPPORT, "", AGREEMENT
    ),
    Case(
        "WT-14",
        {"seeds/mechanisms/scrap-recycling.yaml": "intra_zone_free: false\nonward: free"},
        "SCR001",
        "",
        "",
        AGREEMENT,
    ),
    Case(
        "WT-15", {TEXT: "clauses: {exclude: [choice-of-forum]}"}, "DSP001", "clauses/disputes/panel-establishment.en.md"
    ),
    Case("WT-16", {CHARGE: "notice: P10D"}, "FLR005", CHARGE, "notice"),
    Case("WT-16", {CHARGE: "in_transit: false"}, "CHG003", CHARGE, "in_transit"),
    Case(
        "WT-17",
        {"seeds/products/gallium.yaml": "stages: {metal: [{hs: HS2028 8112.92, description: {en: gallium}}]}"},
        "GDS004",
        "",
    ),
    Case("WT-18", {CHARGE: "classified_as: other-duty-or-charge"}, "CHG001", CHARGE, "classified_as"),
    Case("WT-19", {GUARD: "injury: none"}, "MOD003", GUARD),
    Case("WT-19", {CHARGE: "applies_to: non-market-economies"}, "WTO005", CHARGE, "applies_to"),
    # --- all
    Case("GN-01", {TEXT: "depositary: null"}, "FIN001", TEXT),
    Case("GN-01", {TEXT: "clauses: {exclude: [withdrawal]}"}, "OUT003", TEXT),
    Case("GN-02", {TEXT: "entry_into_force: {threshold: null}"}, "EIF006", TEXT, "min_parties"),
    Case("GN-03", {GOVERN: "partners: {chapters: [price-floors]}"}, "GOV003", GOVERN, "chapters", AGREEMENT),
    Case("GN-03", {GOVERN: "partners: {chapters: null}"}, "MOD003", GOVERN, "", AGREEMENT),
)
#: Steps outside every text: a person is asked on the sign-off list.
ASKED = {"MX-02"}


def found(case: Case, folder: Path) -> tuple[Diagnostic, ...]:
    records = {name: text for name, text in case.files.items() if name.endswith(".yaml")}
    project = changed_library(records, folder)
    for name, text in case.files.items():
        if name not in records:
            path = project / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    try:
        return told_by(compile(case.instrument, Options(project=project)), case.code)
    except Failure as failure:
        return failure.diagnostics


@pytest.mark.parametrize("case", CASES, ids=lambda c: f"{c.id}-{c.code}")
def test_constraint_is_provoked(case: Case, tmp_path: Path) -> None:
    own = [d for d in found(case, tmp_path) if d.code == case.code]
    assert own, f"{case.code} finds nothing"
    places = [d for d in own if case.file in ("", d.span.file)]
    assert places, [str(d) for d in own]
    assert any(case.at in line_of(d, tmp_path) for d in places), [str(d) for d in places]
    before = {str(d) for d in unedited(case.instrument)}
    assert not case.files or any(str(d) not in before for d in places), "the text has this finding as it is"


def line_of(found: Diagnostic, project: Path) -> str:
    """The line on which a finding stands, in the project or in the library below it."""
    path = next(root / found.span.file for root in (project, LIBRARY) if (root / found.span.file).is_file())
    return path.read_text(encoding="utf-8").splitlines()[found.span.line - 1]


@cache
def unedited(instrument: str) -> tuple[Diagnostic, ...]:
    return compile(instrument).diagnostics


@pytest.mark.parametrize("instrument", [CORE, AGREEMENT, PLAN, "eu-us-mou"])
def test_unedited_records_break_no_constraint(instrument: str) -> None:
    """What is left are steps and questions that the records name themselves."""
    known = {
        "SRC003",
        "CAP002",
        "LNG004",
        "EIF003",
        "CHG001",
        "CHG004",
        "COV003",
        "COV004",
        "SFG003",
        "RSP001",
        "PRJ001",
    }
    known |= {"SCR002", "STD004", "LIM004", "PTY007"}
    assert {d.code for d in unedited(instrument)} <= known
    assert [str(d) for d in unedited(instrument) if d.severity is Severity.ERROR] == []


def test_every_constraint_is_provoked_or_asked() -> None:
    assert {case.id for case in CASES} | ASKED == set(TABLES["constraints"])
    assert {case.id for case in CASES} & ASKED == set()

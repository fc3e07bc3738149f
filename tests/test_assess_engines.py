"""The same file in Python, in DuckDB and as a printed query: the same amounts and reasons, row by row."""

from __future__ import annotations

import csv
import datetime
import random
import sys
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from _pytest.mark import ParameterSet

import travaux
from check_findings import changed_library
from travaux.assess import batch
from travaux.assess.columns import COLUMNS
from travaux.assess.engine import Assessment, assess
from travaux.assess.entries import entries
from travaux.assess.output import HEAD, csv_lines
from travaux.assess.plan import Plan, plan_of
from travaux.assess.query import query
from travaux.assess.summary import Summary, as_data, sensitivity, summed
from travaux.cli import main

duckdb = pytest.importorskip("duckdb", reason="needs the extra `batch`")
KEY = "critical-minerals-agreement"
FILE = Path(__file__).parent / "entries.csv"
TYPES = {"text": "VARCHAR", "decimal": "DECIMAL(38,18)", "date": "DATE", "yes-no": "BOOLEAN"}
CURRENCIES = ["USD", "USD", "EUR", "JPY", "MXN", "XAU", "usd"]
UNITS = ["kg", "kg", "kg", "t", "mtu", "lb", "troy oz", "boxes"]
TIERS = "{content_from: 0%, rate: 2.5%}, {content_from: 30%, rate: 10%}"
QUOTA = (
    "{product: ndpr, stage: compound, quantity: {amount: 100, unit: t}, period: calendar-year, "
    "allocation: order-of-acceptance}"
)
TABLE = """id: {id}
holds: {id}
what: For a test
unit: {unit}
columns: [{columns}]
illustrative: true
rows:
{rows}"""
PAIR = "{name: from, type: currency}, {name: to, type: currency}, {name: since, type: date}"
GOOD = "{name: product, type: product}, {name: stage, type: stage}, {name: since, type: date}"


def table(key: str, unit: str, columns: str, rows: list[str]) -> str:
    told = "".join(f"  - {{at: [{at}], value: {value}}}\n" for at, value in (row.rsplit("=", 1) for row in rows))
    return TABLE.format(id=key, unit=unit, columns=columns, rows=told)


def months(what: str, values: Iterator[str]) -> list[str]:
    return [f"{what}, 20{27 + n // 12}-{n % 12 + 1:02}-01={next(values)}" for n in range(0, 100, 3)]


def by_day(folder: Path) -> Path:
    """The library with levels that change, and tables of what applies from which day on."""
    draw = random.Random(7)
    rates = iter(lambda: f"{draw.randrange(105, 125) / 100}", "")
    prices = iter(lambda: f"{draw.randrange(50, 140)}", "")
    tables = ["exchange-rate-series", "daily-exchange-rate", "indicator-price-series", "floor-suspension"]
    listed = "freight, conversion-costs, outside-prices, duty-rates, exchange-rates"
    rule = "currency_rule: {source: a bank, date_basis: acceptance-of-declaration, daily_from: 5%}\n"
    changed_library(
        {
            "seeds/mechanisms/border-price-adjustment.yaml": rule,
            "seeds/mechanisms/border-equalised-floors.yaml": rule.replace(", daily_from: 5%", ""),
            "seeds/instruments/critical-minerals-agreement.yaml": f"tables: [{listed}, {', '.join(tables)}]\n",
        },
        folder,
    )
    stopped = ["ndpr, compound, 2029-02-01=1", "ndpr, compound, 2029-06-01=0", "gallium, metal, 2030-01-01=1"]
    made = [
        table(tables[0], "ratio", PAIR, months("EUR, USD", rates)),
        table(tables[1], "ratio", PAIR, months("EUR, USD", rates)),
        table(tables[2], "USD/kg", GOOD, months("ndpr, compound", prices)),
        table(tables[3], "ratio", GOOD, stopped),
    ]
    (folder / "seeds/tables").mkdir(parents=True, exist_ok=True)
    for key, text in zip(tables, made, strict=True):
        (folder / f"seeds/tables/{key}.yaml").write_text(text, encoding="utf-8")
    floors = folder / "seeds/mechanisms/border-equalised-floors.yaml"
    text = floors.read_text(encoding="utf-8")
    first = "2027-01-01: {amount: 110.00, currency: USD, per: kg, basis: NdPr oxide equivalent}"
    assert first in text
    before = text[: text.index(first)].rpartition("\n")[2]
    later = "".join(f"\n{before}{first.replace('2027-01-01', day).replace('110.00', level)}" for day, level in LEVELS)
    floors.write_text(text.replace(first, first + later), encoding="utf-8")
    return folder


LEVELS = (("2028-03-01", "121.00"), ("2028-04-10", "99.50"), ("2031-01-01", "130.25"))


@cache
def plan() -> Plan:
    subject = travaux.compile(KEY).subject
    return plan_of(subject, next(subject.instruments()), datetime.date(2027, 1, 1))


def some(draw: random.Random, number: int, count: int) -> dict[str, Any]:
    """An entry in which a value may lack, lie out of range, or be of an unknown kind."""

    def decimal(low: int, high: int, places: int) -> Decimal:
        return Decimal(draw.randrange(low, high)).scaleb(-places)

    row: dict[str, Any] = {
        "party": draw.choice(["us", "us", "eu", "jp", "mx", "ca"]),
        "importer": f"I{draw.randrange(count // 3 + 1)}",
        "origin": draw.choice(["cn", "vn"]),
        "good": draw.choice([*plan().lines, "copper/metal/cathode"]),
        "originating": draw.choice([False, False, False, False, True]),
        "derivative": draw.random() < 0.3,
        "exclusion": draw.choice(["medical", "medical", "research-samples"]),
        "declaration_currency": draw.choice(CURRENCIES),
        "customs_value": draw.choice([decimal(-100, 300_000, 2), decimal(0, 30_000_000, 2), decimal(0, 10**7, 3)]),
        "declared_duties": decimal(0, 50_000, 2),
        "net_dry_mass": draw.choice([decimal(-100, 20_000, 3), decimal(0, 50_000, 1), decimal(0, 10**9, 7)]),
        "mass_unit": draw.choice(UNITS),
        "declared_assay": decimal(0, 1_050_000, 6),
        "default_assay": decimal(0, 10_000, 4),
        "highest_assay": decimal(0, 100, 2),
        "paid_elsewhere": decimal(0, 3_000_000, 2),
        "excess_share": decimal(0, 10_000, 4),
        "date_of_departure": datetime.date(2026, 10, 1) + datetime.timedelta(draw.randrange(3900)),
        "date_of_acceptance": datetime.date(2026, 10, 1) + datetime.timedelta(draw.randrange(3900)),
    }
    if draw.random() < 0.6:  # most entries lack nothing, so that amounts are compared and not only reasons
        kept = {"originating": False, "exclusion": "medical", "mass_unit": draw.choice(["kg", "t", "mtu"])}
        sound = {"party": draw.choice(["us", "eu"]), "good": draw.choice(list(plan().lines)), "derivative": False}
        mass = {"net_dry_mass": decimal(1, 500, 1) * 100, "customs_value": decimal(0, 30_000_000, 2)}
        exact = {"declared_assay": decimal(0, 10**6, 6), "declaration_currency": draw.choice(["USD", "EUR", "JPY"])}
        row |= kept | sound | mass | exact
        row["derivative"] = row["good"].startswith("ndpr") and draw.random() < 0.3
        row["date_of_departure"] = row["date_of_acceptance"] - datetime.timedelta(draw.randrange(90))
    else:
        for name in draw.sample(sorted(row), draw.choice([0, 0, 1, 2])):
            del row[name]
    for name in ("good_2", "good_3") if draw.random() < 0.3 else ():
        if draw.random() < 0.7:
            row[name] = draw.choice([*plan().lines, "copper/metal/cathode"])
            row |= {f"{rung}_assay_{name[-1]}": decimal(0, 10**6, 6) for rung in ("declared", "default", "highest")}
    return {"entry": str(number)} | row


def written(rows: list[dict[str, Any]], path: Path) -> Path:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, [column.name for column in COLUMNS])
        writer.writeheader()
        for row in rows:
            writer.writerow({k: ("yes" if v else "no") if isinstance(v, bool) else v for k, v in row.items()})
    return path


@pytest.mark.parametrize("seed", [1, pytest.param(2, marks=pytest.mark.slow), pytest.param(3, marks=pytest.mark.slow)])
def test_files_and_summaries_are_the_same_bytes(seed: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    draw = random.Random(seed)
    file = written([some(draw, n, 1500) for n in range(1500)], tmp_path / "entries.csv")
    told = {}
    for engine in ("python", "duckdb"):
        out = tmp_path / f"{engine}.csv"
        assert main(["assess", KEY, str(file), "--engine", engine, "-o", str(out)]) == 0
        told[engine] = (out.read_bytes(), capsys.readouterr().out)
    assert told["python"] == told["duckdb"]
    assert sum(",assessed," in line for line in told["python"][0].decode().splitlines()) > 300


def seldom(changed: str) -> ParameterSet:
    """Records that differ from another that is tried each time by one step alone."""
    return pytest.param(changed, marks=pytest.mark.slow)


@pytest.mark.parametrize(
    "changed",
    [
        "stacking: on-top\n",
        seldom("base: index-price\n"),
        "base: index-price\nstacking: on-top\ncap: null\norder: [phase-in, zone-rate]\n",
        "base: landed-cost\n",
        seldom("cap: null\norder: [zone-rate, phase-in]\n"),
        "order: [cap, phase-in, zone-rate]\n",
        seldom("de_minimis: null\n"),
        "de_minimis: {amount: 500000, currency: JPY}\n",
        "applies_to: listed-origins\nlisted_origins: [cn]\n",
        seldom("applies_to: all-origins\nmember_exempt: false\n"),
        seldom("relevant_date: entry\n"),
        "downstream: {scope: none, why_none: not yet, charge: null, evidence: [], lines: []}\n",
        seldom("downstream: {charge: full-value-rate}\n"),
        f"downstream: {{charge: tiered, tiers: [{TIERS}]}}\n",
        "base: lower-of-value-and-index\n",
        seldom("form: fixed-specific\nupdate: weekly\n"),
        "form: fixed-specific\nupdate: monthly\nin_transit: false\n",
        "form: ad-valorem\nupdate: quarterly\n",
        f"form: two-tier-tariff-quota\nquotas: [{QUOTA}]\n",
        seldom("refund: drawback-on-export\n"),
    ],
)
def test_other_records_are_the_same(changed: str, tmp_path: Path) -> None:
    same(changed_library({"seeds/mechanisms/border-price-adjustment.yaml": changed}, tmp_path / "project"), tmp_path)


def test_goods_charged_by_value_alone_need_no_mass(tmp_path: Path) -> None:
    changed = {"seeds/mechanisms/border-price-adjustment.yaml": "form: ad-valorem\nupdate: monthly\n"}
    found = same(changed_library(changed, tmp_path / "project"), tmp_path, "net_dry_mass")
    weightless = [f for f in found if f.reason == "" and "net_dry_mass" not in f.row]
    assert weightless, "no entry without a mass was charged"
    assert not any(f.row.get("derivative") for f in weightless)
    assert any(f.reason == "NO_NET_DRY_MASS" and f.row["derivative"] for f in found)


def test_goods_without_a_quota_are_charged_on_the_whole(tmp_path: Path) -> None:
    changed = {"seeds/mechanisms/border-price-adjustment.yaml": f"form: two-tier-tariff-quota\nquotas: [{QUOTA}]\n"}
    found = same(changed_library(changed, tmp_path / "project"), tmp_path, "excess_share")
    charged = [f for f in found if f.reason == "" and not f.row.get("derivative")]
    free = [f for f in charged if not f.row["good"].startswith("ndpr")]
    assert any("excess_share" not in f.row for f in free)
    assert all(f.steps["excess_amount"] == f.steps["limited_amount"] for f in free)
    assert any(f.reason == "NO_EXCESS_SHARE" and f.row["good"].startswith("ndpr") for f in found)


def test_figures_by_day_are_the_same(tmp_path: Path) -> None:
    """Levels that change, floors that are suspended, rates and indicator prices of each month, rates of the day."""
    found = same(by_day(tmp_path / "project"), tmp_path)
    assert any(assessment.reason == "FLOOR_SUSPENDED" for assessment in found)
    levels = {str(f.steps["floor_level_in_force"]) for f in found if f.steps and f.row["good"].startswith("ndpr")}
    assert levels >= {"110.00", "99.50", "130.25"}
    before = [f for f in found if f.ready and f.ready.values["day_of_level"] < f.ready.day]
    assert before, "no entry was on its way when a level changed"


def same(project: Path, tmp_path: Path, lacking: str = "") -> list[Assessment]:
    """What Python makes of random entries, once DuckDB has made the same of them; every third may lack a column."""
    subject = travaux.compile(KEY, project=project).subject
    other = plan_of(subject, next(subject.instruments()), datetime.date(2027, 1, 1))
    draw = random.Random(str(sorted(p.read_text("utf-8") for p in project.rglob("border-price-adjustment.yaml"))))
    drawn = [some(draw, n, 400) for n in range(400)]
    for row in drawn[:: 3 if lacking else 400]:
        row.pop(lacking, None)
    rows = [row | {"date_of_entry": datetime.date(2029, 5, n % 28 + 1)} for n, row in enumerate(drawn)]
    file = written(
        [row | {"transport": Decimal("12.50"), "zone_share": Decimal(1)} for row in rows], tmp_path / "e.csv"
    )
    wanted = Summary()
    found = list(summed(assess(lambda: entries(file), other), wanted))
    lines = list(csv_lines(found))
    sensitivity(lambda: entries(file), other, "", wanted)
    summary = batch.assessed(file, other, "", tmp_path / "out.csv")
    assert (tmp_path / "out.csv").read_text(encoding="utf-8").splitlines(keepends=True) == lines
    assert as_data(summary, other) == as_data(wanted, other)
    assert sum(summary.counts.values()) == len(rows)
    assert summary.counts["assessed", ""] > 50
    return found


def test_a_party_alone_is_the_same(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = []
    for engine in ("python", "duckdb"):
        assert main(["assess", KEY, str(FILE), "--engine", engine, "--party", "jp", "-o", str(tmp_path / "o.csv")]) == 0
        told.append(((tmp_path / "o.csv").read_bytes(), capsys.readouterr().out))
    assert told[0] == told[1]


def compared(results: list[tuple[Any, ...]], found: list[Assessment]) -> None:
    """Compares by the names of entries: a query has no order."""
    wanted = [(a.row["entry"], a.status, a.amount, a.reason or None) for a in found]
    assert sorted(results) == sorted(wanted)


def test_the_printed_query_stands_alone(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["assess", KEY, "--sql", "duckdb", "--in-force", "2027-01-01"]) == 0
    printed = capsys.readouterr().out
    rows = [dict(row) for row in entries(FILE)]
    connection = duckdb.connect()
    connection.execute(f"CREATE TABLE entries ({', '.join(f'{c.name} {TYPES[c.kind]}' for c in COLUMNS)})")
    places = ", ".join("?" * len(COLUMNS))
    connection.executemany(
        f"INSERT INTO entries VALUES ({places})", [[row.get(c.name) for c in COLUMNS] for row in rows]
    )
    relation = connection.sql(printed)
    said = ["origin", "day", "derivative", "declaration_currency", "customs_value"]
    assert relation.columns == ["entry", "party", "good", *said, *HEAD[3:]]
    results = relation.project("entry, status, amount, reason").fetchall()
    compared(results, list(assess(lambda: rows, plan())))


def test_parquet_in_and_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    head = FILE.read_text(encoding="utf-8").splitlines()[0].split(",")
    typed = [c for c in COLUMNS if c.kind in ("decimal", "date") and c.name in head]
    kinds = ", ".join(f"'{c.name}': '{TYPES[c.kind]}'" for c in typed)
    made = f"read_csv('{FILE}', header = true, all_varchar = false, types = {{{kinds}}})"
    flags = "originating IS NOT NULL AS originating, derivative IS NOT NULL AS derivative"
    duckdb.sql(f"COPY (SELECT * REPLACE ({flags}) FROM {made}) TO '{tmp_path / 'e.parquet'}' (FORMAT parquet)")
    out = tmp_path / "out.parquet"
    assert main(["assess", KEY, str(tmp_path / "e.parquet"), "--engine", "duckdb", "-o", str(out)]) == 0
    capsys.readouterr()
    results = duckdb.sql(f"SELECT entry, status, amount, reason FROM '{out}'").fetchall()
    compared(results, list(assess(lambda: entries(FILE), plan())))
    assert main(["assess", KEY, str(tmp_path / "e.parquet")]) == 2
    assert "Parquet is read by DuckDB alone" in capsys.readouterr().err


def test_binary_numbers_are_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    duckdb.sql(f"COPY (SELECT '1' AS entry, 'x' AS good, 1.5::DOUBLE AS customs_value) TO '{tmp_path / 'e.parquet'}'")
    assert main(["assess", KEY, str(tmp_path / "e.parquet"), "--engine", "duckdb"]) == 2
    said = "the column customs_value is DOUBLE, which does not hold exact numbers: make it a DECIMAL"
    assert said in capsys.readouterr().err


@pytest.mark.parametrize(
    "text",
    [
        "entry,good,net_dry_mass\n1,x,many\n",
        "entry,good\n1,x\n1,x\n",
        "entry,good\n,x\n",
        "entry;good\n",
        "entry,good\n1\n",
    ],
)
def test_bad_files_are_told_in_the_same_words(text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "e.csv").write_text(text, encoding="utf-8")
    (tmp_path / "out.csv").write_text("old", encoding="utf-8")
    said = []
    for engine in ("python", "duckdb"):
        options = ["--engine", engine, "-o", str(tmp_path / "out.csv")]
        assert main(["assess", KEY, str(tmp_path / "e.csv"), *options]) == 2
        said.append(capsys.readouterr().err)
    assert said[0] == said[1]
    assert (tmp_path / "out.csv").read_text(encoding="utf-8") == "old"


@pytest.mark.parametrize("blank", ["\n", "\r\n"])
def test_blank_lines_and_blanks_round_cells(blank: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    head, first, *more = FILE.read_text(encoding="utf-8").splitlines()
    lines = [head, first.replace("55000.00", "\t55000.00 "), "", *more, "", ""]
    (tmp_path / "e.csv").write_bytes(blank.join(lines).encode())
    for engine in ("python", "duckdb"):
        out = tmp_path / "o.csv"
        assert main(["assess", KEY, str(tmp_path / "e.csv"), "--engine", engine, "-o", str(out)]) == 0
        assert out.read_bytes() == (FILE.parent / "entries.assessed.csv").read_bytes()
    capsys.readouterr()


def test_names_of_parquet_entries(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for values, said in (("('1'), ('1')", "the entry 1 is there twice"), ("('1'), (NULL)", "1 entries have no name")):
        duckdb.sql(f"COPY (SELECT entry, 'x' AS good FROM (VALUES {values}) AS e(entry)) TO '{tmp_path / 'e.parquet'}'")
        assert main(["assess", KEY, str(tmp_path / "e.parquet"), "--engine", "duckdb"]) == 2
        assert said in capsys.readouterr().err


def test_a_folder_with_an_apostrophe(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "Cote d'Ivoire"
    assert main(["assess", KEY, str(FILE), "--engine", "duckdb", "-o", str(folder / "o.csv")]) == 0
    assert [path.name for path in folder.iterdir()] == ["o.csv"]
    capsys.readouterr()


@pytest.mark.parametrize("engine", ["python", "duckdb"])
def test_outputs_that_are_refused(engine: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "e.csv"
    file.write_bytes(FILE.read_bytes())
    (tmp_path / "folder.csv").mkdir()
    for output, said in (
        (file, "the output is the file of entries"),
        (tmp_path / "folder.csv", "cannot be written: Is a directory"),
        (tmp_path / "o.xlsx", ".xlsx is not a form of output of this engine"),
    ):
        assert main(["assess", KEY, str(file), "--engine", engine, "-o", str(output)]) == 2
        assert said in capsys.readouterr().err
    assert file.read_bytes() == FILE.read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["e.csv", "folder.csv"]


def test_without_duckdb(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setitem(sys.modules, "duckdb", None)
    assert main(["assess", KEY, str(FILE), "--engine", "duckdb"]) == 2
    assert capsys.readouterr().err == (
        "travaux: error[ASM005]: this needs DuckDB, the extra `batch`\n"
        "  hint: install it: pip install 'travaux[batch]'\n"
        "1 error\n"
    )


@pytest.mark.slow
def test_spark_agrees(request: pytest.FixtureRequest) -> None:
    if "slow" not in request.config.option.markexpr:
        pytest.skip("takes minutes; run by hand with -m slow, with pyspark and Java")
    sql = pytest.importorskip("pyspark.sql", reason="pyspark is not installed: the printed query was not run on Spark")
    kinds = {"text": "string", "decimal": "decimal(38,18)", "date": "date", "yes-no": "boolean"}
    draw = random.Random(7)
    rows = [some(draw, n, 2000) for n in range(2000)]
    spark = sql.SparkSession.builder.master("local[2]").config("spark.sql.ansi.enabled", "true").getOrCreate()
    try:
        schema = ", ".join(f"{c.name} {kinds[c.kind]}" for c in COLUMNS)
        data = [tuple(row.get(c.name) for c in COLUMNS) for row in rows]
        spark.createDataFrame(data, schema).coalesce(1).createOrReplaceTempView("entries")
        found = spark.sql(query(plan(), "spark")).select("entry", "status", "amount", "reason").collect()
        compared([tuple(row) for row in found], list(assess(lambda: rows, plan())))
    finally:
        spark.stop()

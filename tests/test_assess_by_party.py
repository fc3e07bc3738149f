"""Assessment where not every party takes the charge: who stays out, goods left out, steps of a party's own."""

from __future__ import annotations

import csv
import datetime
import random
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

import travaux
from check_findings import AGREEMENT, changed_library
from participating import INSTRUMENT, JAPAN_STAYS_OUT
from test_assess_engines import some, written
from travaux.assess import batch
from travaux.assess.classify import REASONS
from travaux.assess.engine import Assessment, assess
from travaux.assess.entries import entries
from travaux.assess.output import csv_lines
from travaux.assess.plan import Plan, plan_of
from travaux.cli import main

pytest.importorskip("duckdb", reason="needs the extra `batch`")
IN_FORCE = datetime.date(2027, 1, 1)
#: Japan takes none of the floors; Mexico has steps of its own, and the Union leaves gallium out for two years.
TERMS = JAPAN_STAYS_OUT.replace(
    "border-equalised-floors: {mode: opt-out, parties: [jp]}",
    "border-equalised-floors:\n    mode: opt-out\n    parties: [jp]\n"
    "    phase_in: {mx: [{after: 0, share: 10%}, {after: 60, share: 100%}]}\n"
    "    carve_outs: [{party: eu, products: [gallium], until: P2Y, reason: {en: Law}}]",
)


@cache
def found(folder: Path) -> tuple[Assessment, ...]:
    """What Python makes of random entries under these terms, once DuckDB has made the same bytes of them."""
    subject = travaux.compile(AGREEMENT, project=changed_library({INSTRUMENT: TERMS}, folder / "project")).subject
    plan = plan_of(subject, next(subject.instruments()), IN_FORCE)
    draw = random.Random(11)
    rows = [some(draw, n, 600) for n in range(600)]
    for row in rows[::4]:
        row["party"] = "mx"
    for row in rows[1::4]:
        claimed = {"origin": draw.choice(["us", "eu", "jp", "mx"]), "originating": draw.random() < 0.8}
        row |= claimed | {"party": draw.choice(["eu", "us", "jp"]), "good": "ndpr/compound/ndpr-oxide-99"}
    file = written(rows, folder / "entries.csv")
    made = tuple(assess(lambda: entries(file), plan))
    batch.assessed(file, plan, "", folder / "out.csv")
    assert (folder / "out.csv").read_text(encoding="utf-8").splitlines(keepends=True) == list(csv_lines(made))
    return made


@pytest.fixture(scope="module")
def assessed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Assessment, ...]:
    return found(tmp_path_factory.mktemp("by-party"))


def test_who_stays_out_charges_nothing(assessed: tuple[Assessment, ...]) -> None:
    of_japan = [a for a in assessed if a.row.get("party") == "jp"]
    assert {a.reason for a in of_japan} == {"NOT_PARTICIPATING"}
    assert len(of_japan) > 20


def test_goods_of_who_stays_out_are_those_of_a_state_outside(assessed: tuple[Assessment, ...]) -> None:
    """With an agreement in force that bars new duties between the two they are spared, and without one they are not."""
    claimed = [a for a in assessed if a.row.get("originating") and a.row.get("good", "").startswith("ndpr")]
    by = {pair: {a.reason for a in claimed if (a.row.get("party"), a.row.get("origin")) == pair} for pair in PAIRS}
    assert "BARRED_BY_AGREEMENT" in by["eu", "jp"]
    assert "ORIGINATING" not in by["eu", "jp"]
    assert "BARRED_BY_AGREEMENT" not in by["us", "jp"]
    assert "ORIGINATING" not in by["us", "jp"]
    assert "ORIGINATING" in by["us", "eu"]
    assert any(a.amount for a in claimed if (a.row.get("party"), a.row.get("origin")) == ("us", "jp"))


PAIRS = (("eu", "jp"), ("us", "jp"), ("us", "eu"))


def test_goods_left_out_are_free_until_the_day(assessed: tuple[Assessment, ...]) -> None:
    gallium = [a for a in assessed if a.row.get("party") == "eu" and a.row.get("good", "").startswith("gallium")]
    days = {a.reason: [] for a in gallium}  # type: dict[str, list[datetime.date]]
    for each in gallium:
        if not each.row.get("originating") and "date_of_acceptance" in each.row:
            days[each.reason].append(each.row["date_of_acceptance"])
    end = datetime.date(2029, 1, 1)
    assert days["LEFT_OUT"]
    assert max(days["LEFT_OUT"]) < end
    assert days[""]
    assert min(days[""]) >= end


def test_steps_of_a_party_are_its_own(assessed: tuple[Assessment, ...]) -> None:
    shares = {
        party: {
            (a.ready.day >= datetime.date(2032, 1, 1), a.steps["phase_in_force"])
            for a in assessed
            if a.ready and a.steps and a.ready.party == party
        }
        for party in ("mx", "us")
    }
    assert shares["mx"] == {(False, Decimal("0.1")), (True, Decimal(1))}
    assert (False, Decimal("0.1")) not in shares["us"]


def test_party_alone_that_stays_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    project = changed_library({INSTRUMENT: TERMS}, tmp_path / "project")
    with (tmp_path / "e.csv").open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([["entry", "good"], ["1", "ndpr/compound/ndpr-oxide-99"]])
    asked = ["assess", AGREEMENT, str(tmp_path / "e.csv"), "--party", "jp", "--project", str(project)]
    assert main(asked) == 2
    assert (
        "jp takes no part in the border price adjustment under critical-minerals-agreement" in capsys.readouterr().err
    )


@cache
def plan_of_seed(key: str) -> Plan:
    subject = travaux.compile(key).subject
    return plan_of(subject, next(subject.instruments()), IN_FORCE)


def test_every_reason_rests_on_a_provision_of_a_text() -> None:
    cited = {**plan_of_seed("critical-minerals-agreement-by-party").articles}
    for _, meaning, key in REASONS.values():
        assert meaning
        assert key in cited or key.split(".")[0] in cited, key

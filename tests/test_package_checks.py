"""Contradictions planted in a package: each is found in its file at its line, and a package without any is silent."""

from __future__ import annotations

import datetime
import itertools
import re
import tempfile
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from check_findings import changed_library
from examples import INSTRUMENTS, PROJECT
from package_plants import CASES, PLAN, TREATY, WORK, clause, laid, of_plan, planted, report
from test_packages import LIBRARY
from travaux.build import Options, compile
from travaux.checks import builtin_checks
from travaux.checks.package_goods import _first_difference
from travaux.model.quantity import Price

GOLDEN = (Path(__file__).parent / "package_plants.txt").read_text(encoding="utf-8")
TOLD = dict(re.findall(r"^== (.+) ==\n((?:(?!== ).*\n)*)", GOLDEN, re.MULTILINE))
AGREEMENT = LIBRARY[0]


@pytest.mark.parametrize("case", CASES)
def test_planted_contradiction_is_told_whole(case: str, tmp_path: Path) -> None:
    assert "\n".join(map(str, planted(tmp_path, CASES[case]))) + "\n" == TOLD[case]


def test_every_check_of_packages_is_planted() -> None:
    assert {c.code for c in builtin_checks() if c.code.startswith("PKG")} == set(re.findall(r"PKG\d+", GOLDEN))
    assert list(TOLD) == list(CASES)


@pytest.mark.parametrize("case", CASES)
def test_one_instrument_alone_contradicts_nothing(case: str, tmp_path: Path) -> None:
    for name in INSTRUMENTS:
        assert planted(tmp_path, CASES[case], name) == []


@pytest.mark.parametrize("case", ["another floor", "absent party", "another meaning"])
def test_names_of_all_instruments_are_as_good_as_the_package(case: str, tmp_path: Path) -> None:
    assert "\n".join(map(str, planted(tmp_path, CASES[case], *INSTRUMENTS))) + "\n" == TOLD[case]


@pytest.mark.parametrize("case", ["another floor", "another time", "circle"])
def test_without_a_package_nothing_is_compared(case: str, tmp_path: Path) -> None:
    project = laid(tmp_path, CASES[case])
    (project / "seeds/packages/both.yaml").unlink()
    found = compile(INSTRUMENTS, Options(project=project)).diagnostics
    assert [str(d) for d in found if d.code.startswith("PKG")] == []


# --- what is no contradiction --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "files",
    [
        {},
        of_plan("floor", ("12.50", "12.5")),
        of_plan("floor", ("amount: 12.50, currency: USD, per: kg", "amount: 12500, currency: USD, per: t")),
        of_plan("reference"),
        {TREATY: report("P60D", who="corda")},
        {
            TREATY: report("P40D") + "signing: {date: 2027-08-01}\n",
            PLAN: "signing: {date: 2027-07-22}\nleads_to: null\n",
        },
        {TREATY: "signing: {opens: 2026-09-20}\n", PLAN: "signing: {date: 2026-08-01}\n"},
        {TREATY: "signing: {opens: 2026-09-20}\n"},
        {WORK: clause("They prepare the Examplium Agreement, an Agreement on Trade in Examplium.")},
        {WORK: clause("They look at the Agreement on Technical Barriers to Trade.")},
        {PLAN: "leads_to: null\nparties: [corda]\ntimetable: []\n"},
    ],
    ids=lambda files: "-".join(Path(name).stem for name in files) or "as it is",
)
def test_valid_package_is_silent(files: dict[str, str], tmp_path: Path) -> None:
    assert [str(d) for d in planted(tmp_path, files)] == []


def test_finding_that_is_accepted_is_not_told_and_not_idle_alone(tmp_path: Path) -> None:
    accepted = "suppress: [{code: PKG014, reason: Borea joins later.}]\n"
    project = laid(tmp_path, {TREATY: "parties: [alba, corda]\n", PLAN: accepted})
    for names in (("both",), ("example-plan",)):
        found = compile(names, Options(project=project)).diagnostics
        assert [str(d) for d in found if d.code in ("PKG014", "SUP001")] == []
    project = laid(tmp_path / "more", {PLAN: accepted})
    (idle,) = (d for d in compile("both", Options(project=project)).diagnostics if d.code == "SUP001")
    assert idle.message == "the suppression of PKG014 suppresses nothing"


_DAYS = st.integers(0, 40).map(lambda n: datetime.date(2027, 1, 1) + datetime.timedelta(days=n))
_SERIES = st.dictionaries(_DAYS, st.sampled_from(["12.5", "12.50", "13"]), min_size=1, max_size=4)


@given(one=_SERIES, other=_SERIES)
def test_first_day_of_a_difference(one: dict[datetime.date, str], other: dict[datetime.date, str]) -> None:
    def price(text: str) -> Price:
        return Price.model_validate({"amount": Decimal(text), "currency": "USD", "per": "kg", "basis": "contained Ex"})

    def on(series: dict[datetime.date, str], day: datetime.date) -> Decimal | None:
        known = [since for since in series if since <= day]
        return Decimal(series[max(known)]) if known else None

    every = (datetime.date(2026, 12, 1) + datetime.timedelta(days=n) for n in range(90))
    expected = next((day for day in every if on(one, day) != on(other, day)), None)
    dated = [{day: price(series[day]) for day in sorted(series)} for series in (one, other)]
    found = _first_difference(*dated)
    assert (found and found[0]) == expected
    if found:
        assert [price and price.amount for price in found[1:]] == [on(one, found[0]), on(other, found[0])]


# --- packages of the library ---------------------------------------------------------------------------------------

#: What the packages of the library are told, and why: the agreement has two optional articles less than the plans hope
#: for, the ministerial framework has Participants that would accede, and pilots take minerals that it does not cover.
KNOWN = {"PKG014", "PKG015", "PKG016"}


@settings(max_examples=8, deadline=None)
@given(keys=st.lists(st.sampled_from(LIBRARY), min_size=2, max_size=5, unique=True))
def test_random_package_of_library_instruments(keys: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "packages" / "mine.yaml"
        path.parent.mkdir()
        path.write_text(f"id: mine\ntitle: {{en: Mine}}\ninstruments: [{', '.join(keys)}]\n", encoding="utf-8")
        found = compile(str(path)).diagnostics
    assert [str(d) for d in found if d.severity.value == "error"] == []
    told = {d.code for d in found if d.code.startswith("PKG")}
    assert told <= (KNOWN if AGREEMENT in keys else {"PKG002"})
    assert ("PKG002" in told) == (AGREEMENT not in keys)


def test_order_of_a_package_changes_no_verdict() -> None:
    keys = ("critical-minerals-agreement", "us-mx-action-plan", "ministerial-framework")
    found = []
    for order in itertools.permutations(keys):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "packages" / "mine.yaml"
            path.parent.mkdir()
            path.write_text(f"id: mine\ntitle: {{en: Mine}}\ninstruments: [{', '.join(order)}]\n", encoding="utf-8")
            found.append([d for d in compile(str(path)).diagnostics if d.code.startswith("PKG")])
    assert all(told == found[0] for told in found)


def test_plan_and_agreement_of_the_library_told_otherwise(tmp_path: Path) -> None:
    plan, agreement = "seeds/instruments/us-mx-action-plan.yaml", f"seeds/instruments/{AGREEMENT}.yaml"
    files = {
        plan: "signing: {original_of: us, date: 2027-01-10}\n",
        agreement: "signing: {opens: 2027-02-20}\nparties: [eu, jp, us]\n",
    }
    found = compile("us-mx", Options(project=changed_library(files, tmp_path))).diagnostics
    told = [str(d).partition(": ")[2].partition("\n")[0] for d in found if d.code in ("PKG013", "PKG014")]
    late = "after the Critical Minerals Agreement is signed (2027-02-20)"
    assert told == [
        "info[PKG014]: the Critical Minerals Agreement, to which the United States-Mexico Action Plan leads, "
        "is without Mexico",
        f"error[PKG013]: the United States-Mexico Action Plan ends on 2027-03-11, {late}",
        f"error[PKG013]: the action 'mapping' falls due on 2027-02-24, {late}",
        f"error[PKG013]: the action 'projects' falls due on 2027-02-24, {late}",
        f"error[PKG013]: the action 'price-floors' falls due on 2027-03-01, {late}",
        f"error[PKG013]: the action 'joint-report' falls due on 2027-03-11, {late}",
    ]


def test_example_project_has_its_package() -> None:
    (package,) = (p for p, _ in compile("both", Options(project=PROJECT)).subject.packages())
    assert package.record.instruments == INSTRUMENTS

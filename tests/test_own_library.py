"""A clause library of a user's own laid over ours: one clause replaced, one added, a variant, and a check."""

from __future__ import annotations

from pathlib import Path

import pytest

from check_findings import AGREEMENT, LIBRARY
from projects import run
from travaux.build import Compilation, Options, compile
from travaux.renderers import Rendered

OWN = {
    "travaux.yaml": "name: house\n",
    # --- replaces ours: the same key and the same ids, in other words
    "clauses/final-provisions/registration.en.md": """---
heading: Registration with the United Nations
purpose: Registers the text.
order: 65
tier: 1
uses: [depositary]
---
The depositary shall register this Agreement under the Charter of the United Nations as soon as it is in force.
""",
    # --- one more
    "clauses/institutions/annual-meeting.en.md": """---
heading: Annual conference
purpose: Brings everybody together.
order: 90
tier: 1
uses: [committee, party]
---
The Committee shall hold a conference each year, to which each Party shall send a delegation.
""",
    # --- a variant of ours
    "clauses/final-provisions/reservations~none.en.md": """---
heading: Reservations
purpose: Allows none.
order: 60
tier: 1
---
No reservation may be made to this Agreement.
""",
    f"seeds/instruments/{AGREEMENT}.yaml": (LIBRARY / f"seeds/instruments/{AGREEMENT}.yaml").read_text(encoding="utf-8")
    + "variants: {reservations: none}\n",
    "seeds/instruments/border-schedule.csv": (LIBRARY / "seeds/instruments/border-schedule.csv").read_text(
        encoding="utf-8"
    ),
    "plugins/house_checks.py": '''"""House rules."""

from travaux.checks import Found, check
from travaux.diagnostic import Severity


@check("HSE001", Severity.WARNING)
def conference(s):
    """The text has no annual conference.

    Why: the house wants one.
    Source: the house.
    """
    for text in s.texts:
        keys = {selected.clause.key for selected in text.outline.all()}
        if "annual-meeting" not in keys:
            yield Found("there is no annual conference", text.instrument.span("kind"), "add it")
''',
}


@pytest.fixture
def house(tmp_path: Path) -> Path:
    for name, text in OWN.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


def printed(compilation: Compilation) -> str:
    rendered: Rendered = compilation.rendered("md")
    return rendered.data.decode()


def test_clauses_of_the_house_stand_in_the_text(house: Path) -> None:
    text = printed(compile(AGREEMENT, Options(project=house)))
    assert "Registration with the United Nations" in text
    assert "as soon as it is in force" in text
    assert "Annual conference" in text
    assert "No reservation may be made to this Agreement" in text
    ours = printed(compile(AGREEMENT))
    assert "Annual conference" not in ours
    assert "Registration with the United Nations" not in ours


def test_no_error_comes_of_it(house: Path) -> None:
    ours = {str(d) for d in compile(AGREEMENT).diagnostics}
    more = [d for d in compile(AGREEMENT, Options(project=house)).diagnostics if str(d) not in ours]
    assert [str(d) for d in more if d.severity.value == "error"] == []


def test_check_of_the_house_runs_only_when_it_is_allowed(house: Path) -> None:
    (house / "clauses/institutions/annual-meeting.en.md").unlink()
    quiet = compile(AGREEMENT, Options(project=house)).diagnostics
    loud = compile(AGREEMENT, Options(project=house, allow_plugins=True)).diagnostics
    assert [d for d in quiet if d.code == "HSE001"] == []
    (own,) = [d for d in loud if d.code == "HSE001"]
    assert own.message == "there is no annual conference"
    assert own.span.file == f"seeds/instruments/{AGREEMENT}.yaml"


def test_on_the_command_line(house: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out"
    built = run(capsys, "build", AGREEMENT, "--project", house, "--allow-plugins", "--format", "md", "-o", out)
    assert built.code == 0, built.err
    (path,) = out.iterdir()
    assert "Annual conference" in path.read_text(encoding="utf-8")
    told = run(capsys, "explain", "HSE001", "--project", house, "--allow-plugins")
    assert told.out.startswith("HSE001 (warning)\n\nThe text has no annual conference.")
    (house / "clauses/institutions/annual-meeting.en.md").unlink()
    checked = run(capsys, "check", AGREEMENT, "--project", house, "--allow-plugins")
    assert checked.code == 0
    assert "warning[HSE001]: there is no annual conference" in checked.out + checked.err

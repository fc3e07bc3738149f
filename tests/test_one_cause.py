"""One cause gives one finding: a mechanism that is taken out of the list of a text, and what rested on it."""

from __future__ import annotations

from pathlib import Path

import pytest

from check_findings import LIBRARY, changed_library
from travaux.build import Options, compile
from travaux.diagnostic import Diagnostic, Failure, Severity
from travaux.discover import Layer
from travaux.read import parse_yaml

CORE = "critical-minerals-agreement-core"
SEED = f"seeds/instruments/{CORE}.yaml"


def named() -> list[str]:
    path = LIBRARY / SEED
    return list(parse_yaml(Layer(LIBRARY, builtin=True).file(path), path.read_text("utf-8")).value["mechanisms"])


def without(mechanism: str, folder: Path) -> list[Diagnostic]:
    rest = ", ".join(key for key in named() if key != mechanism)
    project = changed_library({SEED: f"mechanisms: [{rest}]\n"}, folder)
    try:
        found = compile(CORE, Options(project=project)).diagnostics
    except Failure as failure:
        found = failure.diagnostics
    return [d for d in found if d.severity is Severity.ERROR]


@pytest.mark.parametrize("mechanism", named())
def test_a_mechanism_that_is_taken_out_draws_no_cascade(mechanism: str, tmp_path: Path) -> None:
    codes = [d.code for d in without(mechanism, tmp_path)]
    assert len(codes) <= 7
    assert codes.count("OUT002") + codes.count("TRM001") <= 1


def test_needs_of_clauses_that_one_mechanism_would_meet(tmp_path: Path) -> None:
    (found,) = without("border-equalised-floors", tmp_path)
    assert str(found.span).startswith(SEED)
    assert found.message == "11 needs of clauses are not met without a mechanism of the kind 'price-floor'"
    assert found.hint == "name such a mechanism under `mechanisms`, or leave those clauses out"
    assert len(found.related) == 11
    assert found.related[0].message == "'benchmark-sources' needs 'annex-reference-prices'"


def test_terms_that_one_mechanism_would_define(tmp_path: Path) -> None:
    found = next(d for d in without("reference-prices", tmp_path) if d.code == "TRM001")
    assert str(found.span).startswith(SEED)
    wanted = "8 defined terms are used whose clauses stand only with a mechanism of the kind 'reference-price'"
    assert found.message == wanted
    assert "'indicator price'" in {related.message for related in found.related}

"""The Word files as two validators see them: the Open XML SDK of Microsoft, and openxml-audit.

No error is allowed. openxml-audit has one known false alarm, which is listed with its reason.
"""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from zipfile import ZipFile

import pytest

import outside
import proofs
from proofs import Proof
from travaux.renderers.docx import headings, render

#: What openxml-audit reports and is no error, with the reason.
FALSE_ALARMS = {
    "Numbering definition '0' referenced but not found": (
        "numId 0 takes the number of its style away from a paragraph (ISO/IEC 29500-1, 17.9.18); there is no list 0"
    ),
}
LONG = pytest.param(proofs.long_instruments, marks=pytest.mark.slow)
SETS = [proofs.instruments, proofs.samples, proofs.random_texts, LONG]
Faults = Callable[[Path], list[str]]


def sdk(path: Path) -> list[str]:
    """What the Open XML SDK says is wrong with a file."""
    ran = subprocess.run([outside.validator(), path, "Microsoft365"], capture_output=True, check=False, timeout=120)
    said = json.loads(ran.stdout)
    assert said["ok"] == (not said["errors"])
    return [f"{error['id']}: {error['description']}" for error in said["errors"]]


def audited(path: Path) -> list[str]:
    """What openxml-audit says is wrong with a file, without its false alarms."""
    outside.audit()
    from openxml_audit import OpenXmlValidator

    found = [str(error) for error in OpenXmlValidator(max_errors=0).validate(str(path)).errors]
    return [error for error in found if not any(known in error for known in FALSE_ALARMS)]


def written(files: Mapping[str, Proof], folder: Path) -> list[Path]:
    for name, proof in files.items():
        (folder / f"{name}.docx").write_bytes(proof.data)
    return sorted(folder.glob("*.docx"))


def faults(files: Mapping[str, Proof], folder: Path, found: Faults) -> dict[str, list[str]]:
    paths = written(files, folder)
    assert paths
    with ThreadPoolExecutor(2) as pool:
        said = dict(zip((path.name for path in paths), pool.map(found, paths), strict=True))
    return {name: errors for name, errors in said.items() if errors}


@pytest.fixture(params=[sdk, audited], ids=["sdk", "openxml-audit"])
def validator(request: pytest.FixtureRequest) -> Faults:
    (outside.validator if request.param is sdk else outside.audit)()
    found: Faults = request.param
    return found


@pytest.mark.parametrize("files", SETS, ids=lambda f: f.__name__)
def test_validators_find_no_error(files: Callable[[], Mapping[str, Proof]], validator: Faults, tmp_path: Path) -> None:
    assert faults(files(), tmp_path, validator) == {}


def test_validators_find_no_error_in_contents_with_pages(validator: Faults, tmp_path: Path) -> None:
    document = proofs.samples()["agreement"].document
    pages = dict.fromkeys(headings(document), 7)
    data = render(document, {"reference.docx": proofs.REFERENCE}, pages).data
    assert faults({"paged": Proof(document, data)}, tmp_path, validator) == {}


def test_validators_see_what_is_wrong(validator: Faults, tmp_path: Path) -> None:
    broken = tmp_path / "broken.docx"
    (good,) = written({"good": proofs.samples()["agreement"]}, tmp_path)
    with ZipFile(good) as source, ZipFile(broken, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            target.writestr(name, data.replace(b"<w:pStyle ", b"<w:pStile ") if name == "word/document.xml" else data)
    assert any(re.search("pStile", fault) for fault in validator(broken))


def test_false_alarms_still_occur(tmp_path: Path) -> None:
    outside.audit()
    from openxml_audit import OpenXmlValidator

    paths = written(proofs.random_texts(), tmp_path)
    said = "\n".join(
        str(error) for path in paths for error in OpenXmlValidator(max_errors=0).validate(str(path)).errors
    )
    assert all(known in said for known in FALSE_ALARMS)

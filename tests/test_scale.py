"""What grows is files: parties by the dozen, a new kind of mechanism, and names in any script."""

from __future__ import annotations

import json
import time
import zipfile
from pathlib import Path

import pytest
from lxml import etree
from lxml.html import fromstring
from markdown_it import MarkdownIt

from projects import EXAMPLE, change, copied, put
from travaux.build import Compilation, Options, compile
from travaux.diagnostic import Failure

ALBA = (EXAMPLE / "seeds/parties/alba.yaml").read_text(encoding="utf-8")
AGREEMENTS = ALBA[ALBA.index("agreements:\n") : ALBA.index("territory:")]
TEXT = "seeds/instruments/example.yaml"


def quoted(text: str) -> str:
    """The text as YAML writes it in double quotes."""
    return json.dumps(text, ensure_ascii=False)


def party(key: str, long: str, short: str) -> str:
    """A party like Alba, without agreements of its own."""
    head, _, rest = ALBA.partition("agreements:\n")
    text = head + rest[rest.index("territory:") :]
    return (
        text.replace("id: alba", f"id: {key}")
        .replace("signature: {en: For the Republic of Alba}", f"signature: {{en: {quoted(f'For {long}')}}}")
        .replace("long: the Republic of Alba", f"long: {quoted(long)}")
        .replace("short: Alba}", f"short: {quoted(short)}}}")
    )


def of_parties(folder: Path, number: int) -> Path:
    """A project with an agreement on a price floor of so many parties, each a file."""
    root = copied(folder)
    keys = [f"p{n:02}" for n in range(number)]
    for n, key in enumerate(keys):
        put(f"seeds/parties/{key}.yaml", party(key, f"the State of P{n:02}", f"P{n:02}"))(root)
    routes = "{" + ", ".join(f"{key}: parliament" for key in keys) + "}"
    text = (root / TEXT).read_text(encoding="utf-8")
    text = text.replace("[alba, borea, corda]", f"[{', '.join(keys)}]").replace("depositary: alba", "depositary: p00")
    text = text.replace("id: example\n", "id: many\n").replace(", zone]", "]")
    start, end = text.index("  threshold:"), text.index("  delay:")
    text = text[:start] + text[end:]
    text = "\n".join(f"routes: {routes}" if line.startswith("routes:") else line for line in text.splitlines())
    put("seeds/instruments/many.yaml", text + "\n")(root)
    adjustment = "seeds/mechanisms/adjustment.yaml"
    duties = "".join(f"  - {{party: {key}, authority: duties-act, sources: [fact]}}\n" for key in keys)
    change(adjustment, "duties:\n", f"duties:\n{duties}")(root)
    return root


def compiled(root: Path) -> Compilation:
    compilation = compile("many", Options(root))
    assert compilation.texts[0].instrument.record.id == "many"
    return compilation


@pytest.mark.parametrize("number", [1, 5, 54])
def test_agreement_over_any_number_of_party_files(number: int, tmp_path: Path) -> None:
    compilation = compiled(of_parties(tmp_path, number))
    draft = compilation.texts[0].document.draft
    assert len(draft.signatures) == len(draft.parties) == number
    for form in ("docx", "html", "md", "json"):
        data = compilation.rendered(form, mark_faults=True).data
        if form != "docx":
            assert f"the State of P{number - 1:02}" in data.decode()


def test_time_grows_with_the_number_of_parties_and_no_faster(tmp_path: Path) -> None:
    """Nine times as many parties take no more than some twenty times as long, which leaves room for a busy machine."""
    few, many = of_parties(tmp_path / "few", 6), of_parties(tmp_path / "many", 54)
    taken = {}
    for root in (few, many):
        spans = []
        for _ in range(2):
            start = time.perf_counter()
            compiled(root).rendered("md", mark_faults=True)
            spans.append(time.perf_counter() - start)
        taken[root] = min(spans)
    assert taken[many] < 20 * taken[few] + 0.2


# --- a new kind of mechanism -----------------------------------------------------------------------------------------

KIND = '''
"""Stock release: what a party keeps in reserve and when it sells."""

from __future__ import annotations

from typing import Literal

from travaux.model.mechanism.base import Mechanism
from travaux.model.period import IsoPeriod
from travaux.model.quantity import Mass


class StockRelease(Mechanism):
    """A promise to sell from stock."""

    kind: Literal["stock-release"]
    volume: Mass
    within: IsoPeriod
'''
CLAUSE = """---
heading: Release of stocks
purpose: When stocks are sold.
order: 10
tier: 1
uses: [party]
---
Each Party shall release {{ mechanism.volume }} within {{ mechanism.within }}.
"""
FAMILY = "chapter: example-trade\norder: 90\nregister: binding\nmechanism: stock-release\n"
RECORD = "id: stocks\nkind: stock-release\nvolume: {amount: 1500, unit: t}\nwithin: P90D\nsources: [fact]\n"


def with_stocks(folder: Path) -> Path:
    return copied(
        folder,
        put("plugins/stock_release.py", KIND),
        put("clauses/stock-release/family.yaml", FAMILY),
        put("clauses/stock-release/stock-release.en.md", CLAUSE),
        put("seeds/mechanisms/stocks.yaml", RECORD),
        change(TEXT, "zone]", "zone, stocks]"),
    )


def test_new_kind_of_mechanism_edits_no_old_file_of_the_code(tmp_path: Path) -> None:
    compilation = compile("example", Options(with_stocks(tmp_path), allow_plugins=True))
    assert [str(d) for d in compilation.errors] == []
    assert "shall release 1,500 t within 90 days." in compilation.rendered("md").data.decode()


def test_faults_of_a_new_kind_are_those_of_any_record(tmp_path: Path) -> None:
    root = with_stocks(tmp_path)
    change("seeds/mechanisms/stocks.yaml", "within: P90D", "withn: P90D")(root)
    with pytest.raises(Failure) as failure:
        compile("example", Options(root, allow_plugins=True))
    assert [str(d).splitlines()[0] for d in failure.value.diagnostics] == [
        "seeds/mechanisms/stocks.yaml:1:1: error[MOD004]: the field 'within' is missing",
        "seeds/mechanisms/stocks.yaml:4:1: error[MOD002]: unknown field 'withn'",
    ]


def test_new_kind_is_unknown_while_plug_ins_are_not_allowed(tmp_path: Path) -> None:
    with pytest.raises(Failure) as failure:
        compile("example", Options(with_stocks(tmp_path)))
    assert str(failure.value).splitlines()[0] == (
        "seeds/mechanisms/stocks.yaml:2:7: error[MOD001]: unknown kind 'stock-release'"
    )


# --- names in any script ------------------------------------------------------------------------------------------

NAMES = (
    "<b>&\"'</b>",
    "</w:t><script>alert(1)</script>",
    "**bold** _it_ [x](y) ^[note] {#id} | cell | `code`",
    "{{ 7 * 7 }} {% raw %} {* c *} {x} %s \\1 $1",
    "\U0001f1f2\U0001f1fd \U0001f469\U0001f3fd\u200d\U0001f52c emoji",
    "\u0627\u0644\u0645\u0645\u0644\u0643\u0629 \u202eright-to-left\u202c",
    "e\u0301 \u00c5 \u212b \ufb01",
    "\ue000\u0030\ue001 private",
    "]]> -- <!-- x",
)


def words_of(document: bytes) -> str:
    """All the words of an XML or HTML document, in order."""
    parser = etree.XMLParser(recover=False, resolve_entities=False, huge_tree=True)
    return "".join(etree.fromstring(document, parser).itertext())


@pytest.mark.parametrize("name", NAMES, ids=lambda n: n.encode("ascii", "replace").decode()[:20])
def test_name_comes_through_every_format(name: str, tmp_path: Path) -> None:
    record = put("seeds/parties/alba.yaml", party("alba", name, name) + AGREEMENTS)
    title = change(TEXT, "title: {en: Agreement on Trade in Examplium}", f"title: {{en: {quoted(name + ' T')}}}")
    compilation = compile("example", Options(copied(tmp_path, record, title)))
    assert compilation.errors == ()
    path = tmp_path / "x.docx"
    compilation.render("docx", path)
    with zipfile.ZipFile(path) as package:
        words = words_of(package.read("word/document.xml"))
    assert name in words
    assert f"{name} T" in words
    tree = json.loads(compilation.rendered("json").data)
    assert tree["draft"]["title"] == f"{name} T"
    assert tree["draft"]["party_names"]["alba"] == name
    html = compilation.rendered("html").data.decode()
    assert "<script>alert" not in html
    assert "<b>&" not in html
    assert name in "".join(fromstring(html).itertext())
    marked = MarkdownIt("commonmark").enable("table").render(compilation.rendered("md").data.decode())
    assert "<script>alert" not in marked
    assert name in "".join(fromstring(marked).itertext())

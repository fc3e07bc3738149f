"""Projects of unusual shape that are sound: no error, no warning that nothing explains, and a Word file."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from check_findings import LIBRARY
from examples import PROJECT
from travaux.build import Compilation, Options, compile
from travaux.diagnostic import Severity

GOODS = "products: [tungsten, antimony, gallium, germanium]\n"
TWO_ROUTES = "routes: {jp: diet-approval, us: congressional-executive}\n"


def instrument(key: str, parties: str, consents: int, more: str, kind: str = "agreement", title: str = "") -> str:
    """A record with what every text needs."""
    name = title or "Agreement on Supply"
    return (
        f"id: {key}\nkind: {kind}\ntitle: {{en: {name}}}\nshort_title: {{en: {name}}}\nparties: [{parties}]\n"
        f"entry_into_force: {{min_parties: {consents}, delay: P60D, later: P30D}}\nlanguages: [en]\nauthentic: [en]\n"
        f"status: {{draft: Draft 1, date: 2026-11-23}}\n{more}"
    )


def built(folder: Path, keys: tuple[str, ...], files: Mapping[str, str]) -> Compilation:
    """The project compiled and rendered, after a look at what was found."""
    for name, text in {"travaux.yaml": "name: shapes\n", **files}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    compilation = compile(keys, Options(project=folder))
    assert graver_than_notes(compilation) == []
    for text in compilation.texts:
        assert compilation.rendered("docx", text).data.startswith(b"PK")
    return compilation


def graver_than_notes(compilation: Compilation) -> list[str]:
    return [str(d) for d in compilation.diagnostics if d.severity is not Severity.INFO]


def test_one_party(tmp_path: Path) -> None:
    """A State drafts a text for others to join."""
    more = f"depositary: jp\nroutes: {{jp: diet-approval}}\nmechanisms: [scrap-recycling, export-discipline]\n{GOODS}"
    built(tmp_path, ("alone",), {"seeds/instruments/alone.yaml": instrument("alone", "jp", 1, more)})


def test_one_party_and_no_mechanism(tmp_path: Path) -> None:
    more = "depositary: jp\nroutes: {jp: diet-approval}\nmechanisms: []\nproducts: [tungsten]\n"
    built(tmp_path, ("alone",), {"seeds/instruments/alone.yaml": instrument("alone", "jp", 1, more)})


def test_no_mechanism(tmp_path: Path) -> None:
    more = f"{TWO_ROUTES}mechanisms: []\nproducts: [tungsten]\n"
    built(tmp_path, ("bare",), {"seeds/instruments/bare.yaml": instrument("bare", "jp, us", 2, more)})


def test_day_of_signature_in_place_of_an_opening(tmp_path: Path) -> None:
    more = f"{TWO_ROUTES}mechanisms: []\nproducts: [tungsten]\nsigning: {{place: Tokyo, date: 2027-03-01}}\n"
    built(tmp_path, ("signed",), {"seeds/instruments/signed.yaml": instrument("signed", "jp, us", 2, more)})


def land(number: int) -> str:
    """A party record of a fictional State, one of many."""
    name = f"Land {chr(65 + number // 26)}{chr(97 + number % 26)}"
    bodies = ", ".join(f"{key}: {{en: the Office of {key} of {name}}}" for key in ("trade", "customs", "reserve"))
    return f"""id: s{number:02}
names: {{en: {{long: the Republic of {name}, short: {name}}}}}
entity: state
signature: {{en: For the Republic of {name}}}
capacities: {{agreement: {{role: party, sources: [jp-01]}}}}
routes:
  - id: parliament
    name: treaty approved by Parliament
    carries: [no-change-of-law, change-of-duty, change-of-law, budget, reserve]
    approvals: [{{by: the Parliament of {name}, act: an Act that approves the treaty, sources: [jp-01]}}]
    sources: [jp-01]
languages: [en]
currency: USD
memberships: [wto]
territory: {{en: the territory of the Republic of {name}}}
bodies: {{{bodies}}}
sources: [jp-01]
"""


def test_sixty_parties(tmp_path: Path) -> None:
    """All hold reserves at floors that sellers and buyers keep by contract."""
    keys = [f"s{number:02}" for number in range(60)]
    mechanisms = LIBRARY / "seeds/mechanisms"
    floor = (mechanisms / "border-equalised-floors.yaml").read_text(encoding="utf-8")
    form = "form: {type: seller-offtake, counterparty: a buyer, term: P5Y, volume: {amount: 500, unit: t}}\n"
    floor = floor.replace(
        "form:\n  type: border-equalised\n  adjustment: border-price-adjustment\n", form
    ).replace("id: border-equalised-floors", "id: contract-floors")  # fmt: skip
    reserve = (mechanisms / "strategic-reserves.yaml").read_text(encoding="utf-8")
    before, _, after = reserve.partition("holdings:\n")
    rest = after[after.index("build_up:") :]
    held = "part: hold, body: reserve, location: own-territory, funding: public-budget"
    holdings = "".join(f"  - {{party: {key}, {held}}}\n" for key in keys)
    reserve = f"{before}holdings:\n{holdings}{rest}".replace("border-equalised-floors", "contract-floors")
    routes = ", ".join(f"{key}: parliament" for key in keys)
    named = "[reference-prices, contract-floors, export-discipline, scrap-recycling, many-reserves]"
    goods = "products: [ndpr, dytb, gallium, germanium, antimony, tungsten]\n"
    more = f"depositary: s00\nroutes: {{{routes}}}\nmechanisms: {named}\n{goods}"
    files = {f"seeds/parties/{key}.yaml": land(number) for number, key in enumerate(keys)}
    files["seeds/mechanisms/contract-floors.yaml"] = floor
    files["seeds/mechanisms/many-reserves.yaml"] = reserve.replace("id: strategic-reserves", "id: many-reserves")
    files["seeds/instruments/sixty.yaml"] = instrument("sixty", ", ".join(keys), 40, more)
    built(tmp_path, ("sixty",), files)


def who_can_sign(kind: str) -> dict[str, str]:
    """The records of Japan and the United States, which can sign one more kind of text."""
    added = f"capacities:\n  {kind}: {{role: party, sources: [us-05]}}\n"
    files = {}
    for key in ("jp", "us"):
        text = (LIBRARY / f"seeds/parties/{key}.yaml").read_text(encoding="utf-8")
        files[f"seeds/parties/{key}.yaml"] = text.replace("capacities:\n", added, 1)
    return files


def test_no_annex(tmp_path: Path) -> None:
    """Two letters: the clauses of an agreement need its annexes, those of an exchange of letters have none."""
    files = who_can_sign("exchange-of-letters")
    files["clauses/samples/family.yaml"] = "chapter: letter\norder: 5\nregister: binding\n"
    files["clauses/samples/samples.en.md"] = (
        "---\n{heading: Samples, purpose: Samples., order: 10, tier: 1, uses: [party]}\n---\n"
        "Each Party shall admit samples of tungsten free of customs duty.\n"
    )
    text = instrument("letters", "jp, us", 2, TWO_ROUTES, "exchange-of-letters", "Samples of Tungsten")
    compilation = built(tmp_path, ("letters",), {**files, "seeds/instruments/letters.yaml": text})
    assert compilation.texts[0].document.draft.annexes == ()


def test_only_annexes(tmp_path: Path) -> None:
    """A decision that adopts two annexes and says nothing else."""
    annex = "---\n{{heading: {}, purpose: An annex., order: {}, place: annex, tier: 1}}\n---\n{}\n"
    text = instrument("decision", "jp, us", 2, TWO_ROUTES, "decision", "Decision on Lists")
    files = {
        **who_can_sign("decision"),
        "templates/decision.yaml": "register: binding\nchapters:\n  - {id: decision}\ncontents: false\n",
        "clauses/lists/family.yaml": "register: binding\nchapter: decision\norder: 10\n",
        "clauses/lists/annex-goods.en.md": annex.format("Goods", 10, "1. {#w} Tungsten.\n\n2. {#sb} Antimony."),
        "clauses/lists/annex-forms.en.md": annex.format(
            "Forms", 20, 'Reports name the goods of {{ ref("annex-goods") }}.'
        ),
        "seeds/instruments/decision.yaml": text,
    }
    draft = built(tmp_path, ("decision",), files).texts[0].document.draft
    assert len(draft.annexes) == 2
    assert all(not chapter.children for chapter in draft.body)  # type: ignore[union-attr]


def test_two_agreements_in_one_package(tmp_path: Path) -> None:
    """Each binds, and the second cites an article of the first and the first as a whole."""
    second = f"{TWO_ROUTES}mechanisms: [scrap-recycling]\n{GOODS}leads_to: exports\nclauses: {{include: [link]}}\n"
    first = f"{TWO_ROUTES}mechanisms: [export-discipline]\n{GOODS}"
    link = (
        "---\n{heading: Exports, purpose: Cites the other., order: 90, tier: 1, optional: true, uses: [party]}\n---\n"
        'A Party shall act consistently with {{ elsewhere(instrument.leads_to, "export-restrictions") }} and with '
        '{{ elsewhere("exports") }}.\n'
    )
    files = {
        "seeds/instruments/exports.yaml": instrument("exports", "jp, us", 2, first, title="Agreement on Exports"),
        "seeds/instruments/scrap.yaml": instrument("scrap", "jp, us", 2, second, title="Agreement on Scrap"),
        "seeds/packages/both.yaml": "id: both\ntitle: {en: Both}\ninstruments: [exports, scrap]\n",
        "clauses/transparency/link.en.md": link,
    }
    built(tmp_path, ("both",), files)


def test_everything_under_other_names(tmp_path: Path) -> None:
    """Of a project whose parties, goods, texts, templates and families have other keys the same is found."""
    names = {"alba": "zeta", "borea": "theta", "corda": "kappa", "examplium": "novium", "example": "house"}
    names |= {old.capitalize(): new.capitalize() for old, new in names.items()}

    def renamed(text: str) -> str:
        for old, new in names.items():
            text = text.replace(old, new)
        return text

    for path in PROJECT.rglob("*"):
        if path.is_file():
            copy = tmp_path / renamed(str(path.relative_to(PROJECT)))
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_text(renamed(path.read_text(encoding="utf-8")), encoding="utf-8")
    own = compile(("example", "example-plan"), Options(project=PROJECT))
    other = compile(("house", "house-plan"), Options(project=tmp_path))
    assert sorted(graver_than_notes(other)) == sorted(renamed(each) for each in graver_than_notes(own))
    assert all(other.rendered("docx", text).data.startswith(b"PK") for text in other.texts)

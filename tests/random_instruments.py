"""Random valid instruments: a seed with fewer parties, fewer mechanisms and other options, and its records cut to fit.

The same number makes the same instrument. `narrowed` alone takes parties out of a seed, with all that names them.
"""

from __future__ import annotations

import io
import random
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from check_findings import LIBRARY
from travaux.build import compile
from travaux.records import Records

INSTRUMENTS = tuple(sorted(path.stem for path in (LIBRARY / "seeds/instruments").glob("*.yaml")))
#: Fields whose values are keys of languages or words, which may look like the key of a party.
_NO_PARTIES = frozenset({"languages", "authentic", "prevails", "sources", "products", "mechanisms"})
_HOUSE: Mapping[str, tuple[Any, ...]] = {
    "references": ("us", "eu", "japan"),
    "chapters": ("arabic", "roman"),
    "articles": ("by-chapter", "continuous"),
    "annexes": ("by-chapter", "arabic", "roman", "letter"),
    "footnotes": ("continuous", "by-chapter"),
    "drafting_notes": ("endnotes", "comments"),
    "index_of_terms": (True, False),
    "paragraph_numbers": (True, False),
}


#: Clauses of every agreement whose variants ask for nothing else.
_VARIED = frozenset(
    {
        "withdrawal",
        "amendment",
        "security-exception",
        "forced-labour",
        "labour-rights",
        "environment",
        "local-communities",
    }
)


@dataclass(frozen=True)
class Random:
    """An instrument to compile: its key, and the files that a project lays over the library."""

    instrument: str
    files: Mapping[str, str]
    told: str
    """What was chosen, for the message of a test that fails."""

    def written(self, folder: Path) -> Path:
        """The project in a folder."""
        for name, text in {"travaux.yaml": "name: random\n", **self.files}.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return folder


# --- records -------------------------------------------------------------------------------------------------------


def _yaml() -> YAML:
    yaml = YAML()
    yaml.width = 4096
    return yaml


def _loaded(name: str) -> Any:
    return _yaml().load((LIBRARY / name).read_text(encoding="utf-8"))


def _dumped(record: Any) -> str:
    out = io.StringIO()
    _yaml().dump(record, out)
    return out.getvalue()


def _cut(value: Any, gone: Collection[str]) -> Any:
    """A value without what names parties that are gone, in place; lists lose items and mappings keys."""
    if isinstance(value, dict):
        for key in [k for k in value if str(k) in gone or _paragraph_of(str(k), gone)]:
            del value[key]
        for key, inner in list(value.items()):
            if key in _NO_PARTIES:
                continue
            if isinstance(inner, str) and inner in gone:
                del value[key]
            else:
                _cut(inner, gone)
                if inner in ({}, []) and key in ("leads", "duties", "approvals"):
                    del value[key]
    elif isinstance(value, list):
        value[:] = [item for item in value if not _names(item, gone)]
        for item in value:
            _cut(item, gone)
    return value


def _paragraph_of(key: str, gone: Collection[str]) -> bool:
    """Whether a key is that of a paragraph about a party: `nb-approvals.approval-eu`."""
    return "." in key and key.rpartition("-")[2] in gone


def _names(item: Any, gone: Collection[str]) -> bool:
    """Whether an item of a list is a party that is gone, or about one."""
    if isinstance(item, dict):
        return item.get("party") in gone or any(party in gone for party in item.get("pair", ()))
    return isinstance(item, str) and item in gone


# --- narrowing -----------------------------------------------------------------------------------------------------


@cache
def _records(instrument: str) -> Records:
    return compile(instrument).subject.records


def narrowed(instrument: str, parties: Collection[str]) -> dict[str, str]:
    """The files of a project in which an instrument has only some of its parties, and nothing names the others."""
    record = _loaded(f"seeds/instruments/{instrument}.yaml")
    return _files(instrument, record, [key for key in record["parties"] if str(key) in parties])


def _files(instrument: str, record: Any, parties: list[str]) -> dict[str, str]:
    gone = {str(key) for key in record["parties"]} - set(parties)
    _cut(record, gone)
    record["parties"] = parties
    if "depositary" not in record and record["kind"] == "agreement":
        record["depositary"] = parties[0]
    start = record.get("entry_into_force")
    if start:
        start["min_parties"] = min(start["min_parties"], len(parties))
        if "threshold" in start:
            shares = {key: int(str(share).rstrip("%")) for key, share in start["threshold"]["shares"].items()}
            # Less than what is left when any one party stays away, so that none has a veto and none is enough alone.
            start["threshold"]["share"] = f"{max(sum(shares.values()) // 2, max(shares.values()) + 1)}%"
            if start["min_parties"] >= len(parties) or sum(shares.values()) - max(shares.values()) <= max(
                shares.values()
            ):
                del start["threshold"]
    mechanisms = {key: _cut(_loaded(f"seeds/mechanisms/{key}.yaml"), gone) for key in record.get("mechanisms", ())}
    for key in [key for key, mechanism in mechanisms.items() if not _anybody_left(mechanism)]:
        del mechanisms[key]
        record["mechanisms"].remove(key)
    for key in [key for key in record.get("participation", ()) if key not in mechanisms]:
        del record["participation"][key]
    if not record.get("participation", True):
        del record["participation"]  # with its comments, which an empty mapping cannot hold
    files = {f"seeds/mechanisms/{key}.yaml": _dumped(mechanism) for key, mechanism in mechanisms.items()}
    files[f"seeds/instruments/{instrument}.yaml"] = _dumped(record)
    if "seeds/mechanisms/governance.yaml" in files:
        governance = _yaml().load(files["seeds/mechanisms/governance.yaml"])
        governance["partners"]["chapters"] = _open_chapters(record, _records(instrument))
        files["seeds/mechanisms/governance.yaml"] = _dumped(governance)
    for schedule in record.get("schedules", ()):
        lines = (LIBRARY / "seeds/instruments" / schedule["file"]).read_text(encoding="utf-8").splitlines(keepends=True)
        at = lines[0].strip().split(",").index("party")
        files[f"seeds/instruments/{schedule['file']}"] = "".join(
            line for n, line in enumerate(lines) if n == 0 or line.split(",")[at] not in gone
        )
    return files


def _anybody_left(mechanism: Any) -> bool:
    """False for reserves that no party that is left holds."""
    holdings = mechanism.get("holdings")
    return holdings is None or any(holding["part"] == "hold" for holding in holdings)


# --- random --------------------------------------------------------------------------------------------------------


def random_instrument(number: int) -> Random:
    """The instrument of a number: the more the numbers, the more of the choices that a record leaves."""
    chance = random.Random(number)
    instrument = chance.choice(INSTRUMENTS)
    record, records = _loaded(f"seeds/instruments/{instrument}.yaml"), _records(instrument)
    every = [str(key) for key in record["parties"]]
    least = min(2, len(every))
    parties = sorted(chance.sample(every, chance.randint(least, len(every))), key=every.index)
    told = [f"parties {parties}"]
    if record.get("mechanisms"):
        told.append(_choose_mechanisms(chance, record, records))
        told.append(_choose_variants(chance, record, records))
    told.append(_choose_house(chance, record))
    if chance.random() < 0.3:
        record.setdefault("status", {})["classification"] = "LIMITED"
    files = _files(instrument, record, parties)
    told.append(_vary(chance, files))
    return Random(instrument, files, f"{number}: {instrument}, {', '.join(filter(None, told))}")


def _choose_mechanisms(chance: random.Random, record: Any, records: Records) -> str:
    """Some of the mechanisms, with those that they need, and the products that these cover."""
    every = list(record["mechanisms"])
    wanted = set(chance.sample(every, chance.randint(1, len(every))))
    while True:
        more = {key for name in wanted for key in _needed(records, name) if key in every} - wanted
        if not more:
            break
        wanted |= more
    record["mechanisms"] = [key for key in every if key in wanted]
    if not any(records.mechanisms[key].record.kind == "border-adjustment" for key in record["mechanisms"]):
        record.pop("schedules", None)  # they are those of the charge
    if not _open_chapters(record, records):
        record["mechanisms"] = [key for key in record["mechanisms"] if key != "governance"]
    return f"mechanisms {record['mechanisms']}"


def _needed(records: Records, name: str) -> set[str]:
    """What a mechanism needs, and what keeps it: a floor its charge, a reference price its floor, a band its zone."""
    mechanism = records.mechanisms[name].record
    kinds = {key: entry.record for key, entry in records.mechanisms.items()}
    served = {key for key, other in kinds.items() if other.kind == "price-floor" and name in other.needs()}
    zones = {key for key, other in kinds.items() if other.kind == "preferential-zone"}
    more = {"reference-price": served, "floor-coordination": zones}.get(mechanism.kind, set())
    return {*mechanism.needs(), *more, getattr(getattr(mechanism, "form", None), "adjustment", "") or ""} - {""}


def _open_chapters(record: Any, records: Records) -> list[str]:
    """The chapters that the record of governance opens to partners and that the text has."""
    if "governance" not in record["mechanisms"]:
        return []
    kinds = {records.mechanisms[key].record.kind for key in record["mechanisms"]}
    families = [_yaml().load(path.read_text(encoding="utf-8")) for path in LIBRARY.glob("clauses/*/family.yaml")]
    there = {f["chapter"] for f in families if "chapter" in f and f.get("mechanism") in kinds}
    wanted = records.mechanisms["governance"].record.partners.chapters  # type: ignore[attr-defined]
    return [chapter for chapter in wanted if chapter in there]


def _choose_variants(chance: random.Random, record: Any, records: Records) -> str:
    """Other variants of clauses that stand by themselves: no record says which one it wants, and no field is needed."""
    said = {key for m in records.mechanisms.values() for key in m.record.wordings()}
    found: dict[str, list[str]] = {}
    for path in sorted(LIBRARY.glob("clauses/*/*~*.en.md")):
        key, _, variant = path.name.removesuffix(".en.md").partition("~")
        found.setdefault(key, []).append(variant)
    free = {key: names for key, names in found.items() if key not in said and key in _VARIED}
    chosen = {key: chance.choice([*names, "standard"]) for key, names in free.items() if chance.random() < 0.4}
    record["variants"] = {**record.get("variants", {}), **{k: v for k, v in chosen.items() if v != "standard"}}
    return f"variants {chosen}"


def _choose_house(chance: random.Random, record: Any) -> str:
    house = {name: chance.choice(values) for name, values in _HOUSE.items() if chance.random() < 0.5}
    record["house"] = {**record.get("house", {}), **house}
    if chance.random() < 0.5:
        record["numbers"] = {"percent": "percent"}
    return f"house {house}"


#: By record: fields that may have other values without a change of anything else.
_FREE: Mapping[str, Mapping[str, tuple[Any, ...]]] = {
    "border-price-adjustment": {
        "cap": ("40%", "50%", "80%"),
        "notice": ("P30D", "P45D", "P2M"),
        "update": ("per-entry", "weekly", "monthly"),
        "de_minimis": ({"amount": 1000.00, "currency": "USD"},),
        "anti_over_invoicing": (["related-party-test"], ["post-entry-audit", "rebate-disclosure"]),
        "exclusions": ([], ["research-samples"]),
    },
    "export-discipline": {"notice": ("P30D", "P90D"), "re_export": (True, False), "longest": ("P6M", "P18M")},
    "reference-prices": {"min_producers": (3, 4, 5), "methodology_public": (True,), "window": (20, 30)},
    "trade-zone": {"tolerance": ("5%", "15%"), "records": ("P5Y", "P7Y"), "proof": ("any", "exporter-statement")},
    "strategic-reserves": {"report": ("P3M", "P6M"), "reported": ("by-good", "in-total")},
    "governance": {"private_right": ("no-direct-effect",), "reports": ({"every": "P12M", "public": False},)},
    "investment": {"information_sharing": (True, False), "meeting": ("P6M", "P12M")},
    "floor-reviews": {
        "interim": (
            {
                "above": "118%",
                "below": "75%",
                "average_over": "P60D",
                "asked_by": "any-party",
                "decide": "P60D",
                "rest": "P6M",
            },
        )
    },
}


def _vary(chance: random.Random, files: dict[str, str]) -> str:
    """Other values of free fields, in some of the mechanisms."""
    told = []
    for name, fields in _FREE.items():
        file = f"seeds/mechanisms/{name}.yaml"
        if file in files and chance.random() < 0.6:
            record = _yaml().load(files[file])
            for key in sorted(fields):
                if chance.random() < 0.5:
                    record[key] = chance.choice(fields[key])
                    told.append(f"{name}.{key} {record[key]}")
            files[file] = _dumped(record)
    return ", ".join(told)

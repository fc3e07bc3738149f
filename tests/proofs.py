"""The Word files on which the programs of others are tried: every instrument of the library, samples, random texts."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass

from hypothesis import HealthCheck, Phase, given, settings

import docx_samples
import sample_document
import strategies
import travaux
from docx_pieces import REFERENCE
from travaux.editions import outgoing
from travaux.index import index
from travaux.renderers.docx import render
from travaux.tree import Document

RANDOM = 15


@dataclass(frozen=True)
class Proof:
    """A document and its Word file."""

    document: Document
    data: bytes


def _rendered(document: Document) -> Proof:
    return Proof(document, render(document, {"reference.docx": REFERENCE}).data)


#: The long agreements: of these one working and one outgoing file are tried each time, and the others by hand.
LONG = "critical-minerals-agreement"
TRIED = (f"{LONG}.en", f"{LONG}-core.en.outgoing")


def instruments() -> Mapping[str, Proof]:
    """The instruments of the library in every language, in both editions, without most of the long ones."""
    return {name: proof for name, proof in _every().items() if name in TRIED or not name.startswith(LONG)}


def long_instruments() -> Mapping[str, Proof]:
    """The others: the agreements in the editions that `instruments` leaves out."""
    return {name: proof for name, proof in _every().items() if name not in instruments()}


@functools.cache
def _every() -> Mapping[str, Proof]:
    compilation = travaux.compile()
    found = {}
    for text in compilation.texts:
        name = f"{text.instrument.record.id}.{text.language}"
        found[name] = Proof(text.document, compilation.rendered("docx", text).data)
        sent = compilation.rendered("docx", text, edition="outgoing").data
        found[f"{name}.outgoing"] = Proof(outgoing(text.document), sent)
    return found


@functools.cache
def samples() -> Mapping[str, Proof]:
    """Texts in which everything occurs that the renderer knows."""
    every, agreement = sample_document.every_kind(), index(docx_samples.agreement())
    documents = {"every-kind": every, "agreement": agreement}
    documents |= {f"{name}.outgoing": outgoing(document) for name, document in documents.items()}
    return {name: _rendered(document) for name, document in documents.items()}


@functools.cache
def random_texts() -> Mapping[str, Proof]:
    """Random texts, the same in every run."""
    drawn: list[Document] = []

    @settings(
        max_examples=RANDOM,
        derandomize=True,
        database=None,
        deadline=None,
        phases=(Phase.generate,),
        suppress_health_check=tuple(HealthCheck),
    )
    @given(strategies.documents())
    def draw(document: Document) -> None:
        drawn.append(document)

    draw()
    return {f"random-{number}": _rendered(document) for number, document in enumerate(drawn)}


def everything() -> Mapping[str, Proof]:
    """All of them, by name."""
    return {**_every(), **samples(), **random_texts()}

# SPDX-License-Identifier: AGPL-3.0-or-later
"""The three laws of direction hold, and each of them bites when it is broken.

`make check` runs the same contracts by `lint-imports`; here violations are planted into the import graph.
"""

from __future__ import annotations

import tomllib
from copy import deepcopy
from typing import Any

import grimp
import pytest
from importlinter import Contract
from importlinter.configuration import configure
from importlinter.contracts.acyclic_siblings import AcyclicSiblingsContract
from importlinter.contracts.forbidden import ForbiddenContract
from importlinter.contracts.layers import LayersContract
from importlinter.contracts.protected import ProtectedContract

from tests.fences.chapters import ChapterLaw
from tests.fences.tree import ROOT

CHAPTER_LAW = "A chapter has one vocabulary, one direction, three doors"
ORDER = "The chapters stand in the order of the story"
WIRING = "Only wiring touches the lines to the outside"
RING = "Inside a chapter nothing goes in a ring"
SERVER = "The package knows nothing of the server that wires it"

PLANTED = [
    ("tocsin.alarm.rules", "tocsin.casefile.facts", ORDER),
    ("tocsin.web.slots", "tocsin.alarm.facts", ORDER),
    ("tocsin.vault.kinds", "tocsin.web.slots", ORDER),
    ("tocsin.values", "tocsin.vault.ids", ORDER),
    ("tocsin.trends.work", "tocsin.trends.sundry.deep", CHAPTER_LAW),
    ("tocsin.alarm.facts", "tocsin.alarm.rules", CHAPTER_LAW),
    ("tocsin.alarm.rules", "tocsin.alarm.work", CHAPTER_LAW),
    ("tocsin.alarm.work", "tocsin.alarm.pages.views", CHAPTER_LAW),
    ("tocsin.casefile.rules", "tocsin.alarm.work", CHAPTER_LAW),
    ("tocsin.publication.pages.views", "tocsin.casefile.pages.forms", CHAPTER_LAW),
    ("tocsin.casefile.picture", "tocsin.web.slots", CHAPTER_LAW),
    ("tocsin.alarm.work", "tocsin.wires.mail", WIRING),
    ("tocsin.vault.session", "tocsin.wires.store", WIRING),
    ("tocsin.callout.work", "tocsin_server.wiring", SERVER),
    ("tocsin.wires.mail", "tocsin.alarm.work", CHAPTER_LAW),
]


TYPES: dict[str, type[Contract]] = {
    "layers": LayersContract,
    "forbidden": ForbiddenContract,
    "protected": ProtectedContract,
    "acyclic_siblings": AcyclicSiblingsContract,
    "chapter_law": ChapterLaw,
}
STATED: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]
LAWS = {each["name"]: each for each in STATED["contracts"]}


@pytest.fixture(scope="module")
def drawn() -> grimp.ImportGraph:
    configure()
    return grimp.build_graph(*STATED["root_packages"], cache_dir=None)


@pytest.fixture
def graph(drawn: grimp.ImportGraph) -> grimp.ImportGraph:
    return deepcopy(drawn)


def kept(name: str, graph: grimp.ImportGraph) -> bool:
    options = {key: str(value) if isinstance(value, bool) else value for key, value in LAWS[name].items()}
    session = {"root_packages": STATED["root_packages"]}
    return bool(TYPES[options["type"]](name, session, options).check(deepcopy(graph), verbose=False).kept)


@pytest.mark.parametrize("law", LAWS)
def test_the_law_holds(graph: grimp.ImportGraph, law: str) -> None:
    assert kept(law, graph), f"broken: {law}. Run lint-imports to see where."


@pytest.mark.parametrize(("importer", "imported", "law"), PLANTED)
def test_a_planted_import_breaks_its_law(
    graph: grimp.ImportGraph, importer: str, imported: str, law: str
) -> None:
    graph.add_module(importer)
    graph.add_module(imported)
    graph.add_import(importer=importer, imported=imported)
    assert not kept(law, graph), f"{importer} -> {imported} went unseen"


def test_a_ring_inside_a_chapter_is_seen(graph: grimp.ImportGraph) -> None:
    graph.add_import(importer="tocsin.alarm.facts", imported="tocsin.alarm.ladder")
    graph.add_import(importer="tocsin.alarm.ladder", imported="tocsin.alarm.facts")
    assert not kept(RING, graph)


def test_an_undeclared_package_beside_the_chapters_is_refused(graph: grimp.ImportGraph) -> None:
    graph.add_module("tocsin.sundry")
    assert not kept(ORDER, graph)


def test_an_undeclared_module_in_a_chapter_is_refused(graph: grimp.ImportGraph) -> None:
    graph.add_module("tocsin.alarm.sundry")
    assert not kept(CHAPTER_LAW, graph)


def test_a_chapter_may_use_the_doors_of_an_earlier_one(graph: grimp.ImportGraph) -> None:
    for door in ("facts", "picture", "rules"):
        graph.add_import(importer="tocsin.trends.rules", imported=f"tocsin.alarm.{door}")
    assert kept(CHAPTER_LAW, graph)

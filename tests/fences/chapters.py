# SPDX-License-Identifier: AGPL-3.0-or-later
"""The law inside and between chapters, as a contract for import-linter (DESIGN, section 2).

The stock contracts hold the order of the chapters; this one holds the fixed vocabulary of a chapter,
the direction inside it, and the three doors by which a later chapter may enter.
"""

from __future__ import annotations

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output

RANKS = {"facts": 1, "picture": 2, "rules": 3, "needs": 4, "work": 5, "pages": 6}
NOUN = 2  # a pure module named by a domain noun stands below the rules; anything above or beside may use it
DOORS = frozenset({"facts", "picture", "rules"})


class ChapterLaw(Contract):
    """Options: ``chapters`` in story order; ``nouns`` and ``works`` a chapter adds, as chapter.module."""

    type_name = "chapter_law"

    chapters = fields.ListField(subfield=fields.StringField())
    nouns = fields.ListField(subfield=fields.StringField(), required=False)
    works = fields.ListField(subfield=fields.StringField(), required=False)

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        broken = [*self._strangers(graph), *self._edges(graph)]
        return ContractCheck(kept=not broken, metadata={"broken": broken})

    def render_broken_contract(self, check: ContractCheck) -> None:
        for line in check.metadata["broken"]:
            output.print_error(line)

    def _strangers(self, graph: ImportGraph) -> list[str]:
        places = {place for module in graph.modules if (place := self._place(module))}
        declared = {*(self.nouns or ()), *(self.works or ())}  # type: ignore[misc]
        return [
            f"tocsin.{chapter}.{name} is not in the vocabulary of a chapter; declare it in pyproject.toml"
            for chapter, name in sorted(places)
            if name not in {*RANKS, "tests"} and f"{chapter}.{name}" not in declared
        ]

    def _edges(self, graph: ImportGraph) -> list[str]:
        found = []
        for importer in sorted(graph.modules):
            for imported in sorted(graph.find_modules_directly_imported_by(importer)):
                if reason := self._refused(importer, imported):
                    found.append(f"{importer} -> {imported}: {reason}")
        return found

    def _refused(self, importer: str, imported: str) -> str | None:
        here, there = self._place(importer), self._place(imported)
        if importer.startswith("tocsin.wires.") and there and ".tests." not in importer:
            ends = RANKS["work"]
            return "a line stands behind a need, not behind a page" if self._rank(there) >= ends else None
        if here is None or here[1] == "tests":
            return None
        if imported.startswith("tocsin.web") and here[1] != "pages":
            return "only pages know the web"
        if there is None:
            return None
        if here[0] != there[0]:
            return None if there[1] in DOORS else "a chapter is entered by its facts, picture and rules only"
        return "that way is up" if self._rank(here) < self._rank(there, asked=True) else None

    def _rank(self, place: tuple[str, str], *, asked: bool = False) -> int:
        if ".".join(place) in (self.works or ()):  # type: ignore[operator]
            return RANKS["work"]
        return RANKS.get(place[1], 0 if asked else NOUN)

    def _place(self, module: str) -> tuple[str, str] | None:
        parts = module.split(".")
        inside = len(parts) > 2 and parts[0] == "tocsin" and parts[1] in self.chapters  # type: ignore[operator]
        return (parts[1], parts[2]) if inside else None

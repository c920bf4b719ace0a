# SPDX-License-Identifier: AGPL-3.0-or-later
"""Closed lists of codes with labels in English, Russian and Spanish, read strictly from packaged tables.

A shifted or doubled label ("contact with a lawyer" where "with a relative" is meant) would travel into an
appeal, so a table that is not exactly right is refused whole. Codes stay for ever; labels may change.
"""

from __future__ import annotations

import csv
import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

LANGUAGES = ("en", "ru", "es")
COLUMNS = ("code", "maps_to", *LANGUAGES)
_CODE = re.compile(r"[a-z][a-z0-9_]*|[A-F]|[1-6]")
# `own`, a HURIDOCS micro-thesaurus code with or without its list, an article of a code of law, or a standard.
# Whether the thesaurus has that entry was checked when the table was made; its data is not shipped.
_MAPS_TO = re.compile(
    r"own|[0-9]{2,12}|MT[0-9]{2} [0-9]{2,12}(?: \(parent\))?(?: / [0-9]{2})?|[a-z]{2}(?:\.[a-z0-9]+)+"
    r"|27037|RFC3161|OTS|BP|BagIt|IP|TLP:[A-Z+]+"
)


class VocabularyBroken(ValueError):
    """A packaged table is not what it promises: a code or a label is missing, doubled or malformed."""


class UnknownTerm(LookupError):
    """No such vocabulary, or no such code in it."""


@dataclass(frozen=True, slots=True)
class Term:
    """One line of a vocabulary."""

    code: str
    maps_to: str
    en: str
    ru: str
    es: str

    def label(self, language: str) -> str:
        """The label in a language; English for a language without labels, so that nothing is ever blank."""
        short = language[:2].lower()
        return {"en": self.en, "ru": self.ru, "es": self.es}.get(short, self.en)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """A list of terms in its own order, with what its lock file says of it."""

    name: str
    version: int
    terms: Mapping[str, Term]
    reviewed: Mapping[str, str]

    def is_reviewed(self, language: str) -> bool:
        """Whether a native reader has signed the labels of that language off."""
        return self.reviewed.get(language[:2].lower(), "unreviewed") != "unreviewed"


def parse(name: str, text: str) -> dict[str, Term]:
    """The terms of one table by code. Raises VocabularyBroken with the line that is wrong."""
    try:
        terms = _terms(name, text)
    except csv.Error as error:
        raise VocabularyBroken(f"{name}: {error}") from None
    if not terms:
        raise VocabularyBroken(f"{name}: no terms")
    _refuse_doubled_labels(name, terms.values())
    return terms


def _terms(name: str, text: str) -> dict[str, Term]:
    reader = csv.DictReader(text.splitlines(), strict=True)
    if tuple(reader.fieldnames or ()) != COLUMNS:
        raise VocabularyBroken(f"{name}: the columns must be {', '.join(COLUMNS)}")
    terms: dict[str, Term] = {}
    for number, row in enumerate(reader, start=2):
        term = _term(f"{name}, line {number}", row)
        if term.code in terms:
            raise VocabularyBroken(f"{name}, line {number}: the code {term.code} stands twice")
        terms[term.code] = term
    return terms


def _term(where: str, row: Mapping[str, Any]) -> Term:
    values = [row[column] for column in COLUMNS]
    if None in row or any(
        not isinstance(value, str) or value != value.strip() or not value for value in values
    ):
        raise VocabularyBroken(f"{where}: every column needs one value without spaces around it")
    if not _CODE.fullmatch(values[0]):
        raise VocabularyBroken(f"{where}: {values[0]!r} is no code")
    if not _MAPS_TO.fullmatch(values[1]):
        raise VocabularyBroken(f"{where}: {values[1]!r} maps to nothing known")
    return Term(*values)


def _refuse_doubled_labels(name: str, terms: Iterable[Term]) -> None:
    # Two codes with one label are how a shifted translation shows itself.
    for language in LANGUAGES:
        seen: dict[str, str] = {}
        for term in terms:
            label = term.label(language).casefold()
            if label in seen:
                raise VocabularyBroken(f"{name}: {seen[label]} and {term.code} have one label in {language}")
            seen[label] = term.code


def _folder() -> Any:
    return files("tocsin.values").joinpath("vocab")


@cache
def _lock() -> Mapping[str, Any]:
    found: Mapping[str, Any] = json.loads(_folder().joinpath("lock.json").read_text("utf-8"))
    return found


def names() -> tuple[str, ...]:
    """Every vocabulary, by name."""
    return tuple(sorted(_lock()))


@cache
def vocabulary(name: str) -> Vocabulary:
    """One vocabulary, read once. Raises UnknownTerm for no such list, VocabularyBroken for a wrong table."""
    if name not in _lock():
        raise UnknownTerm(f"there is no vocabulary {name!r}")
    entry = _lock()[name]
    raw = _folder().joinpath(f"{name}.csv").read_bytes()
    if hashlib.sha256(raw).hexdigest() != entry["sha256"]:
        raise VocabularyBroken(f"{name}: the table is not the one its lock file describes")
    return Vocabulary(name, entry["version"], parse(name, raw.decode("utf-8")), entry["reviewed"])


def has(vocab: str, code: str) -> bool:
    return code in vocabulary(vocab).terms


def term(vocab: str, code: str, language: str = "en") -> str:
    """The label of a code. Raises UnknownTerm."""
    try:
        return vocabulary(vocab).terms[code].label(language)
    except KeyError:
        raise UnknownTerm(f"the vocabulary {vocab} has no {code!r}") from None


def choices(vocab: str, language: str = "en") -> list[tuple[str, str]]:
    """Codes with labels in the vocabulary's own order, as a select wants them."""
    return [(found.code, found.label(language)) for found in vocabulary(vocab).terms.values()]

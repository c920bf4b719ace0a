# SPDX-License-Identifier: AGPL-3.0-or-later
"""Our own published words in English, Russian and Spanish, read strictly from packaged tables.

Feeds, papers and pages that leave all draw on these, so that native readers check one place. Not yet
signed off.
"""

from __future__ import annotations

import csv
import re
from functools import cache
from importlib.resources import files
from types import MappingProxyType

LANGUAGES = ("en", "ru", "es")
NAMES = {"en": "English", "ru": "Русский", "es": "Español"}
SLOT = re.compile(r"\{(\w+)\}")
Table = MappingProxyType[tuple[str, ...], MappingProxyType[str, str]]


class WordsBroken(ValueError):
    """A packaged table of words lacks a translation or doubles a line."""


@cache
def table(name: str) -> Table:
    """A table's rows by their leading columns. Raises WordsBroken."""
    text = files("tocsin.publication").joinpath("words", f"{name}.csv").read_text("utf-8")
    reader = csv.DictReader(text.splitlines(), strict=True)
    keys = [column for column in reader.fieldnames or () if column not in LANGUAGES]
    rows: dict[tuple[str, ...], MappingProxyType[str, str]] = {}
    for row in reader:
        key = tuple(row[column] for column in keys)
        if key in rows or None in row or not all(row[language] for language in LANGUAGES):
            raise WordsBroken(f"{name}: {', '.join(key)}")
        rows[key] = MappingProxyType({language: row[language] for language in LANGUAGES})
    return MappingProxyType(rows)


def say(key: str, language: str, **slots: object) -> str:
    """One phrase of the page's own furniture."""
    return _filled(table("page")[(key,)][language], slots)


def form(key: str, language: str, **slots: object) -> str:
    """One piece of grammar: months, counts, how a time is said."""
    return _filled(table("grammar")[(key,)][language], slots)


def speaker(code: str, shape: str, language: str, name: str = "") -> str:
    """A speaker as a reader may see them: ``who``, ``by`` (according to), ``citing``, ``mark`` (a
    pattern).
    """
    rows = table("speakers")
    row = rows.get((code, shape)) or rows[("unknown", shape)]
    return _filled(row[language], {"name": name})


def speakers(language: str) -> list[tuple[str, str]]:
    """Every way to call a speaker without a name, for a form."""
    rows = table("speakers").items()
    return [(code, row[language]) for (code, shape), row in rows if shape == "who" and code != "named"]


def clause(predicate: str, many: bool, language: str) -> str | None:
    """The pattern of a sentence about this predicate; None where it is not on the list of what may leave."""
    rows = table("clauses")
    row = rows.get((predicate, "any")) or rows.get((predicate, "many" if many else "one"))
    return row[language] if row else None


def pattern(key: str, language: str) -> str:
    """A regular expression that the lints look for: words that doubt, that vouch, that say who says so."""
    return table("patterns")[(key,)][language]


def publishable(predicate: str) -> bool:
    return any(name == predicate for name, _ in table("clauses"))


def _filled(pattern: str, slots: dict[str, object]) -> str:
    # Not str.format: a value that holds braces must stay exactly what it is.
    return SLOT.sub(lambda match: str(slots.get(match.group(1), match.group())), pattern)


def fill(pattern: str, **slots: object) -> str:
    """A clause with its slots filled."""
    return _filled(pattern, slots)


def listed(parts: list[str], language: str, particle: str = "") -> str:
    """A and B; in Spanish "e" before a sound of i. ``particle`` stands before every part but the first."""
    if len(parts) < 2:
        return "".join(parts)
    word = form("and", language)
    if language == "es" and not particle and re.match(r"h?i(?![aeo])", parts[-1], re.I):
        word = "e"
    before = f", {particle}".join(parts[:-1])
    return f"{before.rstrip(',') if language == 'es' and particle else before} {word} {particle}{parts[-1]}"


def years(number: int, language: str) -> str:
    """17 лет, 21 год, 22 года; in English and Spanish one and many."""
    if number == 1 or (language == "ru" and number % 10 == 1 and number % 100 != 11):
        key = "years_one"
    elif language == "ru" and 2 <= number % 10 <= 4 and not 12 <= number % 100 <= 14:
        key = "years_few"
    else:
        key = "years_many"
    return form(key, language, age=number)


def people(number: int, language: str) -> str:
    """Two people, двух человек, dos personas: for headings, where nobody is named."""
    if number == 1:
        return form("persons_one", language)
    counts = form("counts", language).split()
    return form("persons_many", language, number=counts[number - 1] if 0 < number <= len(counts) else number)


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]

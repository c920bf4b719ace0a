# SPDX-License-Identifier: AGPL-3.0-or-later
"""Legal clocks as dated data with their basis and the day somebody read it; the law is not in the code.

No rule here has been signed off by a lawyer of its jurisdiction yet, and every screen that shows one says so.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from importlib.resources import files
from typing import Any

STALE = timedelta(days=180)
INTERNATIONAL = "int"
_DURATION = re.compile(r"P(?:(\d+)M)?(?:(\d+)D)?(?:T(\d+)H)?")


class PackBroken(ValueError):
    """A packaged rule is incomplete; the message names it."""


@dataclass(frozen=True, slots=True)
class Duration:
    """Calendar months, then an exact length."""

    months: int
    exact: timedelta

    def after(self, start: datetime) -> datetime:
        """The moment that is this long after the start; the 31st becomes the last day of a shorter month."""
        month = start.month - 1 + self.months
        year, month = start.year + month // 12, month % 12 + 1
        last = (date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)).day
        return start.replace(year=year, month=month, day=min(start.day, last)) + self.exact


@dataclass(frozen=True, slots=True)
class LegalRule:
    """One duty or gate. Without a duration it is a reminder that applies for as long as someone is held."""

    id: str
    pack: str
    labels: Mapping[str, str]
    duration: Duration | None
    minors_only: bool
    summary: bool
    basis: str
    checked_on: date
    checked_by: str
    notes: Mapping[str, str]

    def label(self, language: str) -> str:
        return self.labels.get(language[:2], self.labels["en"])

    def note(self, language: str) -> str:
        return self.notes.get(language[:2], self.notes.get("en", ""))


@dataclass(frozen=True, slots=True)
class Pack:
    """The rules of one jurisdiction at one version."""

    name: str
    version: str
    titles: Mapping[str, str]
    rules: tuple[LegalRule, ...]

    @property
    def checked_on(self) -> date:
        return min(rule.checked_on for rule in self.rules)

    @property
    def reviewed(self) -> bool:
        return all(rule.checked_by for rule in self.rules)

    def stale(self, today: date) -> bool:
        return today - self.checked_on > STALE


def duration(text: str) -> Duration:
    """A length such as PT48H or P3M. Raises PackBroken."""
    found = _DURATION.fullmatch(text)
    if not found or not any(found.groups()):
        raise PackBroken(f"{text!r} is no duration")
    months, days, hours = (int(part or 0) for part in found.groups())
    return Duration(months, timedelta(days=days, hours=hours))


def names() -> tuple[str, ...]:
    """The jurisdictions there are packs for."""
    folder = files("tocsin.casefile").joinpath("packs")
    return tuple(
        sorted(entry.name.removesuffix(".toml") for entry in folder.iterdir() if entry.name.endswith(".toml"))
    )


@cache
def pack(name: str) -> Pack:
    """One pack, read once. Raises PackBroken for a missing or incomplete one."""
    if name not in names():
        raise PackBroken(f"there is no pack {name!r}")
    data = tomllib.loads(files("tocsin.casefile").joinpath("packs", f"{name}.toml").read_text("utf-8"))
    rules = tuple(_rule(name, entry) for entry in data["rule"])
    return Pack(name, data["version"], data["title"], rules)


def _rule(name: str, entry: Mapping[str, Any]) -> LegalRule:
    try:
        length = duration(entry["duration"]) if "duration" in entry else None
        return LegalRule(
            id=entry["id"],
            pack=name,
            labels={language: entry["label"][language] for language in ("en", "ru", "es")},
            duration=length,
            minors_only=entry.get("minors_only", False),
            summary=entry.get("summary", False),
            basis=entry["basis"],
            checked_on=entry["checked_on"],
            checked_by=entry.get("checked_by", ""),
            notes=entry.get("note", {}),
        )
    except KeyError as error:
        raise PackBroken(f"{name}: a rule without {error}") from None


def rules_for(jurisdictions: tuple[str, ...]) -> tuple[LegalRule, ...]:
    """The rules of a case's jurisdictions, then the international ones; not every jurisdiction has a pack."""
    chosen = [name for name in jurisdictions if name in names() and name != INTERNATIONAL]
    return tuple(rule for name in (*chosen, INTERNATIONAL) for rule in pack(name).rules)

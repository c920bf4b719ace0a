# SPDX-License-Identifier: AGPL-3.0-or-later
"""The word lists of ``words.toml`` and ``acts.toml`` as patterns, one set per language."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, slots=True)
class Words:
    """Patterns of one language; ``whole`` ones are matched against one word, the others inside a text."""

    language: str
    body: re.Pattern[str]
    post: re.Pattern[str]
    not_a_name: re.Pattern[str]
    locative: re.Pattern[str]
    kind_before: Mapping[str, re.Pattern[str]]
    kind_after: Mapping[str, re.Pattern[str]]
    based: re.Pattern[str]
    pair: re.Pattern[str]
    one: re.Pattern[str]
    group: re.Pattern[str]
    human: re.Pattern[str]
    minor: re.Pattern[str]
    modal: re.Pattern[str]
    event: re.Pattern[str]
    dwellings: Mapping[str, re.Pattern[str]]
    numbers: Mapping[str, int]
    acts: Mapping[str, re.Pattern[str]]


@cache
def words_of(language: str) -> Words:
    """The lists of a language; those of English for one that has none, so that names are still found."""
    tables, acts = _stored("words.toml"), _stored("acts.toml")
    known = language if language in tables else "en"
    lists = tables[known]
    return Words(
        language=known,
        body=_whole(lists["bodies"]),
        post=_whole(lists["posts"]),
        not_a_name=_whole(lists["not_a_name"]),
        locative=_ending(lists["locative"]),
        kind_before={kind: _ending(listed) for kind, listed in lists["kinds_before"].items()},
        kind_after={kind: _beginning(listed) for kind, listed in lists["kinds_after"].items()},
        based=re.compile("|".join(map(re.escape, lists["based"])) or r"(?!)"),
        pair=_whole(lists["pair"]),
        one=_whole(lists["one"]),
        group=_whole(lists["group"]),
        human=_inside(lists["human"]),
        minor=_inside(lists["minor"]),
        modal=_ending(lists["modal"]),
        event=_inside(lists["event"]),
        dwellings={kind: _inside(listed) for kind, listed in lists["dwellings"].items()},
        numbers=lists["number"],
        acts={act: _inside(listed) for act, listed in acts[known].items()},
    )


@cache
def _stored(name: str) -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath(name).read_text("utf-8"))


def _joined(listed: list[str]) -> str:
    return "|".join(listed) or r"(?!)"


def _whole(listed: list[str]) -> re.Pattern[str]:
    return re.compile(f"(?:{_joined(listed)})", re.IGNORECASE)


def _inside(listed: list[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?:{_joined(listed)})(?![\w-])", re.IGNORECASE)


def _ending(listed: list[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?:{_joined(listed)})\s+$", re.IGNORECASE)


def _beginning(listed: list[str]) -> re.Pattern[str]:
    return re.compile(rf"\s+(?:{_joined(listed)})(?!\w)", re.IGNORECASE)

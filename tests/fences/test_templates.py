# SPDX-License-Identifier: AGPL-3.0-or-later
"""Templates keep to the content security policy and to the three languages, whoever writes them.

A page that needs an exception from `style-src 'self'` is a page an attacker can write into.
"""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest

from tests.fences.tree import ROOT, tracked

FORBIDDEN = {
    "a style of its own": re.compile(r"<[^>{%]*\sstyle\s*=|<style\b", re.I),
    "a script of its own": re.compile(r"<script\b(?![^>]*\bsrc=)|\son[a-z]+\s*=\s*[\"']|javascript:", re.I),
    "something from elsewhere": re.compile(r"(?:src|action)\s*=\s*[\"']?(?:https?:)?//", re.I),
    "unescaped text": re.compile(r"\|\s*safe\b|\{%\s*autoescape\s+off"),
    "a form without its token": re.compile(
        r"<form\b(?=[^>]*\bmethod\s*=\s*[\"']?post)(?:(?!</form>|csrf_token).)*</form>", re.I | re.S
    ),
}
PLANTED = {
    "a style of its own": '<p class="x" style="color:red">',
    "a script of its own": '<button onclick="go()">',
    "something from elsewhere": '<img src="https://example.org/x.png">',
    "unescaped text": "{{ words|safe }}",
    "a form without its token": '<form method="post" action="/lock"><button>Lock</button></form>',
}
# Words between tags that no {% translate %} stands around: one letter run of three or more.
OUTSIDE = re.compile(
    r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}|<!--.*?-->|<(?:svg|code|script)\b.*?</(?:svg|code|script)>", re.S
)
TRANSLATED = re.compile(r"\{%\s*blocktrans(?:late)?\b.*?\{%\s*endblocktrans(?:late)?\s*%\}", re.S)
COMMENTED = re.compile(r"\{%\s*comment\b.*?\{%\s*endcomment\s*%\}", re.S)
WORDS = re.compile(r"[^\W\d_]{3,}")
PROPER = {"Tocsin", "sha"}
# Whoever fills these in is not signed in; there is no session that another site could ride on.
OPEN_FORMS = {"door.html", "report.html", "not_kept.html", "seen.html"}


def templates() -> list[Path]:
    return [path for path in tracked("src/*.html", "src/*.atom", "src/*.txt") if "templates" in path.parts]


def untranslated(text: str) -> list[str]:
    for pattern in (COMMENTED, TRANSLATED, OUTSIDE):
        text = pattern.sub(" ", text)
    text = unescape(re.sub(r"<[^>]*>", "\n", text))
    return [word for word in WORDS.findall(text) if word not in PROPER]


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_template_holds(what: str) -> None:
    spared = OPEN_FORMS if what == "a form without its token" else set()
    read = {path: path.read_text("utf-8") for path in templates() if path.name not in spared}
    found = [path for path, text in read.items() if FORBIDDEN[what].search(text)]
    assert [str(path.relative_to(ROOT)) for path in found] == []


@pytest.mark.parametrize("what", FORBIDDEN)
def test_it_would_be_seen(what: str) -> None:
    assert FORBIDDEN[what].search(PLANTED[what])


def test_every_word_on_a_screen_can_be_translated() -> None:
    seen = {str(path.relative_to(ROOT)): untranslated(path.read_text("utf-8")) for path in templates()}
    assert {name: words for name, words in seen.items() if words} == {}


def test_an_untranslated_word_would_be_seen() -> None:
    assert untranslated('<p class="x">{% translate "Held" %} until noon</p>') == ["until", "noon"]


def test_every_template_is_found() -> None:
    assert len(templates()) > 3

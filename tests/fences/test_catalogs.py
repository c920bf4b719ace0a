# SPDX-License-Identifier: AGPL-3.0-or-later
"""Screens speak English, Russian and Spanish, all three completely, from compiled catalogs that are fresh."""

from __future__ import annotations

import re

import polib
import pytest

from tests.fences import catalogs

HOLES = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}|</?\w+[^>]*>")


@pytest.mark.parametrize("language", catalogs.LANGUAGES)
def test_every_word_on_a_screen_is_in_the_catalog_and_nothing_else(language: str) -> None:
    kept = {catalogs.key(entry) for entry in catalogs.read(language)}
    shown = set(catalogs.in_tree())
    assert not shown - kept, "make messages, then translate what it lists"
    assert not kept - shown, "make messages drops what no screen says any more"


@pytest.mark.parametrize("language", catalogs.LANGUAGES)
def test_every_word_is_translated(language: str) -> None:
    assert [entry.msgid for entry in catalogs.read(language) if catalogs.unsaid(entry)] == []


@pytest.mark.parametrize("language", catalogs.LANGUAGES)
def test_a_translation_keeps_the_holes_of_its_sentence(language: str) -> None:
    for entry in catalogs.read(language):
        for said in entry.msgstr_plural.values() if entry.msgid_plural else [entry.msgstr]:
            wanted = HOLES.findall(entry.msgid_plural or entry.msgid)
            assert sorted(HOLES.findall(said)) == sorted(wanted), entry.msgid


@pytest.mark.parametrize("language", catalogs.LANGUAGES)
def test_the_compiled_catalog_is_made_from_the_written_one(language: str) -> None:
    compiled = catalogs.po_file(language).with_suffix(".mo").read_bytes()
    assert compiled == catalogs.read(language).to_binary(), "run make messages"


def test_messages_are_found_in_templates_and_in_code() -> None:
    text = catalogs.as_source(
        "  {% if x %}\n{% load i18n %}<p>{% translate 'Held' %}</p>{% blocktranslate count n=n %}{{ n }} day"
        "{% plural %}{{ n }} days{% endblocktranslate %}{% translate 'May' context 'month' %}{% endif %}"
    )
    found = set(catalogs.in_text(text)) | set(
        catalogs.in_text('x = _("Lock")\ny = pgettext("verb", "Close")')
    )
    assert {message.text for message in found} == {"Held", "%(n)s day", "May", "Lock", "Close"}
    assert catalogs.Message("month", "May", None) in found
    assert catalogs.Message(None, "%(n)s day", "%(n)s days") in found


def test_an_untranslated_or_fuzzy_word_would_be_seen() -> None:
    assert catalogs.unsaid(polib.POEntry(msgid="Lock"))
    assert catalogs.unsaid(polib.POEntry(msgid="Lock", msgstr="Закрыть", flags=["fuzzy"]))
    assert not catalogs.unsaid(polib.POEntry(msgid="Lock", msgstr="Закрыть"))

# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every command explains itself, in the terminal and on a page; no page speaks of one that is not there."""

from __future__ import annotations

import re

import pytest

from tests.fences import commands
from tests.fences.tree import ROOT, tracked
from tocsin_server.command import parser

EVERY = dict(commands.commands(parser()))
SPOKEN = re.compile(r"`tocsin ((?:[a-z]+ ?)+)")


def unknown(text: str) -> set[str]:
    """Commands that a page speaks of and that nobody can run."""
    first = {words.split()[0] for words in EVERY}
    return {words.split()[0] for words in SPOKEN.findall(text)} - first


def test_the_page_says_what_help_says() -> None:
    assert commands.PAGE.read_text("utf-8") == commands.page(), "docs/commands.md fell behind: run make kinds"


@pytest.mark.parametrize("words", EVERY)
def test_a_command_says_what_it_is_for_and_explains_each_of_its_words(words: str) -> None:
    command = EVERY[words]
    assert len(command.description or "") > 30
    assert [commands.spelled(action) for action in command._actions if not action.help] == []


def test_no_page_speaks_of_a_command_that_is_not_there() -> None:
    found = {str(page.relative_to(ROOT)): unknown(page.read_text("utf-8")) for page in tracked("*.md")}
    assert {page: words for page, words in found.items() if words} == {}


def test_a_page_that_invents_a_command_would_be_seen() -> None:
    assert unknown("run `tocsin conjure DIR` first") == {"conjure"}

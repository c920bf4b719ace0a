# SPDX-License-Identifier: AGPL-3.0-or-later
"""The page of patterns counts what its reader may open, and says what it does not know."""

from __future__ import annotations

import re
from html import unescape

from tests.cast import Cast

from tocsin.publication.tests.night import NOON, night


def words(people: Cast, callsign: str) -> str:
    response = people.browser(people.member(callsign)).get("/patterns/")
    assert response.status_code == 200
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", response.content.decode())))


def test_the_page_counts_what_is_documented_and_draws_it(people: Cast) -> None:
    people.clock.now = NOON
    night(people)
    text = words(people, "Lapwing")
    assert "Documented: at least 1 incident." in text
    assert "November 2026" in text
    assert "withheld" in text
    assert "The total is too small to be told outside." in text
    page = people.browser(people.vera).get("/patterns/").content.decode()
    assert '<rect class="known"' in page and "Ильвердин" not in page and "Ilverdin" not in page


def test_another_team_counts_nothing_of_it(people: Cast) -> None:
    people.clock.now = NOON
    night(people)
    assert "Documented: at least 0 incidents." in words(people, "Bittern")

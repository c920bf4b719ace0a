# SPDX-License-Identifier: AGPL-3.0-or-later
"""The pages of a case over real vaults: what is written on them is read back, and strangers see nothing."""

from __future__ import annotations

import pytest
from tests.cast import Cast

from tocsin.casefile import work
from tocsin.casefile.tests.typist import Typist, type_the_night


@pytest.fixture
def code(people: Cast) -> str:
    """A case of Vera's and Nina's."""
    return work.open_case(
        people.vera,
        title="Two people, Zarechensk",
        readers=[people.nina.me],
        jurisdictions=["ru"],
        circle="Counsel",
    )


@pytest.fixture
def vera(people: Cast, code: str) -> Typist:
    return Typist(people.browser(people.vera), people.vera, code)


def test_a_case_page_opens(vera: Typist) -> None:
    type_the_night(vera)
    for tab in ("", "timeline/", "claims/", "detention/", "evidence/", "visits/", "circle/", "claims/new/"):
        vera.get(tab)

# SPDX-License-Identifier: AGPL-3.0-or-later
"""A real page copied as text, where it lies beside the repository; nothing of it is written down here.

What is expected stands as hashes and positions; names are read from the page itself.
"""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import Any

from tocsin.monitoring.reading import read_source, to_json

ROOT = Path(__file__).parents[4]
PAGE = next(
    (
        p
        for p in (ROOT / "../shared/inputs/article.txt", ROOT / "../../shared/inputs/article.txt")
        if p.is_file()
    ),
    None,
)
BODY = "7007df021d7e3d8ceadf10354ffe60179946534a943181769141b742559b2930"
HEADS = {
    "title": "abf81e27bfc7c2c629efddf892705cd38498200dea12399558a9b18600620437",
    "standfirst": "bc139880d6a7437eb2b0aa78116bb43d1c7ad671f7156cc6c1fb11cc33869ec1",
}


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


class TestRealPage:
    __test__ = PAGE is not None

    @property
    def text(self) -> str:
        assert PAGE is not None
        return PAGE.read_text("utf-8")

    @property
    def told(self) -> dict[str, Any]:
        return to_json(read_source(self.text.encode()))

    def drafts(self, kind: str) -> list[dict[str, Any]]:
        return [draft for draft in self.told["drafts"] if draft["kind"] == kind]

    def aged(self) -> dict[str, int]:
        """Names with the age printed behind them."""
        return {name: int(age) for name, age in re.findall(r"([A-Z]\w+ [A-Z]\w+), (\d\d)\b", self.text)}

    def test_fifteen_paragraphs_are_kept_and_nothing_else(self) -> None:
        told = self.told
        assert len(told["body"]) == 15 and digest("\n".join(told["body"])) == BODY

    def test_the_heads_are_told_apart(self) -> None:
        told = self.told
        assert {name: digest(told[name]) for name in HEADS} == HEADS
        lines = self.text.splitlines()
        assert told["byline"] == next(lines[i - 1] for i, line in enumerate(lines) if line.endswith("GMT"))
        assert (told["published"], told["language"]) == ("2021-02-08T03:17+00:00", "en")

    def test_every_line_that_was_left_out_has_its_reason(self) -> None:
        dropped = self.told["dropped"]
        lines = [line.strip() for line in self.text.splitlines() if line.strip()]
        assert len(dropped) + 15 + 4 == len(lines) and all(each["reason"] for each in dropped)
        assert [each["reason"] for each in dropped].count("caption, repeated") == 2

    def test_every_draft_is_an_exact_span(self) -> None:
        text = self.text
        assert all(text[draft["start"] : draft["end"]] == draft["text"] for draft in self.told["drafts"])

    def test_people_have_their_ages_and_one_is_a_minor(self) -> None:
        aged = self.aged()
        found = {draft["text"]: draft for draft in self.drafts("person")}
        assert len(aged) == 2
        for name, age in aged.items():
            assert (found[name]["value"]["age"], found[name]["minor"]) == (age, age < 18)
        assert sorted((draft["text"], draft["minor"]) for draft in self.drafts("age")) == [
            ("17", True),
            ("20", False),
        ]

    def test_the_other_spelling_is_proposed_as_the_same_person(self) -> None:
        (draft,) = self.drafts("same_person")
        value = draft["value"]
        assert value["same_as"] in self.aged() and value["name"] == draft["text"] != value["same_as"]
        assert value["name"].split()[-1] == value["same_as"].split()[-1]

    def test_imprecise_times_are_resolved_against_the_dateline(self) -> None:
        times = {draft["text"]: (draft["value"]["edtf"], draft["anchor"]) for draft in self.drafts("time")}
        assert times["April 2020"] == ("2020-04", None)
        assert times["last year"] == ("2020", "2021-02-08")
        assert times["last week"] == ("2021-02-01/2021-02-07", "2021-02-08")
        assert times["half an hour later"][0] is None and "call" in times["half an hour later"][1]

    def test_who_said_what_has_a_chain_and_the_lawyer_observed(self) -> None:
        said = self.drafts("says")
        assert len(said) >= 12 and all(len(draft["chain"]) >= 2 for draft in said)
        (seen,) = self.drafts("observation")
        assert seen["cue"] == "found" and seen["source"].startswith("lawyer ")
        assert not any(seen["text"] in draft["text"] for draft in said)

    def test_two_kinds_of_dwelling_stay_apart(self) -> None:
        kinds = {draft["value"]["dwelling"] for draft in self.drafts("place")}
        assert {"house", "apartment"} <= kinds

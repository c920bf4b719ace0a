# SPDX-License-Identifier: AGPL-3.0-or-later
"""The story is found in its page, the page's furniture is left out with a reason, and no line is lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.monitoring.story import Part, Reason, Story, lines_of, story_of
from tocsin.monitoring.tests.pages import Page, mixtures, page, pages

PARTS = {"T": Part.TITLE, "S": Part.STANDFIRST, "Y": Part.BYLINE, "D": Part.PUBLISHED, "B": Part.BODY}
MIXED = [pytest.param(each, id=each.name) for each in mixtures()]
WHOLE = [pytest.param(each, id=each.name) for each in pages()]


def told(each: Page) -> Story:
    return story_of(lines_of(each.text), each.language, None)


@pytest.mark.parametrize("each", MIXED)
def test_every_paragraph_is_kept_and_no_furniture(each: Page) -> None:
    assert [line.text for line in told(each).of(Part.BODY)] == each.of("B")


@pytest.mark.parametrize("each", MIXED)
def test_headline_standfirst_byline_and_date_are_told_apart(each: Page) -> None:
    story = told(each)
    for label in [label for label in "TSYD" if each.of(label)]:
        assert [line.text for line in story.of(PARTS[label])] == each.of(label)


@pytest.mark.parametrize("each", WHOLE)
def test_captions_are_called_captions(each: Page) -> None:
    reasons = {placed.line.text: placed.reason for placed in told(each).placed}
    assert {reasons[line] for line in each.of("C")} <= {Reason.CAPTION, Reason.CAPTION_REPEATED}


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("Sign up for our weekly newsletter", Reason.INVITATION),
        ("Manage preferences", Reason.COOKIES),
        ("Read more: Uvalsk governor says region is safe for all", Reason.NAVIGATION),
        ("This is terrible, and nobody in the capital will do anything about it, as always.", Reason.COMMENT),
        ("Strike ends at Vyshgorsk tram depot", Reason.OTHER_STORY),
        ("© 2026 Meridian Wire. All rights reserved.", Reason.LEGAL),
        ("Anna Kern is a reporter at Meridian Wire covering prisons and police.", Reason.AUTHOR),
    ],
)  # fmt: skip
def test_a_line_left_out_says_why(line: str, reason: Reason) -> None:
    assert (
        next(placed.reason for placed in told(page("en_meridian")).placed if placed.line.text == line)
        is reason
    )


def test_a_foreign_agent_banner_is_a_legal_notice() -> None:
    first = told(page("ru_severny")).placed[0]
    assert (first.part, first.reason) == (Part.DROPPED, Reason.LEGAL)


def test_a_donation_appeal_in_fluent_prose_is_an_invitation() -> None:
    dropped = {p.line.text: p.reason for p in told(page("en_appeal_end")).placed if p.part is Part.DROPPED}
    appeal = [
        reason for line, reason in dropped.items() if "billionaire" in line or "share our belief" in line
    ]
    assert appeal == [Reason.INVITATION, Reason.INVITATION]


def test_words_of_furniture_inside_a_statement_are_kept() -> None:
    sentences = (
        "Police said they had received no notification of the arrest and refused to register the complaint.",
        "“Please support us, we are in danger,” the message read, according to the Pereprava Network.",
        "The court has posted no comment on its site, and the ministry did not reply to an e-mail.",
    )
    lines = ["Two taken from Zarechensk flat, group says", "18 November 2026", *sentences]
    assert [line.text for line in story_of(lines_of("\n".join(lines)), "en", None).of(Part.BODY)] == list(
        sentences
    )


def test_a_text_that_lost_its_line_breaks_is_cut_at_sentences() -> None:
    sentence = "The Pereprava Network said that two people had been taken from a flat in Zarechensk. "
    lines = lines_of(sentence * 60)
    assert len(lines) == 60 and {line.text for line in lines} == {sentence.strip()}


LINES = st.lists(
    st.one_of(
        st.sampled_from([line for each in pages() for _, line in each.lines]),
        st.text(alphabet="aбé 1.,«»“”©\u2028\t", max_size=40),
    ),
    max_size=25,
)


@given(lines=LINES)
def test_every_line_has_exactly_one_place(lines: list[str]) -> None:
    text = "\n".join(lines)
    found = lines_of(text)
    story = story_of(found, "en", None)
    assert [placed.line for placed in story.placed] == found
    assert all(text[line.start : line.end] == line.text for line in found)
    assert all((placed.reason is None) == (placed.part is not Part.DROPPED) for placed in story.placed)

# SPDX-License-Identifier: AGPL-3.0-or-later
"""What others report: an article is sealed and read, and a person decides which of its drafts the page says."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from tocsin_server.demo import cast
from tocsin_server.demo.acts.case import SEIZURE, case_page
from tocsin_server.demo.browser import NotOnThePage, Page, option
from tocsin_server.demo.night import Night
from tocsin_server.demo.steps import Step, hold

ADDRESS = "https://meridian.example/zarechensk"


def the_page_is_read_without_a_desk(night: Night) -> None:
    """`tocsin source read` tells the story from its chrome, and flags the 17-year-old, with no desk at all."""
    given = cast.article(night.began)
    read = json.loads(night.organisation.command("source", "read", "-", "--json", given=given))
    hold(len(read["body"]) == 10, f"{len(read['body'])} of 10 paragraphs were kept")
    hold(all(line["reason"] for line in read["dropped"]), "a line was dropped without a reason")
    people = (draft for draft in read["drafts"] if draft["kind"] == "person" and draft["minor"])
    minors = {draft["value"]["name"] for draft in people}
    hold(minors == {cast.TIMUR_LATIN}, f"flagged as minors: {minors}")


def an_article_is_sealed_and_read(night: Night) -> None:
    """Nina brings an article as it was copied; the story stands apart from the chrome, drafts beside it."""
    night.sign_in(cast.NINA)
    nina = night.by(cast.NINA)
    page = nina.open("/sources/new/")
    values = {"case": night.codes["case"], "text": cast.article(datetime.now(UTC)), "url": ADDRESS}
    page = nina.send(page, page.form(having="text"), values)
    hold(page.status == 200 and "/sources/" in page.address, f"the article was not taken: {page.text[:400]}")
    night.codes["source"] = page.address.split("/sources/")[1].strip("/")
    story = " ".join(element.text_content() for element in page.all("article.article"))
    hold("found signs of a struggle" in story, "the story is not on the page")
    hold("Your donation" not in story, "the donation appeal stands in the story")
    hold(page.says("Your donation") and page.says("Meridian Wire"), "what was left out is lost")
    hold(len(page.all("ol.drafts > li")) >= 12, "hardly anything was drafted")


def a_person_says_what_the_page_says(night: Night) -> None:
    """She accepts drafts one by one: the variant name, the ages, the times, the lawyer's observation."""
    for words, about in (
        ("found signs of a struggle", SEIZURE),
        (cast.RUSTAM_VARIANT, cast.RUSTAM),
        ("20", cast.RUSTAM),
        ("17", cast.TIMUR),
        ("April 2020", "Held in the Uvalsk region"),
    ):
        accept(night, words, about)
    claims = case_page(night, "claims/")
    hold(claims.says(cast.RUSTAM_VARIANT), "the variant spelling is no claim")
    hold(claims.says("Meridian Wire"), "the article is not in the chain of its claims")


def accounts_that_differ_stand_side_by_side(night: Night) -> None:
    """“A house”, says the article; an apartment, says who stood in it: both stay, and neither is picked."""
    accept(night, "a house", SEIZURE)
    accept(night, "their apartment", SEIZURE)
    page = case_page(night)
    accounts = [" ".join(element.text_content().split()) for element in page.all(".accounts .account")]
    hold(any(each.startswith("House") for each in accounts), f"no account says house: {accounts}")
    hold(any(each.startswith("Apartment") for each in accounts), f"no account says apartment: {accounts}")
    hold(page.says("Accounts differ"), "the case does not say that accounts differ")


def what_the_page_does_not_say_is_refused(night: Night) -> None:
    """One draft is turned down, and the decision taken back: nothing is decided by the program."""
    nina = night.by(cast.NINA)
    page = nina.open(f"/sources/{night.codes['source']}/")
    form = page.form(having="about")
    number = (form.action or "").rstrip("/").rpartition("/")[2]
    page = nina.send(page, form, button=("act", "reject"))
    hold(page.says("It does not"), "nobody sees that the draft was turned down")
    page = nina.send(page, page.form(to=f"/drafts/{number}/"), button=("act", "reopen"))
    hold(page.status == 200 and page.form(having="about") is not None, "the decision cannot be taken back")


def accept(night: Night, words: str, about: str) -> None:
    """Open the draft of exactly these words, choose whom it is about, and say yes."""
    nina = night.by(cast.NINA)
    page = nina.open(f"/sources/{night.codes['source']}/?d={number_of(night, words)}")
    form = page.form(having="about")
    page = nina.send(page, form, {"about": option(form, "about", about)[0]}, button=("act", "accept"))
    hold(page.status == 200, f"the draft “{words}” was not taken: {page.text[:500]}")


def number_of(night: Night, words: str) -> str:
    """The number under which the page lists the draft of these words."""
    page: Page = night.by(cast.NINA).open(f"/sources/{night.codes['source']}/")
    waiting: dict[str, str] = {}
    for row in page.all("ol.drafts > li"):
        if row.cssselect(".state[data-is=draft]"):
            said = "".join(str(each.text_content()) for each in row.cssselect(".said")).strip()
            waiting.setdefault(said, str(row.get("id", "")).removeprefix("d"))
    fitting = [words, *(said for said in waiting if said.startswith(words))]
    for said in fitting:
        if said in waiting:
            return waiting[said]
    raise NotOnThePage(f"no draft of {words!r} waits")


STEPS: tuple[Step, ...] = (
    the_page_is_read_without_a_desk,
    an_article_is_sealed_and_read,
    a_person_says_what_the_page_says,
    accounts_that_differ_stand_side_by_side,
    what_the_page_does_not_say_is_refused,
)

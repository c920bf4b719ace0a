# SPDX-License-Identifier: AGPL-3.0-or-later
"""What we know: the alarm becomes a case, with people, claims and their chains, and what differs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from lxml.html import HtmlElement

from tocsin_server.demo import cast
from tocsin_server.demo.browser import NotOnThePage, Page, option
from tocsin_server.demo.night import Night
from tocsin_server.demo.steps import Step, hold

Values = Mapping[str, str | Sequence[str]]
SEIZURE = "Taken from where they lived"
NOTES = "Notes of the night"
EARLIER = "Held in the Uvalsk region"
FLIGHT = "They left the Uvalsk region"


def the_alarm_becomes_a_case(night: Night) -> None:
    """Vera opens a case from the alarm and lets Ilya and Nina in; the alarm rings no more."""
    vera = night.by(cast.VERA)
    page = vera.open(f"/alarms/{night.codes['alarm']}/case/")
    form = page.form(having="title")
    readers = option(form, "readers", cast.NINA.name, cast.ILYA.name)
    page = vera.send(page, form, {"title": cast.TITLE, "circle": "Counsel", "readers": readers})
    hold(page.status == 200 and "/cases/TC-" in page.address, f"no case was opened: {page.text[:300]}")
    night.codes["case"] = page.address.rstrip("/").rpartition("/")[2]
    hold(page.says(cast.TITLE), "the case does not show its title")
    hold(cast.CALL in case_page(night, "claims/").text, "the caller's words are not the first claim")


def two_people_are_added_in_two_scripts(night: Night) -> None:
    """Rustam, 20, and Timur, 17, stand in the case in two scripts; Timur is marked as a minor."""
    note = {"carrier": "", "new_source": cast.FILE, "new_kind": "lawyer_note"}
    for name, other, age in (
        (cast.RUSTAM, cast.RUSTAM_LATIN, "20"),
        (cast.TIMUR, cast.TIMUR_LATIN, "17"),
    ):
        told = {"name": name, "other_name": other, "age": age, "speaker_0": other, "basis_0": "experienced"}
        fill(night, "people/new/", {**note, **told})
    page = case_page(night)
    for words in (cast.RUSTAM, cast.RUSTAM_LATIN, "20", cast.TIMUR, cast.TIMUR_LATIN, "17", "minor"):
        hold(page.says(words), f"the case page does not show {words}")


def what_happened_is_claimed_with_chains(night: Night) -> None:
    """What Vera saw and what a neighbour told her are claims, each with its chain and the exact words."""
    incident(night, SEIZURE)
    vera = cast.VERA.name
    claim(
        night,
        SEIZURE,
        "dwelling_kind",
        value_term="apartment",
        speaker_0=vera,
        basis_0="saw",
        quote=cast.CALL_PLACE,
        quote_language="ru",
    )
    claim(
        night,
        SEIZURE,
        "scene",
        value_text="Signs of a struggle, nobody there",
        speaker_0=vera,
        basis_0="saw",
        quote=cast.SEEN_DOOR,
    )
    claim(
        night,
        SEIZURE,
        "taken_by",
        value_text="About six men in black",
        speaker_0=vera,
        basis_0="was_told",
        speaker_1="A neighbour",
        basis_1="saw",
        chain_end=["secret"],
        quote=cast.NEIGHBOUR,
        quote_language="ru",
    )
    page = case_page(night, "claims/")
    for words in ("A neighbour", cast.NEIGHBOUR, "Signs of a struggle"):
        hold(page.says(words), f"the claims do not show {words}")


def imprecise_times_keep_their_words(night: Night) -> None:
    """“April 2020” and “last year” keep their words and show the interval they allow."""
    incident(night, EARLIER)
    incident(night, FLIGHT)
    for about, says, when, who, basis in (
        (EARLIER, "start", "April 2020", cast.RUSTAM_LATIN, "experienced"),
        (FLIGHT, "time", "last year", cast.VERA.name, "saw"),
    ):
        claim(night, about, says, value_time=when, quote=when, speaker_0=who, basis_0=basis)
    page = case_page(night, "timeline/")
    hold(page.says("April 2020"), "the timeline does not show “April 2020”")
    hold(page.says("last year"), "the timeline does not show “last year”")
    hold(page.says(str(datetime.now(UTC).year - 1)), "“last year” was not resolved against a day")


def where_they_are_held_is_a_trace_with_gaps(night: Night) -> None:
    """Taken, then nothing known, then a duty officer's word: the trace draws the gap and leaves it open."""
    taken = local(night.began - timedelta(hours=3))
    heard = local(night.began - timedelta(hours=1))
    for name in (cast.RUSTAM, cast.TIMUR):
        claim(
            night,
            name,
            "taken",
            value_time=f"{taken:%Y-%m-%d %H:%M}",
            speaker_0="A neighbour",
            basis_0="saw",
            quote=cast.NEIGHBOUR,
        )
        claim(
            night,
            name,
            "detention_status",
            value_term="held_police",
            event_time=f"{heard:%Y-%m-%d %H:%M}",
            speaker_0=cast.VERA.name,
            basis_0="was_told",
            speaker_1="Duty officer, Vyshgorsk police",
            basis_1="saw",
            quote=cast.HELD_WORDS,
            quote_language="ru",
        )
    page = case_page(night, "detention/")
    hold(page.all("ol.trace li[data-is=gap]"), "the trace has no gap")
    hold(page.all("svg.track"), "the trace is not drawn")


def a_lawyer_is_refused_and_the_hours_count(night: Night) -> None:
    """Vera is refused at the gate, in the officer's words; the hours without a lawyer count on."""
    values: Values = {
        "outcomes": ["refused_entry"],
        "place": "Police, Vyshgorsk, the gate",
        "said": cast.REFUSAL_WORDS,
        "language": "ru",
        "in_writing": "no",
    }
    fill(night, "visits/new/", values)
    page = case_page(night)
    hold(page.says("Entry refused"), "the refusal is not on the case page")
    hold(page.says("since taken"), "nothing counts the time without a lawyer")
    hold(case_page(night, "visits/").says(cast.REFUSAL_WORDS), "the officer's words are lost")


def another_team_sees_nothing(night: Night) -> None:
    """For Oleg, of another team, the case does not exist: in no list, no search, no different error."""
    night.sign_in(cast.OLEG)
    oleg, code = night.by(cast.OLEG), night.codes["case"]
    there, nowhere = oleg.open(f"/cases/{code}/"), oleg.open("/cases/TC-2020-XXXX/")
    hold(there.status == nowhere.status == 404 and there.body == nowhere.body, "forbidden and absent differ")
    for address in ("/", "/cases/", "/sources/", "/published/", "/patterns/"):
        page = oleg.open(address)
        hold(page.status == 200 and code not in page.text, f"{address} shows Oleg {code}")
    page = oleg.open("/search/")
    found = oleg.send(page, page.form(to="/search/", having="q"), {"q": cast.RUSTAM_LATIN})
    hold(code not in found.text and cast.RUSTAM not in found.text, "the search found it for Oleg")


def case_page(night: Night, tab: str = "") -> Page:
    page = night.by(cast.VERA).open(f"/cases/{night.codes['case']}/{tab}")
    hold(page.status == 200, f"{page.address} answers {page.status}")
    return page


def fill(night: Night, form: str, values: Values) -> Page:
    """Fill in a form of the case as Vera; it must be taken."""
    vera = night.by(cast.VERA)
    page = case_page(night, form)
    after = vera.send(page, page.form(having=next(iter(values))), values)
    hold(after.status == 200, f"{form} was refused with {after.status}: {after.text[:600]}")
    return after


def incident(night: Night, title: str) -> None:
    fill(night, "incidents/new/", {"title": title})


def claim(night: Night, about: str, says: str, **values: str | list[str]) -> None:
    """Follow the page's own link to say this about that, and fill the form in."""
    page = case_page(night, "claims/new/")
    for block in page.all("main details"):
        heading = " ".join("".join(block.xpath("./summary//text()")).split())
        if about in heading:
            form = next((link for link in links(block) if link.endswith(f"says={says}")), "")
            hold(form, f"{says} cannot be said about {about}")
            form = form.partition(f"/cases/{night.codes['case']}/")[2]
            fill(night, form, {**carried_by(night, form, NOTES), **values})
            return
    hold(False, f"{about} is not among those of whom something can be said: {page.text[:400]}")


def carried_by(night: Night, form: str, source: str) -> Values:
    """The source that the form offers under this name, or a new one."""
    try:
        return {"carrier": option(case_page(night, form).form(having="carrier"), "carrier", source)[0]}
    except NotOnThePage:
        return {"carrier": "", "new_source": source}


def links(block: HtmlElement) -> list[str]:
    return [link.get("href") or "" for link in block.iter("a")]


def local(moment: datetime) -> datetime:
    return moment.astimezone(ZoneInfo(cast.TIMEZONE))


STEPS: tuple[Step, ...] = (
    the_alarm_becomes_a_case,
    two_people_are_added_in_two_scripts,
    what_happened_is_claimed_with_chains,
    imprecise_times_keep_their_words,
    where_they_are_held_is_a_trace_with_gaps,
    a_lawyer_is_refused_and_the_hours_count,
    another_team_sees_nothing,
)

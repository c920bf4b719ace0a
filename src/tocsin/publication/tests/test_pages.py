# SPDX-License-Identifier: AGPL-3.0-or-later
"""A revision is written, refused where it names somebody, approved by another member, and read by
strangers.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import zipfile
from collections.abc import Iterator
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import feedparser
import pytest
from django.test import Client, override_settings
from lxml import etree

from tocsin.casefile import rules as casefile
from tocsin.publication.dossier import typeset
from tocsin.publication.leaks.pdf import text_of
from tocsin.publication.package import verify
from tocsin.publication.pages.forms import short
from tocsin.publication.tests.night import CODE, RUSTAM
from tocsin.publication.tests.release import Release
from tocsin.publication.wording import LANGUAGES
from tocsin.vault.kinds import Fold
from tocsin_server.settings import relay as settings

ADDRESS = f"/cases/{CODE}/public/"
ATOM = "{http://www.w3.org/2005/Atom}"


class Form(HTMLParser):
    """What a browser without a script would send for the form that posts to an address."""

    def __init__(self, address: str) -> None:
        super().__init__()
        self.address, self.inside, self.fields = address, False, {}
        self.open: tuple[str, list[str]] | None = None
        self.select: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "form":
            self.inside = given.get("action") == self.address
        name = given.get("name")
        if not self.inside:
            return
        if tag == "input" and name and (given.get("type") not in ("checkbox", "radio") or "checked" in given):
            self.fields.setdefault(name, []).append(given.get("value") or "")
        elif tag == "textarea" and name:
            self.open = (name, [])
        elif tag == "select" and name:
            self.select = name
        elif tag == "option" and self.select and "selected" in given:
            self.fields[self.select] = [given.get("value") or ""]

    def handle_data(self, data: str) -> None:
        if self.open:
            self.open[1].append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self.open:
            self.fields[self.open[0]] = ["".join(self.open[1]).removeprefix("\n")]
            self.open = None
        elif tag == "select":
            self.select = None
        elif tag == "form":
            self.inside = False


def form(page: Any, address: str = ADDRESS) -> dict[str, list[str]]:
    parser = Form(address)
    parser.feed(page.content.decode())
    return parser.fields


def text(response: Any) -> str:
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", response.content.decode())))


def typesetter(template: bytes, data: Any) -> bytes:
    return typeset(template, json.dumps(data), data["timestamp"])


def desk(release: Release, callsign: str) -> Client:
    browser: Client = release.people.browser(release.people.member(callsign))
    browser.defaults["tocsin.needs"] = {"typesetter": typesetter}
    return browser


def filled(release: Release, browser: Client, **changed: str) -> dict[str, list[str]]:
    fields = form(browser.get(ADDRESS))
    fields |= {
        f"named-{short(RUSTAM)}": ["prior_directive"],
        f"note-{short(RUSTAM)}": ["asked us in 2025"],
        "disclose": [release.photo],
        "risk": ["They are held already."],
    }
    return fields | {key.replace("_", "-"): [value] for key, value in changed.items()}


def propose(release: Release, **changed: str) -> Any:
    browser = desk(release, "Lapwing")
    return browser.post(ADDRESS, {**filled(release, browser, **changed), "do": "propose"})


def test_a_revision_goes_from_the_form_through_two_members_to_strangers(fresh: Release) -> None:
    answer = propose(fresh)
    assert answer.status_code == 303, text(answer)
    seen = desk(fresh, "Lapwing").get(ADDRESS)
    assert "somebody else of the circle approves" in text(seen)
    second = desk(fresh, "Dunlin")
    assert "No withheld word, no broken rule" in text(second.get(ADDRESS))
    digest = form(second.get(ADDRESS), f"{ADDRESS}approve/")["sha256"]
    assert second.post(f"{ADDRESS}approve/", {"sha256": digest}).status_code == 303
    assert "Out" in text(desk(fresh, "Whimbrel").get("/published/"))
    item = fresh.desk.public.current(CODE)
    assert item is not None and [item.sha256] == digest


def test_the_name_is_withheld_until_somebody_writes_how_it_was_given(fresh: Release) -> None:
    browser = desk(fresh, "Lapwing")
    fields = filled(fresh, browser) | {f"note-{short(RUSTAM)}": [" "]}
    answer = browser.post(ADDRESS, {**fields, "do": "propose"})
    assert answer.status_code == 409
    assert "How they agreed is missing." in text(answer)
    plain = browser.get(ADDRESS).content.decode()
    assert "Rustam Ilverdin" not in form(browser.get(ADDRESS))["known-en"][0]
    assert "The name of" in plain


def test_a_refusal_marks_the_places_and_loses_nothing(fresh: Release) -> None:
    words = "According to our lawyer, Тимура увезли. [3]"
    answer = propose(fresh, known_en=words)
    assert answer.status_code == 409
    page = answer.content.decode()
    assert '<mark class="on">Тимура</mark>' in page
    assert form(answer)["known-en"] == [words]
    assert form(answer)["risk"] == ["They are held already."]
    assert fresh.desk.publications.proposals == {}


def test_checking_and_composing_record_nothing(fresh: Release) -> None:
    browser = desk(fresh, "Lapwing")
    fields = filled(fresh, browser)
    checked = browser.post(ADDRESS, {**fields, "do": "check"})
    composed = browser.post(ADDRESS, {**fields, "use": fields["use"][:4], "do": "compose"})
    assert checked.status_code == composed.status_code == 200
    assert "Rustam Ilverdin" in form(browser.post(ADDRESS, {**fields, "do": "compose"}))["known-en"][0]
    assert len(form(composed)["statements"][0].split()) == 4
    assert fresh.desk.publications.proposals == {}


def test_the_next_revision_begins_with_the_words_of_the_last(fresh: Release) -> None:
    worded = "Our lawyer says that the door was broken. [6]"
    propose(fresh, known_en=worded)
    digest = form(desk(fresh, "Dunlin").get(ADDRESS), f"{ADDRESS}approve/")["sha256"]
    desk(fresh, "Dunlin").post(f"{ADDRESS}approve/", {"sha256": digest})
    age = next(one.fact.claim for one in fresh.night.picture.live() if one.fact.predicate == "age")
    fresh.night.put(
        casefile.retract(
            fresh.night.picture, claim=age, state="retracted_by_source", reason="He asked us to."
        )
    )
    assert form(desk(fresh, "Lapwing").get(ADDRESS))["known-en"] == [worded.replace("[6]", "[5]")]
    answer = propose(fresh, correction_en="We gave an age.", correction_ru="Был назван возраст.")
    assert answer.status_code == 409 and "a correction is missing in a language" in text(answer)
    words = {
        "correction_en": "We gave an age.",
        "correction_ru": "Был возраст.",
        "correction_es": "Dimos una edad.",
    }
    assert propose(fresh, **words).status_code == 303
    waiting = fresh.desk.publications.waiting
    assert waiting is not None and waiting.fact.content.revision == 2
    assert [one.revision for one in waiting.fact.content.corrections] == [2]


def test_a_chain_that_ends_nowhere_never_becomes_a_person(fresh: Release) -> None:
    known = form(desk(fresh, "Lapwing").get(ADDRESS))["known-en"][0]
    assert "According to a relative of one of them, who told our lawyer, the 17-year-old was held" in known


def test_another_team_finds_nothing_at_the_address(published: Release) -> None:
    browser = desk(published, "Bittern")
    assert browser.get(ADDRESS).status_code == 404
    assert browser.get(f"/cases/{CODE}/public/dossier-en.pdf").status_code == 404
    assert browser.get("/cases/TC-2026-NONE/public/").status_code == 404


def test_the_dossier_comes_as_a_paper_without_a_withheld_word(published: Release) -> None:
    browser = desk(published, "Dunlin")
    for language in LANGUAGES:
        answer = browser.get(f"{ADDRESS}dossier-{language}.pdf")
        assert answer.headers["Content-Type"] == "application/pdf"
        assert answer.headers["Content-Disposition"] == f'attachment; filename="{CODE}-r1-{language}.pdf"'
        words = text_of(answer.content)
        assert "Zarechensk" in words and "Салтанов" not in words and "Saltanov" not in words
        assert browser.get(f"{ADDRESS}dossier-{language}.pdf").content == answer.content


def test_without_a_typesetter_the_page_says_so(published: Release) -> None:
    browser = published.people.browser(published.people.nina)
    answer = browser.get(f"{ADDRESS}dossier-en.pdf")
    assert answer.status_code == 409 and "cannot set type" in text(answer)


def test_the_package_comes_as_one_file_that_verifies(fresh: Release, tmp_path: Path) -> None:
    fresh.publish()
    browser = desk(fresh, "Dunlin")
    assert browser.post(f"{ADDRESS}package/", {"recipient": ""}).status_code == 409
    answer = browser.post(f"{ADDRESS}package/", {"recipient": "A court"})
    zipfile.ZipFile(io.BytesIO(answer.content)).extractall(tmp_path)
    (folder,) = tmp_path.glob(f"{CODE}-r1-package")
    assert verify(folder, fresh.people.org).good
    assert "for A court" in text(browser.get(ADDRESS))


def test_withdrawing_takes_the_text_from_readers_and_says_why(fresh: Release) -> None:
    fresh.publish()
    why = {f"why-{language}": "It put somebody in danger." for language in LANGUAGES}
    assert desk(fresh, "Siskin").post(f"{ADDRESS}withdraw/", why).status_code == 303
    with reading(fresh) as browser:
        gone = browser.get(f"/en/cases/{CODE}/")
        assert gone.status_code == 410
        assert "It put somebody in danger." in text(gone) and "Zarechensk" not in text(gone)
        assert browser.get(f"/cases/{CODE}/r1.json").status_code == 404
        assert "This revision was withdrawn." in text(browser.get("/en/"))
        assert "Zarechensk" not in browser.get(f"/en/cases/{CODE}/feed.atom").content.decode()


class Relay:
    """The public record as a relay has it: a picture of the clear log."""

    fallback_phone = "+7 000 000-00-00"

    def __init__(self, release: Release) -> None:
        self.release = release

    def draw(self, fold: Fold[Any]) -> Any:
        vault = self.release.people.bell
        return vault.draw(self.release.people.log(public()), fold)


def public() -> Any:
    from tocsin.vault.kinds import LogClass

    return LogClass.PUBLIC


class reading:
    """A stranger's browser on a relay."""

    def __init__(self, release: Release) -> None:
        self.release = release
        self.settings = override_settings(ROOT_URLCONF=settings.ROOT_URLCONF, MIDDLEWARE=settings.MIDDLEWARE)

    def __enter__(self) -> Client:
        self.settings.enable()
        return Client(**{"tocsin.relay": Relay(self.release)})

    def __exit__(self, *raised: object) -> None:
        self.settings.disable()


@pytest.fixture
def browser(published: Release) -> Iterator[Client]:
    with reading(published) as made:
        yield made


@pytest.mark.parametrize(
    ("language", "heading", "minor"),
    [
        ("en", "What we know, and from whom", "a 17-year-old"),
        ("ru", "Что мы знаем и от кого", "подросток 17 лет"),
        ("es", "Qué sabemos, y por quién", "una persona de 17 años"),
    ],
)
def test_strangers_read_the_case_in_three_languages(
    browser: Client, language: str, heading: str, minor: str
) -> None:
    answer = browser.get(f"/{language}/cases/{CODE}/", headers={"accept-language": "en"})
    assert (answer.status_code, answer.headers["Content-Language"]) == (200, language)
    words = text(answer)
    assert heading in words and minor in words
    assert '<q lang="ru">' in answer.content.decode()
    assert not any(
        name in words for name in ("Timur", "Тимур", "Saltanov", "Салтанов", "Osokina", "Sadovaya")
    )
    assert "<script" not in answer.content.decode() and "Set-Cookie" not in answer.headers


def test_an_address_without_a_language_leads_to_the_readers_own(browser: Client) -> None:
    answer = browser.get(f"/cases/{CODE}/", headers={"accept-language": "es-AR,es;q=0.9"})
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/es/cases/{CODE}/")
    assert "Опубликованные кейсы" in text(browser.get("/", headers={"accept-language": "ru"}))
    assert browser.get("/en/cases/TC-2026-NONE/").status_code == 404
    assert browser.get("/de/").status_code == 404


def test_the_served_file_has_the_printed_hash(browser: Client) -> None:
    raw = browser.get(f"/cases/{CODE}/r1.json").content
    digest = hashlib.sha256(raw).hexdigest()
    assert digest in text(browser.get(f"/en/cases/{CODE}/")).replace(" ", "")


@pytest.mark.parametrize(
    "address",
    [
        "/feed.atom",
        *(f"/{one}/feed.atom" for one in LANGUAGES),
        *(f"/{one}/cases/{CODE}/feed.atom" for one in LANGUAGES),
    ],
)
def test_every_feed_is_well_formed_atom(browser: Client, address: str) -> None:
    answer = browser.get(address)
    assert answer.headers["Content-Type"].startswith("application/atom+xml")
    read = feedparser.parse(answer.content, response_headers={"content-type": answer.headers["Content-Type"]})
    assert read.bozo is False, read.get("bozo_exception")
    assert len(read.entries) == 1
    required_by_rfc_4287(etree.fromstring(answer.content))


def required_by_rfc_4287(feed: Any) -> None:
    """Sections 4.1.1 and 4.1.2: what a feed and an entry must have, once."""
    assert feed.tag == f"{ATOM}feed"
    for part in (feed, *feed.findall(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            (found,) = part.findall(f"{ATOM}{name}")
            assert found.text
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", part.findtext(f"{ATOM}updated"))
        assert part.findtext(f"{ATOM}id").startswith("urn:uuid:")
    assert feed.findtext(f"{ATOM}author/{ATOM}name")
    assert [link.get("rel") for link in feed.findall(f"{ATOM}link")] == ["self"]
    for entry in feed.findall(f"{ATOM}entry"):
        has_content = entry.find(f"{ATOM}content") is not None
        assert has_content or entry.find(f"{ATOM}link[@rel='alternate']") is not None


def test_a_record_with_nothing_in_it_is_a_page_and_a_feed_all_the_same(fresh: Release) -> None:
    with reading(fresh) as browser:
        assert "Nothing is published yet." in text(browser.get("/en/"))
        assert feedparser.parse(browser.get("/en/feed.atom").content).bozo is False

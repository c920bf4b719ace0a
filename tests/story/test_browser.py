# SPDX-License-Identifier: AGPL-3.0-or-later
"""S18: the night in Debian's Chromium, with scripts off and on, on a desk, a phone and in the dark.

Pictures of every screen stay under artefacts/, to be held beside the mock screens by a person.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.story.pictures import Watched, chromium, context, keep, sideways
from tocsin_server.demo import cast
from tocsin_server.demo.night import Night

pytestmark = [
    pytest.mark.slow,
    pytest.mark.browser,
    pytest.mark.needs("chromium", "fonts-noto-core"),
    pytest.mark.xdist_group("browser"),
    pytest.mark.timeout(420),
]
PASSWORD = "input[name=p]"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as one:
        yield one


def enter(page: Page, night: Night, who: cast.Person, at: str = "/") -> None:
    """Through the door with the passphrase, as a person types it."""
    page.goto(f"{night.organisation.desk}{at}")
    page.fill(PASSWORD, night.organisation.passphrases[who.callsign])
    page.click("button[type=submit]")
    expect(page.locator("h1").first).to_be_attached()


def screens(night: Night) -> dict[str, str]:
    """Every screen with a mock beside it, and those that grew out of them."""
    case, alarm = night.codes["case"], night.codes["alarm"]
    return {
        "board": "/",
        "alarms": "/alarms/",
        "alarm": f"/alarms/{alarm}/",
        "call": "/alarms/new/",
        "field": f"/callouts/{alarm}/",
        "cases": "/cases/",
        "case": f"/cases/{case}/",
        "claims": f"/cases/{case}/claims/",
        "detention": f"/cases/{case}/detention/",
        "timeline": f"/cases/{case}/timeline/",
        "evidence": f"/cases/{case}/evidence/",
        "visits": f"/cases/{case}/visits/",
        "circle": f"/cases/{case}/circle/",
        "claim-form": f"/cases/{case}/people/new/",
        "public-form": f"/cases/{case}/public/",
        "sources": "/sources/",
        "published": "/published/",
        "patterns": "/patterns/",
        "search": "/search/",
        "settings": "/me/",
    }


def test_the_night_without_scripts(night: Night, browser: Browser) -> None:
    """A stranger reports, a member takes the alarm, sets out, arrives, notes, and locks: no script anywhere."""
    with context(browser, scripts=False) as room:
        watched = Watched(room.new_page())
        page = watched.page
        page.goto(f"{night.organisation.relay}/report/")
        keep(page, "report")
        page.fill("textarea[name=words]", "Стучат в дверь, не открываем.")
        page.click("button[type=submit]")
        expect(page.get_by_text("Received.").first).to_be_visible()
        keep(page, "received")

        page.goto(night.organisation.desk)
        keep(page, "unlock")
        page.fill(PASSWORD, "lapwing wrong words entirely")
        page.click("button[type=submit]")
        expect(page.get_by_text("That did not open anything.")).to_be_visible()
        keep(page, "unlock-refused")

        enter(page, night, cast.VERA)
        expect(page.get_by_text("Nobody holds it").first).to_be_visible()
        keep(page, "board-ringing")
        page.get_by_role("link", name="Open A-").first.click()
        keep(page, "alarm-ringing")
        page.click("text=Take this alarm")
        expect(page.get_by_text("Стучат в дверь").first).to_be_visible()
        keep(page, "alarm-held")
        page.click("text=I am setting out")
        page.click("button:has-text('I have arrived')")
        page.fill("textarea[name=text]", "Door closed, light on, nobody answers.")
        page.click("button:has-text('Keep as no.')")
        expect(page.get_by_text("Door closed, light on").first).to_be_visible()
        keep(page, "field-on-scene")
        page.goto(night.organisation.desk)
        page.click("button:has-text('Lock'), a:has-text('Lock')")
        expect(page.locator(PASSWORD)).to_be_visible()
        assert watched.complaints == []


@pytest.mark.parametrize(
    ("look", "phone", "dark"), [("desktop", False, False), ("phone", True, False), ("dark", False, True)]
)
def test_every_screen_is_drawn_and_keeps_to_its_policy(
    night: Night, browser: Browser, look: str, phone: bool, dark: bool
) -> None:
    """No complaint on the console, nothing from elsewhere, no sideways scrolling; a picture of each."""
    with context(browser, scripts=True, phone=phone, night=dark) as room:
        watched = Watched(room.new_page())
        page = watched.page
        enter(page, night, cast.NINA)
        wide: dict[str, int] = {}
        for name, address in screens(night).items():
            answer = page.goto(f"{night.organisation.desk}{address}", wait_until="load")
            assert answer and answer.status == 200, f"{name} answers {answer and answer.status}"
            if (over := sideways(page)) > 0:
                wide[name] = over
            keep(page, f"{look}-{name}")
        for language in ("en", "ru", "es"):
            page.goto(f"{night.organisation.relay}/{language}/cases/{night.codes['case']}/")
            if (over := sideways(page)) > 0:
                wide[f"public-{language}"] = over
            keep(page, f"{look}-public-{language}")
        assert wide == {}
        assert watched.complaints == []


def test_night_mode_is_the_members_own_setting(night: Night, browser: Browser) -> None:
    """Night is chosen once and then drawn by the server on every page."""
    with context(browser, scripts=False) as room:
        page = room.new_page()
        enter(page, night, cast.ILYA)
        page.goto(f"{night.organisation.desk}/me/")
        page.click("label:has(input[name=theme][value=night])")
        page.locator("form").filter(has=page.locator("input[name=theme]")).locator("button").click()
        for name in ("board", "alarm", "field", "case", "call"):
            page.goto(f"{night.organisation.desk}{screens(night)[name]}")
            assert "night" in (page.locator("html").get_attribute("class") or "")
            keep(page, f"night-{name}")


def test_with_scripts_the_board_hears_of_an_alarm_by_itself(night: Night, browser: Browser) -> None:
    """A contentless tick makes the page ask again: the new alarm stands there without a reload."""
    with context(browser, scripts=True) as room:
        watched = Watched(room.new_page())
        page = watched.page
        enter(page, night, cast.VERA)
        before = page.get_by_text("Nobody holds it").count()
        page.evaluate("window.notReloaded = true")
        form = night.public.open("/report/")
        night.public.send(form, form.form(having="words"), {"words": "Нас двое, мы заперлись."})
        expect(page.get_by_text("Nobody holds it")).to_have_count(before + 1, timeout=15_000)
        assert page.evaluate("window.notReloaded") is True
        assert watched.complaints == []

# SPDX-License-Identifier: AGPL-3.0-or-later
"""Debian's Chromium with our settings: no network but ours, no script where a test says so, pictures kept."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.fences.tree import ROOT

CHROMIUM = "/usr/bin/chromium"
OPTIONS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--force-color-profile=srgb"]
ARTEFACTS = ROOT / "artefacts"
DESKTOP, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}


@contextmanager
def chromium() -> Iterator[Browser]:
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=OPTIONS)
        try:
            yield browser
        finally:
            browser.close()


@dataclass
class Watched:
    """A page whose console, failed requests and foreign addresses are written down."""

    page: Page
    complaints: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        host = "127.0.0.1"
        self.page.on("console", lambda said: self._complain(said.text) if said.type == "error" else None)
        self.page.on("pageerror", lambda error: self._complain(str(error)))
        self.page.on("request", lambda asked: None if host in asked.url else self._complain(asked.url))

    def _complain(self, what: str) -> None:
        # A browser says on its own console that a form was answered with 4xx; the test sees that itself.
        if "Failed to load resource" not in what and "data:" not in what[:5]:
            self.complaints.append(what)


def context(browser: Browser, *, scripts: bool, night: bool = False, phone: bool = False) -> BrowserContext:
    return browser.new_context(
        java_script_enabled=scripts,
        viewport=PHONE if phone else DESKTOP,  # type: ignore[arg-type]
        color_scheme="dark" if night else "light",
        has_touch=phone,
        locale="en-GB",
        timezone_id="Europe/Moscow",
    )


def keep(page: Page, name: str) -> Path:
    """A picture of the whole page under artefacts/, for a person to hold beside the mock screens."""
    ARTEFACTS.mkdir(exist_ok=True)
    path = ARTEFACTS / f"{name}.png"
    page.screenshot(path=path, full_page=True)
    return path


def sideways(page: Page) -> int:
    """How many pixels the page is wider than the window; needs scripts."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))

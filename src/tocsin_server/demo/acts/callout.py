# SPDX-License-Identifier: AGPL-3.0-or-later
"""Someone goes there: the response clock, what she sees without conclusions, two photographs bit for bit."""

from __future__ import annotations

import re
from hashlib import sha256

from tocsin_server.demo import cast, pictures
from tocsin_server.demo.browser import Page, Upload
from tocsin_server.demo.night import Night
from tocsin_server.demo.steps import Step, hold


def she_sets_out(night: Night) -> None:
    """Vera sets out; the field page counts from the call and says by when the desk waits for word."""
    page = night.by(cast.VERA).open(f"/alarms/{night.codes['alarm']}/")
    page = night.by(cast.VERA).send(page, page.form(to="/set-out/"))
    hold(page.says("On the way since"), f"{page.status}: {page.text[:300]}")
    hold(page.says("Next word to the desk by"), "no next word is due")
    hold(page.says(cast.CALL_PLACE), "she does not see where to go")


def the_board_shows_who_is_out(night: Night) -> None:
    """Ilya's board shows who is on the way, and no person at risk."""
    board = night.by(cast.ILYA).open("/")
    hold(board.says("On the way, on scene") and board.says(cast.VERA.name), f"{board.text[:400]}")
    hold("Садовая" not in board.text, "the board shows the place")


def she_arrives_and_the_clock_stops(night: Night) -> None:
    """She arrives; the response clock runs from the call to this moment."""
    page = said(night, "/arrive/")
    hold(page.says("On scene since"), f"{page.status}: {page.text[:300]}")
    hold(page.says("From the call at") and page.says("on scene after"), "the response time is not shown")


def she_numbers_what_she_sees(night: Night) -> None:
    """She writes what she sees, and a neighbour's words apart from hers, not to be named; all numbered."""
    observed(night, {"text": cast.SEEN_DOOR, "language": "en"})
    observed(night, {"text": cast.SEEN_CHAIR, "language": "en"})
    words = {"text": cast.NEIGHBOUR, "language": "ru", "sense": "words", "who": "Neighbour, second door"}
    page = observed(night, {**words, "basis": "saw", "may_be_named": "no"})
    for words_kept in (cast.SEEN_DOOR, cast.SEEN_CHAIR, cast.NEIGHBOUR):
        hold(page.says(words_kept), f"not on the page: {words_kept}")
    hold(page.all("//li[@id='o3']"), "the third observation has no number")


def two_photographs_are_sealed_bit_for_bit(night: Night) -> None:
    """Two photographs are sealed as the telephone made them: the same bytes come back, hash and all."""
    scenes = (pictures.broken_door, pictures.chair_on_its_side)
    night.photographs = [pictures.photograph(scene, night.began, 12 + n) for n, scene in enumerate(scenes)]
    files = [Upload(f"IMG_{n}.jpg", "image/jpeg", photo) for n, photo in enumerate(night.photographs)]
    observed(night, {"text": "Two photos, with the light that was there."}, files)
    page = night.by(cast.VERA).open(f"{field(night)}photos/")
    shots = {link for link in page.links() if re.search(r"/photos/[0-9a-f]{32}$", link)}
    came = [night.by(cast.VERA).open(link).body for link in shots]
    hold(sorted(came) == sorted(night.photographs), f"{len(came)} photographs came back, not the same bytes")
    for photo in night.photographs:
        hold(sha256(photo).hexdigest() in page.text, "the hash of the original is not shown")


def she_leaves_and_is_safe(night: Night) -> None:
    """She says that she is safe, then leaves; nobody is out any more."""
    said(night, "/report/")
    page = said(night, "/leave/")
    hold(page.says("You left at"), f"{page.status}: {page.text[:300]}")


def field(night: Night) -> str:
    return f"/callouts/{night.codes['alarm']}/"


def said(night: Night, word: str) -> Page:
    """Press one of the buttons on the field page."""
    vera = night.by(cast.VERA)
    page = vera.open(field(night))
    return vera.send(page, page.form(to=word))


def observed(night: Night, values: dict[str, str], photos: list[Upload] | None = None) -> Page:
    vera = night.by(cast.VERA)
    page = vera.open(field(night))
    after = vera.send(page, page.form(to="/observe/"), values, {"photos": photos} if photos else None)
    hold(after.status == 200, f"{after.status}: {after.text[:400]}")
    return after


STEPS: tuple[Step, ...] = (
    she_sets_out,
    the_board_shows_who_is_out,
    she_arrives_and_the_clock_stops,
    she_numbers_what_she_sees,
    two_photographs_are_sealed_bit_for_bit,
    she_leaves_and_is_safe,
)

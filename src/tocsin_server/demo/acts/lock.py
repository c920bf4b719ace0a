# SPDX-License-Identifier: AGPL-3.0-or-later
"""The lock: what was being typed comes back at the next unlock, and nothing else is left anywhere."""

from __future__ import annotations

from time import monotonic, sleep

from tocsin_server.demo import cast
from tocsin_server.demo.night import Night
from tocsin_server.demo.steps import Step, hold


def a_form_is_open_when_the_desk_locks(night: Night) -> None:
    """Nina has a form open and words in it when her desk is locked in another window."""
    nina = night.by(cast.NINA)
    page = nina.open(f"/cases/{night.codes['case']}/incidents/new/")
    night.pages["half typed"] = page
    board = nina.open("/")
    before = dict(nina.cookies)
    night.pages["locked"] = nina.send(board, board.form(to="/lock"))
    hold(night.pages["locked"].says("Passphrase"), "locking did not lead to the door")
    nina.cookies = before  # the other window does not know yet


def what_she_sends_after_the_lock_is_kept(night: Night) -> None:
    """She presses send; the form is sealed to her instead of being lost, and the page says so."""
    nina = night.by(cast.NINA)
    page = night.pages["half typed"]
    after = nina.send(page, page.form(having="title"), {"title": cast.TYPED})
    hold(after.status < 500 and after.says("Passphrase"), f"{after.status}: {after.text[:300]}")
    kept = list((night.organisation.folder / "kept").iterdir())
    hold(kept, "no sealed form lies in the data folder")
    hold(
        not any(cast.TYPED.encode() in one.read_bytes() for one in kept if one.is_file()), "it was not sealed"
    )


def it_comes_back_at_the_next_unlock(night: Night) -> None:
    """After her next unlock the board says that a form was kept, and its words are all there."""
    board = night.sign_in(cast.NINA)
    hold(board.links("/kept/"), f"nothing leads to what was kept: {board.text[:300]}")
    kept = night.by(cast.NINA).open(board.links("/kept/")[0])
    hold(cast.TYPED in kept.text or cast.TYPED in kept.body.decode(), "the words did not come back")


def everyone_locks(night: Night) -> None:
    """Everyone locks; every member's process has ended, and every page leads to the door."""
    for browser in night.signed_in.values():
        board = browser.open("/")
        browser.send(board, board.form(to="/lock"))
        hold(browser.open("/cases/").says("Passphrase"), f"{browser.name} is still signed in")
    until = monotonic() + 2
    while len(left := night.organisation.processes()) > night.idle and monotonic() < until:
        sleep(0.05)
    hold(
        len(left) <= night.idle, f"{len(left)} processes are left, {night.idle} were there before anyone came"
    )


STEPS: tuple[Step, ...] = (
    a_form_is_open_when_the_desk_locks,
    what_she_sends_after_the_lock_is_kept,
    it_comes_back_at_the_next_unlock,
    everyone_locks,
)

# SPDX-License-Identifier: AGPL-3.0-or-later
"""Someone is in danger: a form without scripts, pages to whoever is on call, until a person has it."""

from __future__ import annotations

import json
from time import monotonic, sleep

from tocsin_server.demo import cast
from tocsin_server.demo.browser import Browser
from tocsin_server.demo.night import Night
from tocsin_server.demo.steps import Step, hold

MAIL_SECONDS = 20.0


def a_call_for_help_is_typed_into_the_public_form(night: Night) -> None:
    """Somebody fills in the relay's form, without scripts; it is received, a person is being woken."""
    stranger = night.public
    page = stranger.open("/report/")
    hold(page.status == 200 and page.says(cast.FALLBACK_PHONE), "the form does not name the telephone number")
    told = {"words": f"{cast.CALL} {cast.CALL_SOUNDS}", "where": cast.CALL_PLACE, "contact": "this number"}
    after = stranger.send(page, page.form(having="words"), told)
    hold(after.says("Received. A person is being woken."), f"{after.status}: {after.text[:400]}")


def it_was_sealed_at_once(night: Night) -> None:
    """No word of the call stands readable in any file of the organisation, a second after it was sent."""
    words = [word.encode() for word in (cast.CALL, cast.CALL_PLACE, "screaming in the background")]
    for path in night.organisation.folder.rglob("*"):
        if path.is_file() and not path.is_socket():
            content = path.read_bytes()
            hold(not any(word in content for word in words), f"{path.name} holds words of the call")


def the_first_on_call_is_paged_by_mail(night: Night) -> None:
    """The bell pages Vera by mail: a code and two links, nothing of the case."""
    letter = night.mailbox.wait(cast.VERA.mail, "/alarms/", MAIL_SECONDS)
    if letter is None:
        hold(False, "no page came to Vera")
        return
    code, desk, relay = letter.text.split()
    night.codes["alarm"], night.codes["seen"] = code, relay
    hold(desk == f"{night.organisation.desk}/alarms/{code}/", f"the page leads to {desk}")
    hold(relay.startswith(f"{night.organisation.relay}/seen/"), f"the page leads to {relay}")
    hold(len(letter.text) < 250, "the page says more than it may")


def nobody_answers_and_the_second_is_paged(night: Night) -> None:
    """Vera does not answer; after the step's time Ilya is paged about the same alarm."""
    first = night.mailbox.letters(cast.VERA.mail, night.codes["alarm"])[0]
    letter = night.mailbox.wait(cast.ILYA.mail, night.codes["alarm"], MAIL_SECONDS)
    if letter is None:
        hold(False, "no page came to Ilya")
        return
    waited = (letter.at - first.at).total_seconds()
    hold(waited >= night.organisation.step_seconds - 1, f"Ilya was paged after {waited:.1f} s only")


def the_ladder_has_no_last_rung(night: Night) -> None:
    """Nobody answers still; both are paged again, and again."""
    for number in (1, 2):
        found = night.mailbox.wait(cast.VERA.mail, night.codes["alarm"], MAIL_SECONDS, after=number)
        hold(found, f"page {number + 1} to Vera did not come")


def the_board_shows_it_without_a_name(night: Night) -> None:
    """Vera unlocks; the board shows that nobody holds the alarm, and no word of what was said."""
    board = night.sign_in(cast.VERA)
    hold(board.says(night.codes["alarm"]), f"the board does not show the alarm: {board.text[:400]}")
    hold(board.says("Nobody holds it"), "the board does not say that nobody holds it")
    hold("Садовая" not in board.text, "the board shows the place")


def she_opens_it_and_it_is_hers(night: Night) -> None:
    """She takes the alarm in her own process and reads the words as they were typed."""
    vera, code = night.by(cast.VERA), night.codes["alarm"]
    page = vera.open(f"/alarms/{code}/")
    page = vera.send(page, page.form(to="/take/"))
    hold(page.status == 200 and page.says("Held"), f"{page.status}: {page.text[:400]}")
    hold(page.says(cast.CALL) and page.says(cast.CALL_PLACE), "the alarm does not show what was said")


def then_it_rings_no_more(night: Night) -> None:
    """From then on nobody is paged about it any more."""
    sleep(1)
    before = len(night.mailbox.letters(about=night.codes["alarm"]))
    until = monotonic() + 2 * night.organisation.repeat_seconds + 1
    while monotonic() < until:
        sleep(0.2)
    after = len(night.mailbox.letters(about=night.codes["alarm"]))
    hold(before == after, f"{after - before} more pages were sent after she had taken it")


def another_alarm_is_raised_from_the_command_line(night: Night) -> None:
    """`tocsin alarm raise` seals a second alarm on the desk's own machine; the bell has it at once."""
    folder = str(night.organisation.folder)
    said = json.loads(
        night.organisation.command("alarm", "raise", "--data", folder, "--text", cast.SECOND_CALL, "--json")
    )
    hold(said["heard"], "the bell did not hear it")
    known = {night.codes["alarm"]}
    until = monotonic() + MAIL_SECONDS
    while monotonic() < until:
        for letter in night.mailbox.letters():
            code, _, relay = letter.text.split()
            if code not in known:
                night.codes["second"], night.codes["seen"] = code, relay
                return
        sleep(0.1)
    hold(False, "no page came about the second alarm")


def a_link_in_a_mail_is_only_seen(night: Night) -> None:
    """Whoever reads the mail can follow its link: that counts as seen, buys five minutes, holds nothing."""
    reader = Browser(night.organisation.relay)
    page = reader.open(night.codes["seen"])
    page = reader.send(page, page.form())
    hold(page.says("Noted"), f"{page.status}: {page.text[:300]}")
    until = monotonic() + 10
    while monotonic() < until:
        page = night.by(cast.VERA).open(f"/alarms/{night.codes['second']}/")
        if page.says("Seen, not yet taken"):
            return
        sleep(0.2)
    hold(False, f"the desk does not show it as seen: {page.text[:300]}")


def two_people_close_it(night: Night) -> None:
    """Ilya takes it and says why it is over; it is closed only when Vera, a second person, agrees."""
    night.sign_in(cast.ILYA)
    ilya, vera, code = night.by(cast.ILYA), night.by(cast.VERA), night.codes["second"]
    page = ilya.open(f"/alarms/{code}/")
    page = ilya.send(page, page.form(to="/take/"))
    hold(page.says(cast.SECOND_CALL), "Ilya cannot read what was said")
    why = {"reason": "safe", "words": "They called from a neighbour's; the car has gone."}
    page = ilya.send(page, page.form(to="/close/"), why)
    hold(page.says("Another responder has to agree"), f"one person could close it: {page.text[:400]}")
    page = vera.open(f"/alarms/{code}/")
    page = vera.send(page, page.form(to="/confirm/"), button=("answer", "yes"))
    hold(page.says("Closed"), f"{page.status}: {page.text[:300]}")


def it_is_left_ringing(night: Night) -> None:
    """A new call for help comes in by the public form, and nobody answers it: that is for you."""
    stranger = night.public
    page = stranger.open("/report/")
    after = stranger.send(page, page.form(having="words"), {"words": cast.SECOND_CALL})
    hold(after.says("Received."), f"{after.status}: {after.text[:300]}")
    letter = night.mailbox.wait(cast.VERA.mail, "/alarms/", MAIL_SECONDS, after=before(night, cast.VERA.mail))
    hold(letter, "no page came about it")
    night.codes["ringing"] = night.mailbox.letters(cast.VERA.mail)[-1].text.split()[0]


def before(night: Night, mail: str) -> int:
    """How many pages this address had about alarms that the story knows."""
    known = set(night.codes.values())
    return sum(letter.text.split()[0] in known for letter in night.mailbox.letters(mail))


CALL: tuple[Step, ...] = (
    a_call_for_help_is_typed_into_the_public_form,
    it_was_sealed_at_once,
    the_first_on_call_is_paged_by_mail,
    nobody_answers_and_the_second_is_paged,
)
WAITING: tuple[Step, ...] = (the_ladder_has_no_last_rung,)
ANSWER: tuple[Step, ...] = (the_board_shows_it_without_a_name, she_opens_it_and_it_is_hers)
SILENCE: tuple[Step, ...] = (then_it_rings_no_more,)
SECOND: tuple[Step, ...] = (
    another_alarm_is_raised_from_the_command_line,
    a_link_in_a_mail_is_only_seen,
    two_people_close_it,
)
RINGING: tuple[Step, ...] = (it_is_left_ringing,)
STEPS: tuple[Step, ...] = (*CALL, *WAITING, *ANSWER, *SILENCE, *SECOND)

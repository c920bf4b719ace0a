# SPDX-License-Identifier: AGPL-3.0-or-later
"""`tocsin demo`: found the invented organisation, run it, play the night, and leave one alarm ringing.

``--story`` plays it without a visitor and says by its exit status whether every step held.
"""

from __future__ import annotations

import signal
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event

from tocsin.vault.refusals import Refusal
from tocsin_server.demo import acts, cast
from tocsin_server.demo.mailbox import Letter, Mailbox
from tocsin_server.demo.night import Night
from tocsin_server.demo.organisation import Organisation
from tocsin_server.demo.steps import play


def run(*, story: bool, keep: Path | None) -> int:
    """Exit status 0: every step held, or the visitor went home."""
    with _room(keep) as room, Mailbox(room / "mail", _told) as mailbox:
        organisation = Organisation(room / "data", mailbox.port, repeat_seconds=3 if story else 300)
        _say("An invented organisation is being founded; everyone's keys are made, which takes some seconds.")
        organisation.found()
        try:
            organisation.up()
            night = Night(organisation, mailbox, room)
            if story:
                return 0 if play(night, acts.STORY, _say) else 1
            return _visit(night)
        finally:
            organisation.stop()


def _visit(night: Night) -> int:
    _introduce(night.organisation)
    _say("Filling in the night while you look around; this takes about half a minute.")
    if not play(night, (*acts.FILLED_IN, *acts.RINGING), _say):
        return 1
    code = night.codes["ringing"]
    _say(f"\nAlarm {code} is ringing. Open {night.organisation.desk}/alarms/{code}/ and take it.")
    _say("Ctrl-C ends the demo and removes everything it made.")
    _until_interrupted()
    return 0


def _introduce(organisation: Organisation) -> None:
    _say(f"\n  The desk          {organisation.desk}/")
    _say(f"  The public page   {organisation.relay}/   (the form for a call for help: /report/)\n")
    for person in cast.EVERYONE:
        roles = ", ".join(person.roles)
        _say(f"  {person.name:14} {roles:28} {organisation.passphrases[person.callsign]}")
    _say("\nEveryone is invented. Use a second browser window for a second person.\n")


def _told(letter: Letter) -> None:
    _say(f"     mail  {letter.at.astimezone():%H:%M:%S}  to {letter.to}: {letter.text.split()[0]}")


def _until_interrupted() -> None:
    ended = Event()
    signal.signal(signal.SIGTERM, lambda *_: ended.set())
    try:
        while not ended.wait(1):
            pass
    except KeyboardInterrupt:
        _say("\nGood night.")


def _say(line: str) -> None:
    # One write: mails are told from another thread, and two lines must not run into each other.
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


@contextmanager
def _room(keep: Path | None) -> Iterator[Path]:
    """Where all of it lies: the folder to keep, or one that goes with us."""
    if keep is None:
        with tempfile.TemporaryDirectory(prefix="tocsin-demo-") as folder:
            yield Path(folder)
        return
    if keep.exists() and any(keep.iterdir()):
        raise Refusal(
            f"{keep} is not empty.",
            "The demo would mix its files with what is there.",
            "Name another folder, or empty this one.",
        )
    keep.mkdir(parents=True, exist_ok=True)
    yield keep

# SPDX-License-Identifier: AGPL-3.0-or-later
"""``tocsin alarm raise``: what somebody said, sealed at once, and ringing."""

from __future__ import annotations

import secrets
import sys
import time
from typing import TYPE_CHECKING

from tocsin_server.commands import Arguments, Commands, NotUnderstood, needs_data, say_json, speaks_json
from tocsin_server.folder import Folder

if TYPE_CHECKING:
    from tocsin.vault.ids import ParcelId

LANE = "command"
GLANCE_SECONDS = 0.02


def register(commands: Commands) -> None:
    parser = commands.add_parser("alarm", help="raise an alarm from this machine")
    acts = parser.add_subparsers(dest="act", metavar="ACT", required=True)
    up = acts.add_parser(
        "raise",
        help="seal what was said and ring",
        description="Seal what was said to the people on call and ring. What is sealed here can be opened by "
        "them alone, not by whoever typed it. Without --text it is read from the standard input.",
    )
    needs_data(up)
    up.add_argument("--text", metavar="WORDS", help="their words, as they were heard")
    up.add_argument("--where", metavar="WORDS", default="", help="where, in their words")
    up.add_argument("--contact", metavar="WORDS", default="", help="how they can be reached")
    up.add_argument("--wait", type=float, metavar="SECONDS", default=10.0, help="for the bell's answer (10)")
    speaks_json(up)
    up.set_defaults(run=run)


def run(arguments: Arguments) -> int:
    """0: the bell has it. 1: it is on the disk, but no bell answered."""
    from tocsin.alarm.numbers import number_of

    folder = Folder(arguments.data.resolve())
    text = arguments.text if arguments.text is not None else sys.stdin.read()
    if not (text.strip() or arguments.where or arguments.contact):
        raise NotUnderstood(
            "Nothing was said.", "No alarm was raised.", "Give --text, or words on the standard input."
        )
    name = _seal_and_drop(folder, arguments, text)
    heard = _wait(folder, name, arguments.wait)
    if arguments.json:
        say_json({"number": number_of(name), "parcel": name, "heard": heard})
    else:
        print(_sentence(number_of(name), heard, folder))
    return 0 if heard else 1


def _seal_and_drop(folder: Folder, arguments: Arguments, text: str) -> ParcelId:
    from tocsin.alarm.signal import Signal, content
    from tocsin.vault.intake import seal_parcel
    from tocsin_server import inbox, wiring

    signal = Signal(words=text, where=arguments.where, contact=arguments.contact)
    raw = seal_parcel(wiring.read_directory(folder), LANE, content(signal), wiring.now())
    return inbox.drop(folder, raw, lane=LANE, mark=secrets.token_hex(8))


def _wait(folder: Folder, name: ParcelId, seconds: float) -> bool:
    from tocsin_server import inbox

    until = time.monotonic() + seconds
    while not inbox.taken(folder, name):
        if time.monotonic() >= until:
            return False
        time.sleep(GLANCE_SECONDS)
    return True


def _sentence(number: str, heard: bool, folder: Folder) -> str:
    if heard:
        return f"{number}: received, and ringing."
    phone = folder.relay_settings().fallback_phone
    return (
        f"{number}: sealed and on the disk, but no bell answered.\n"
        "Nobody has been woken; the bell takes it as soon as it runs.\n"
        f"Call {phone} now, and start the bell: tocsin up --data {folder.path}"
    )

# SPDX-License-Identifier: AGPL-3.0-or-later
"""``tocsin rota show``: who is woken, in which order, and how, as the bell itself reads it."""

from __future__ import annotations

from typing import Any

from tocsin.vault.refusals import Refusal
from tocsin_server.commands import Arguments, Commands, needs_data, say_json, speaks_json
from tocsin_server.folder import Folder


def register(commands: Commands) -> None:
    parser = commands.add_parser("rota", help="show who is on call")
    acts = parser.add_subparsers(dest="act", metavar="ACT", required=True)
    show = acts.add_parser(
        "show",
        help="steps, waits and addresses",
        description="Show the ladder as the bell reads it, with the bell's own key: callsigns, never names.",
    )
    needs_data(show)
    speaks_json(show)
    show.set_defaults(run=run)


def run(arguments: Arguments) -> int:
    shown = _read(Folder(arguments.data.resolve()))
    if arguments.json:
        say_json(shown)
        return 0
    for number, step in enumerate(shown["steps"], 1):
        print(f"{number}. {', '.join(step['members'])}; the next step after {step['wait_seconds']} s")
    print(f"Then everyone, every {shown['repeat_seconds']} s, until somebody has it.")
    for callsign, addresses in shown["reach"].items():
        print(f"{callsign}: {', '.join(addresses)}")
    return 0


def _read(folder: Folder) -> dict[str, Any]:
    from tocsin.alarm.picture import AlarmFold
    from tocsin.vault.kinds import LogClass
    from tocsin_server import wiring

    vault = wiring.open_bell(folder).vault
    rota = vault.draw(vault.logs(LogClass.BELL)[0], AlarmFold()).rota
    if rota is None:
        raise Refusal("There is no rota.", "The bell would wake nobody.", "Set one on the desk.")
    callsign = vault.directory.callsign
    return {
        "steps": [
            {"members": [callsign(member) for member in step.members], "wait_seconds": step.wait_seconds}
            for step in rota.steps
        ],
        "repeat_seconds": rota.repeat_seconds,
        "reach": {callsign(reach.member): list(reach.addresses) for reach in rota.reach},
        "tz": rota.tz,
    }

# SPDX-License-Identifier: AGPL-3.0-or-later
"""Make an organisation's data folder: built beside its place and moved there when it is whole."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from tocsin.alarm.rules import set_rota
from tocsin.vault import opening
from tocsin.vault.directory import log_of
from tocsin.vault.founding import CannotFound, Founded, found, write
from tocsin.vault.kinds import LogClass
from tocsin.vault.refusals import Refusal
from tocsin.vault.session import Put
from tocsin.wires.store.node import machine_clock, open_node, open_store
from tocsin_server import wiring
from tocsin_server.answers import Answers, BadAnswers
from tocsin_server.folder import Folder, NodeSettings, RelaySettings, sync_folder, write_settings
from tocsin_server.relay.clear import ClearLogs


@dataclass(frozen=True, slots=True)
class Made:
    """What each person is told once, on paper."""

    org: str
    passphrases: dict[str, str]
    fingerprints: dict[str, str]


def make(path: Path, answers: Answers) -> Made:
    """Raises Refusal where something is already, BadAnswers for answers that make no organisation."""
    if path.exists() and (not path.is_dir() or any(path.iterdir())):
        raise Refusal(
            f"{path} is not empty.",
            "An organisation is only ever made in a place of its own; nothing was touched.",
            "Name a folder that does not exist yet.",
        )
    os.umask(0o077)
    beside = path.with_name(f"{path.name}.unfinished")
    shutil.rmtree(beside, ignore_errors=True)
    try:
        made = _build(Folder(beside), answers)
        if path.exists():
            path.rmdir()
        beside.rename(path)
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    sync_folder(path.parent)
    return made


def _build(folder: Folder, answers: Answers) -> Made:
    folder.path.mkdir(mode=0o700, parents=True)
    try:
        founded = found(
            answers.founding(), now=machine_clock(), random_bytes=os.urandom, registry=wiring.registry()
        )
    except CannotFound as error:
        raise BadAnswers(f"This is not an organisation yet: {error}.", "Mend the members.") from None
    write(founded, folder.path, open_store(folder.path))
    _set_rota(folder, answers, founded)
    for place in (folder.inbox, folder.kept, folder.run):
        place.mkdir(mode=0o700, exist_ok=True)
    write_settings(
        folder.settings_file,
        NodeSettings(desk=answers.desk, bell=answers.bell_settings(), mail=answers.mail),
    )
    _make_relay(folder, answers, founded)
    return Made(founded.org, founded.passphrases, founded.fingerprints)


def _set_rota(folder: Folder, answers: Answers, founded: Founded) -> None:
    """By the first steward, with the keys just made: the bell must be able to ring from its first second."""
    steward = next(one.callsign for one in answers.members if "steward" in one.roles)
    node = open_node(folder.path, wiring.registry())
    vault = opening.unlock(node, founded.passphrases[steward])
    ids = founded.members
    woken = [one for one in answers.members if one.callsign in answers.on_call]
    fact = set_rota(
        [([ids[callsign] for callsign in step.members], step.wait_seconds) for step in answers.rota.steps],
        {ids[one.callsign]: [f"mailto:{one.mail}"] for one in woken},
        tz=answers.timezone,
        repeat_seconds=answers.rota.repeat_seconds,
    )
    (bell,) = vault.logs(LogClass.BELL)
    vault.record(lambda: [Put(bell, fact)])


def _make_relay(folder: Folder, answers: Answers, founded: Founded) -> None:
    """The relay's folder stands alone: pinned organisation, its key, and a directory to seal with at once."""
    (relay,) = founded.directory.relays.values()
    (folder.relay / "relay-0.key").rename(folder.relay / "relay.key")
    write_settings(
        folder.relay / "relay.toml",
        RelaySettings(
            organisation=founded.org,
            id=relay.id,
            listen=answers.relay.listen,
            address=answers.relay.address,
            hosts=answers.relay.hosts,
            wire=answers.relay.wire,
            bell=answers.bell.listen,
            fallback_phone=answers.fallback_phone,
            patience_seconds=answers.relay.patience_seconds,
            page_to=answers.relay.page_to or _first_woken(answers),
            mail=answers.mail,
        ),
    )
    clear = ClearLogs(folder.relay / "clear.sqlite", founded.org, wiring.registry())
    store = open_store(folder.path)
    clear.accept(LogClass.DIRECTORY, store.entries(log_of(bytes.fromhex(founded.org), LogClass.DIRECTORY)))
    store.close()
    clear.close()


def _first_woken(answers: Answers) -> tuple[str, ...]:
    """Without another wish the relay wakes whoever is on the ladder's first step."""
    first = answers.rota.steps[0].members
    return tuple(f"mailto:{one.mail}" for one in answers.members if one.callsign in first)

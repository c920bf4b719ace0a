# SPDX-License-Identifier: AGPL-3.0-or-later
"""Pictures as the templates need them: words for states, names for members, lateness by the desk's clock.

Nothing here decides; it looks up and lines up.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.html import format_html
from django.utils.translation import get_language, gettext, pgettext

from tocsin.callout import work
from tocsin.callout.conclusions import concluding
from tocsin.callout.facts import Basis, CustodyEvent, Naming, ObservationNoted, Sense
from tocsin.callout.picture import Trip, Where, response
from tocsin.callout.work import Scene
from tocsin.vault.ids import MemberId
from tocsin.vault.kinds import Recorded
from tocsin.vault.session import Vault

Row = dict[str, Any]
PHONE = format_html(' class="{}"', "phone stack")


def field(vault: Vault, one: Scene, newest: int | None) -> Row:
    """The field page of one member."""
    callout, now = one.callout, vault.now()
    mine = callout.trip(vault.me)
    noted = [_observation(vault, entry) for entry in callout.observations]
    kept = noted if newest is None else noted[-newest:]
    return {
        "code": one.alarm.code,
        "back": f"/alarms/{one.alarm.code}/",
        "shape": PHONE,
        "received": one.alarm.received_at,
        "where": callout.where(vault.me).value,
        "mine": trip(vault, one, mine, now) if mine else None,
        "asked_help": max((entry.at for entry in callout.help if entry.by == vault.me), default=None),
        "help_heard": one.alarm.help_by != vault.me,
        "places": _places(vault, one),
        "others": others(vault, one, now),
        "observations": kept,
        "earlier": len(noted) - len(kept),
        "first": kept[0]["number"] if kept else 1,
        "next": callout.next_number,
        "photographs": sum(len(entry.fact.photos) for entry in callout.observations),
        "odd": callout.odd,
        "senses": senses(),
        "bases": _bases(),
        "namings": _namings(),
        "languages": _languages(vault),
        "phone": vault.organisation().fallback_phone,
    }


def others(vault: Vault, one: Scene, now: datetime) -> list[Row]:
    """Everybody else who is out."""
    return [trip(vault, one, each, now) for each in one.callout.out if each.member != vault.me]


def trip(vault: Vault, one: Scene, each: Trip, now: datetime) -> Row:
    """One member who went: state, clock, how long it took from the call."""
    card = vault.people().get(each.member)
    took = response(one.alarm.received_at, each)
    helped = [
        entry.at for entry in one.callout.help if entry.by == each.member and entry.at >= each.set_out_at
    ]
    return {
        "member": each.member,
        "name": card.name if card else "",
        "code": one.alarm.code,
        "is": {Where.ON_SCENE: "scene", Where.ON_THE_WAY: "way"}.get(each.where, "closed"),
        "where": each.where.value,
        "set_out": each.set_out_at,
        "arrived": each.arrived_at,
        "left": each.left_at,
        "due": each.due,
        "late": each.late(now),
        "distance": abs(each.due - now),
        "took_set_out": took.to_set_out,
        "took_scene": took.to_scene,
        "help": helped[-1] if helped else None,
        "help_heard": one.alarm.help_by != each.member,
    }


def custody(vault: Vault, one: Scene) -> Row:
    """Each photograph with its rows, oldest first."""
    words = {
        CustodyEvent.ACQUIRED: gettext("taken in"),
        CustodyEvent.VIEWED: gettext("opened"),
        CustodyEvent.DAMAGED: gettext("found damaged"),
    }
    rows = [
        {
            "name": f"{entry.fact.number}.{place}",
            "file": photo.file.id,
            "sha256": photo.file.sha256,
            "size": photo.file.size,
            "offset": photo.clock_offset_seconds,
            "events": [
                {"word": words[row.fact.event], "at": row.at, "by": _name(vault, row.by)}
                for row in one.callout.held(photo.file.id)
            ],
        }
        for entry in one.callout.observations
        for place, photo in enumerate(entry.fact.photos, start=1)
    ]
    return {"code": one.alarm.code, "back": f"/callouts/{one.alarm.code}/", "shape": PHONE, "photos": rows}


def senses() -> list[tuple[str, str]]:
    return [
        (Sense.SEEN.value, gettext("I see")),
        (Sense.HEARD.value, gettext("I hear")),
        (Sense.SMELLED.value, gettext("I smell")),
        (Sense.WORDS.value, gettext("Someone's words")),
        (Sense.MOVED.value, gettext("I moved something")),
    ]


def _observation(vault: Vault, entry: Recorded[ObservationNoted]) -> Row:
    noted, mine = entry.fact, entry.by == vault.me
    theirs = noted.sense is Sense.WORDS
    return {
        "number": noted.number,
        "text": noted.text,
        "language": "" if noted.language in ("und", get_language()) else noted.language,
        "theirs": theirs,
        "sense": {Sense.SEEN: "", Sense.WORDS: ""}.get(noted.sense, _sense(noted.sense)),
        "who": noted.spoken.who if noted.spoken else "",
        "basis": dict(_bases())[noted.spoken.basis] if noted.spoken else "",
        "naming": dict(_namings())[noted.spoken.may_be_named] if noted.spoken else "",
        "at": noted.happened_at,
        "by": "" if mine else _name(vault, entry.by),
        "photos": [photo.file.id for photo in noted.photos],
        "concluding": () if theirs or not mine else concluding(noted.text),
    }


def _sense(sense: Sense) -> str:
    return {
        Sense.HEARD: pgettext("an observation", "heard"),
        Sense.SMELLED: pgettext("an observation", "smelled"),
        Sense.MOVED: pgettext("an observation", "moved by hand"),
    }.get(sense, "")


def _bases() -> list[tuple[str, str]]:
    return [
        (Basis.NOT_SAID.value, gettext("did not say how they know")),
        (Basis.SAW.value, gettext("saw it")),
        (Basis.HEARD.value, gettext("heard it")),
        (Basis.TOLD.value, gettext("was told")),
    ]


def _namings() -> list[tuple[str, str]]:
    return [
        (Naming.NOT_ASKED.value, gettext("not asked whether they may be named")),
        (Naming.NO.value, gettext("must not be named")),
        (Naming.YES.value, gettext("may be named")),
    ]


def _languages(vault: Vault) -> list[tuple[str, str, bool]]:
    """The organisation's languages, the page's own chosen."""
    names = dict(settings.LANGUAGES)
    known = list(dict.fromkeys((*names, *vault.organisation().languages)))
    rows = [(code, str(names.get(code, code)), code == get_language()) for code in known]
    return [*rows, ("und", gettext("another"), False)]


def _places(vault: Vault, one: Scene) -> Sequence[Row]:
    """Where, in the words of those who called; every telling keeps its own."""
    told = work.told(vault, one)
    return [
        {"words": entry.fact.signal.where, "at": entry.fact.received_at}
        for entry in told.signals
        if entry.fact.signal.where.strip()
    ]


def _name(vault: Vault, member: MemberId) -> str:
    card = vault.people().get(member)
    return card.name if card else ""

# SPDX-License-Identifier: AGPL-3.0-or-later
"""The rules: ``ringing`` for the bell, ``holding`` for the people, ``rota`` for who is on call."""

from __future__ import annotations

from tocsin.alarm.rules.holding import (
    NotHeldByYou,
    NotYours,
    Over,
    StillOut,
    TakenBy,
    ask_close,
    close,
    convert,
    copy,
    doubt,
    give_back,
    milestone,
    reopen,
    take,
)
from tocsin.alarm.rules.ringing import Fresh, failed, handed_off, receive, ring, see
from tocsin.alarm.rules.rota import set_rota

__all__ = [
    "Fresh",
    "NotHeldByYou",
    "NotYours",
    "Over",
    "StillOut",
    "TakenBy",
    "ask_close",
    "close",
    "convert",
    "copy",
    "doubt",
    "failed",
    "give_back",
    "handed_off",
    "milestone",
    "receive",
    "reopen",
    "ring",
    "see",
    "set_rota",
    "take",
]

# SPDX-License-Identifier: AGPL-3.0-or-later
"""What may be added to a case: a picture and a request go in, new facts or a refusal come out.

Ids, the clock and the members' names are passed in. Later chapters put these facts into batches of their own.
"""

from __future__ import annotations

from tocsin.casefile.rules.beginnings import add_person, open_case, record_incident, record_source
from tocsin.casefile.rules.checks import writable
from tocsin.casefile.rules.claiming import assess, claim, retract
from tocsin.casefile.rules.contacts import (
    answer_came,
    ask,
    attempt_visit,
    deadline_done,
    note_deadline,
    settle_clock,
)
from tocsin.casefile.rules.scene import not_taken_over, take_over

__all__ = [
    "add_person",
    "answer_came",
    "ask",
    "assess",
    "attempt_visit",
    "claim",
    "deadline_done",
    "not_taken_over",
    "note_deadline",
    "open_case",
    "record_incident",
    "record_source",
    "retract",
    "settle_clock",
    "take_over",
    "writable",
]

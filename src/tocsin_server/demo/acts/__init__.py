# SPDX-License-Identifier: AGPL-3.0-or-later
"""The acts of the night in the order of the story, one module each.

The visitor's night leaves out the steps that only wait, and ends with an alarm that goes on ringing.
"""

from __future__ import annotations

from tocsin_server.demo.acts import alarm, callout, case, lock, package, patterns, publication, source
from tocsin_server.demo.steps import Step

Acts = tuple[tuple[str, tuple[Step, ...]], ...]

STORY: Acts = (
    ("Someone is in danger", alarm.STEPS),
    ("Someone goes there", callout.STEPS),
    ("What we know", case.STEPS),
    ("What others report", source.STEPS),
    ("What we tell the world", publication.STEPS),
    ("What a stranger can check", package.STEPS),
    ("What keeps happening", patterns.STEPS),
    ("The lock", lock.STEPS),
)
FILLED_IN: Acts = (
    ("Someone is in danger", (*alarm.CALL, *alarm.ANSWER)),
    ("Someone goes there", callout.STEPS),
    ("What we know", case.STEPS),
    ("What others report", source.STEPS),
    ("What we tell the world", publication.STEPS),
    ("What keeps happening", patterns.STEPS),
)
RINGING: Acts = (("Someone is in danger again", alarm.RINGING),)

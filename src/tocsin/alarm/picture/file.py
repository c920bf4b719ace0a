# SPDX-License-Identifier: AGPL-3.0-or-later
"""What an alarm's own log says: every telling in the order in which it was copied, and why it was closed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from tocsin.alarm.facts.file import ClosingExplained, SignalCopied
from tocsin.vault.kinds import Recorded


@dataclass(frozen=True, slots=True)
class AlarmFile:
    """Tellings and closing words, each with its entry: who wrote it down and when."""

    signals: tuple[Recorded[SignalCopied], ...] = ()
    explained: tuple[Recorded[ClosingExplained], ...] = ()


class AlarmFileFold:
    """How it is drawn; a parcel that two members copied shows once."""

    def empty(self) -> AlarmFile:
        return AlarmFile()

    def step(self, state: AlarmFile, entry: Recorded[Any]) -> AlarmFile:
        if isinstance(entry.fact, SignalCopied):
            if any(known.fact.parcel == entry.fact.parcel for known in state.signals):
                return state
            return replace(state, signals=(*state.signals, entry))
        if isinstance(entry.fact, ClosingExplained):
            return replace(state, explained=(*state.explained, entry))
        return state

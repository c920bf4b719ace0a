# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who stood in a log when: epochs, readers, and whether an entry's author was one of them.

Judged in fold order, so that every node judges alike. Without this anyone with the disk and a certified
device could slip a new epoch under a case and read what is written next.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, Final

from tocsin.vault import labels
from tocsin.vault.authors import Author
from tocsin.vault.directory import Directory, log_of
from tocsin.vault.entry import Entry
from tocsin.vault.facts import EpochEnded, LogGranted
from tocsin.vault.ids import MemberId
from tocsin.vault.kinds import LogClass, Recorded
from tocsin.vault.verdicts import Rejected, Verdict

_STEWARDS_BEGIN: Final = (LogClass.ORG, LogClass.BELL)


def new_log_id(org: bytes, salt: bytes, device: bytes) -> bytes:
    """A log id that looks random on the disk; its salt, told inside, shows which device may begin the log."""
    return labels.digest(labels.NEW_ID, org, salt, device)[:16]


class Standing:
    """The state of one log's grants, as of the last entry judged."""

    __slots__ = ("_cls", "_granted", "_log", "_numbers", "ended", "epoch", "readers")

    def __init__(self, log: bytes, cls: LogClass) -> None:
        self._log, self._cls = log, cls
        self.epoch: bytes | None = None
        """What is written now uses this epoch; None until the log's genuine beginning is here."""
        self.readers: frozenset[MemberId] = frozenset()
        self.ended = False
        """The others went on under an epoch that this reader was not given."""
        self._granted: dict[bytes, frozenset[MemberId]] = {}
        self._numbers: dict[bytes, int] = {}

    @property
    def epochs(self) -> Collection[bytes]:
        """Epochs that were granted by somebody who could."""
        return self._granted.keys()

    def judge(
        self,
        entry: Entry,
        recorded: Recorded[Any] | None,
        author: Author | None,
        here: Mapping[bytes, Entry],
        keys: Collection[bytes],
        directory: Directory,
    ) -> None:
        """Take the next entry in fold order. Raises Rejected: wrong-order, stale-epoch or ungranted."""
        before = here.get(entry.prev)
        if before is not None and (before.author, before.seq + 1) != (entry.author, entry.seq):
            raise Rejected(Verdict.WRONG_ORDER, "its predecessor is not this author's entry before it")
        self._number(entry, here, keys)
        if recorded is None or author is None or self._cls.clear:
            return
        closed = any(here[parent].epoch not in keys for parent in entry.parents if parent in here)
        if not self._granted and closed:  # granted only later epochs: how the log began cannot be seen
            return
        if isinstance(recorded.fact, LogGranted):
            self._grant(entry, recorded.fact, author, directory)
            return
        if self._granted and author.member not in self._granted.get(entry.epoch, ()):
            raise Rejected(Verdict.UNGRANTED, "its author was no reader of this epoch")
        if isinstance(recorded.fact, EpochEnded) and author.member in self.readers:
            self.ended = True

    def _number(self, entry: Entry, here: Mapping[bytes, Entry], keys: Collection[bytes]) -> None:
        """An entry that has seen a newer epoch must use it, so that a removed reader's epoch ends."""
        if entry.epoch not in keys:  # anyone with the disk can sign such an entry: it must not age ours
            return
        parents = [here[parent].epoch for parent in entry.parents if parent in here]
        newest = max((self._numbers.get(epoch, 0) for epoch in parents), default=0)
        if self._numbers.setdefault(entry.epoch, newest + 1) < newest:
            raise Rejected(Verdict.STALE_EPOCH)

    def _grant(self, entry: Entry, fact: LogGranted, author: Author, directory: Directory) -> None:
        epoch, readers = bytes.fromhex(fact.epoch), frozenset(map(MemberId, fact.readers))
        if self._granted and author.member not in self.readers:
            raise Rejected(Verdict.UNGRANTED, "granted by somebody who was no reader")
        if not self._granted and not (fact.fresh and self._begins(fact, author, directory)):
            raise Rejected(Verdict.UNGRANTED, "not the beginning that this log's id names")
        if fact.fresh:
            if epoch != entry.epoch or epoch in self._granted:
                raise Rejected(Verdict.UNGRANTED, "a new epoch begins with its own first entry")
            self.epoch, self.readers, self.ended = epoch, readers, False
            self._granted[epoch] = readers
        elif epoch in self._granted:
            self._granted[epoch] |= readers
            self.readers = self._granted[self.epoch] if self.epoch else readers

    def _begins(self, fact: LogGranted, author: Author, directory: Directory) -> bool:
        org = bytes.fromhex(directory.org)
        if self._cls in _STEWARDS_BEGIN:
            return self._log == log_of(org, self._cls) and author.member in directory.ever_stewards
        if self._cls is LogClass.MEMBER:
            return set(fact.readers) == {author.member}
        salt = bytes.fromhex(fact.salt)
        return self._log == new_log_id(org, salt, bytes.fromhex(author.device))

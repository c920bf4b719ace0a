# SPDX-License-Identifier: AGPL-3.0-or-later
"""One log as one reader holds it: verified, opened, in fold order, with the pictures drawn from it.

Every check of an entry happens here once; what fails one is left out and remembered as trouble.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tocsin.vault import authors, jsontext
from tocsin.vault.authors import Author
from tocsin.vault.directory import Directory
from tocsin.vault.disclosure import Disclosure, disclose
from tocsin.vault.entry import SEALED, Checker, Entry, EpochKey, open_body, parse
from tocsin.vault.ids import EntryId, LogId
from tocsin.vault.kinds import Fold, LogClass, Recorded, Registry, Unknown, UnreadableFact, kind_of
from tocsin.vault.needs import Row
from tocsin.vault.order import fold_order
from tocsin.vault.standing import Standing
from tocsin.vault.statements import moment
from tocsin.vault.verdicts import Rejected, Verdict


@dataclass(frozen=True, slots=True)
class Trouble:
    """One entry that was left out of the pictures, or a reference that is not here yet."""

    log: LogId
    entry: EntryId | None
    verdict: Verdict
    detail: str = ""


class Logbook:
    """A log's state. Not thread-safe: its Vault holds the lock."""

    def __init__(self, log: bytes, cls: LogClass, registry: Registry) -> None:
        self.log = log
        self.name = LogId(log.hex())
        self.cls = cls
        self.keys: dict[bytes, EpochKey] = {}
        self.units: dict[bytes, bytes] = {}
        self._registry = registry
        self._checker = Checker()
        self.forget()

    def forget(self) -> None:
        """Back to nothing read, keys kept: after a new grant older entries may open."""
        self.count = 0
        self.entries: dict[bytes, Entry] = {}
        self.order: list[bytes] = []
        self.heads: set[bytes] = set()
        """What the next entry depends on: the latest that were opened and stand."""
        self._tips: set[bytes] = set()
        self.last: dict[bytes, Entry] = {}
        self.chains: dict[tuple[bytes, int], bytes] = {}
        self.certified: set[tuple[bytes, bytes]] = set()
        self.standing = Standing(self.log, self.cls)
        self.newer = False
        self.waits_for: Directory | None = None
        self._referenced: set[bytes] = set()
        self._judged: dict[bytes, Trouble] = {}
        self._authors: dict[bytes, Author] = {}
        self._certificates: dict[bytes, Mapping[str, str]] = {}
        self._pending: dict[bytes, dict[str, Any]] = {}
        self._recorded: dict[bytes, Recorded[Any]] = {}
        self._troubles: dict[bytes, Trouble] = {}
        self._loose: list[Trouble] = []
        self._drawn: dict[Hashable, tuple[Any, int]] = {}
        self._list: list[Recorded[Any]] = []
        self._tuple: tuple[Recorded[Any], ...] | None = ()
        self._arranged = 0
        self._passed: set[bytes] = set()

    def learn(self, key: EpochKey) -> None:
        if key.id not in self.keys:
            self.keys[key.id] = key
            self.forget()

    def take(self, rows: Sequence[Row], directory: Directory) -> None:
        """Read rows in order of arrival; whatever is wrong with one never hides another."""
        in_line = True
        for row in rows:
            self.count += 1
            entry = self._admit(row)
            if entry is not None:
                in_line &= self._place(entry)
                self._read(entry)
        resolved = self._resolve(directory)
        self._arrange(in_line and resolved.isdisjoint(self._passed), directory)

    def disclose(self, id: EntryId) -> Disclosure:
        """One readable entry with what a stranger needs to check it. Raises KeyError for another."""
        entry = self.entries[bytes.fromhex(id)]
        certificate = self._certificates[entry.author]
        return disclose(entry, *open_body(entry, self.keys, self.units), certificate)

    def add_own(
        self,
        entry: Entry,
        recorded: Recorded[Any],
        author: Author,
        certificate: Mapping[str, str] | None,
        directory: Directory,
    ) -> None:
        """An entry this process sealed and the store accepted: nothing to check twice."""
        self.count += 1
        in_line = self._place(entry)
        self._authors[entry.author] = author
        self.certified.add((entry.author, entry.epoch))
        if certificate is not None:
            self._certificates[entry.author] = certificate
        self._recorded[entry.id] = recorded
        self._arrange(in_line, directory)

    def recorded(self) -> tuple[Recorded[Any], ...]:
        if self._tuple is None:
            self._tuple = tuple(self._list)
        return self._tuple

    def draw(self, key: Hashable, fold: Fold[Any]) -> Any:
        state, done = self._drawn.pop(key, (None, -1))
        if done < 0:
            state, done = fold.empty(), 0
        for entry in self._list[done:]:
            state = fold.step(state, entry)  # a step that raises leaves no half-made picture behind
        self._drawn[key] = (state, len(self._list))
        return state

    def troubles(self) -> tuple[Trouble, ...]:
        missing = [
            Trouble(self.name, EntryId(id.hex()), Verdict.MISSING_ENTRY, "not here yet")
            for id in sorted(self._referenced - self.entries.keys())
        ]
        return (*self._loose, *self._troubles.values(), *self._judged.values(), *missing)

    def _admit(self, row: Row) -> Entry | None:
        """An entry that may stand in the graph, or None for one that may not."""
        entry: Entry | None = None
        try:
            entry = parse(*row)
            self._checker.verify(entry)
            if entry.log != self.log:
                raise Rejected(Verdict.FOREIGN_LOG)
            if (entry.suite == SEALED) == self.cls.clear:
                raise Rejected(Verdict.WRONG_SUITE, "clear in a sealed log, or sealed in a clear one")
            if entry.id in self.entries:
                raise Rejected(Verdict.DUPLICATE)
        except Rejected as rejected:
            self._loose.append(self._trouble(entry, rejected))
            return None
        return entry

    def _place(self, entry: Entry) -> bool:
        """Put an entry into the graph; False if the fold order must be drawn anew."""
        self.entries[entry.id] = entry
        self._note_fork(entry)
        if entry.author not in self.last or self.last[entry.author].seq < entry.seq:
            self.last[entry.author] = entry
        known = entry.epoch in self.keys or self.cls.clear
        late = entry.id in self._referenced
        in_line = not late and (not known or self._tips.issubset(entry.parents))
        self._referenced.update(entry.parents)
        if known:  # what is sealed to me by a stranger's key must not cost me a new order at every entry
            self._tips.difference_update(entry.parents)
            self._tips.add(entry.id)
        if in_line:
            self.order.append(entry.id)
        return in_line

    def _note_fork(self, entry: Entry) -> None:
        """Two entries by one author at one seq are both kept and shown: a rolled-back machine makes them."""
        if self.chains.setdefault((entry.author, entry.seq), entry.id) != entry.id:
            detail = "two entries by one author at one seq"
            self._loose.append(Trouble(self.name, EntryId(entry.id.hex()), Verdict.FORK, detail))

    def _read(self, entry: Entry) -> None:
        try:
            self._pending[entry.id] = jsontext.read(open_body(entry, self.keys, self.units)[1])
        except jsontext.BadJson as error:
            self._reject(entry, Rejected(Verdict.BAD_JSON, str(error)))
        except Rejected as rejected:
            self._reject(entry, rejected)

    def _resolve(self, directory: Directory) -> set[bytes]:
        """Certificates first, then facts: an entry may arrive before the one that certifies its author."""
        resolved = set()
        for id, body in self._pending.items():
            if authors.FIELD in body:
                self._certify(self.entries[id], body[authors.FIELD], directory)
        for id in [id for id in self._pending if self.entries[id].author in self._authors]:
            entry, body = self.entries[id], self._pending.pop(id)
            try:
                self._recorded[id] = self._record(entry, body, self._authors[entry.author], directory)
                self._troubles.pop(id, None)
                resolved.add(id)
            except Rejected as rejected:
                self._reject(entry, rejected)
        for id in self._pending:
            if id not in self._troubles:
                self._reject(self.entries[id], Rejected(Verdict.UNKNOWN_AUTHOR, "no certificate here yet"))
        self.waits_for = directory if self._pending else None
        return resolved

    def _certify(self, entry: Entry, certificate: Any, directory: Directory) -> None:
        try:
            author, _ = authors.check(certificate, directory, self.log, entry.author, self.cls)
        except Rejected as rejected:
            self._reject(entry, rejected)
        else:
            self._authors[entry.author] = author
            self.certified.add((entry.author, entry.epoch))
            self._certificates[entry.author] = certificate

    def _record(
        self, entry: Entry, body: dict[str, Any], author: Author, directory: Directory
    ) -> Recorded[Any]:
        try:
            at = moment(body.get("at"))
            fact = self._registry.from_body(body)
        except (ValueError, UnreadableFact) as error:
            raise Rejected(Verdict.BAD_JSON, str(error)) from None
        signer = author.signer
        if isinstance(fact, Unknown):
            self.newer = True
        else:
            kind, allowed = kind_of(fact), authors.signer_of(kind_of(fact), author, directory)
            if self.cls not in kind.logs or allowed is None:
                raise Rejected(Verdict.MISPLACED_KIND, kind.name)
            signer = allowed
        return Recorded(EntryId(entry.id.hex()), self.name, author.member, signer, at, entry.seq, fact)

    def _reject(self, entry: Entry, rejected: Rejected) -> None:
        self._troubles[entry.id] = self._trouble(entry, rejected)

    def _trouble(self, entry: Entry | None, rejected: Rejected) -> Trouble:
        self.newer |= rejected.verdict is Verdict.NEWER_VERSION
        id = EntryId(entry.id.hex()) if entry else None
        return Trouble(self.name, id, rejected.verdict, str(rejected))

    def _arrange(self, in_line: bool, directory: Directory) -> None:
        """Judge and list in fold order what is new, or all anew where entries came out of line."""
        if not in_line:
            self.order = fold_order(self.entries)
            self._arranged, self._passed, self._list = 0, set(), []
            self._judged.clear()
            self._drawn.clear()
            self.standing = Standing(self.log, self.cls)
            self.heads.clear()
            self._find_tips()
        for id in self.order[self._arranged :]:
            self._stand(self.entries[id], directory)
        self._arranged = len(self.order)
        self._tuple = None

    def _stand(self, entry: Entry, directory: Directory) -> None:
        recorded, author = self._recorded.get(entry.id), self._authors.get(entry.author)
        try:
            self.standing.judge(entry, recorded, author, self.entries, self.keys, directory)
        except Rejected as rejected:
            self._judged[entry.id] = self._trouble(entry, rejected)
            return
        if recorded is None:
            self._passed.add(entry.id)
        else:
            self._list.append(recorded)
            self.heads.difference_update(entry.parents)
            self.heads.add(entry.id)

    def _find_tips(self) -> None:
        known = [one for one in self.entries.values() if one.epoch in self.keys or self.cls.clear]
        self._tips = {one.id for one in known}.difference(*(one.parents for one in known))

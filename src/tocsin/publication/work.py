# SPDX-License-Identifier: AGPL-3.0-or-later
"""Propose, approve, withdraw, export: load the case, render everything that would leave, test it, then
record.

Rendering is handed in by the pages, so that the very bytes that readers will get are those that are searched.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from tocsin.casefile.facts import ClaimRecorded
from tocsin.casefile.picture import CaseFold, CasePicture
from tocsin.publication import dossier, lints, package, picture, revision, rules, withheld
from tocsin.publication.composition import Choices, Material, Speaker, gather
from tocsin.publication.facts import Content, PublicationProposed, Worded
from tocsin.publication.leaks import Leak, Secret, search
from tocsin.publication.lints import Finding
from tocsin.publication.needs import Typesetter
from tocsin.publication.package import Evidence, Package
from tocsin.publication.picture import CasePublications, PublicPicture
from tocsin.vault.disclosure import Disclosure
from tocsin.vault.files import SealedFile
from tocsin.vault.ids import EntryId, LogId
from tocsin.vault.kinds import LogClass, Recorded
from tocsin.vault.refusals import Refusal
from tocsin.vault.session import Put, Vault

Outputs = Callable[[Content], Mapping[str, bytes]]


class NoSuchCase(LookupError):
    """No case of that code that this member can open."""


@dataclass(frozen=True, slots=True)
class Desk:
    """One case in one member's hands."""

    vault: Vault
    log: LogId

    @property
    def picture(self) -> CasePicture:
        return self.vault.draw(self.log, CaseFold())

    @property
    def publications(self) -> CasePublications:
        return self.vault.draw(self.log, picture.CaseFold())

    @property
    def public(self) -> PublicPicture:
        return public(self.vault)

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.vault.organisation().timezone)

    def gather(self, choices: Choices, as_of: datetime) -> Material:
        return gather(self.picture, choices, as_of=as_of, zone=self.zone)

    def regather(self, fact: PublicationProposed) -> Material:
        """The material behind a proposal, as it stands now."""
        speakers = {one.speaker: Speaker(one.code, one.name) for one in fact.called}
        return self.gather(Choices(fact.statements, speakers, fact.named), fact.content.as_of)

    def secrets(self, material: Material) -> tuple[Secret, ...]:
        """Everything in this case, and among its members, that must not leave."""
        cards = self.vault.people().values()
        staff = [text for card in cards for text in (card.name, card.callsign)]
        ours = self.vault.organisation()
        public = [ours.fallback_phone, ours.name]
        return withheld.secrets(material, self._everything(), staff=staff, public=public)

    def test(self, content: Content, material: Material, outputs: Outputs) -> Tested:
        """Every rule on every sentence, every secret in every byte."""
        leaks = search(outputs(content), self.secrets(material))
        # Look-alikes are worth a glance in our sentences, not in the page's own furniture.
        shown = tuple(one for one in leaks if one.sure or one.output.endswith(".json"))
        return Tested(lints.check(content, material), shown)

    def entries(self) -> dict[EntryId, Recorded[Any]]:
        return {entry.id: entry for entry in self._everything()}

    def _everything(self) -> tuple[Recorded[Any], ...]:
        opened = self.picture.opened
        logs = [self.log]
        if opened and opened.fact.alarm_log in self.vault.logs(LogClass.ALARM):
            logs.append(LogId(opened.fact.alarm_log))
        return tuple(entry for log in logs for entry in self.vault.entries(log))


@dataclass(frozen=True, slots=True)
class Tested:
    """What the rules and the search found."""

    findings: tuple[Finding, ...]
    leaks: tuple[Leak, ...]

    @property
    def good(self) -> bool:
        return not any(one.stops for one in self.findings) and not any(one.sure for one in self.leaks)


def find(vault: Vault, code: str) -> Desk:
    """The case of a code. Raises NoSuchCase, and says the same for one that is not hers."""
    for log in vault.logs(LogClass.CASE):
        if vault.draw(log, CaseFold()).code == code:
            return Desk(vault, log)
    raise NoSuchCase(code)


def desks(vault: Vault) -> Iterator[Desk]:
    """Every case that this member can open."""
    return (Desk(vault, log) for log in vault.logs(LogClass.CASE))


def public(vault: Vault) -> PublicPicture:
    (log,) = vault.logs(LogClass.PUBLIC)
    return vault.draw(log, picture.PublicFold())


def propose(desk: Desk, fact: PublicationProposed, outputs: Outputs) -> None:
    """Record a proposal after testing it once more, as it is written. Raises Refusal."""

    def plan() -> Iterator[Put]:
        material = desk.regather(fact)
        tested = desk.test(fact.content, material, outputs)
        made = rules.propose(
            desk.publications,
            fact.content,
            statements=fact.statements,
            disclosed=fact.disclosed,
            named=fact.named,
            called=fact.called,
            risk=fact.risk,
            material=material,
            findings=tested.findings,
            leaks=tested.leaks,
        )
        yield from (Put(desk.log, one) for one in made)

    desk.vault.record(plan)


def approve(desk: Desk, sha256: str, outputs: Outputs) -> None:
    """Approve and publish in one batch, after testing the finished bytes again. Raises Refusal."""
    (clear,) = desk.vault.logs(LogClass.PUBLIC)

    def plan() -> Iterator[Put]:
        waiting = desk.publications.waiting
        tested, material = Tested((), ()), None
        if waiting is not None:
            material = desk.regather(waiting.fact)
            tested = desk.test(waiting.fact.content, material, outputs)
        approved, published = rules.approve(
            desk.publications,
            by=desk.vault.me,
            sha256=sha256,
            material=material or desk.gather(Choices((), {}), desk.vault.now()),
            findings=tested.findings,
            leaks=tested.leaks,
        )
        yield Put(desk.log, approved)
        yield Put(clear, published)

    desk.vault.record(plan)


def withdraw(desk: Desk, words: Sequence[Worded]) -> None:
    """Take the newest revision away, in the case's log and in the public one. Raises Refusal."""
    (clear,) = desk.vault.logs(LogClass.PUBLIC)

    def plan() -> Iterator[Put]:
        for fact in rules.withdraw(desk.public, desk.picture.code, words):
            yield Put(desk.log, fact)
            yield Put(clear, fact)

    desk.vault.record(plan)


def sealed_files(fact: Any) -> Iterator[SealedFile]:
    """Every sealed file that a fact names, wherever in it."""
    if isinstance(fact, SealedFile):
        yield fact
    elif is_dataclass(fact):
        for one in fields(fact):
            yield from sealed_files(getattr(fact, one.name))
    elif isinstance(fact, tuple):
        for item in fact:
            yield from sealed_files(item)


def behind(desk: Desk, entries: Sequence[EntryId]) -> tuple[EntryId, ...]:
    """The records that give these statements their meaning: their sources, people and incidents, without
    names.
    """
    case, known = desk.picture, desk.entries()
    found: list[EntryId] = []
    for entry in entries:
        fact = known[entry].fact if entry in known else None
        if isinstance(fact, ClaimRecorded):
            places = (
                case.sources.get(fact.carrier),
                case.people.get(fact.subject),
                case.incidents.get(fact.subject),
            )
            found += [one.id for one in places if one is not None]
    return tuple(dict.fromkeys(found))


def write_package(desk: Desk, folder: Path, recipient: str) -> Path:
    """Write the evidence package of the current revision into an empty folder and record that it left."""
    proposal = rules.exportable(desk.publications)
    made = _package(desk, proposal)

    def export(payload_sha256: str) -> Disclosure:
        fact = rules.export(proposal, recipient, payload_sha256)
        (recorded,) = desk.vault.record(lambda: [Put(desk.log, fact)])
        return desk.vault.disclose(recorded)

    package.write_bag(folder, made, export, desk.vault.now())
    return folder


def write_dossier(desk: Desk, language: str, typesetter: Typesetter | None) -> bytes:
    """The approved revision as a PDF, tested for withheld words in its finished bytes. Raises Refusal."""
    proposal = rules.exportable(desk.publications)
    if typesetter is None:
        raise Refusal(
            "This machine cannot set type.",
            "The paper is made by a part that is not installed here.",
            "Ask whoever looks after this machine, or use another one.",
        )
    content = proposal.fact.content
    made = typesetter(dossier.template(), dossier.dossier(content, language))
    leaks = search(
        {f"{revision.name(content)}-{language}.pdf": made}, desk.secrets(desk.regather(proposal.fact))
    )
    rules.clean((), leaks)
    return made


def _package(desk: Desk, proposal: picture.Proposal) -> Package:
    fact, known = proposal.fact, desk.entries()
    item = desk.public.revisions[fact.content.code, fact.content.revision]
    (clear,) = desk.vault.logs(LogClass.PUBLIC)
    published = next(entry for entry in desk.vault.entries(clear) if entry.id == item.entry)
    approval = desk.publications.approvals[proposal.id]
    wanted = dict.fromkeys((*fact.statements, *behind(desk, fact.statements), *fact.disclosed))
    records = [known[entry] for entry in wanted if entry in known]
    records += [proposal, approval, published]
    return Package(
        code=fact.content.code,
        revision=fact.content.revision,
        content=revision.canonical(fact.content),
        organisation=desk.vault.statements(),
        entries=[desk.vault.disclose(entry) for entry in records],
        custody=[row for entry in records for row in _custody(desk, entry)],
        record=_record(desk, fact, records),
        evidence=_evidence(desk, records),
    )


def _evidence(desk: Desk, records: Sequence[Recorded[Any]]) -> list[Evidence]:
    found: dict[str, Evidence] = {}
    for entry in records:
        for file in sealed_files(entry.fact):
            found.setdefault(
                file.sha256, Evidence(file.sha256, file.media_type, _reading(desk, entry.log, file))
            )
    return list(found.values())


def _reading(desk: Desk, log: LogId, file: SealedFile) -> Callable[[], Iterator[bytes]]:
    return lambda: desk.vault.read_file(log, file)


def _custody(desk: Desk, entry: Recorded[Any]) -> Iterator[dict[str, Any]]:
    """Rows of V evidence_event: when a file was taken, and that it was packed now."""
    callsign = desk.vault.directory.callsign
    for file in sealed_files(entry.fact):
        what = {"sha256": file.sha256, "size": file.size, "media_type": file.media_type}
        taken = {"event": "acquired", "at": entry.at.isoformat(), "by": callsign(entry.by), "entry": entry.id}
        now = desk.vault.now().isoformat()
        packed = {"event": "sealed_package", "at": now, "by": callsign(desk.vault.me), "entry": "export"}
        yield from ({**what, **taken}, {**what, **packed})


def _record(desk: Desk, fact: PublicationProposed, records: Sequence[Recorded[Any]]) -> dict[str, Any]:
    numbers = {entry: number for number, entry in enumerate(fact.statements, 1)}
    return {
        "organisation": desk.vault.org,
        "code": fact.content.code,
        "revision": fact.content.revision,
        "sha256": fact.sha256,
        "entries": [
            {
                "id": entry.id,
                "statement": numbers.get(entry.id),
                "by": desk.vault.directory.callsign(entry.by),
                "says": json.loads(desk.vault.disclose(entry).json),
            }
            for entry in records
        ],
    }

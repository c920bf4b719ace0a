# SPDX-License-Identifier: AGPL-3.0-or-later
"""A member brings a page into a case and decides its drafts: seal first, read in the sandbox, then append."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from tocsin.casefile.picture import CaseFold, CasePicture
from tocsin.monitoring import rules
from tocsin.monitoring.needs import Sandbox
from tocsin.monitoring.picture import Source, Sources, SourcesFold
from tocsin.monitoring.reading import Reading, read_source
from tocsin.monitoring.reading.decoding import LARGEST, too_large
from tocsin.vault.ids import LogId
from tocsin.vault.kinds import LogClass
from tocsin.vault.refusals import Refusal
from tocsin.vault.session import Put, Vault

Plan = Callable[[CasePicture, Sources], Iterable[object]]


class NoSuchSource(LookupError):
    """No source of that id in any case that this member can open."""


@dataclass(frozen=True, slots=True)
class Page:
    """What a person brings: the bytes, where and when they were seen."""

    raw: bytes
    name: str
    media_type: str
    how: str
    title: str
    url: str = ""
    seen_on: date | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """A source with the case that it belongs to."""

    log: LogId
    case: CasePicture
    source: Source


def all_sources(vault: Vault) -> Iterator[Found]:
    """Every page in every case this member can open, newest first."""
    found = [
        Found(log, vault.draw(log, CaseFold()), source)
        for log in vault.logs(LogClass.CASE)
        for source in vault.draw(log, SourcesFold()).values()
    ]
    yield from sorted(found, key=lambda each: each.source.archived.at, reverse=True)


def find(vault: Vault, source: str) -> Found:
    """Raises NoSuchSource, and says the same for one in a case that is not hers."""
    for each in all_sources(vault):
        if each.source.archived.fact.source == source:
            return each
    raise NoSuchSource(source)


def bring(vault: Vault, log: LogId, page: Page, sandbox: Sandbox) -> tuple[str, Refusal | None]:
    """Seal the page, read it, write both; a page that cannot be read is kept, and why is given back."""
    check_size(len(page.raw))
    file = vault.put_file(log, [page.raw], name=page.name, media_type=page.media_type)
    reading, trouble = _read(page, sandbox)
    source = vault.new_id()

    def plan(case: CasePicture, _: Sources) -> Iterable[object]:
        return rules.archive(
            case,
            id=source,
            file=file,
            how=page.how,
            reading=reading,
            title=page.title,
            url=page.url,
            seen_on=page.seen_on,
        )

    write(vault, log, plan)
    return source, trouble


def check_size(size: int) -> None:
    """Raises Refusal for more bytes than one page has, before they are held in memory."""
    if size > LARGEST:
        raise too_large(size)


def _read(page: Page, sandbox: Sandbox) -> tuple[Reading | None, Refusal | None]:
    try:
        return sandbox(read_source, page.raw, at=page.seen_on), None
    except Refusal as trouble:
        return None, trouble


def write(vault: Vault, log: LogId, plan: Plan) -> tuple[Any, ...]:
    """Run rules on the present pictures and append what they give, all in one."""
    return vault.record(
        lambda: [Put(log, fact) for fact in plan(vault.draw(log, CaseFold()), vault.draw(log, SourcesFold()))]
    )

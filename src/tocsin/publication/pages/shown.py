# SPDX-License-Identifier: AGPL-3.0-or-later
"""The public pages as bytes: one function draws them for readers and, before that, for the leak test.

They need no request, no vault and no clock, so that what is tested at the desk is what a relay serves.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.template.loader import render_to_string
from django.utils import translation

from tocsin.publication import feeds, moments, revision, wording
from tocsin.publication.composition import text
from tocsin.publication.facts import Content, Edition, Sentence
from tocsin.publication.picture import Published

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Words:
    """Our own words in one language, by key, for templates: ``{{ w.known }}``."""

    language: str

    def __getitem__(self, key: str) -> str:
        return wording.say(key, self.language)


def outputs(content: Content) -> Mapping[str, bytes]:
    """Everything about this revision that will leave, by the address it leaves at."""
    item = Published(revision.NOT_YET, content.as_of, content, revision.digest(content))
    made: dict[str, bytes] = {f"cases/{content.code}/{file_name(content)}": revision.canonical(content)}
    for page in content.editions:
        made[f"{page.language}/"] = home((item,), page.language, content.organisation).encode()
        made[feeds.case_address(content.code, page.language)] = case(item, (item,), page.language).encode()
        made[f"{page.language}/feed.atom"] = all_cases_feed((item,), page.language, "/")
        made[f"{feeds.case_address(content.code, page.language)}feed.atom"] = case_feed(
            (item,), page.language, "/"
        )
    return made


def file_name(content: Content) -> str:
    return f"r{content.revision}.json"


def home(items: Sequence[Published], language: str, organisation: str) -> str:
    """The list of published cases."""
    rows = [listed(item, language) for item in items]
    context = _around(language, organisation, "", organisation) | {
        "rows": rows,
        "feed": f"/{language}/feed.atom",
    }
    return _drawn("publication/home.html", context)


def case(item: Published, revisions: Sequence[Published], language: str) -> str:
    """One case's page in one language; a withdrawn one says so and shows nothing of what it said."""
    content, page = item.content, revision.edition(item.content, language)
    title = content.code if item.withdrawn else page.title
    context = _around(page.language, content.organisation, f"cases/{content.code}/", title)
    context |= {
        "code": content.code,
        "number": wording.say("revision", page.language, number=content.revision),
        "revisions": [listed(one, page.language) for one in revisions],
        "feed": f"/{feeds.case_address(content.code, page.language)}feed.atom",
        "telephone": content.telephone,
    }
    context |= _withdrawn(item, page) if item.withdrawn else _standing(item, page)
    return _drawn("publication/case.html", context)


def _drawn(template: str, context: Row) -> str:
    # The page's own language, whatever the browser or the member asked for.
    with translation.override(context["language"]):
        return render_to_string(template, context)


def all_cases_feed(items: Sequence[Published], language: str, base: str) -> bytes:
    organisation = items[0].content.organisation if items else ""
    return feeds.feed(
        items,
        language=language,
        base=base,
        path=f"{language}/feed.atom",
        title=f"{organisation} · {wording.say('home', language)}".strip(" ·"),
        organisation=organisation,
    )


def case_feed(items: Sequence[Published], language: str, base: str) -> bytes:
    content = items[0].content
    return feeds.feed(
        items,
        language=language,
        base=base,
        path=f"{feeds.case_address(content.code, language)}feed.atom",
        title=f"{content.code} · {content.organisation}",
        organisation=content.organisation,
    )


def _around(language: str, organisation: str, path: str, title: str) -> Row:
    return {
        "language": language,
        "direction": "ltr",
        "title": f"{title} · {organisation}" if title != organisation else title,
        "organisation": organisation,
        "w": Words(language),
        "languages": [
            {"code": code, "word": wording.NAMES[code], "address": f"/{code}/{path}"}
            for code in wording.LANGUAGES
        ],
    }


def listed(item: Published, language: str) -> Row:
    """A revision as a line of a list."""
    content, page = item.content, revision.edition(item.content, language)
    zone = ZoneInfo(content.timezone)
    number = wording.say("revision", language, number=content.revision)
    return {
        "code": content.code,
        "title": page.title,
        "number": number,
        "address": f"/{feeds.case_address(content.code, language)}",
        "at": moments.stamp(item.at, language, zone),
        "iso": item.at.astimezone(zone).isoformat(timespec="minutes"),
        "state": page.state,
        "status": parts(page.status)[:1] if page.status else [],
        "withdrawn": bool(item.withdrawn),
    }


def _withdrawn(item: Published, page: Edition) -> Row:
    gone = item.withdrawn
    assert gone is not None
    when = moments.stamp(gone.at, page.language, ZoneInfo(item.content.timezone))
    return {
        "gone": True,
        "gone_when": wording.say("gone_when", page.language, time=when),
        "gone_why": next((one.text for one in gone.fact.words if one.language == page.language), ""),
    }


def _standing(item: Published, page: Edition) -> Row:
    content, zone = item.content, ZoneInfo(item.content.timezone)
    known_on = moments.stamp(content.as_of, page.language, zone)
    return {
        "page": page,
        "heading": page.title,
        "known_on": wording.say("as_known", page.language, time=known_on),
        "status": _status(page),
        "known": [_paragraph(page, paragraph) for paragraph in page.known],
        "differ": page.differ,
        "authorities": [
            {"who": one.who, "parts": parts(one.says), "lang": one.says.quoted} for one in page.authorities
        ],
        "unknown": [parts(one) for one in page.unknown],
        "withheld": page.withheld,
        "corrections": _corrections(content, page, zone),
        "file": f"/cases/{content.code}/{file_name(content)}",
        "file_name": f"{revision.name(content)}.json",
        "sha256": spaced(item.sha256),
        "call": wording.say("write_call", page.language, telephone=content.telephone),
        "minor": any(one.reason == "minor" for one in page.withheld),
    }


def _status(page: Edition) -> Row | None:
    if page.status is None:
        return None
    head, _, rest = page.status.text.partition(". ")
    rest_sentence = Sentence(text=rest, quoted=page.status.quoted)
    return {
        "is": page.state,
        "head": head.rstrip(".") + ".",
        "parts": parts(rest_sentence),
        "lang": page.status.quoted,
    }


def _paragraph(page: Edition, paragraph: Sequence[Sentence]) -> Row:
    numbers = sorted({number for sentence in paragraph for number in sentence.rests_on})
    chains = {chain.number: chain for chain in page.chains}
    return {
        "sentences": [{"parts": parts(one), "lang": one.quoted} for one in paragraph],
        "chains": [chains[number] for number in numbers if number in chains],
    }


def _corrections(content: Content, page: Edition, zone: ZoneInfo) -> list[Row]:
    return [
        {
            "iso": one.at.astimezone(zone).isoformat(timespec="minutes"),
            "at": moments.stamp(one.at, page.language, zone),
            "text": next((words.text for words in one.words if words.language == page.language), ""),
        }
        for one in content.corrections
    ]


def parts(sentence: Sentence) -> list[Row]:
    """A sentence in pieces for a template: ours, and theirs (set in serif, in their language)."""
    return [{"text": piece, "theirs": theirs} for piece, theirs in text.parts(sentence)]


def spaced(digest: str) -> str:
    """A hash by its name and in fours, so that an eye can compare it."""
    return "sha256 " + " ".join(digest[at : at + 4] for at in range(0, len(digest), 4))

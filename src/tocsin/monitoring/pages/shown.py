# SPDX-License-Identifier: AGPL-3.0-or-later
"""How a source reads on the screen: the story with its marks, what was left out, the drafts beside it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext, gettext_lazy

from tocsin.casefile.picture import shown as person_shown
from tocsin.monitoring.facts import DraftProposed, SourceLine
from tocsin.monitoring.pages.forms import INCIDENT, PERSON
from tocsin.monitoring.picture import State
from tocsin.monitoring.work import Found
from tocsin.values.names import Likeness, likeness

KINDS = {
    "person": gettext_lazy("a person"),
    "age": gettext_lazy("an age"),
    "same_person": gettext_lazy("another spelling, perhaps the same person"),
    "place": gettext_lazy("a place"),
    "time": gettext_lazy("a time"),
    "act": gettext_lazy("an act"),
    "says": gettext_lazy("somebody says"),
    "observation": gettext_lazy("somebody observed"),
}
REASONS = {
    "invitation": gettext_lazy("invitation"),
    "cookie or browser notice": gettext_lazy("cookie or browser notice"),
    "navigation": gettext_lazy("navigation"),
    "advertisement": gettext_lazy("advertisement"),
    "legal notice": gettext_lazy("legal notice"),
    "caption": gettext_lazy("caption"),
    "caption, repeated": gettext_lazy("caption, repeated"),
    "repeated": gettext_lazy("repeated"),
    "about the author": gettext_lazy("about the author"),
    "another story": gettext_lazy("another story"),
    "reader's comment": gettext_lazy("reader's comment"),
    "outside the story": gettext_lazy("outside the story"),
}
_SHAPES = {State.WAITING: "draft", State.ACCEPTED: "met", State.REJECTED: "refused"}
_WORDS = {
    State.WAITING: gettext_lazy("Draft"),
    State.ACCEPTED: gettext_lazy("The page says this"),
    State.REJECTED: gettext_lazy("It does not"),
}


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a line: plain words, or a draft's with its number and state."""

    text: str
    number: int | None = None
    mark: str = ""


def story(found: Found, chosen: int | None) -> list[list[Piece]]:
    """The lines that belong to the story, cut at the drafts."""
    read = found.source.read
    if read is None:
        return []
    marks = list(_outermost(read.fact.drafts))
    lines = [line for line in read.fact.lines if not line.reason or line.start in found.source.kept]
    return [list(_pieces(line, marks, found, chosen)) for line in lines]


def _outermost(drafts: tuple[DraftProposed, ...]) -> Iterator[tuple[int, DraftProposed]]:
    """Marks cannot overlap on a page: of two that do, the shorter one is marked, it is the harder to find."""
    taken: list[tuple[int, int]] = []
    for number, draft in sorted(enumerate(drafts), key=lambda each: each[1].end - each[1].start):
        if all(draft.end <= start or end <= draft.start for start, end in taken):
            taken.append((draft.start, draft.end))
            yield number, draft


def _pieces(
    line: SourceLine, marks: list[tuple[int, DraftProposed]], found: Found, chosen: int | None
) -> Iterator[Piece]:
    at = 0
    for number, draft in sorted(marks, key=lambda each: each[1].start):
        start, end = draft.start - line.start, draft.end - line.start
        if start < at or end > len(line.text) or line.text[start:end] != draft.text:
            continue  # of another line, or of markup whose visible words stand elsewhere
        yield Piece(line.text[at:start])
        state = found.source.state(number)
        mark = "on" if number == chosen else "ok" if state is State.ACCEPTED else "plain"
        yield Piece(draft.text, number + 1, mark)
        at = end
    yield Piece(line.text[at:])


def left_out(found: Found) -> list[dict[str, Any]]:
    """Lines that were dropped, each with its reason; none is lost, each can be kept."""
    read = found.source.read
    lines = read.fact.lines if read else ()
    return [
        {"start": line.start, "text": line.text, "why": REASONS.get(line.reason, line.reason)}
        for line in lines
        if line.reason and line.start not in found.source.kept
    ]


def drafts(found: Found, chosen: int | None) -> list[dict[str, Any]]:
    """The drafts in the order of the page."""
    rows = []
    for number, draft in enumerate(found.source.drafts):
        state = found.source.state(number)
        rows.append(
            {
                "number": number + 1,
                "draft": draft,
                "kind": KINDS.get(draft.kind, draft.kind),
                "state": _SHAPES[state],
                "word": _WORDS[state],
                "decided": found.source.decisions.get(number),
                "chosen": number == chosen,
                "links": _links(draft),
                "same_as": draft.value.get("same_as"),
                "denied": bool(draft.value.get("denied")),
            }
        )
    return rows


def _links(draft: DraftProposed) -> list[dict[str, Any]]:
    last = len(draft.chain) - 1
    return [
        {
            "who": gettext("Not stated") if name == "not stated" else name,
            "as": "nobody" if name == "not stated" else "origin" if place == last else "",
        }
        for place, name in enumerate(draft.chain)
    ]


def subjects(found: Found) -> list[tuple[str, str]]:
    """Of whom and of what something can be said in this case, and that it is somebody or something new."""
    people = [(person, person_shown(found.case, person).name) for person in found.case.people]
    happened = [(key, entry.fact.title) for key, entry in found.case.incidents.items()]
    return [*people, *happened, (PERSON, gettext("Somebody new")), (INCIDENT, gettext("Something new"))]


def likely_subject(found: Found, draft: DraftProposed) -> str:
    """Whom the form proposes: the person whose name it sounds like, or what happened last. A person decides."""
    named = draft.value.get("same_as") or draft.value.get("person") or draft.value.get("name")
    if named:
        for person in found.case.people:
            name = person_shown(found.case, person)
            if any(_alike(str(named), each) for each in (name.name, name.other) if each):
                return person
        return PERSON
    return next(iter(found.case.incidents), INCIDENT)


def _alike(one: str, other: str) -> bool:
    return likeness(one, other) in (Likeness.SAME, Likeness.SOUNDS_SAME, Likeness.SOUNDS_NEAR)

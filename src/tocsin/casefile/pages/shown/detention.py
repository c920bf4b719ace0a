# SPDX-License-Identifier: AGPL-3.0-or-later
"""Where each person was held, as a track and as a list; gaps drawn and named, with what was asked in them."""

from __future__ import annotations

from datetime import timedelta

from django.utils.safestring import SafeString
from django.utils.translation import gettext, gettext_noop

from tocsin.casefile.facts import Answer, QuestionAsked
from tocsin.casefile.pages.shown.reader import Reader, Row
from tocsin.casefile.pages.tracks import Look, Scale, Shape, sample
from tocsin.casefile.picture import protection, taken, trace
from tocsin.casefile.picture.detention import Stretch
from tocsin.vault.kinds import Recorded
from tocsin.web.templatetags.tocsin import span


def affected(reader: Reader) -> list[str]:
    """The people whom the case is about, in the order in which they were added."""
    return [key for key, entry in reader.picture.people.items() if entry.fact.role == "affected"]


def rows(reader: Reader, scale: Scale) -> list[Row]:
    """One block for everyone of whom a status or a taking is recorded."""
    blocks = (_block(reader, scale, person) for person in affected(reader))
    return [block for block in blocks if block["rows"]]


def _block(reader: Reader, scale: Scale, person: str) -> Row:
    stretches = trace(reader.picture, person, reader.now)
    lines = [_row(reader, each) for each in stretches]
    label = "; ".join(f"{line['begin']}: {line['status']}" for line in lines)
    shapes = [shape for each in stretches for shape in _shapes(each)]
    return {
        "person": reader.title(person),
        "minor": is_minor(reader, person),
        "rows": lines,
        "track": scale.draw(shapes, label=label, tall=True) if lines else "",
    }


def is_minor(reader: Reader, person: str) -> bool:
    """Whether this person is protected as a minor at the taking, or now if nobody was taken."""
    since = taken(reader.picture, person)
    at = since.earliest if since else reader.now
    return protection(reader.picture, person, reader.zone).protects(reader.wall.local(at).date())


def legend() -> list[tuple[SafeString, str]]:
    """What the shapes mean."""
    words = (
        ("known", gettext("acknowledged")),
        ("said-only", gettext("said, not acknowledged")),
        ("gap", gettext("nothing known")),
        ("maybe", gettext("some time within")),
        ("now", gettext("now")),
    )
    return [(sample(look), word) for look, word in words]


def _shapes(stretch: Stretch) -> list[Shape]:
    if stretch.gap:
        # What may still belong to the stretch before or after is not drawn as certainly unknown.
        begin, end = stretch.begin.latest, stretch.end.earliest
        return [Shape("gap", begin, max(end, begin))]
    look: Look = "known" if stretch.acknowledged else "said-only"
    shapes = [Shape(look, stretch.begin.earliest, max(stretch.end.earliest, stretch.begin.latest))]
    if stretch.end.latest > stretch.end.earliest:
        shapes.append(Shape("maybe", stretch.end.earliest, stretch.end.latest))
    return shapes


def _row(reader: Reader, stretch: Stretch) -> Row:
    if stretch.gap:
        return _gap_row(reader, stretch)
    status = reader.term("detention_status", stretch.status or "unknown")
    begin = _said(reader, stretch)
    return {
        "is": "differ" if stretch.differs else "",
        "begin": begin,
        "long": _long(stretch),
        "status": status,
        "acknowledged": stretch.acknowledged,
        "held": stretch.held,
        "by": [reader.by(claim) for claim in stretch.claims],
        "quotes": [quote for claim in stretch.claims for quote in claim.fact.quotes],
    }


def _said(reader: Reader, stretch: Stretch) -> str:
    fact = stretch.claims[0].fact
    begin = fact.event_time.text if fact.event_time else reader.wall.reach(stretch.begin)
    return gettext("%(begin)s to %(end)s") % {"begin": begin, "end": fact.until.text} if fact.until else begin


def _long(stretch: Stretch) -> str:
    least = max(stretch.end.earliest - stretch.begin.latest, timedelta(0))
    most = stretch.end.latest - stretch.begin.earliest
    if most <= timedelta(minutes=1):
        return gettext("that moment only")
    return _bounds(least, most)


def _bounds(least: timedelta, most: timedelta) -> str:
    low, high = span(least), span(most)
    return low if low == high else gettext("%(least)s to %(most)s") % {"least": low, "most": high}


def _gap_row(reader: Reader, gap: Stretch) -> Row:
    end = gettext("now") if gap.open_ended else reader.wall.moment(gap.end.earliest)
    least = max(gap.end.earliest - gap.begin.latest, timedelta(0))
    most = gap.end.earliest - gap.begin.earliest if gap.open_ended else gap.end.latest - gap.begin.earliest
    begin = gettext("%(begin)s to %(end)s") % {"begin": reader.wall.reach(gap.begin), "end": end}
    return {
        "is": "gap",
        "begin": begin,
        "long": _bounds(least, most),
        "status": gettext("Nothing known"),
        "asked": [question(reader, entry) for entry in gap.asked],
    }


_ANSWERS = {
    Answer.WAITING: ("wait", gettext_noop("no answer yet")),
    Answer.NO_ANSWER: ("unknown", gettext_noop("no answer")),
    Answer.REFUSED: ("refused", gettext_noop("refused to answer")),
    Answer.ANSWERED: ("met", gettext_noop("answered")),
}


def question(reader: Reader, entry: Recorded[QuestionAsked]) -> Row:
    """One question: not asked, no answer and refused are three different states."""
    asked = entry.fact
    came = reader.picture.answers.get(asked.question)
    answer, reply = (came.fact.answer, came.fact.reply) if came else (asked.answer, asked.reply)
    state, word = _ANSWERS[answer]
    return {
        "id": asked.question,
        "of": asked.asked_of,
        "when": reader.wall.time(asked.asked_at)["words"],
        "words": asked.words,
        "about": reader.names(asked.about),
        "channel": asked.channel,
        "is": state,
        "answer": gettext(word),
        "open": answer is Answer.WAITING,
        "reply": reply,
    }

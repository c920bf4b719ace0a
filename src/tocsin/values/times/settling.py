# SPDX-License-Identifier: AGPL-3.0-or-later
"""From matched words to bounds: each mention is counted from the anchor or from the time told just before.

Words that need an anchor which is not there keep their words and stay without bounds; they are not guessed.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta, tzinfo

from tocsin.values.times import spans
from tocsin.values.times.anchors import AnchorMissing, Base, Clock, Context, Shaped
from tocsin.values.times.expression import Precision, TimeExpr, TimeUnreadable
from tocsin.values.times.finding import Mention
from tocsin.values.times.language import Kind, Relation
from tocsin.values.times.spans import DAY, HOURS, TOLERANCE, Part, Span

FINE = (Precision.DAY, Precision.PART_OF_DAY, Precision.HOUR, Precision.MINUTE, Precision.SECOND)
# Any date will do to learn how far and how fine words count that wait for an anchor.
PROBE = datetime(2001, 1, 1, 12, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Settled:
    """A time and, where it is fine enough, what "later" may count from afterwards."""

    time: TimeExpr
    context: Context | None


def settle(text: str, mention: Mention, base: Base) -> Settled:
    """Bounds for one mention. Raises TimeUnreadable for words that name no real time (31 February)."""
    words = text[mention.start : mention.end]
    try:
        shaped, zone = _shape(mention, replace(base, future=_looks_ahead(mention)))
        if shaped is not None and mention.until is not None:
            shaped = _ranged(shaped, mention.until, base)
    except AnchorMissing:
        return Settled(_unanchored(words, mention, base), None)
    if shaped is None:
        raise TimeUnreadable(f"{words!r} names no real time")
    time = _expression(words, mention, shaped, zone or base.tz)
    return Settled(time, _context(time, base.tz))


def _looks_ahead(mention: Mention) -> bool:
    return mention.relation in (Relation.UNTIL, Relation.BEFORE)


def _shape(mention: Mention, base: Base) -> tuple[Shaped | None, tzinfo | None]:
    day = _dated(mention, base)
    if day is None:
        return None, None
    part = mention.of(Kind.PART)
    which = part.row.shape(part.words, base) if part else None
    clock_piece = mention.of(Kind.CLOCK)
    if clock_piece is None:
        return (day if which is None else _in_part(day, which)), None
    told: Clock | None = clock_piece.row.shape(clock_piece.words, base)
    return (None, None) if told is None else (_at(day, told, which, base), told.zone)


def _dated(mention: Mention, base: Base) -> Shaped | None:
    """The day that is named, or else the day of what was told before."""
    if mention.date is not None:
        found: Shaped | None = mention.date.row.shape(mention.date.words, base)
        return found
    label = base.told.label
    return Shaped(spans.day(base.told.earliest.astimezone(base.tz).date()), anchor=label)


def _in_part(day: Shaped, which: Part) -> Shaped:
    if day.span.start is None or day.span.precision is not Precision.DAY:
        return day
    return replace(day, span=spans.part(day.span.start.date(), which))


def _at(day: Shaped, told: Clock, part: Part | None, base: Base) -> Shaped:
    if day.span.start is None or day.span.precision not in FINE:
        return day
    first = day.span.start.date()
    hour = told.hour
    if told.either and part is not None:
        hour = _hour_within(told.hour, part)
    if told.either and part is None:
        start = spans.midnight(first) + timedelta(hours=told.hour % 12, minutes=told.minute or 0)
        both = Span(start, start + timedelta(hours=13), Precision.PART_OF_DAY, first.isoformat())
        return replace(day, span=both, uncertain=True)
    if part is Part.NIGHT and hour < 12:
        first += DAY
    return replace(day, span=spans.clock(_last_such(first, hour, told, day, base), hour, told.minute))


def _hour_within(hour: int, part: Part) -> int:
    first, last = HOURS[part]
    return hour if first <= hour < last and hour < 12 else hour % 12 + 12


def _last_such(first: date, hour: int, told: Clock, day: Shaped, base: Base) -> date:
    """A clock time without a day, told at half past three, is last evening's and not the coming one's."""
    if base.anchor is None or base.context is None or base.context.earliest != base.anchor.astimezone(UTC):
        return first
    start = spans.clock(first, hour, told.minute).start
    dated = day.anchor != base.context.label
    if dated or start is None or spans.to_utc(start, told.zone or base.tz, earliest=True) <= base.moment:
        return first
    return first - DAY


def _ranged(first: Shaped, until: Mention, base: Base) -> Shaped:
    """Both ends of a range; an end that lacks its year takes it from the other one."""
    last, _ = _shape(until, base)
    if last is None:
        raise TimeUnreadable("the end of the range names no real time")
    if first.anchor is not None and last.anchor is None:
        first = replace(first, span=_year_of(first.span, last.span), anchor=None)
    elif first.span.end and last.span.end and last.span.end <= first.span.end:
        last = _shape(until, replace(base, anchor=_moment(first.span, base), future=True))[0] or last
    if first.span.start and last.span.end and last.span.end <= first.span.start:
        raise TimeUnreadable("the range ends before it begins")
    coarse = min(first.span.precision, last.span.precision, key=list(Precision).index)
    edtf = f"{_outer(first.span.edtf, 0)}/{_outer(last.span.edtf, -1)}"
    return replace(
        first, span=Span(first.span.start, last.span.end, coarse, edtf), anchor=first.anchor or last.anchor
    )


def _outer(edtf: str | None, end: int) -> str:
    return (edtf or "").split("/")[end] or ".."


def _year_of(span: Span, other: Span) -> Span:
    """The same months or days in the other end's year, or in the year before if they would come after it."""
    if span.start is None or span.end is None or other.start is None:
        return span
    year = other.start.year - ((span.start.month, span.start.day) > (other.start.month, other.start.day))
    start = span.start.replace(year=year)
    if span.precision is Precision.MONTH:
        return spans.month(year, start.month)
    return spans.day(start.date()) if span.precision is Precision.DAY else span


def _moment(span: Span, base: Base) -> datetime | None:
    return None if span.start is None else spans.to_utc(span.start, base.tz, earliest=True)


def _expression(words: str, mention: Mention, shaped: Shaped, tz: tzinfo) -> TimeExpr:
    approx, uncertain = mention.about or shaped.approx, mention.maybe or shaped.uncertain
    span = shaped.span.widened(TOLERANCE[shaped.span.precision]) if mention.about else shaped.span
    earliest = None if span.start is None else spans.to_utc(span.start, tz, earliest=True)
    latest = None if span.end is None else spans.to_utc(span.end, tz, earliest=False)
    edtf = _edtf(shaped.span.edtf, approx, uncertain)
    if mention.relation is Relation.SINCE:
        latest, edtf = None, edtf and f"{edtf.split('/')[0]}/.."
    elif mention.relation is not None:
        edtf = edtf and f"../{edtf.split('/')[-1]}"
        earliest, latest = None, latest if mention.relation is Relation.UNTIL else earliest
    return TimeExpr(
        words, earliest, latest, shaped.span.precision, approx, uncertain, shaped.anchor, shaped.offset, edtf
    )


def _edtf(plain: str | None, approx: bool, uncertain: bool) -> str | None:
    mark = {(False, False): "", (True, False): "~", (False, True): "?", (True, True): "%"}[approx, uncertain]
    return plain and "/".join(half + mark for half in plain.split("/"))


def _unanchored(words: str, mention: Mention, base: Base) -> TimeExpr:
    context = Context(PROBE, PROBE, "")
    shaped, _ = _shape(mention, replace(base, anchor=PROBE, context=context))
    if shaped is None:
        raise TimeUnreadable(f"{words!r} names no real time")
    approx, uncertain = mention.about or shaped.approx, mention.maybe or shaped.uncertain
    return TimeExpr(words, None, None, shaped.span.precision, approx, uncertain, offset=shaped.offset)


def _context(time: TimeExpr, tz: tzinfo) -> Context | None:
    if time.precision not in FINE or time.earliest is None or time.latest is None:
        return None
    local = time.earliest.astimezone(tz)
    fine = time.precision in (Precision.HOUR, Precision.MINUTE, Precision.SECOND)
    label = local.isoformat(timespec="minutes") if fine else local.date().isoformat()
    return Context(time.earliest, time.latest, label)

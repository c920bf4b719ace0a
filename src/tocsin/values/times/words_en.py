# SPDX-License-Identifier: AGPL-3.0-or-later
"""English words of time. Each phrase is written as it is read; ``{slots}`` come from the tables."""

from __future__ import annotations

from typing import Any

from tocsin.values.times import clocks, dates, distances
from tocsin.values.times.language import Kind, Language, Phrases, Relation
from tocsin.values.times.spans import Part

_MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_SHORT = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")

MONTH = {name: number for names in (_MONTHS, _SHORT) for number, name in enumerate(names, 1)}
MONTH |= {f"{name}.": number for number, name in enumerate(_SHORT, 1) if name != "may"}
MONTH |= {"sept": 9, "sept.": 9}
WEEKDAY = {name: number for number, name in enumerate(_DAYS)}
HOUR = {name: number for number, name in enumerate(_NUMBERS, 1)}
COUNT: dict[str, Any] = {
    **{name: float(number) for name, number in HOUR.items()},
    **{str(number): float(number) for number in range(1, 201)},
    "a": 1.0,
    "an": 1.0,
    "fifteen": 15.0,
    "twenty": 20.0,
    "thirty": 30.0,
    "forty": 40.0,
    "fifty": 50.0,
    "a couple of": (2.0, 3.0),
    "a few": (2.0, 6.0),
    "several": (2.0, 10.0),
    "half an": 0.5,
    "half a": 0.5,
    "one and a half": 1.5,
    "two and a half": 2.5,
}
UNIT = {"minute": "MIN", "min": "MIN", "hour": "H", "day": "D", "week": "W", "month": "M", "year": "Y"}
UNIT |= {f"{name}s": unit for name, unit in UNIT.items()}
DATE_WORD = rf"(?:(?:{'|'.join(_DAYS)}|{'|'.join(d[:3] for d in _DAYS)})[.,]* )?"

SLOTS: dict[str, dict[str, Any]] = {
    "month": MONTH,
    "weekday": WEEKDAY,
    "count": COUNT,
    "hour": HOUR,
    "unit": UNIT,
    "period": {"week": "W", "month": "M", "year": "Y"},
    "season": {
        "spring": "spring",
        "summer": "summer",
        "autumn": "autumn",
        "fall": "autumn",
        "winter": "winter",
    },
    "edge": {
        "early": "early",
        "mid": "mid",
        "late": "late",
        "the beginning of": "early",
        "the start of": "early",
        "the middle of": "mid",
        "the end of": "late",
    },
    "part": {
        "morning": "morning",
        "afternoon": "afternoon",
        "evening": "evening",
        "night": "night",
        "early hours": "small_hours",
        "small hours": "small_hours",
        "early morning": "small_hours",
        "midday": "midday",
        "lunchtime": "midday",
    },
    "verge": {"early": "early", "late": "late"},
    "half": {
        "am": "am",
        "a.m.": "am",
        "a.m": "am",
        "pm": "pm",
        "p.m.": "pm",
        "p.m": "pm",
        "in the morning": "am",
        "in the afternoon": "pm",
        "in the evening": "pm",
        "at night": "night",
    },
    "zone": {
        "gmt": 0,
        "utc": 0,
        "bst": 1,
        "cet": 1,
        "cest": 2,
        "eet": 2,
        "eest": 3,
        "msk": 3,
        "moscow time": 3,
        "est": -5,
        "edt": -4,
        "cst": -6,
        "cdt": -5,
        "pst": -8,
        "pdt": -7,
    },
}
_ORDINAL = "{d}(?:st|nd|rd|th)?"

PHRASES = (
    Phrases(
        Kind.DATE,
        dates.full_date,
        (
            DATE_WORD + _ORDINAL + " (?:of )?{month},? {y}",
            DATE_WORD + "{month} " + _ORDINAL + ",? {y}",
            "{y}-{mm}-{dd}",
            r"{dd}\.{mm}\.{y}",
        ),
    ),
    Phrases(
        Kind.DATE,
        dates.days_of_month,
        (
            "{d} ?(?:-|–|—|to|and) ?{d2} (?:of )?{month}(?:,? {y})?",
            "{month} {d} ?(?:-|–|—|to|and) ?{d2}(?:,? {y})?",
        ),
    ),
    Phrases(
        Kind.DATE,
        dates.day_of_month,
        (DATE_WORD + _ORDINAL + " (?:of )?{month}", DATE_WORD + "{month} " + _ORDINAL),
    ),
    Phrases(Kind.DATE, dates.edge_of_month, ("{edge}(?: |-){month}(?:,? {y})?",)),
    Phrases(Kind.DATE, dates.edge_of_year, ("{edge}(?: |-){y}",)),
    Phrases(Kind.DATE, dates.month_of_year, ("{month},? {y}", "{month} of {y}")),
    Phrases(Kind.DATE, dates.winter_of_two_years, (r"winter(?: of)? {y} ?[-–/] ?(?:{y2}|{yy})",)),
    Phrases(Kind.DATE, dates.season_of_year, ("{season},? {y}", "{season} of {y}")),
    Phrases(Kind.DATE, dates.years, (r"{y} ?[-–—] ?(?:{y2}|{yy})",)),
    Phrases(Kind.DATE, dates.whole_year, ("the year {y}",)),
    Phrases(Kind.DATE, dates.whole_year, ("{y}",), weak=True),
    Phrases(Kind.DATE, dates.month_alone, ("last {month}", "this {month}")),
    Phrases(Kind.DATE, dates.month_after, ("next {month}",)),
    Phrases(Kind.DATE, dates.month_alone, ("{month}",), weak=True),
    Phrases(Kind.DATE, dates.season_before, ("last {season}",)),
    Phrases(Kind.DATE, dates.season_alone, ("this {season}", r"(?<=\bin\sthe\s){season}(?! of)")),
    Phrases(Kind.DATE, dates.days_from_now(0), ("today",)),
    Phrases(Kind.DATE, dates.days_from_now(-1), ("yesterday",)),
    Phrases(Kind.DATE, dates.days_from_now(-2), ("the day before yesterday",)),
    Phrases(Kind.DATE, dates.days_from_now(1), ("tomorrow",)),
    Phrases(Kind.DATE, dates.units_from_now(-1), ("last {period}", "the previous {period}")),
    Phrases(Kind.DATE, dates.units_from_now(0), ("this {period}",)),
    Phrases(Kind.DATE, dates.units_from_now(1), ("next {period}",)),
    Phrases(Kind.DATE, dates.weekday, ("{weekday}", "this {weekday}")),
    Phrases(Kind.DATE, dates.weekday_before, ("last {weekday}",)),
    Phrases(Kind.DATE, dates.weekday_after, ("next {weekday}",)),
    Phrases(Kind.DATE, dates.part_of_day_from_now(0), ("this {part}",)),
    Phrases(Kind.DATE, dates.part_of_day_from_now(0, Part.NIGHT), ("tonight",)),
    Phrases(Kind.DATE, dates.part_of_day_from_now(-1, Part.NIGHT), ("last night",)),
    Phrases(Kind.OFFSET, distances.ago, ("{count} {unit} ago",)),
    Phrases(
        Kind.OFFSET,
        distances.lately,
        (
            "(?:in |over |during )?the (?:past|last) {count} {unit}",
            "(?:in |over |during )?the (?:past|last) {unit}",
        ),
    ),
    Phrases(Kind.OFFSET, distances.later, ("{count} {unit} (?:later|after(?:wards?)?)",)),
    Phrases(Kind.OFFSET, distances.earlier, ("{count} {unit} (?:earlier|before)",)),
    Phrases(
        Kind.OFFSET, distances.within, ("within {count} {unit}", "less than {count} {unit} (?:later|after)")
    ),
    Phrases(Kind.OFFSET, distances.day_beside(1), ("the (?:next|following) day", "a day later")),
    Phrases(Kind.OFFSET, distances.day_beside(-1), ("the previous day", "the day before", "a day earlier")),
    Phrases(Kind.OFFSET, distances.day_beside(0), ("(?:the|that) same day", "that day")),
    Phrases(
        Kind.PART, clocks.part_of_day, ("(?:in the |the |on the )?{part}", "in the middle of the {part}")
    ),
    Phrases(Kind.PART, clocks.fixed_part(Part.EARLY), ("early",), weak=True),
    Phrases(Kind.PART, clocks.fixed_part(Part.LATE), ("late",), weak=True),
    Phrases(
        Kind.CLOCK,
        clocks.clock,
        (
            "{h}:{mi}(?: ?{half})?(?: {zone})?",
            r"{hh}\.{mi} ?{half}(?: {zone})?",
            "{hh} ?{half}(?: {zone})?",
            "{h}[:.]{mi}(?: hours)? {zone}",
        ),
    ),
    Phrases(Kind.CLOCK, clocks.spoken_clock, ("{hour} {half}", "{hour} o['’]clock {half}")),
    Phrases(Kind.CLOCK, clocks.clock_of_either_half, ("{hh} o['’]clock", "{hour} o['’]clock")),
    Phrases(Kind.CLOCK, clocks.fixed_clock(12), ("noon",)),
    Phrases(Kind.CLOCK, clocks.fixed_clock(0), ("midnight",)),
)

ENGLISH = Language(
    code="en",
    slots=SLOTS,
    phrases=PHRASES,
    about=(
        "about",
        "around",
        "approximately",
        "roughly",
        "some",
        "nearly",
        "almost",
        "circa",
        "c.",
        "~",
        "shortly before",
        "shortly after",
        "just before",
        "just after",
        "at about",
        "at around",
    ),
    maybe=("possibly", "perhaps", "maybe", "probably", "presumably", "reportedly", "allegedly"),
    relations={
        "since": Relation.SINCE,
        "ever since": Relation.SINCE,
        "from": Relation.SINCE,
        "as of": Relation.SINCE,
        "after": Relation.SINCE,
        "starting in": Relation.SINCE,
        "until": Relation.UNTIL,
        "till": Relation.UNTIL,
        "up to": Relation.UNTIL,
        "through": Relation.UNTIL,
        "by": Relation.UNTIL,
        "no later than": Relation.UNTIL,
        "before": Relation.BEFORE,
        "prior to": Relation.BEFORE,
    },
    introducers=("in", "of", "during", "for", "the", "throughout", "in the"),
    day_to_clock=(
        ",",
        "on",
        "in the",
        "at",
        "of",
        "on the",
        ", at",
        "in the ,",
        "at about",
        "at around",
        "around",
        "shortly before",
        "shortly after",
        r"\s",
    ),
    ranges=(
        ("between", ("and",)),
        ("from", ("to", "until", "till", "through", "-", "–", "—")),
        ("", ("–", "—", "-", "to", "until", "through")),
    ),
    capitals=True,
)

# SPDX-License-Identifier: AGPL-3.0-or-later
"""Russian words of time, in the cases that prepositions ask for; no native reader has signed them off yet."""

from __future__ import annotations

from typing import Any

from tocsin.values.times import clocks, dates, distances
from tocsin.values.times.language import Kind, Language, Phrases, Relation
from tocsin.values.times.spans import Part

_SOFT = ("январ", "феврал", "апрел", "июн", "июл", "сентябр", "октябр", "ноябр", "декабр")
_SOFT_NUMBER = (1, 2, 4, 6, 7, 9, 10, 11, 12)
MONTH = {
    stem + end: number
    for stem, number in zip(_SOFT, _SOFT_NUMBER, strict=True)
    for end in ("ь", "я", "е", "ю", "ем")
}
MONTH |= {f"март{end}": 3 for end in ("", "а", "е", "у", "ом")} | {f"ма{end}": 5 for end in "йяею"}
MONTH |= {f"август{end}": 8 for end in ("", "а", "е", "у", "ом")}
_DAYS = (
    ("понедельник", "понедельника", "понедельнику"),
    ("вторник", "вторника", "вторнику"),
    ("среда", "среду", "среды"),
    ("четверг", "четверга", "четвергу"),
    ("пятница", "пятницу", "пятницы", "пятнице"),
    ("суббота", "субботу", "субботы", "субботе"),
    ("воскресенье", "воскресенья", "воскресенью"),
)
WEEKDAY = {form: number for number, forms in enumerate(_DAYS) for form in forms}
_COUNTS = {
    1: "один одну одна одного",
    2: "два две двух",
    3: "три трех",
    4: "четыре четырех",
    5: "пять пяти",
    6: "шесть шести",
    7: "семь семи",
    8: "восемь восьми",
    9: "девять девяти",
    10: "десять десяти",
    12: "двенадцать",
    15: "пятнадцать пятнадцати",
    20: "двадцать двадцати",
    30: "тридцать тридцати",
    40: "сорок сорока",
}
COUNT: dict[str, Any] = {form: float(number) for number, forms in _COUNTS.items() for form in forms.split()}
COUNT |= {str(number): float(number) for number in range(1, 201)}
COUNT |= {"несколько": (2.0, 10.0), "нескольких": (2.0, 10.0), "пару": (2.0, 3.0)}
_UNITS = {
    "MIN": "минуту минута минуты минут",
    "H": "час часа часов",
    "D": "день дня дней сутки суток",
    "W": "неделю неделя недели недель",
    "M": "месяц месяца месяцев",
    "Y": "год года лет",
}
UNIT = {form: unit for unit, forms in _UNITS.items() for form in forms.split()}
_ONE = {
    "полчаса": ("MIN", 30.0),
    "час": ("H", 1.0),
    "минуту": ("MIN", 1.0),
    "сутки": ("D", 1.0),
    "неделю": ("W", 1.0),
    "месяц": ("M", 1.0),
    "полгода": ("M", 6.0),
    "год": ("Y", 1.0),
    "день": ("D", 1.0),
    "полтора часа": ("MIN", 90.0),
}
DATE_WORD = f"(?:(?:{'|'.join(WEEKDAY)}),? )?"
_G = r"(?:года|году|год|г\.)"

SLOTS: dict[str, dict[str, Any]] = {
    "month": MONTH,
    "weekday": WEEKDAY,
    "count": COUNT,
    "unit": UNIT,
    "one": _ONE,
    "hour": {
        form: int(number)
        for form, number in COUNT.items()
        if isinstance(number, float) and number <= 12 and not form.isdigit()
    },
    "period": {"неделе": "W", "недели": "W", "месяце": "M", "месяца": "M", "году": "Y", "года": "Y"},
    "season": {
        "весной": "spring",
        "весны": "spring",
        "весна": "spring",
        "весну": "spring",
        "летом": "summer",
        "лета": "summer",
        "лето": "summer",
        "осенью": "autumn",
        "осени": "autumn",
        "осень": "autumn",
        "зимой": "winter",
        "зимы": "winter",
        "зима": "winter",
        "зиму": "winter",
    },
    "edge": {
        "в начале": "early",
        "начала": "early",
        "начале": "early",
        "в середине": "mid",
        "середины": "mid",
        "середине": "mid",
        "в конце": "late",
        "конца": "late",
        "конце": "late",
    },
    "part": {
        "рано утром": "small_hours",
        "утром": "morning",
        "утро": "morning",
        "утра": "morning",
        "днем": "afternoon",
        "после обеда": "afternoon",
        "вечером": "evening",
        "вечер": "evening",
        "поздно вечером": "night",
        "ночью": "either_night",
        "на рассвете": "small_hours",
        "в полдень": "midday",
        "в обед": "midday",
    },
    "half": {"утра": "am", "ночи": "night", "дня": "pm", "вечера": "pm"},
    "zone": {"мск": 3, "по москве": 3, "по московскому времени": 3, "по гринвичу": 0},
}
# "Two days" and "two in the afternoon" are the same two words; a preposition before them decides.
_AT = r"(?:(?<=\bв\s)|(?<=\bоколо\s)|(?<=\bк\s)|(?<=\bдо\s)|(?<=\bпосле\s))"
_PAST, _THIS, _NEXT = (
    r"прошл(?:ый|ую|ого|ом|ой|ое)",
    r"эт(?:от|у|ого|ом|ой|о)",
    r"следующ(?:ий|ую|его|ем|ей|ее)",
)

PHRASES = (
    Phrases(
        Kind.DATE,
        dates.full_date,
        (
            DATE_WORD + "{d}(?:-го|-е)? {month} {y}(?: " + _G + ")?",
            r"{dd}\.{mm}\.{y}(?: ?г\.)?",
            "{y}-{mm}-{dd}",
        ),
    ),
    Phrases(
        Kind.DATE,
        dates.days_of_month,
        ("(?:с )?{d} ?(?:-|–|—|по|и|до) ?{d2} {month}(?: {y}(?: " + _G + ")?)?",),
    ),
    Phrases(Kind.DATE, dates.day_of_month, (DATE_WORD + "{d}(?:-го|-е)? {month}",)),
    Phrases(Kind.DATE, dates.edge_of_month, ("{edge} {month}(?: {y}(?: " + _G + ")?)?",)),
    Phrases(Kind.DATE, dates.edge_of_year, ("{edge} {y} (?:года|г\\.)",)),
    Phrases(Kind.DATE, dates.month_of_year, ("{month} {y}(?:-го)?(?: " + _G + ")?",)),
    Phrases(
        Kind.DATE, dates.winter_of_two_years, ("зим(?:ой|ы|а|у) {y} ?[-–/] ?(?:{y2}|{yy})(?: годов| гг\\.)?",)
    ),
    Phrases(Kind.DATE, dates.season_of_year, ("{season} {y}(?:-го)?(?: " + _G + ")?",)),
    Phrases(Kind.DATE, dates.years, (r"{y} ?[-–—] ?(?:{y2}|{yy})(?: год(?:ы|ов|ах)| гг\.)?",)),
    Phrases(Kind.DATE, dates.whole_year, ("{y}(?:-м|-го|-й)? " + _G, "{y}-(?:м|го|й)")),
    Phrases(Kind.DATE, dates.whole_year, ("{y}",), weak=True),
    Phrases(Kind.DATE, dates.month_alone, ("{month} этого года", "{month}"), weak=True),
    Phrases(Kind.DATE, dates.season_before, (r"прошл(?:ой|ым) {season}",)),
    Phrases(Kind.DATE, dates.season_alone, (r"эт(?:ой|им) {season}", "{season} этого года")),
    Phrases(Kind.DATE, dates.season_alone, ("{season}",), weak=True),
    Phrases(Kind.DATE, dates.days_from_now(0), ("сегодня",)),
    Phrases(Kind.DATE, dates.days_from_now(-1), ("вчера",)),
    Phrases(Kind.DATE, dates.days_from_now(-2), ("позавчера",)),
    Phrases(Kind.DATE, dates.days_from_now(1), ("завтра",)),
    Phrases(Kind.DATE, dates.units_from_now(-1), (f"(?:в |на )?{_PAST} {{period}}",)),
    Phrases(Kind.DATE, dates.units_from_now(0), (f"(?:в |на )?{_THIS} {{period}}",)),
    Phrases(Kind.DATE, dates.units_from_now(1), (f"(?:в |на )?{_NEXT} {{period}}",)),
    Phrases(Kind.DATE, dates.weekday, ("{weekday}",), weak=True),
    Phrases(Kind.DATE, dates.weekday_before, (f"{_PAST} {{weekday}}",)),
    Phrases(Kind.DATE, dates.weekday, (f"{_THIS} {{weekday}}",)),
    Phrases(Kind.DATE, dates.weekday_after, (f"{_NEXT} {{weekday}}",)),
    Phrases(Kind.DATE, dates.part_of_day_from_now(0, Part.SMALL_HOURS), ("сегодня ночью", "этой ночью")),
    Phrases(Kind.OFFSET, distances.ago, ("{count} {unit} (?:тому )?назад",)),
    Phrases(Kind.OFFSET, distances.one_of(distances.ago), ("{one} (?:тому )?назад",)),
    Phrases(Kind.OFFSET, distances.later, ("(?:спустя|через) {count} {unit}", "{count} {unit} спустя")),
    Phrases(Kind.OFFSET, distances.one_of(distances.later), ("(?:спустя|через) {one}", "{one} спустя")),
    Phrases(Kind.OFFSET, distances.earlier, ("за {count} {unit} до (?:этого|того)",)),
    Phrases(Kind.OFFSET, distances.one_of(distances.earlier), ("за {one} до (?:этого|того)",)),
    Phrases(Kind.OFFSET, distances.within, ("в течение {count} {unit}", "менее чем через {count} {unit}")),
    Phrases(Kind.OFFSET, distances.lately, ("за последние {count} {unit}", "в последние {count} {unit}")),
    Phrases(Kind.OFFSET, distances.day_beside(1), ("на следующий день", "на другой день", "день спустя")),
    Phrases(Kind.OFFSET, distances.day_beside(-1), ("накануне", "за день до этого", "днем ранее")),
    Phrases(Kind.OFFSET, distances.day_beside(0), ("в тот же день", "в этот день", "в тот день")),
    Phrases(Kind.PART, clocks.part_of_day, ("{part}",)),
    Phrases(Kind.PART, clocks.fixed_part(Part.NIGHT_BEFORE), ("в ночь на", "в ночь с", "ночь на")),
    Phrases(
        Kind.CLOCK,
        clocks.clock,
        (
            "{h}:{mi}(?: {zone})?",
            "{h} час(?:ов|а)? {mi} минут(?:ы|у)?",
            r"{h}\.{mi}(?= по | мск)(?: {zone})?",
            _AT + "{hh}(?: час(?:ов|а)?)? {half}",
        ),
    ),
    Phrases(Kind.CLOCK, clocks.clock, ("{hh}(?: час(?:ов|а)?)? {half}",), weak=True),
    Phrases(Kind.CLOCK, clocks.spoken_clock, (_AT + "{hour}(?: час(?:ов|а)?)? {half}",)),
    Phrases(Kind.CLOCK, clocks.spoken_clock, ("{hour}(?: час(?:ов|а)?)? {half}",), weak=True),
    Phrases(Kind.CLOCK, clocks.clock_of_either_half, (_AT + "{h} час(?:ов|а)?(?! {mi})",)),
    Phrases(Kind.CLOCK, clocks.clock_of_either_half, ("{h} час(?:ов|а)?(?! {mi})",), weak=True),
    Phrases(Kind.CLOCK, clocks.fixed_clock(12), ("полдень",)),
    Phrases(Kind.CLOCK, clocks.fixed_clock(0), ("полночь",)),
)

RUSSIAN = Language(
    code="ru",
    slots=SLOTS,
    phrases=PHRASES,
    about=(
        "около",
        "примерно",
        "приблизительно",
        "примерно в",
        "около",
        "ориентировочно",
        "где-то в",
        "где-то",
        "~",
        "ближе к",
    ),
    maybe=("возможно", "вероятно", "предположительно", "по-видимому", "кажется"),
    relations={
        "с": Relation.SINCE,
        "со": Relation.SINCE,
        "начиная с": Relation.SINCE,
        "после": Relation.SINCE,
        "с самого": Relation.SINCE,
        "до": Relation.UNTIL,
        "по": Relation.UNTIL,
        "к": Relation.UNTIL,
        "ко": Relation.UNTIL,
        "вплоть до": Relation.UNTIL,
        "не позднее": Relation.UNTIL,
    },
    introducers=("в", "во", "на", "за", "весь", "к началу", "от"),
    day_to_clock=(",", "в", "во", ", в", "около", "в районе", "примерно в", ", около", ", примерно в", r"\s"),
    ranges=(("между", ("и",)), ("с", ("по", "до")), ("со", ("по", "до")), ("", ("–", "—", "-"))),
)

# SPDX-License-Identifier: AGPL-3.0-or-later
"""Spanish words of time; a native reader has not yet signed them off."""

from __future__ import annotations

from typing import Any

from tocsin.values.times import clocks, dates, distances
from tocsin.values.times.language import Kind, Language, Phrases, Relation
from tocsin.values.times.spans import Part

_MONTHS = (
    "enero",
    "febrero",
    "marzo",
    "abril",
    "mayo",
    "junio",
    "julio",
    "agosto",
    "septiembre",
    "octubre",
    "noviembre",
    "diciembre",
)
_DAYS = ("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo")
_HOURS = ("una", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve", "diez", "once", "doce")

MONTH = {name: number for number, name in enumerate(_MONTHS, 1)} | {"setiembre": 9}
WEEKDAY = {name: number for number, name in enumerate(_DAYS)} | {"miercoles": 2, "sabado": 5}
HOUR = {name: number for number, name in enumerate(_HOURS, 1)}
COUNT: dict[str, Any] = {
    **{name: float(number) for name, number in HOUR.items()},
    **{str(number): float(number) for number in range(1, 201)},
    "un": 1.0,
    "quince": 15.0,
    "veinte": 20.0,
    "treinta": 30.0,
    "cuarenta": 40.0,
    "media": 0.5,
    "medio": 0.5,
    "unos": (2.0, 6.0),
    "unas": (2.0, 6.0),
    "varios": (2.0, 10.0),
    "varias": (2.0, 10.0),
    "pocos": (2.0, 6.0),
    "pocas": (2.0, 6.0),
    "un par de": (2.0, 3.0),
}
UNIT = {
    "minuto": "MIN",
    "hora": "H",
    "día": "D",
    "dia": "D",
    "semana": "W",
    "mes": "M",
    "meses": "M",
    "año": "Y",
}
UNIT |= {f"{name}s": unit for name, unit in UNIT.items() if not name.startswith("mes")}
DATE_WORD = f"(?:(?:el )?(?:{'|'.join(WEEKDAY)}),? (?:día )?)?"
_PERIOD = {"semana": "W", "mes": "M", "año": "Y"}

SLOTS: dict[str, dict[str, Any]] = {
    "month": MONTH,
    "weekday": WEEKDAY,
    "count": COUNT,
    "hour": HOUR,
    "unit": UNIT,
    "period": _PERIOD,
    "season": {"primavera": "spring", "verano": "summer", "otoño": "autumn", "invierno": "winter"},
    "edge": {
        "principios de": "early",
        "comienzos de": "early",
        "inicios de": "early",
        "mediados de": "mid",
        "finales de": "late",
        "fines de": "late",
    },
    "part": {
        "mañana": "morning",
        "madrugada": "small_hours",
        "tarde": "afternoon",
        "noche": "night",
        "mediodía": "midday",
    },
    "half": {
        "de la madrugada": "am",
        "de la mañana": "am",
        "del mediodía": "pm",
        "de la tarde": "pm",
        "de la noche": "night",
        "a.m.": "am",
        "am": "am",
        "p.m.": "pm",
        "pm": "pm",
    },
    "zone": {"gmt": 0, "utc": 0, "hora de moscú": 3, "cet": 1, "cest": 2},
}

PHRASES = (
    Phrases(
        Kind.DATE,
        dates.full_date,
        (
            DATE_WORD + "{d}(?:º|°)? de {month},? (?:de|del)? ?{y}",
            DATE_WORD + "{d} {month} {y}",
            "{dd}/{mm}/{y}",
            r"{dd}\.{mm}\.{y}",
            "{y}-{mm}-{dd}",
        ),
    ),
    Phrases(Kind.DATE, dates.days_of_month, ("{d} ?(?:-|–|—|al|a|y) ?{d2} de {month}(?: (?:de|del) {y})?",)),
    Phrases(Kind.DATE, dates.day_of_month, (DATE_WORD + "{d}(?:º|°)? de {month}",)),
    Phrases(Kind.DATE, dates.edge_of_month, ("(?:a |desde )?{edge} {month}(?: (?:de|del) {y})?",)),
    Phrases(Kind.DATE, dates.edge_of_year, ("(?:a )?{edge} {y}",)),
    Phrases(Kind.DATE, dates.month_of_year, ("{month} (?:de |del )?{y}",)),
    Phrases(Kind.DATE, dates.winter_of_two_years, (r"invierno de {y} ?[-–/] ?(?:{y2}|{yy})",)),
    Phrases(Kind.DATE, dates.season_of_year, ("(?:la |el )?{season} (?:de|del) {y}",)),
    Phrases(Kind.DATE, dates.years, (r"{y} ?[-–—] ?(?:{y2}|{yy})",)),
    Phrases(Kind.DATE, dates.whole_year, ("(?:el )?año {y}",)),
    Phrases(Kind.DATE, dates.whole_year, ("{y}",), weak=True),
    Phrases(
        Kind.DATE, dates.month_alone, ("(?:el )?{month} pasado", "este {month}", "(?:el )?pasado {month}")
    ),
    Phrases(Kind.DATE, dates.month_after, ("(?:el )?próximo {month}",)),
    Phrases(Kind.DATE, dates.month_alone, ("{month}",), weak=True),
    Phrases(
        Kind.DATE, dates.season_before, ("(?:la |el )?{season} pasad[oa]", "(?:la |el )pasad[oa] {season}")
    ),
    Phrases(Kind.DATE, dates.season_alone, ("est[ea] {season}",)),
    Phrases(Kind.DATE, dates.days_from_now(0), ("hoy",)),
    Phrases(Kind.DATE, dates.days_from_now(-1), ("ayer",)),
    Phrases(Kind.DATE, dates.days_from_now(-2), ("anteayer", "antes de ayer")),
    Phrases(Kind.DATE, dates.days_from_now(1), ("pasado mañana|mañana",), weak=True),
    Phrases(
        Kind.DATE,
        dates.units_from_now(-1),
        ("(?:la |el )?{period} pasad[oa]", "(?:la |el )pasad[oa] {period}"),
    ),
    Phrases(Kind.DATE, dates.units_from_now(0), ("est[ea] {period}",)),
    Phrases(
        Kind.DATE,
        dates.units_from_now(1),
        ("(?:la |el )?próxim[oa] {period}", "(?:la |el ){period} próxim[oa]"),
    ),
    Phrases(Kind.DATE, dates.weekday, ("(?:el |este )?{weekday}",)),
    Phrases(Kind.DATE, dates.weekday_before, ("(?:el )?{weekday} pasado", "(?:el )pasado {weekday}")),
    Phrases(Kind.DATE, dates.weekday_after, ("(?:el )?próximo {weekday}",)),
    Phrases(Kind.DATE, dates.part_of_day_from_now(0), ("esta {part}",)),
    Phrases(Kind.DATE, dates.part_of_day_from_now(-1, Part.NIGHT), ("anoche",)),
    Phrases(Kind.OFFSET, distances.ago, ("hace {count} {unit}",)),
    Phrases(Kind.OFFSET, distances.lately, ("(?:en )?(?:los|las) últim[oa]s {count} {unit}",)),
    Phrases(
        Kind.OFFSET,
        distances.later,
        ("{count} {unit} (?:después|más tarde|despues)", "al cabo de {count} {unit}"),
    ),
    Phrases(Kind.OFFSET, distances.earlier, ("{count} {unit} antes",)),
    Phrases(Kind.OFFSET, distances.within, ("en menos de {count} {unit}", "menos de {count} {unit} después")),
    Phrases(Kind.OFFSET, distances.day_beside(1), ("al día siguiente", "al otro día", "un día después")),
    Phrases(Kind.OFFSET, distances.day_beside(-1), ("el día anterior", "la víspera", "un día antes")),
    Phrases(Kind.OFFSET, distances.day_beside(0), ("(?:el|ese) mismo día", "ese día")),
    Phrases(Kind.PART, clocks.part_of_day, ("(?:por |en |de |a )?la {part}", "(?:al|el) {part}")),
    Phrases(
        Kind.CLOCK,
        clocks.clock,
        (
            "(?:las )?{h}[:.]{mi}(?: ?h(?:oras)?)?(?: {half})?(?: {zone})?",
            "(?:las |la )?{hh} {half}",
            "{h}[:.]{mi} ?h",
        ),
    ),
    Phrases(Kind.CLOCK, clocks.spoken_clock, ("(?:las |la )?{hour} {half}",)),
    Phrases(Kind.CLOCK, clocks.clock_of_either_half, ("(?:las|la) {h}", "(?:las|la) {hour}"), weak=True),
)

SPANISH = Language(
    code="es",
    slots=SLOTS,
    phrases=PHRASES,
    about=(
        "sobre",
        "alrededor de",
        "aproximadamente",
        "hacia",
        "cerca de",
        "a eso de",
        "unos",
        "unas",
        "sobre las",
        "~",
        "aproximadamente a",
    ),
    maybe=("posiblemente", "quizás", "quizá", "tal vez", "probablemente", "presuntamente"),
    relations={
        "desde": Relation.SINCE,
        "desde el": Relation.SINCE,
        "a partir de": Relation.SINCE,
        "a partir del": Relation.SINCE,
        "después de": Relation.SINCE,
        "después del": Relation.SINCE,
        "tras": Relation.SINCE,
        "hasta": Relation.UNTIL,
        "hasta el": Relation.UNTIL,
        "antes de": Relation.BEFORE,
        "antes del": Relation.BEFORE,
    },
    introducers=("en", "de", "del", "durante", "para", "en el", "a"),
    day_to_clock=(",", "a", "del", "de", ", a", "el", "a eso de", "sobre", "hacia", r"\s"),
    ranges=(("entre", ("y",)), ("de", ("a",)), ("desde", ("hasta",)), ("", ("–", "—", "-"))),
)

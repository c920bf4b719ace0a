# SPDX-License-Identifier: AGPL-3.0-or-later
"""Fields that several forms of a case share: times in words, their exact words, choices with shapes.

A time is read against a day that the form is told, so that "yesterday" in an article means the article's day.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from tocsin.values import times, vocabularies
from tocsin.values.times import TimeExpr, TimeUnreadable

Choices = Sequence[tuple[str, Any]]
_BETWEEN = re.compile(r"\s*(?:–|—|\s-\s|\.\.)\s*")
LANGUAGES = [("ru", "Русский"), ("en", "English"), ("es", "Español"), ("und", _("another, or not known"))]


class WhenField(forms.CharField):
    """Words for a time. ``anchor`` is what relative words are counted from; the form sets it."""

    anchor: datetime | None = None

    def __init__(self, **more: Any) -> None:
        more.setdefault("required", False)
        super().__init__(max_length=200, **more)

    def clean(self, value: Any) -> TimeExpr | None:
        words = super().clean(value)
        if not words:
            return None
        try:
            return read_time(words, self.anchor or timezone.now())
        except TimeUnreadable:
            raise forms.ValidationError(
                _("“%(words)s” is no time that can be read. Write 17 Nov 19:00, about 9 pm, or April 2020."),
                params={"words": words},
            ) from None


def read_time(words: str, anchor: datetime) -> TimeExpr:
    """A time, or two with a dash between them for the earliest and the latest. Raises TimeUnreadable."""
    zone, language = timezone.get_current_timezone(), get_language()
    try:
        return times.read(words, anchor=anchor, tz=zone, language=language)
    except TimeUnreadable:
        ends = _BETWEEN.split(words, maxsplit=1)
        if len(ends) != 2 or not all(ends):
            raise
        first = times.read(ends[0], anchor=anchor, tz=zone, language=language)
        last = times.read(ends[1], anchor=first.earliest or anchor, tz=zone, language=language)
        return _spanning(words, first, last)


def _spanning(words: str, first: TimeExpr, last: TimeExpr) -> TimeExpr:
    if first.earliest is None or last.latest is None or last.latest <= first.earliest:
        raise TimeUnreadable(words)
    order = list(times.Precision)
    coarser = min(first.precision, last.precision, key=order.index)
    return TimeExpr(words, first.earliest, last.latest, coarser, anchor=first.anchor)


def moment_words(at: datetime) -> str:
    """How a form proposes a moment: 2026-11-19 12:10, which reads back in every language."""
    return timezone.localtime(at).strftime("%Y-%m-%d %H:%M")


class CaseForm(forms.Form):
    """A form whose times are counted from one day; ``first`` are the fields of its first column."""

    first: tuple[str, ...] = ()

    def __init__(self, *arguments: Any, anchor: datetime | None = None, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.label_suffix = ""
        for field in self.fields.values():
            if isinstance(field, WhenField):
                field.anchor = anchor

    def columns(self) -> list[list[list[forms.BoundField]]]:
        """The fields in the order a person fills them in, in two columns where there are many.

        A speaker and how they know stand side by side.
        """
        names = [name for name in self.fields if name not in self.first]
        given = [[name for name in column if name in self.fields] for column in (self.first, names)]
        return [[self._beside(name) for name in column if not _second(name)] for column in given if column]

    def _beside(self, name: str) -> list[forms.BoundField]:
        beside = name.replace("speaker_", "basis_")
        return [self[name]] if beside == name else [self[name], self[beside]]


def _second(name: str) -> bool:
    return name.startswith("basis_")


def line(label: Any, hint: Any = "", **more: Any) -> forms.CharField:
    """One line of text that may stay empty."""
    more.setdefault("required", False)
    return forms.CharField(label=label, help_text=hint, max_length=500, **more)


def words(label: Any, hint: Any = "", rows: int = 4, **more: Any) -> forms.CharField:
    """Their words, exactly: spaces and line ends are kept."""
    more.setdefault("required", False)
    area = forms.Textarea(attrs={"class": "verbatim", "rows": rows})
    return forms.CharField(label=label, help_text=hint, strip=False, widget=area, max_length=20_000, **more)


def text(label: Any, hint: Any = "", rows: int = 3) -> forms.CharField:
    """Several lines of our own."""
    return forms.CharField(
        label=label,
        help_text=hint,
        required=False,
        widget=forms.Textarea(attrs={"rows": rows}),
        max_length=20_000,
    )


def one_of(label: Any, choices: Sequence[tuple[str, Any]] = (), **more: Any) -> forms.ChoiceField:
    """A list to choose from that may stay open."""
    more.setdefault("required", False)
    return forms.ChoiceField(label=label, choices=choices, **more)


def some_of(label: Any, choices: Sequence[tuple[str, Any]] = (), **more: Any) -> forms.MultipleChoiceField:
    """Boxes to tick."""
    more.setdefault("required", False)
    return forms.MultipleChoiceField(
        label=label, choices=choices, widget=forms.CheckboxSelectMultiple, **more
    )


def yes_no(label: Any) -> forms.ChoiceField:
    """Yes, no, and nobody wrote it down."""
    choices = [("yes", _("Yes")), ("no", _("No")), ("", _("Not known"))]
    return forms.ChoiceField(label=label, choices=choices, required=False, widget=forms.RadioSelect)


def as_bool(answer: str) -> bool | None:
    return {"yes": True, "no": False}.get(answer)


def offer(form: forms.Form, name: str, choices: Choices, initial: object = None) -> None:
    """Fill a list of choices that depends on the case or the language."""
    field = form.fields[name]
    if isinstance(field, forms.ChoiceField):
        field.choices = choices
        field.initial = initial


def terms(vocabulary: str) -> list[tuple[str, str]]:
    """The codes of a vocabulary with labels in the language of the page."""
    return vocabularies.choices(vocabulary, get_language() or "en")

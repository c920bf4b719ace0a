# SPDX-License-Identifier: AGPL-3.0-or-later
"""What may be typed about an alarm. Nothing is required: whoever fills these in is frightened or tired."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tocsin.alarm.facts import CloseReason
from tocsin.alarm.pages.shown import words
from tocsin.alarm.signal import CallBack, Danger, Door, Known, Signal, Who, content, read

KEY_LENGTH = 64


class _Telling(forms.Form):
    """Common to the caller's form and the desk's: their words as they are, the mark of a repeat."""

    words = forms.CharField(required=False, strip=False)
    where = forms.CharField(required=False)
    contact = forms.CharField(required=False)
    call_back = forms.ChoiceField(required=False, choices=[(one.value, "") for one in CallBack])
    key = forms.CharField(required=False, max_length=KEY_LENGTH)

    def signal(self) -> Signal:
        """The signal, from whatever of the form makes sense; a choice that is no choice reads as not said."""
        self.is_valid()
        given: dict[str, Any] = {name: value for name, value in self.cleaned_data.items() if value}
        return read(given)

    def mark(self) -> str:
        self.is_valid()
        return str(self.cleaned_data.get("key", ""))


class Report(_Telling):
    """The form on a relay, for someone in danger or whoever saw it."""


class Call(_Telling):
    """The desk's form for a call that is being taken."""

    sounds = forms.CharField(required=False)
    name = forms.CharField(required=False)
    danger = forms.ChoiceField(required=False, choices=[(one.value, "") for one in Danger])
    who = forms.MultipleChoiceField(required=False, choices=[(one.value, "") for one in Who])
    minor = forms.ChoiceField(required=False, choices=[(one.value, "") for one in Known])
    door = forms.ChoiceField(required=False, choices=[(one.value, "") for one in Door])
    duress = forms.BooleanField(required=False)


class Close(forms.Form):
    """Why an alarm is over."""

    reason = forms.ChoiceField(
        choices=[(one.value, words.REASONS[one]) for one in CloseReason],
        error_messages={"required": _("Say why: the second person decides by it.")},
    )
    words = forms.CharField(required=False)


class Give(forms.Form):
    """To whom; nobody in particular is an answer."""

    to = forms.CharField(required=False, max_length=64)


def sealed(signal: Signal, *, finished: bool) -> dict[str, Any]:
    """What goes into the parcel; ``finished`` false says that more is being typed."""
    plain = content(signal)
    return plain if finished else {**plain, "finished": False}

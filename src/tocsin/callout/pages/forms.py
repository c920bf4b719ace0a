# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the field page sends. Nothing is required: a tired person may leave everything but one sentence empty.

An answer that is not among the choices reads as the default, so a broken form never costs an observation.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TypeVar

from django import forms

from tocsin.callout.facts import Basis, Naming, Sense, Spoken
from tocsin.vault.ids import MemberId

Choice = TypeVar("Choice", bound=StrEnum)
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")


class WordForm(forms.Form):
    """When it happened, and of whom it is when a colleague writes it down."""

    at = forms.CharField(required=False, max_length=40)
    of = forms.CharField(required=False, max_length=64)

    @property
    def time(self) -> str:
        return str(self.cleaned_data.get("at") or "")

    @property
    def whose(self) -> MemberId | None:
        return MemberId(self.cleaned_data["of"]) if self.cleaned_data.get("of") else None


class ObservationForm(WordForm):
    """One observation; photographs are read from the request itself, never through a form field."""

    text = forms.CharField(required=False, strip=False)
    language = forms.CharField(required=False, max_length=35)
    sense = forms.CharField(required=False, max_length=20)
    who = forms.CharField(required=False, max_length=200)
    basis = forms.CharField(required=False, max_length=20)
    may_be_named = forms.CharField(required=False, max_length=20)
    phone_clock = forms.CharField(required=False, max_length=20)

    @property
    def words(self) -> str:
        """As they were typed; only the browser's line ends are undone."""
        return str(self.cleaned_data.get("text") or "").replace("\r\n", "\n").strip("\n")

    @property
    def tongue(self) -> str:
        asked = str(self.cleaned_data.get("language") or "")
        return asked if _LANGUAGE.fullmatch(asked) else "und"

    @property
    def how(self) -> Sense:
        return _choice(Sense, self.cleaned_data.get("sense"), Sense.SEEN)

    @property
    def spoken(self) -> Spoken:
        given = self.cleaned_data
        return Spoken(
            who=str(given.get("who") or ""),
            basis=_choice(Basis, given.get("basis"), Basis.NOT_SAID),
            may_be_named=_choice(Naming, given.get("may_be_named"), Naming.NOT_ASKED),
        )


def _choice(kind: type[Choice], given: object, default: Choice) -> Choice:
    return kind(given) if isinstance(given, str) and given in set(kind) else default

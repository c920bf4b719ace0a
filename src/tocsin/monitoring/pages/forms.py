# SPDX-License-Identifier: AGPL-3.0-or-later
"""The two forms of monitoring: bring a page, and say of one draft what the page says and of whom."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

PERSON, INCIDENT = "new:person", "new:incident"


class PageForm(forms.Form):
    """A page comes as pasted text or as a file; nothing else has to be known."""

    case = forms.ChoiceField(label=_("Into which case"))
    text = forms.CharField(
        label=_("The page's text, copied whole"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 12, "class": "verbatim"}),
        help_text=_("Menus and adverts may stay in it; they are told apart and nothing is lost."),
    )
    file = forms.FileField(label=_("Or a saved page: text, HTML or MHTML"), required=False)
    url = forms.CharField(label=_("Its address"), required=False, max_length=2000)
    seen_on = forms.DateField(
        label=_("Seen on"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

    def __init__(self, data: Any = None, files: Any = None, *, cases: Iterable[tuple[str, str]]) -> None:
        super().__init__(data, files)
        choice = self.fields["case"]
        assert isinstance(choice, forms.ChoiceField)
        choice.choices = list(cases)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not cleaned.get("text", "").strip() and not cleaned.get("file"):
            self.add_error("text", _("Paste the page's text here, or choose a file below."))
        return cleaned


class DraftForm(forms.Form):
    """What a person makes of a draft. Left as proposed, it says exactly what the page says."""

    about = forms.ChoiceField(label=_("About"))
    says = forms.ChoiceField(label=_("Says"))
    words = forms.CharField(label=_("In which words"), required=False)
    originator = forms.CharField(label=_("Who knew"), required=False)

    def __init__(
        self,
        data: Any = None,
        *,
        about: Sequence[tuple[str, str]],
        says: Sequence[tuple[str, list[tuple[str, str]]]],
        initial: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial=initial)
        blank = ("", str(_("choose what it says")))
        self._offered: dict[str, list[tuple[str, str | list[tuple[str, str]]]]] = {
            "about": [*about],
            "says": [blank, *says],
        }
        for name, offered in self._offered.items():
            choice = self.fields[name]
            assert isinstance(choice, forms.ChoiceField)
            choice.choices = offered

    def proposal(self) -> list[tuple[str, str]]:
        """What a plain yes would write: whom it is about and what it says, in words."""
        return [(str(self.fields[name].label), self._word(name)) for name in ("about", "says")]

    def _word(self, name: str) -> str:
        wanted = self[name].value()
        flat = (
            pair
            for key, word in self._offered[name]
            for pair in ([(key, word)] if isinstance(word, str) else word)
        )
        return next((word for key, word in flat if key == wanted), str(_("choose what it says")))

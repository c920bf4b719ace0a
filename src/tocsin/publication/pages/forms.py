# SPDX-License-Identifier: AGPL-3.0-or-later
"""The form in which a revision is written: which statements, what speakers are called, the words per
language.

Nothing is taken from it but choices and words; what accounts differ in, who is withheld and why is computed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from tocsin.publication import rules, wording
from tocsin.publication.composition.text import write
from tocsin.publication.facts import Edition, Worded
from tocsin.values import vocabularies

SELECT = forms.CheckboxSelectMultiple


def short(key: str) -> str:
    """A field name for a speaker: a form's own source should not say who spoke."""
    return hashlib.sha256(key.encode()).hexdigest()[:12]


class RevisionForm(forms.Form):
    """Fields for every language, every speaker, every adult who might be named."""

    statements = forms.CharField(required=False, widget=forms.HiddenInput)
    use = forms.MultipleChoiceField(required=False, widget=SELECT, label=_("Statements to write from"))
    disclose = forms.MultipleChoiceField(
        required=False, widget=SELECT, label=_("Evidence for the package, unredacted, for a court")
    )
    risk = forms.CharField(
        required=False,
        label=_("What could this do to them, and why is it right now?"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(
        self,
        data: Any = None,
        *,
        statements: Sequence[tuple[str, str]],
        evidence: Sequence[tuple[str, str]],
        speakers: Sequence[tuple[str, str, bool]],
        adults: Sequence[tuple[str, str]],
        **more: Any,
    ) -> None:
        super().__init__(data, **more)
        self._multiple("use").choices = list(statements)
        self._multiple("disclose").choices = list(evidence)
        self.speakers = [(one[0], f"called-{short(one[0])}") for one in speakers]
        self.adults = [(one[0], f"named-{short(one[0])}", f"note-{short(one[0])}") for one in adults]
        tongue = (get_language() or "en")[:2]
        for (_key, name), (_same, label, nameable) in zip(self.speakers, speakers, strict=True):
            self.fields[name] = forms.ChoiceField(
                required=False, label=label, choices=_ways(nameable, tongue)
            )
        for (_key, name, note), (_same, label) in zip(self.adults, adults, strict=True):
            self.fields[name] = forms.ChoiceField(required=False, label=label, choices=_consents(tongue))
            self.fields[note] = forms.CharField(
                required=False, label=_("When, to whom, in which words they agreed")
            )
        for language in wording.LANGUAGES:
            self._language(language)

    def _multiple(self, name: str) -> forms.MultipleChoiceField:
        field = self.fields[name]
        assert isinstance(field, forms.MultipleChoiceField)
        return field

    def _language(self, language: str) -> None:
        attrs = {"lang": language}
        area = {"rows": 14, **attrs}
        self.fields[f"title-{language}"] = forms.CharField(
            required=False, label=_("Heading"), max_length=200, widget=forms.TextInput(attrs=attrs)
        )
        self.fields[f"status-{language}"] = forms.CharField(
            required=False, label=_("In short"), widget=forms.Textarea(attrs={"rows": 3, **attrs})
        )
        self.fields[f"known-{language}"] = forms.CharField(
            required=False,
            label=_("What we know, and from whom"),
            help_text=_("One sentence a line, its statements in brackets, an empty line between paragraphs."),
            widget=forms.Textarea(attrs=area),
        )
        self.fields[f"unknown-{language}"] = forms.CharField(
            required=False, label=_("What is not known"), widget=forms.Textarea(attrs={"rows": 2, **attrs})
        )
        self.fields[f"correction-{language}"] = forms.CharField(
            required=False,
            label=_("Correction to the last revision"),
            widget=forms.Textarea(attrs={"rows": 2, **attrs}),
        )

    def columns(self) -> list[dict[str, Any]]:
        """One column a language, for the page."""
        keys = ("title", "status", "known", "unknown", "correction")
        return [
            {"language": code, "word": wording.NAMES[code], "fields": [self[f"{key}-{code}"] for key in keys]}
            for code in wording.LANGUAGES
        ]

    def speaker_fields(self) -> list[forms.BoundField]:
        return [self[name] for _, name in self.speakers]

    def people_fields(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        return [(self[name], self[note]) for _, name, note in self.adults]

    def corrections(self) -> list[Worded]:
        """The correction in each language, where one was written."""
        return self._worded("correction")

    def _worded(self, key: str) -> list[Worded]:
        said = ((code, self.cleaned_data[f"{key}-{code}"].strip()) for code in wording.LANGUAGES)
        return [Worded(language=code, text=words) for code, words in said if words]


class WithdrawalForm(forms.Form):
    """Why readers no longer get it, in each language."""

    def __init__(self, data: Any = None, **more: Any) -> None:
        super().__init__(data, **more)
        for code in wording.LANGUAGES:
            self.fields[f"why-{code}"] = forms.CharField(
                required=False, label=wording.NAMES[code], widget=forms.TextInput(attrs={"lang": code})
            )

    def words(self) -> list[Worded]:
        return [
            Worded(language=code, text=self.cleaned_data[f"why-{code}"].strip()) for code in wording.LANGUAGES
        ]


class PackageForm(forms.Form):
    """For whom a package is made."""

    recipient = forms.CharField(required=False, label=_("For whom"), max_length=200)


def initial(page: Edition) -> dict[str, str]:
    """An edition as the fields of its language."""
    language = page.language
    return {
        f"title-{language}": page.title,
        f"status-{language}": write([[page.status]]) if page.status else "",
        f"known-{language}": write(page.known),
        f"unknown-{language}": write([page.unknown]),
    }


def _ways(nameable: bool, language: str) -> list[tuple[str, Any]]:
    ways: list[tuple[str, Any]] = list(wording.speakers(language))
    return [*ways, ("named", _("by this name"))] if nameable else ways


def _consents(language: str) -> list[tuple[str, Any]]:
    given = [
        (code, label)
        for code, label in vocabularies.choices("consent_basis", language)
        if code in rules.GIVEN
    ]
    return [("", _("Withhold the name")), *given]

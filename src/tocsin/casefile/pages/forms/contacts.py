# SPDX-License-Identifier: AGPL-3.0-or-later
"""A case's beginning, attempts to reach people, questions asked, what runs out and what became of it.

Where a person may not know an answer the empty one is offered, and it is not a no.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tocsin.casefile import packs
from tocsin.casefile.facts import Answer, Outcome
from tocsin.casefile.pages.forms.fields import (
    LANGUAGES,
    CaseForm,
    Choices,
    WhenField,
    line,
    offer,
    one_of,
    some_of,
    terms,
    text,
    words,
    yes_no,
)


class OpenForm(CaseForm):
    """A case and who may open it."""

    title = line(_("Title"), _("Neutral, without names: “Two people, Zarechensk”."), required=True)
    readers = some_of(_("Who may open it"))
    circle = line(_("What this circle is called"), _("For example: Counsel."))
    jurisdictions = some_of(_("Whose law applies"))

    def __init__(self, *arguments: Any, members: Choices, **more: Any) -> None:
        super().__init__(*arguments, **more)
        offer(self, "readers", members)
        known = [
            (name, packs.pack(name).titles["en"]) for name in packs.names() if name != packs.INTERNATIONAL
        ]
        offer(self, "jurisdictions", known, [name for name, _title in known])


class IncidentForm(CaseForm):
    """Something happened."""

    title = line(
        _("What happened, in neutral words"), _("“Taken from the flat”, not “abduction”."), required=True
    )


class VisitForm(CaseForm):
    """One attempt to reach somebody, with the words that were used at the counter."""

    first = ("people", "outcomes", "place", "arrived", "said", "language")

    people = some_of(_("Whom"))
    outcomes = some_of(_("How it ended"))
    place = line(_("Where"), _("Building, entrance."))
    arrived = WhenField(label=_("Arrived"))
    said = words(_("Words used, exactly"), rows=2)
    language = one_of(_("Language of the words"), LANGUAGES)
    lawyer = line(_("Lawyer"))
    name = line(_("Who answered: name"))
    rank = line(_("Rank"))
    badge = line(_("Badge"))
    described = line(_("What they looked like"))
    documents = line(_("Documents shown"), _("Separated by commas."))
    in_writing = yes_no(_("Refused in writing"))
    left = WhenField(label=_("Left"))
    asked = line(_("What was asked"))
    others = line(_("Others present"))
    condition = text(
        _("How the person looked"), _("What was seen, no diagnosis. Kept out of lists and search.")
    )
    next_step = line(_("Next step"))

    def __init__(self, *arguments: Any, people: Choices, **more: Any) -> None:
        super().__init__(*arguments, **more)
        offer(self, "people", people, [key for key, _name in people])
        offer(self, "outcomes", terms("counsel_access"))


_ANSWERS = [
    (Answer.WAITING, _("no answer yet")),
    (Answer.NO_ANSWER, _("no answer")),
    (Answer.REFUSED, _("refused to answer")),
    (Answer.ANSWERED, _("answered")),
]


class QuestionForm(CaseForm):
    """We asked somebody something."""

    first = ("asked_of", "question", "about", "asked_at", "channel")

    asked_of = line(_("Whom did you ask?"))
    question = line(_("What did you ask?"))
    about = some_of(_("About whom"))
    asked_at = WhenField(label=_("When"))
    channel = line(_("How"), _("By phone, in writing, at the counter."))
    answer = one_of(_("What came back"), _ANSWERS, widget=forms.RadioSelect, initial=Answer.WAITING)
    reply = words(_("Their words"), rows=2)
    language = one_of(_("Language of the words"), LANGUAGES)

    def __init__(self, *arguments: Any, people: Choices, **more: Any) -> None:
        super().__init__(*arguments, **more)
        offer(self, "about", people, [key for key, _name in people])


class AnswerForm(CaseForm):
    """What came back later."""

    answer = one_of(_("What came back"), _ANSWERS[1:], widget=forms.RadioSelect, initial=Answer.ANSWERED)
    answered_at = WhenField(label=_("When"))
    reply = words(_("Their words"), rows=2)
    language = one_of(_("Language of the words"), LANGUAGES)


class DeadlineForm(CaseForm):
    """Something other than the law runs out."""

    what = line(_("What runs out"), _("“Entrance camera overwrites”."))
    due = WhenField(label=_("When"))
    according_to = line(_("Who says so"))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not cleaned.get("due") and "due" not in self.errors:
            self.add_error("due", gettext("Write when, even roughly: “tomorrow morning”."))
        return cleaned


class DoneForm(CaseForm):
    """A noted deadline needs nothing more."""

    how = line(_("How it was done"))


class SettleForm(CaseForm):
    """What became of a legal clock."""

    outcome = one_of(
        _("What became of it"),
        [(Outcome.MET, _("it was met")), (Outcome.NOT_APPLICABLE, _("it does not apply"))],
        widget=forms.RadioSelect,
        initial=Outcome.MET,
    )
    people = some_of(_("For whom"))
    reason = line(_("How you know"))

    def __init__(self, *arguments: Any, people: Choices, **more: Any) -> None:
        super().__init__(*arguments, **more)
        offer(self, "people", people, [key for key, _name in people])


class EvidenceForm(CaseForm):
    """A source of the case, with its file if there is one."""

    title = line(_("What it is"), required=True)
    evidence_kind = one_of(_("Kind of source"))
    file = forms.FileField(
        label=_("File"), required=False, help_text=_("Sealed as it is, nothing is changed.")
    )
    author = line(_("Author"))
    publisher = line(_("Publisher"))
    published = WhenField(label=_("Published or made"))
    language = one_of(_("Language"), [("", "—"), *LANGUAGES])
    url = line(_("Address"))

    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        offer(self, "evidence_kind", terms("evidence_kind"), "photo")


class ReaderForm(CaseForm):
    """Let one more member in."""

    member = one_of(_("Who"), required=True)

    def __init__(self, *arguments: Any, members: Choices, **more: Any) -> None:
        super().__init__(*arguments, **more)
        offer(self, "member", members)


class SearchForm(forms.Form):
    """Names in any script, or words of the case. Posted, so that no address carries a name."""

    q = line(_("Search"))

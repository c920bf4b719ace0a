# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who says what: one form for each thing that can be said, with the source, the words and the chain.

The field for the value follows from the predicate, so that a status is chosen and a time is read.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tocsin.casefile import facts
from tocsin.casefile.facts import Attribution, Certainty, Polarity, Value, ValueKind
from tocsin.casefile.facts.predicates import Predicate
from tocsin.casefile.pages.forms.fields import (
    LANGUAGES,
    CaseForm,
    WhenField,
    line,
    offer,
    one_of,
    some_of,
    terms,
    words,
)
from tocsin.values import ages, names, places, quantities
from tocsin.values.names import NameKind

LINKS = 4
_ABSENT = {"unknown": facts.UNKNOWN, "refused": facts.REFUSED}


class SourceMixin(CaseForm):
    """Where it stands: a source of the case, or a new one named in a line."""

    carrier = one_of(_("Where does it stand?"))
    new_source = line(_("Or another source"), _("What it is: “my notes”, “call with his father”."))
    new_kind = one_of(_("Kind of source"))

    def offer_sources(self, sources: Sequence[tuple[str, str]]) -> None:
        """Newest first; choosing none of them needs a new one."""
        newest = sources[0][0] if sources else ""
        offer(self, "carrier", [*sources, ("", _("another source, named below"))], newest)
        offer(self, "new_kind", terms("evidence_kind"), "lawyer_note")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("new_source"):
            cleaned["carrier"] = ""  # what was typed counts, not what stood chosen
        elif not cleaned.get("carrier"):
            self.add_error("carrier", gettext("Choose a source, or say what the other one is."))
        return cleaned


class ChainMixin(CaseForm):
    """Who says so, from us to whoever knew; an empty first line means that nobody is named."""

    chain_end = some_of(
        _("Whoever comes last"),
        [("open", _("does not say who told them")), ("secret", _("is not to be named outside"))],
    )

    def add_links(self, number: int = LINKS) -> None:
        labels = (_("Who tells us?"), _("Who told them?"), _("And them?"), _("And them?"))
        for index in range(number):
            self.fields[f"speaker_{index}"] = line(labels[index])
            self.fields[f"basis_{index}"] = one_of(
                _("How do they know?"), terms("basis"), initial="not_stated"
            )
        self.fields["chain_end"] = self.fields.pop("chain_end")

    def links(self, number: int = LINKS) -> list[Attribution]:
        """The chain as it was filled in."""
        given = [
            (
                self.cleaned_data.get(f"speaker_{index}") or "",
                self.cleaned_data.get(f"basis_{index}") or "not_stated",
            )
            for index in range(number)
        ]
        stated = [(speaker, basis) for speaker, basis in given if speaker]
        if not stated:
            return [facts.UNSTATED]
        end, last = self.cleaned_data.get("chain_end") or [], len(stated) - 1
        links = [
            Attribution(speaker, basis, protected="secret" in end and index == last)
            for index, (speaker, basis) in enumerate(stated)
        ]
        return [*links, facts.UNSTATED] if "open" in end else links


class ClaimForm(SourceMixin, ChainMixin):
    """One claim on one subject. ``said`` tells apart what is asserted, denied, not known and refused."""

    first = (
        *("carrier", "new_source", "new_kind", "quote", "quote_language"),
        *("value_term", "value_time", "value_text", "name_kind", "precision", "least", "most", "said"),
    )

    quote = words(_("Their words"), _("Exactly as said or printed. Do not tidy, do not translate."))
    quote_language = one_of(_("Language of the words"), [("", _("that of the source")), *LANGUAGES])
    said = one_of(
        _("They say that"),
        [
            ("asserted", _("it is so")),
            ("denied", _("it is not so")),
            ("unknown", _("it is not known")),
            ("refused", _("they refuse to say")),
        ],
        widget=forms.RadioSelect,
        initial="asserted",
    )
    event_time = WhenField(label=_("When, in their words"))
    until = WhenField(label=_("Until when, if they say so"))
    certainty = one_of(
        _("How sure do they sound?"),
        [
            (Certainty.CERTAIN, _("sure")),
            (Certainty.PROBABLE, _("probably")),
            (Certainty.POSSIBLE, _("possibly")),
            (Certainty.CONDITIONAL, _("if")),
            (Certainty.QUESTION, _("asked, not said")),
        ],
        initial=Certainty.CERTAIN,
    )

    def __init__(self, *arguments: Any, predicate: Predicate, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.predicate = predicate
        self.add_links()
        later = {name: self.fields.pop(name) for name in ("event_time", "until", "certainty")}
        self.fields = self.fields | _value_fields(predicate) | later
        for field in self.fields.values():
            if isinstance(field, WhenField):
                field.anchor = more.get("anchor")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("said") not in _ABSENT and not self.errors:
            try:
                cleaned["value"] = _value(self.predicate, cleaned)
            except ValueError as error:
                self.add_error("value_text" if "value_text" in self.fields else "value_term", str(error))
        return cleaned

    @property
    def value(self) -> Value:
        said = self.cleaned_data.get("said")
        return _ABSENT[said] if said in _ABSENT else self.cleaned_data["value"]

    @property
    def polarity(self) -> Polarity:
        return Polarity.DENIED if self.cleaned_data.get("said") == "denied" else Polarity.ASSERTED


def _value_fields(predicate: Predicate) -> dict[str, forms.Field]:
    """What the value needs, by its kind."""
    label = _("What it says")
    fields: dict[str, forms.Field] = {}
    if ValueKind.TERM in predicate.kinds and predicate.vocabulary:
        fields["value_term"] = one_of(label, [("", "—"), *terms(predicate.vocabulary)])
    if ValueKind.TIME in predicate.kinds:
        fields["value_time"] = WhenField(label=label)
    elif predicate.kinds != (ValueKind.TERM,):
        fields["value_text"] = line(label)
    if ValueKind.NAME in predicate.kinds:
        kinds = [
            (NameKind.USED, _("the name they use")),
            (NameKind.LEGAL, _("in documents")),
            (NameKind.TRANSLITERATION, _("transliteration")),
            (NameKind.AS_PRINTED, _("as printed there")),
            (NameKind.NICKNAME, _("nickname")),
            (NameKind.ALIAS, _("alias")),
        ]
        fields["name_kind"] = one_of(_("Kind of name"), kinds)
    if ValueKind.PLACE in predicate.kinds:
        fields["precision"] = one_of(_("How exact"), terms("place_precision"), initial="unknown")
    if ValueKind.QUANTITY in predicate.kinds:
        fields["least"] = forms.IntegerField(label=_("At least"), required=False, min_value=0)
        fields["most"] = forms.IntegerField(label=_("At most"), required=False, min_value=0)
    return fields


def _value(predicate: Predicate, cleaned: dict[str, Any]) -> Value:
    """The typed value. Raises ValueError with what is missing."""
    if cleaned.get("value_term"):
        return facts.a_term(cleaned["value_term"])
    if cleaned.get("value_time"):
        return facts.a_time(cleaned["value_time"])
    said = (cleaned.get("value_text") or "").strip()
    if not said:
        raise ValueError(gettext("Say what it says, or choose “it is not known”."))
    if ValueKind.NAME in predicate.kinds:
        return facts.a_name(names.read(said, kind=NameKind(cleaned.get("name_kind") or NameKind.USED)))
    if ValueKind.AGE in predicate.kinds:
        return facts.an_age(ages.read(said))
    if ValueKind.PLACE in predicate.kinds:
        return facts.a_place(places.PlaceExpr(said, cleaned.get("precision") or "unknown"))
    if ValueKind.QUANTITY in predicate.kinds:
        return facts.a_quantity(quantities.QuantityExpr(said, cleaned.get("least"), cleaned.get("most")))
    return facts.a_text(said)


class PersonForm(SourceMixin, ChainMixin):
    """Somebody belongs to the case: their name in two scripts and their age, each a claim of its own."""

    first = ("name", "other_name", "age", "age_at", "role")

    name = line(_("Name, as they write it"))
    other_name = line(_("In the other script"))
    age = line(_("Age"), _("In years, if somebody said it."))
    role = one_of(_("Part in this case"))
    age_at = WhenField(label=_("Age as of"), help_text=_("Empty: the day of the source."))

    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.add_links(2)
        offer(self, "role", terms("person_role"), "affected")
        del self.fields["chain_end"]

    def clean_age(self) -> ages.AgeExpr | None:
        said = self.cleaned_data["age"]
        try:
            return ages.read(said) if said else None
        except ages.AgeUnreadable as error:
            raise forms.ValidationError(str(error)) from None

    def spellings(self) -> list[names.PersonName]:
        """The names that were given; the second is a transliteration of the first."""
        given = [
            (self.cleaned_data.get("name"), NameKind.USED),
            (self.cleaned_data.get("other_name"), NameKind.TRANSLITERATION),
        ]
        return [names.read(full, kind=kind) for full, kind in given if full]


class RetractForm(CaseForm):
    """Take a claim out of new outputs."""

    state = one_of(_("Why"), required=True)
    reason = line(_("What happened"), required=True)

    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        left_out = ("draft", "attributed", "erased")
        offer(self, "state", [pair for pair in terms("claim_state") if pair[0] not in left_out])


class AssessmentForm(CaseForm):
    """What we think of one account."""

    credibility = one_of(_("What we think of it"), required=True)
    reasons = words(_("What it rests on"))

    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        offer(self, "credibility", terms("information_credibility"))

# SPDX-License-Identifier: AGPL-3.0-or-later
"""The whole page in one language: what is known and from whom, where accounts differ, what the authorities
say.

Accounts that differ never reach the running text; they stand side by side in the order they were recorded
(R-06).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from tocsin.casefile.facts import Answer, QuestionAsked, VisitAttempted, predicates
from tocsin.casefile.picture import Claim, Dispute
from tocsin.publication import moments, wording
from tocsin.publication.composition import sentences
from tocsin.publication.composition.material import MET, Material
from tocsin.publication.composition.speakers import Speaker
from tocsin.publication.facts import Account, Chain, Difference, Edition, Link, Position, Sentence, Withheld
from tocsin.publication.wording import capital, say
from tocsin.values import vocabularies
from tocsin.vault.kinds import Recorded

ORDER = tuple(dict.fromkeys(name for name, _ in wording.table("clauses")))


def compose(material: Material, language: str) -> Edition:
    """A first text that says nothing which no statement says; a person then edits it, and it is checked
    again.
    """
    return Edition(
        language=language,
        title=_title(material, language),
        state=_state(material),
        status=_status(material, language),
        known=_known(material, language),
        differ=tuple(_difference(material, one, language) for one in material.disputes),
        authorities=_authorities(material, language),
        unknown=(),
        withheld=_withheld(material, language),
        chains=_chains(material, language),
    )


def _title(material: Material, language: str) -> str:
    taken = [claim for claim in material.claims if claim.fact.predicate == "taken"]
    place = next((one.fact.value.place for one in material.claims if one.fact.predicate == "place"), None)
    if not taken or place is None:
        return say("title_plain", language, code=material.picture.code)
    count = len({claim.fact.subject for claim in taken})
    return capital(say("title_taken", language, people=wording.people(count, language), place=place.text))


def _status(material: Material, language: str) -> Sentence | None:
    if not material.visits:
        return None
    first, last = material.visits[0], material.visits[-1]
    outcomes = ", ".join(vocabularies.term("counsel_access", code, language) for code in last.fact.outcomes)
    tried = say(
        "attempts",
        language,
        since=moments.brief(_arrived(first), language, material.zone, material.as_of, clock=False),
        number=len(material.visits),
        last=moments.said(last.fact.arrived, language, material.zone, material.as_of),
        outcome=outcomes[:1].lower() + outcomes[1:],
    )
    head = say("no_lawyer" if _state(material) == "refused" else "lawyer_met", language)
    return Sentence(text=f"{head} {tried}", rests_on=material.numbers(*material.visits))


def _state(material: Material) -> str:
    if not material.visits:
        return ""
    return "met" if any(MET & set(visit.fact.outcomes) for visit in material.visits) else "refused"


def _arrived(visit: Recorded[VisitAttempted]) -> datetime:
    return visit.fact.arrived.earliest or visit.at


def _known(material: Material, language: str) -> tuple[tuple[Sentence, ...], ...]:
    disputed = {c.id for one in material.disputes for account in one.accounts for c in account.claims}
    plain = [c for c in material.claims if c.id not in disputed and c.fact.predicate in ORDER]
    subjects = dict.fromkeys([*material.picture.incidents, *material.picture.people])
    paragraphs: dict[str, list[list[Claim]]] = {}
    for same in _same(plain):
        home = same[0].fact.subject if same[0].fact.subject in material.picture.incidents else ""
        paragraphs.setdefault(home, []).append(same)
    written: list[tuple[Sentence, ...]] = []
    first = True
    for home in [*(key for key in subjects if key in paragraphs), ""]:
        groups = sorted(paragraphs.get(home, ()), key=lambda same: ORDER.index(same[0].fact.predicate))
        parts = []
        for same in groups:
            parts.append(sentences.said(material, same, language, first=first))
            first = first and "{who}" not in (wording.clause(same[0].fact.predicate, True, "en") or "")
        if parts:
            written.append(sentences.joined(material, parts, language))
    return tuple(written)


def _same(claims: Iterable[Claim]) -> list[list[Claim]]:
    """Claims that one sentence can carry: an act on two people is two claims and one sentence."""
    groups: dict[object, list[Claim]] = {}
    for claim in claims:
        fact = claim.fact
        chain = tuple((link.speaker_id or link.speaker, link.basis) for link in fact.chain)
        about = fact.subject if predicates.PREDICATES[fact.predicate].subject == "incident" else ""
        key = (
            fact.predicate,
            predicates.key(fact.value),
            chain,
            fact.event_time,
            fact.polarity,
            fact.certainty,
            about,
        )
        groups.setdefault(key, []).append(claim)
    return list(groups.values())


def _difference(material: Material, dispute: Dispute, language: str) -> Difference:
    people = material.people
    subject = [people[dispute.subject]] if dispute.subject in people else []
    who = sentences.called(subject, language, first=False)
    label = dispute.predicate.label(language)
    return Difference(
        question=capital(f"{who}: {label[:1].lower() + label[1:]}" if who else label),
        accounts=tuple(
            account
            for one in dispute.accounts
            if (account := _account(material, one.claims, language)).rests_on
        ),
    )


def _account(material: Material, claims: Sequence[Claim], language: str) -> Account:
    chosen = [claim for claim in claims if material.number(claim.id)]
    if not chosen:
        return Account(value="", by="", rests_on=())
    value, _ = sentences.shown(material, chosen[0], language)
    ways = dict.fromkeys(
        sentences.attributed(material.chain(claim), claim, "", language).strip().rstrip(",")
        for claim in chosen
    )
    return Account(value=capital(value), by="; ".join(ways), rests_on=material.numbers(*chosen))


def _authorities(material: Material, language: str) -> tuple[Position, ...]:
    said = [claim for claim in material.claims if claim.fact.predicate == "official_position"]
    positions = [_position(material, claim, language) for claim in said]
    return (*positions, *(_asked(material, one, language) for one in material.questions))


def _position(material: Material, claim: Claim, language: str) -> Position:
    origin = material.chain(claim)[-1]
    value, _ = sentences.shown(material, claim, language)
    quote = claim.fact.quotes[0]
    when = moments.brief(sentences.known_on(claim), language, material.zone, material.as_of)
    words = f"{wording.form('open_quote', language)}{quote.text}{wording.form('close_quote', language)}"
    text = capital(f"{sentences.attributed(material.chain(claim), claim, value, language)} ({when}): {words}")
    return Position(
        who=capital(origin.who(language)),
        says=Sentence(text=text, rests_on=material.numbers(claim), quoted=quote.lang),
    )


def _asked(material: Material, question: Recorded[QuestionAsked], language: str) -> Position:
    fact = question.fact
    answer = material.picture.answers.get(fact.question)
    state, reply = (answer.fact.answer, answer.fact.reply) if answer else (fact.answer, fact.reply)
    when = moments.said(fact.asked_at, language, material.zone, material.as_of)
    quoted = ""
    if state in (Answer.WAITING, Answer.NO_ANSWER):
        asof = moments.brief(material.as_of, language, material.zone, material.as_of)
        text = say("asked", language, when=when, asof=asof)
    elif reply is not None:
        marks = wording.form("open_quote", language), wording.form("close_quote", language)
        text, quoted = (
            say("answered", language, when=when, words=f"{marks[0]}{reply.text}{marks[1]}"),
            reply.lang,
        )
    else:
        text = say("refused", language, when=when)
    return Position(
        who=fact.asked_of, says=Sentence(text=text, rests_on=material.numbers(question), quoted=quoted)
    )


def _withheld(material: Material, language: str) -> tuple[Withheld, ...]:
    lines: list[Withheld] = []
    for person in material.people.values():
        if person.minor:
            why = (
                say("minor_why", language, age=person.age, age_years=wording.years(person.age, language))
                if person.age is not None
                else say("young_why", language)
            )
            lines.append(Withheld(what=say("minor_what", language), why=why, reason="minor"))
        elif not person.names:
            lines.append(
                Withheld(what=say("name_what", language), why=say("name_why", language), reason="no_consent")
            )
    rest = (("address", "location"), ("sources", "source_protection"))
    lines += [
        Withheld(what=say(f"{key}_what", language), why=say(f"{key}_why", language), reason=reason)
        for key, reason in rest
    ]
    return tuple(dict.fromkeys(lines))


def _chains(material: Material, language: str) -> tuple[Chain, ...]:
    made = [
        Chain(
            number=material.number(one.id),
            says=_says(material, one, language),
            links=_links(material, one, language),
        )
        for one in material.claims
    ]
    made += [_visit(material, one, language) for one in material.visits]
    made += [_question(material, one, language) for one in material.questions]
    return tuple(sorted(made, key=lambda chain: chain.number))


def _says(material: Material, claim: Claim, language: str) -> str:
    value, _ = sentences.shown(material, claim, language)
    return f"{predicates.PREDICATES[claim.fact.predicate].label(language)}: {value}"


def _links(material: Material, claim: Claim, language: str) -> tuple[Link, ...]:
    return tuple(
        Link(who=speaker.who(language) if link.stated else "", basis=_basis(link.basis, language))
        for speaker, link in zip(material.chain(claim), claim.fact.chain, strict=True)
    )


def _visit(material: Material, visit: Recorded[VisitAttempted], language: str) -> Chain:
    when = moments.said(visit.fact.arrived, language, material.zone, material.as_of)
    outcomes = ", ".join(vocabularies.term("counsel_access", code, language) for code in visit.fact.outcomes)
    link = Link(who=Speaker("counsel").who(language), basis=_basis("experienced", language))
    return Chain(number=material.number(visit.id), says=f"{capital(when)}: {outcomes}", links=(link,))


def _question(material: Material, question: Recorded[QuestionAsked], language: str) -> Chain:
    link = Link(who=Speaker("own_staff").who(language), basis=_basis("experienced", language))
    says = f"{question.fact.asked_of}: {_asked(material, question, language).says.text}"
    return Chain(number=material.number(question.id), says=says, links=(link,))


def _basis(code: str, language: str) -> str:
    label = vocabularies.term("basis", code, language).split(" (")[0]
    return label[:1].lower() + label[1:]

# SPDX-License-Identifier: AGPL-3.0-or-later
"""The questions ``tocsin init`` asks at a terminal; an answer that cannot be right is asked again at once."""

from __future__ import annotations

from collections.abc import Callable
from zoneinfo import available_timezones

from tocsin_server.answers import LANGUAGES, Answers, Member, Rota, Step, check
from tocsin_server.folder import Mail

Ask = Callable[[str], str]


def ask(say: Ask) -> Answers:
    """A whole set of answers. ``say`` shows a question and returns the answer."""
    organisation = _until(say, "Name of the organisation: ", bool)
    timezone = _until(say, "Time zone (such as Europe/Moscow): ", available_timezones().__contains__)
    languages = _until(
        say, "Languages of public pages, of en ru es [en]: ", lambda text: set(text.split()) <= set(LANGUAGES)
    )
    phone = _until(say, "Telephone number that a person answers day and night: ", bool)
    members = _members(say)
    rota = _rota(say, [one.callsign for one in members])
    answers = Answers(
        organisation=organisation,
        timezone=timezone,
        languages=tuple(languages.split()) or ("en",),
        fallback_phone=phone,
        members=members,
        rota=rota,
        mail=_mail(say),
    )
    check(answers)
    return answers


def _members(say: Ask) -> tuple[Member, ...]:
    members: list[Member] = []
    while True:
        name = say(f"Member {len(members) + 1}, name (empty when that is all): ").strip()
        if not name and members:
            return tuple(members)
        if not name:
            continue
        callsign = _until(say, f"  Callsign of {name}, one word: ", str.isalpha)
        roles = say("  Roles, such as steward lawyer (two members must be stewards): ").split()
        mail = say("  Mail address for pages (empty if never on call): ").strip()
        members.append(Member(callsign, name, tuple(roles), mail))


def _rota(say: Ask, callsigns: list[str]) -> Rota:
    steps: list[Step] = []
    while True:
        line = say(f"Step {len(steps) + 1} of the ladder, callsigns (empty when that is all): ").split()
        if not line and steps:
            return Rota(steps=tuple(steps))
        if line and set(line) <= set(callsigns):
            wait = _until(
                say, "  Seconds until the next step [120]: ", lambda text: not text or text.isdigit()
            )
            steps.append(Step(tuple(line), int(wait or 120)))


def _mail(say: Ask) -> Mail:
    host = say("Mail server that carries pages [127.0.0.1]: ").strip() or "127.0.0.1"
    port = _until(say, "  Port [25]: ", _empty_or_number)
    sender = _until(say, "  Sender's address: ", lambda text: "@" in text)
    return Mail(host=host, port=int(port or 25), sender=sender)


def _empty_or_number(text: str) -> bool:
    return not text or text.isdigit()


def _until(say: Ask, question: str, good: Callable[[str], object]) -> str:
    while True:
        answer = say(question).strip()
        if good(answer):
            return answer

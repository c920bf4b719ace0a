# SPDX-License-Identifier: AGPL-3.0-or-later
"""The screen's words for what the log says in codes; an unknown code is shown as it is, never left out."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tocsin.alarm.facts import CloseReason, FailureCause, Milestone
from tocsin.alarm.picture import OddKind
from tocsin.alarm.signal import CallBack, Danger, Door, Known, Who

Words = dict[str, "str | Promise"]

LANES: Words = {
    "web": _("web form"),
    "desk": _("typed at the desk"),
    "command": _("command line"),
    "phone": _("telephone call"),
    "sms": _("SMS"),
    "mail": _("e-mail"),
}
READS_TOO: Words = {
    "web": _(
        "nobody but us, as far as the form goes: it is sealed on the relay at once. "
        "Whoever holds the caller's device may have seen it typed."
    ),
    "desk": _("nobody else: it was typed in one of our own processes and sealed there."),
    "command": _("whoever controls the machine on which the command was typed."),
}
NOT_KNOWN = _("not known for this way in. Take it that others can.")
DANGERS: Words = {
    Danger.LIFE: _("Life in danger"),
    Danger.LIBERTY: _("Liberty in danger"),
    Danger.THREAT: _("A threat"),
    Danger.NOT_SAID: _("Nobody said what is in danger"),
}
WHO: Words = {
    Who.CALLER: _("the caller"),
    Who.WITH_THEM: _("someone with them"),
    Who.ELSEWHERE: _("someone elsewhere"),
}
MINOR: Words = {
    Known.YES: _("Someone is under 18"),
    Known.NO: _("Nobody is under 18, they say"),
    Known.UNKNOWN: _("Nobody has said whether anyone is under 18"),
}
DOOR: Words = {
    Door.UNIFORMS: _("uniforms at the door"),
    Door.PLAIN_CLOTHES: _("plain clothes at the door"),
    Door.FAMILY: _("family at the door"),
    Door.NOT_SAID: "",
}
CALL_BACK: Words = {
    CallBack.YES: _("Safe to call back: they said yes"),
    CallBack.NO: _("Do not call back: they said no"),
    CallBack.CODE_WORD: _("Call back with the code word only"),
    CallBack.UNKNOWN: _("Safe to call back? Nobody has said."),
}
CALL_BACK_STATE = {
    CallBack.YES: "met",
    CallBack.NO: "refused",
    CallBack.CODE_WORD: "soon",
    CallBack.UNKNOWN: "unknown",
}
MILESTONES: Words = {
    Milestone.SET_OUT: _("set out"),
    Milestone.ARRIVED: _("arrived"),
    Milestone.REPORTED: _("reported"),
    Milestone.SAFE: _("said: I am safe"),
    Milestone.HELP: _("asked for help"),
    Milestone.LEFT: _("left"),
}
REASONS: Words = {
    CloseReason.SAFE: _("the person is safe and said so"),
    CloseReason.FALSE_ALARM: _("false alarm"),
    CloseReason.SAME_AS_ANOTHER: _("the same as another alarm"),
    CloseReason.HANDED_OVER: _("handed over to another organisation"),
    CloseReason.TEST: _("a test"),
    CloseReason.OTHER: _("another reason"),
}
TROUBLES: Words = {
    FailureCause.UNREACHABLE: _("line down, trying again"),
    FailureCause.BUSY: _("line busy, trying again"),
    FailureCause.REFUSED: _("the address was refused"),
    FailureCause.NO_LINE: _("no line goes there"),
}
LINES: Words = {"mailto": _("Mail"), "tel": _("Phone"), "sms": _("SMS")}
ODD: Words = {
    OddKind.TAKEN_TOO: _("took it too, on another machine"),
    OddKind.TAKEN_AFTER_THE_END: _("took it after it was over"),
    OddKind.TAKEN_BY_WHO_ASKED_FOR_HELP: _("took it after asking for help; it rang on"),
    OddKind.GIVEN_BACK_BY_ANOTHER: _("gave it back without holding it"),
    OddKind.CLOSE_ASKED_BY_ANOTHER: _("asked to close it without holding it"),
    OddKind.CLOSED_ALONE: _("closed it without a second person; it does not count"),
    OddKind.CASE_WHILE_UNHELD: _("opened a case from it while nobody held it"),
    OddKind.WORD_AFTER_THE_END: _("sent word after it was closed"),
}


def lane(name: str) -> str | Promise:
    return LANES.get(name, name)

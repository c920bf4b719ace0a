# SPDX-License-Identifier: AGPL-3.0-or-later
"""What was noted on scene becomes claims: one each, with the same words and the same speaker.

An observation stays what it was; nothing here concludes from it. Taking over twice adds nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from tocsin.callout.facts import Basis, Naming, ObservationNoted, Sense, Spoken
from tocsin.casefile.facts import UNSTATED, Attribution, a_text
from tocsin.casefile.picture.case import CasePicture, ahead
from tocsin.casefile.rules.beginnings import record_incident, record_source
from tocsin.casefile.rules.checks import writable
from tocsin.casefile.rules.claiming import claim
from tocsin.values.times import exactly
from tocsin.vault.ids import MemberId
from tocsin.vault.kinds import Recorded

Observation = Recorded[ObservationNoted]
_OWN: Mapping[Sense, str] = {Sense.SEEN: "saw", Sense.HEARD: "heard"}
_THEIRS: Mapping[Basis, str] = {Basis.SAW: "saw", Basis.HEARD: "heard", Basis.TOLD: "was_told"}


def not_taken_over(picture: CasePicture, observations: Sequence[Observation]) -> list[Observation]:
    """The observations that no claim of this case stands for yet; a claim has its observation's entry id."""
    return [each for each in observations if each.id not in picture.claims]


def take_over(
    picture: CasePicture,
    observations: Sequence[Observation],
    *,
    alarm_code: str,
    name_of: Callable[[MemberId], str],
    new_id: Callable[[], str],
) -> tuple[object, ...]:
    """The claims for what is new, with the source and the incident that they belong to."""
    writable(picture)
    fresh = not_taken_over(picture, observations)
    if not fresh:
        return ()
    made, source, incident = _ground(picture, alarm_code, new_id)
    later = ahead(picture, made, by=fresh[0].by, at=fresh[0].at)
    for entry in fresh:
        noted = entry.fact
        made += claim(
            later,
            id=entry.id,
            subject=incident,
            predicate="scene",
            value=a_text(noted.text),
            chain=_chain(name_of(entry.by), entry.by, noted),
            carrier=source,
            quote=noted.text,
            language=_language(noted.language),
            event_time=exactly(noted.happened_at),
        )
    return tuple(made)


def _ground(
    picture: CasePicture, alarm_code: str, new_id: Callable[[], str]
) -> tuple[list[object], str, str]:
    """The finding's source and incident, those of an earlier taking over if there was one."""
    original = f"scene {alarm_code}"
    for key, known in picture.sources.items():
        carried = [entry.fact.subject for entry in picture.claims.values() if entry.fact.carrier == key]
        if known.fact.original == original and carried:
            return [], key, carried[0]
    source, incident = new_id(), new_id()
    made: list[object] = [
        *record_source(
            picture,
            id=source,
            evidence_kind="scene_finding",
            title=f"On-scene finding, {alarm_code}",
            original=original,
        ),
        *record_incident(picture, id=incident, title="Found on scene"),
    ]
    return made, source, incident


def _chain(name: str, member: MemberId, noted: ObservationNoted) -> tuple[Attribution, ...]:
    if noted.sense is not Sense.WORDS:
        basis = _OWN.get(noted.sense, "experienced")
        return (Attribution(name, basis, speaker_id=member, utterance="observe"),)
    return (Attribution(name, "was_told", speaker_id=member), _speaker(noted.spoken))


def _speaker(spoken: Spoken | None) -> Attribution:
    if spoken is None or not spoken.who.strip():
        return UNSTATED
    # Nobody asked whether they may be named is a no.
    secret = spoken.may_be_named is not Naming.YES
    return Attribution(spoken.who.strip(), _THEIRS.get(spoken.basis, "not_stated"), protected=secret)


def _language(code: str) -> str:
    return code or "und"

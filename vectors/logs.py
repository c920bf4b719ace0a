# SPDX-License-Identifier: AGPL-3.0-or-later
"""The logs among the vectors: what each one shows, and the verdict every reader must come to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import Any

from tocsin.vault import cbor, labels
from tocsin.vault.directory import log_of
from tocsin.vault.entry import NOTHING, Entry, EpochKey, open_body
from tocsin.vault.kinds import LogClass
from tocsin.vault.needs import Row
from vectors.world import K1, K2, OTHER, SALT, STAMP, UNIT, UNIT_SECRET, Chain, Story, World, fixed, noted


@dataclass
class Vector:
    name: str
    about: str
    expect: str
    logs: dict[bytes, list[Row]]
    keys: dict[bytes, tuple[LogClass, list[EpochKey]]] = field(default_factory=dict)
    units: dict[bytes, bytes] = field(default_factory=dict)
    mangle: Callable[[bytes], bytes] = lambda raw: raw
    pinned: bytes = b""


def rows(entries: Sequence[Entry]) -> list[Row]:
    return [Row(one.head, one.body, one.sig) for one in entries]


def flipped(raw: bytes, bit: int) -> bytes:
    out = bytearray(raw)
    out[bit // 8] ^= 1 << bit % 8
    return bytes(out)


def resigned(chain: Chain, entry: Entry, head: bytes | None = None, body: bytes | None = None) -> Entry:
    """An entry altered by its own author: everything but the content still holds."""
    head, body = head or entry.head, body or entry.body
    id = labels.digest(labels.ENTRY, head, sha256(body).digest())
    return replace(entry, head=head, body=body, id=id, sig=chain.by.device.author(chain.log).sign(id))


def good(world: World) -> list[Vector]:
    story, directory = Story(world), rows(world.directory)
    log = world.carrier.log
    turned = Story(world)
    ended = turned.vera.write(
        {"kind": "log.epoch_ended/1", "at": STAMP, "next": K2.id.hex()}, [turned.entries[-1]]
    )
    turned.entries.append(ended)
    turned.vera.key = turned.ilya.key = K2
    newer = [turned.vera.write(world.granted(K2, world.vera, world.ilya))]
    newer.append(turned.ilya.write(noted("after the new epoch"), newer[:1]))
    public = log_of(world.org, LogClass.PUBLIC)
    shown = world.chain(world.vera, public, None, LogClass.PUBLIC)
    unit = Story(world)
    named = unit.vera.write(noted("he is 17"), [unit.entries[-1]], unit=UNIT, unit_secret=UNIT_SECRET)
    branches = Story(world)
    left = branches.vera.write(noted("offline in the field"))
    right = branches.ilya.write(noted("at the desk"))
    merge = branches.vera.write(noted("both read"), [right])
    keys = {world.case: (LogClass.CASE, [K1])}
    both = {world.case: (LogClass.CASE, [K1, K2])}
    return [
        Vector("good-directory", "a directory alone", "ok", {log: directory}),
        Vector(
            "good-two-authors",
            "a case log of two authors",
            "ok",
            {log: directory, world.case: rows(story.entries)},
            keys,
        ),
        Vector(
            "good-no-key",
            "the same log for a reader without its key",
            "ok",
            {log: directory, world.case: rows(story.entries)},
        ),
        Vector(
            "good-new-epoch",
            "a new epoch, both keys at hand",
            "ok",
            {log: directory, world.case: rows(turned.entries + newer)},
            both,
        ),
        Vector(
            "good-later-epoch-only",
            "a reader who was granted only the second epoch",
            "ok",
            {log: directory, world.case: rows(turned.entries + newer)},
            {world.case: (LogClass.CASE, [K2])},
        ),
        Vector(
            "good-public",
            "a clear public log",
            "ok",
            {
                log: directory,
                public: rows([shown.write(noted("two people were taken")), shown.write(noted("corrected"))]),
            },
        ),
        Vector(
            "good-unit",
            "a body under an erasure unit whose secret is at hand",
            "ok",
            {log: directory, world.case: rows([*unit.entries, named])},
            keys,
            {UNIT: UNIT_SECRET},
        ),
        Vector(
            "good-branches",
            "two authors wrote apart and met again",
            "ok",
            {log: directory, world.case: rows([*branches.entries, left, right, merge])},
            keys,
        ),
        Vector(
            "cut-tail",
            "the last entry is gone: nothing inside the log can tell, only a remembered checkpoint",
            "ok",
            {log: directory, world.case: rows(story.entries[:-1])},
            keys,
        ),
    ]


def tampered(world: World) -> list[Vector]:
    return [
        *_tampered_bytes(world),
        *_tampered_sets(world),
        *_tampered_authors(world),
        *_tampered_directory(world),
    ]


def _case(world: World, name: str, about: str, expect: str, case: Sequence[Row], **more: Any) -> Vector:
    logs = {world.carrier.log: rows(world.directory), world.case: list(case)}
    return Vector(name, about, expect, logs, {world.case: (LogClass.CASE, [K1, K2])}, **more)


def _tampered_bytes(world: World) -> list[Vector]:
    whole = rows(Story(world).entries)
    one = whole[1]
    damaged = {
        "flip-head": one._replace(head=flipped(one.head, 8 * 30)),
        "flip-body": one._replace(body=flipped(one.body, 8 * 100 + 3)),
        "flip-signature": one._replace(sig=flipped(one.sig, 5)),
    }
    made = [
        _case(world, name, "one bit of the second entry", "bad-signature", [whole[0], row, *whole[2:]])
        for name, row in damaged.items()
    ]
    shorter = [whole[0], one._replace(body=one.body[:-1]), *whole[2:]]
    made.append(_case(world, "short-body", "a body one byte short", "truncated", shorter))
    made.append(
        _case(
            world,
            "cut-file",
            "the export lost its last 40 bytes",
            "truncated",
            whole,
            mangle=lambda raw: raw[:-40],
        )
    )
    made.append(
        _case(
            world,
            "cut-file-cleanly",
            "the export ends after a record, without its end mark",
            "truncated",
            whole,
            mangle=lambda raw: raw[:-36],
        )
    )
    made.append(
        _case(
            world,
            "other-magic",
            "not an export of this format",
            "malformed",
            whole,
            mangle=lambda raw: b"X" + raw[1:],
        )
    )
    return made


def _tampered_sets(world: World) -> list[Vector]:
    whole = rows(Story(world).entries)
    elsewhere = world.chain(world.vera, OTHER, K1)
    stray = rows([elsewhere.write(noted("from another case"))])[0]
    return [
        _case(world, "dropped-middle", "the fourth entry is gone", "missing-entry", [*whole[:3], *whole[4:]]),
        _case(
            world,
            "dropped-certificate",
            "an author's first entry is gone",
            "unknown-author",
            [*whole[:2], *whole[3:]],
        ),
        _case(world, "dropped-first", "the first entry is gone", "unknown-author", whole[1:]),
        _case(
            world, "swapped", "two entries changed places", "wrong-order", [*whole[:3], whole[4], whole[3]]
        ),
        _case(world, "duplicated", "one entry twice", "duplicate", [*whole[:3], whole[2], *whole[3:]]),
        _case(world, "replayed", "an entry of another case", "foreign-log", [*whole, stray]),
    ]


def _tampered_authors(world: World) -> list[Vector]:
    story = Story(world)
    good = rows(story.entries)
    last = [story.entries[-1]]

    def after(entry: Entry) -> list[Row]:
        return [*good, *rows([entry])]

    plain = story.vera.draft(noted("plain"), last)
    fork = story.vera.draft(noted("not plain"), last)
    stranger = world.chain(world.marta, world.case, K1).draft(noted("I was never certified"), last)
    other_text = story.vera.draft(noted("PLAIN"), last)
    fields = cbor.decode(plain.head)
    version, suite = [1, *fields[1:]], [0, 7, *fields[2:]]
    spelled = b"\x8a\x18\x00" + plain.head[2:]
    bad_commit = _lying_commit(story.vera, plain, other_text)
    twice = story.vera.draft(b'{"kind":"vector.noted/1","at":"%s","at":"%s"}' % ((STAMP.encode(),) * 2), last)
    steward = {"kind": "member.described/1", "at": STAMP, "member": "00" * 16, "name": "a name out of place"}
    clear = replace(story.vera, key=None, certified={NOTHING, K1.id}).draft(noted("in the clear"), last)
    turned = replace(story.vera, key=K2, certified={K1.id})
    fresh = turned.write(world.granted(K2, world.vera), last)
    stale = story.ilya.draft(noted("still under the old epoch"), [fresh])
    outsider = world.chain(world.oleg, world.case, K1).draft(noted("I was never asked"), last)
    slipped = world.chain(world.oleg, world.case, K2).draft(world.granted(K2, world.oleg, world.vera), last)
    usurper = world.chain(world.oleg, world.case, K1)
    begun = rows([usurper.write(world.granted(K1, world.oleg, world.vera, salt=SALT))])
    unit = story.vera.draft(noted("he is 17"), last, unit=UNIT, unit_secret=UNIT_SECRET)
    return [
        _case(
            world,
            "forked",
            "one author wrote two entries at one place",
            "fork",
            [*after(plain), *rows([fork])],
        ),
        _case(
            world,
            "stranger",
            "a key that no device of the directory certified",
            "unknown-author",
            after(stranger),
        ),
        _case(
            world, "lying-commit", "sealed text other than the committed one", "bad-commit", after(bad_commit)
        ),
        _case(
            world,
            "lying-body",
            "a body that its author broke and signed",
            "bad-body",
            after(resigned(story.vera, plain, body=flipped(plain.body, 8 * 40))),
        ),
        _case(
            world, "lost-unit", "a body under a unit whose secret is not at hand", "unknown-unit", after(unit)
        ),
        _case(world, "same-key-twice", "JSON with one key twice", "bad-json", after(twice)),
        _case(
            world,
            "newer-version",
            "an entry of format 1",
            "newer-version",
            after(resigned(story.vera, plain, cbor.encode(version))),
        ),
        _case(
            world,
            "newer-suite",
            "an entry of suite 7",
            "newer-version",
            after(resigned(story.vera, plain, cbor.encode(suite))),
        ),
        _case(
            world,
            "other-spelling",
            "a head in CBOR that is not the deterministic one",
            "malformed",
            after(resigned(story.vera, plain, spelled)),
        ),
        _case(
            world, "outsider", "by a certified device whose member is no reader", "ungranted", after(outsider)
        ),
        _case(
            world, "slipped-epoch", "a new epoch by a member who is no reader", "ungranted", after(slipped)
        ),
        _case(world, "other-beginning", "a log begun by a device its id does not name", "ungranted", begun),
        _case(world, "clear-in-sealed", "a clear entry in a sealed log", "wrong-suite", after(clear)),
        _case(
            world,
            "misplaced-kind",
            "a kind of the ORG log in a case",
            "misplaced-kind",
            after(story.vera.draft(steward, last)),
        ),
        _case(
            world,
            "stale-epoch",
            "written under the old epoch after reading the new one",
            "stale-epoch",
            [*after(fresh), *rows([stale])],
        ),
    ]


def _lying_commit(chain: Chain, committed: Entry, sealed: Entry) -> Entry:
    """``sealed``'s text under ``committed``'s commitment, enclosed and signed as the format asks."""
    r, text = open_body(sealed, {K1.id: K1})
    head = committed.head
    padded = (r + text).ljust(512, b"\0")
    masked = K1.mask(committed.commit).to_bytes(16, "big")
    nonce = fixed("lying", 12)
    body = masked + nonce + K1.aead(bytes(16), b"").encrypt(nonce, padded, head + masked)
    return resigned(chain, committed, head, body)


def _tampered_directory(world: World) -> list[Vector]:
    log, base = world.carrier.log, rows(world.directory)
    text = world.draft(
        "relay", id=fixed("relay", 16).hex(), address="http://relay.invalid", key=fixed("relay key").hex()
    )
    other = world.draft(
        "relay", id=fixed("relay", 16).hex(), address="http://other.invalid", key=fixed("relay key").hex()
    )
    alone = rows([world.carrier.draft(world.signed(text, world.vera))])
    twice = rows([world.carrier.draft(world.signed(text, world.vera, world.vera))])
    both = replace(world.carrier)
    forked = rows(
        [
            both.write(world.signed(text, world.vera, world.ilya)),
            both.write(world.signed(other, world.vera, world.ilya)),
        ]
    )
    pinned = sha256(b"another organisation").digest()
    there = replace(world.carrier, log=log_of(pinned, LogClass.DIRECTORY), seq=0, prev=NOTHING)
    elsewhere = rows([there.write(open_body(one, {})[1]) for one in world.directory])
    return [
        Vector(
            "one-steward",
            "a relay added by one steward where two are needed",
            "bad-statement",
            {log: base + alone},
        ),
        Vector(
            "one-steward-twice", "the same steward's signature twice", "bad-statement", {log: base + twice}
        ),
        Vector(
            "directory-fork",
            "two different statements at one place, both well signed",
            "fork",
            {log: base + forked},
        ),
        Vector(
            "other-directory",
            "the directory of another organisation than the pinned one",
            "foreign-log",
            {there.log: base},
            pinned=pinned,
        ),
        Vector(
            "other-genesis",
            "statements of another organisation, carried anew",
            "bad-statement",
            {there.log: elsewhere},
            pinned=pinned,
        ),
    ]

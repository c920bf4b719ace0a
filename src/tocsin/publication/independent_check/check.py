#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Check an evidence package with Python's standard library and `openssl`, and nothing of the program that made it.

    python3 check.py PACKAGE [ORGANISATION]

ORGANISATION is the id that the organisation gave you on paper. Exit status: 0 good, 1 not good, 2 cannot be read.
README.txt beside this file says how to do every step by hand.
"""

import hashlib
import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

SAFE = re.compile(r"data/(?:[A-Za-z0-9][A-Za-z0-9_-]*[./])*[A-Za-z0-9][A-Za-z0-9_-]*")
LINE = re.compile(r"([0-9a-f]{64})  (\S+)")
TAGS = ("bag-info.txt", "bagit.txt", "manifest-sha256.txt")
faults = []


def fault(kind, where, detail=""):
    faults.append((kind, str(where), detail))


def sha256(path):
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def signed(key, signature, message):
    """Whether an Ed25519 signature holds: openssl pkeyutl -verify -rawin."""
    pem = "-----BEGIN PUBLIC KEY-----\n" + base64_key(key) + "\n-----END PUBLIC KEY-----\n"
    with tempfile.TemporaryDirectory() as folder:
        for name, data in (("key", pem.encode()), ("sig", signature), ("message", message)):
            Path(folder, name).write_bytes(data)
        command = "openssl pkeyutl -verify -pubin -inkey key -rawin -in message -sigfile sig".split()
        return subprocess.run(command, cwd=folder, capture_output=True, check=False).returncode == 0


def base64_key(key):
    import base64

    return base64.b64encode(bytes.fromhex("302a300506032b6570032100") + key).decode()


def check_bag(bag):
    """BagIt 1.0: every file is listed, every listed file is there and unaltered (RFC 8493)."""
    found = {
        path.relative_to(bag).as_posix() for path in bag.rglob("*") if path.is_file() or path.is_symlink()
    }
    listed = {}
    for name, pattern in (
        ("manifest-sha256.txt", SAFE),
        ("tagmanifest-sha256.txt", re.compile("|".join(TAGS))),
    ):
        text = (bag / name).read_bytes().decode("utf-8", "replace") if name in found else ""
        if name not in found:
            fault("missing", name)
        for line in text.splitlines():
            match = LINE.fullmatch(line)
            if not match or not pattern.fullmatch(match[2]) or match[2] in listed:
                fault("malformed", name)
            else:
                listed[match[2]] = match[1]
        if text and (not text.endswith("\n") or "\r" in text):
            fault("malformed", name)
    for name in sorted(found - set(listed) - {"tagmanifest-sha256.txt"}):
        fault("added", name)
    for name, digest in sorted(listed.items()):
        if name not in found:
            fault("missing", name)
        elif (bag / name).is_symlink() or sha256(bag / name) != digest:
            fault("altered", name)
    if "bagit.txt" in found and (bag / "bagit.txt").read_bytes() != BAGIT:
        fault("malformed", "bagit.txt")


BAGIT = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"


def check_organisation(folder):
    """The statements from the founding on: who the stewards are, who is a member, whose device is whose."""
    members, stewards, suspended, devices, previous, threshold, org = {}, set(), set(), {}, "00" * 32, 0, ""
    for number, path in enumerate(sorted(folder.glob("*.statement"))):
        raw = path.read_bytes()
        act = json.loads(raw)
        message = b"tocsin/statement/1" + raw
        new = act["stewards"] if act["do"] == "genesis" else [act]
        if number == 0:
            org, threshold = hashlib.sha256(raw).hexdigest(), act["threshold"]
            members = {one["id"]: one["sign"] for one in new}
            stewards = set(members)
        signers = set()
        for sig in folder.glob(path.stem + ".*.sig"):
            who = sig.name.split(".")[1]
            if who in members and signed(bytes.fromhex(members[who]), sig.read_bytes(), message):
                signers.add(who)
        if (act["seq"], act["prev"], act["do"] == "genesis") != (number, previous, number == 0):
            fault("stranger", path.name, "does not follow the statement before it")
        enough = len(signers & (stewards - suspended)) >= threshold
        if act["do"] == "genesis":
            held = signers == stewards and threshold == min(2, len(stewards))
        elif act["do"] == "device":
            held = act["owner"] in signers
            devices[hashlib.sha256(b"tocsin/device-id/1" + bytes.fromhex(act["key"])).hexdigest()[:32]] = act
        elif act["do"] == "revoke":
            held = enough or devices.get(act["device"], {}).get("owner") in signers
        elif act["do"] == "suspend" and act.get("lifted") is not True:
            held = bool(signers & (stewards - suspended))
        elif act["do"] == "suspend":
            held = len(signers & stewards) >= threshold
        else:
            held = enough
        if not held:
            fault("stranger", path.name, "lacks a signature")
        if act["do"] in ("member", "bell"):
            members[act["id"]] = act["sign"]
            (stewards.add if "steward" in act.get("roles", ()) else stewards.discard)(act["id"])
        if act["do"] == "suspend":
            (suspended.discard if act.get("lifted") is True else suspended.add)(act["member"])
        previous = hashlib.sha256(raw).hexdigest()
    return org, devices


def check_authors(folder, org, devices):
    """Which member's device stands behind the key that signs in a log."""
    authors = {}
    for path in sorted(folder.glob("*.json")):
        one = json.loads(path.read_bytes())
        message = b"tocsin/author/1" + bytes.fromhex(org + one["log"] + one["author"]) + one["class"].encode()
        device = devices.get(one["device"])
        if device is None or not signed(bytes.fromhex(device["key"]), bytes.fromhex(one["sig"]), message):
            fault("stranger", path.name, "is not certified by a device of the organisation")
        else:
            authors[one["log"], one["author"]] = device["owner"]
    return authors


def head_fields(raw, at=0):
    """Just enough CBOR (RFC 8949) for the head of an entry: numbers, byte strings, arrays."""
    kind, size, at = raw[at] >> 5, raw[at] & 31, at + 1
    if size >= 24:
        width = 1 << (size - 24)
        size, at = int.from_bytes(raw[at : at + width], "big"), at + width
    if kind == 2:
        return raw[at : at + size], at + size
    if kind != 4:
        return size, at
    items = []
    for _ in range(size):
        item, at = head_fields(raw, at)
        items.append(item)
    return items, at


def check_entry(folder, authors):
    """The words belong to the commitment in the head, the head to the id, the signature to a member."""
    head, body, sig, r, words = (
        (folder / name).read_bytes() for name in ("head", "body.sha256", "sig", "r", "json")
    )
    fields = head_fields(head)[0]
    log, author, commit = fields[2].hex(), fields[3], fields[8]
    identity = hashlib.sha256(b"tocsin/entry/1" + head + bytes.fromhex(body.decode().strip())).digest()
    if hashlib.sha256(b"tocsin/commit/1" + r + words).digest() != commit or len(r) != 32:
        fault("mismatch", folder.name, "the words are not those that were signed")
    if folder.parent.name == "entries" and folder.name != identity.hex():
        fault("mismatch", folder.name, "is filed under another id")
    if base64_key(author) not in (folder / "author.pem").read_text():
        fault("mismatch", folder.name, "author.pem is not the author's key")
    if not signed(author, sig, identity):
        fault("forged", folder.name, "the signature does not hold")
    if (log, author.hex()) not in authors:
        fault("stranger", folder.name, "nobody of the organisation certified this author")
    return {**json.loads(words), "id": identity.hex(), "by": authors.get((log, author.hex()), "")}


def check_content(data, entries, manifest):
    """Two members approved the published text; each file was named in a signed entry; the list is the exported one."""
    published = [one for one in entries if one["kind"] == "publication.published/1"]
    for one in published:
        text = json.dumps(one["content"], ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
        path = data / "revision" / f"{one['content']['code']}-r{one['content']['revision']}.json"
        digest = hashlib.sha256(text).hexdigest()
        proposed = {
            e["id"]: e["by"]
            for e in entries
            if e["kind"] == "publication.proposed/1" and e["sha256"] == digest
        }
        approved = [e for e in entries if e["kind"] == "publication.approved/1" and e["sha256"] == digest]
        if not path.is_file() or path.read_bytes() != text or digest != one["sha256"]:
            fault("mismatch", path.name, "is not the published text")
        if not any(e["proposal"] in proposed and proposed[e["proposal"]] != e["by"] for e in approved):
            fault("mismatch", path.name, "two different members did not approve it")
    if len(published) != 1 or len(list((data / "revision").iterdir())) != 1:
        fault("mismatch", "revision", "there must be exactly one published revision")
    named = {"\0".join(pair) for one in entries for pair in files_in(one)}
    for path in sorted((data / "files").glob("*")):
        if "\0".join((sha256(path), str(path.stat().st_size))) not in named or path.name.split(".")[
            0
        ] != sha256(path):
            fault("mismatch", path.name, "no signed entry names this file")
    lines = [line for line in manifest.splitlines(True) if "  data/export/" not in line]
    export = entries[-1]
    if (
        export["kind"] != "publication.exported/1"
        or hashlib.sha256("".join(lines).encode()).hexdigest() != export["payload_sha256"]
    ):
        fault("mismatch", "export", "this is not the list of files that was exported")


def files_in(value):
    if isinstance(value, dict):
        if {"sha256", "size", "media_type"} <= set(value):
            yield value["sha256"], str(value["size"])
        value = list(value.values())
    for item in value if isinstance(value, list) else ():
        yield from files_in(item)


def main(bag, expected=""):
    check_bag(bag)
    if not faults:
        data = bag / "data"
        org, devices = check_organisation(data / "organisation")
        authors = check_authors(data / "authors", org, devices)
        folders = [*sorted((data / "entries").iterdir()), data / "export"]
        check_content(
            data,
            [check_entry(folder, authors) for folder in folders],
            (bag / "manifest-sha256.txt").read_text(),
        )
        if expected and expected.lower() != org:
            fault("stranger", "organisation", "is not the one you named")
        print(
            f"organisation {org}\n  Is this the id that they gave you on paper? If not, the rest proves nothing."
        )
    for kind, where, detail in faults:
        print(f"{kind}: {where} {detail}".rstrip())
    print("GOOD: nothing was altered" if not faults else "NOT GOOD")
    return 1 if faults else 0


if __name__ == "__main__":
    try:
        sys.exit(main(Path(sys.argv[1]), *sys.argv[2:3]))
    except (OSError, ValueError, LookupError, TypeError, AttributeError) as error:
        print(f"malformed: {type(error).__name__}: {error}\nNOT GOOD")
        sys.exit(2)

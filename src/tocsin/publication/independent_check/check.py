#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Check an evidence package with Python 3.11 and `openssl` alone: python3 check.py PACKAGE [ORGANISATION]

ORGANISATION is the id that they gave you on paper. Exit status: 0 good, 1 not good, 2 cannot be read.
README.txt beside this file says how to do every step by hand. Nothing here is shared with the program.
"""

import base64
import hashlib
import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

BAGIT = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
SAFE = re.compile(r"data/(?:[A-Za-z0-9][A-Za-z0-9_-]*[./])*[A-Za-z0-9][A-Za-z0-9_-]*")
TAGS = re.compile(r"bag-info\.txt|bagit\.txt|manifest-sha256\.txt")
LINE = re.compile(r"([0-9a-f]{64})  (\S+)")
faults, objects = [], []


def fault(kind, where, detail=""):
    faults.append((kind, str(where), detail))


def sha256(path):
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def pem(key):
    body = base64.b64encode(bytes.fromhex("302a300506032b6570032100") + key)
    return b"-----BEGIN PUBLIC KEY-----\n" + body + b"\n-----END PUBLIC KEY-----\n"


def signed(key, signature, message):
    with tempfile.TemporaryDirectory() as folder:
        for name, data in (("key", pem(key)), ("sig", signature), ("message", message)):
            Path(folder, name).write_bytes(data)
        command = "openssl pkeyutl -verify -pubin -inkey key -rawin -in message -sigfile sig"
        return subprocess.run(command.split(), cwd=folder, capture_output=True, check=False).returncode == 0


def check_bag(bag):
    """BagIt 1.0 (RFC 8493): every file is listed, every listed file is there and unaltered."""
    paths = (path for path in bag.rglob("*") if path.is_file() or path.is_symlink())
    found = {path.relative_to(bag).as_posix() for path in paths}
    listed = {}
    for name, allowed in (("manifest-sha256.txt", SAFE), ("tagmanifest-sha256.txt", TAGS)):
        if name not in found:
            fault("missing", name)
            continue
        text = (bag / name).read_bytes().decode("utf-8", "replace")
        if text and (not text.endswith("\n") or "\r" in text):
            fault("malformed", name)
        for line in text.splitlines():
            match = LINE.fullmatch(line)
            if not match or not allowed.fullmatch(match[2]) or match[2] in listed:
                fault("malformed", name)
            else:
                listed[match[2]] = match[1]
    for name in sorted(found - set(listed) - {"tagmanifest-sha256.txt"}):
        fault("added", name)
    for name, digest in sorted(listed.items()):
        if name not in found:
            fault("missing", name)
        elif (bag / name).is_symlink() or sha256(bag / name) != digest:
            fault("altered", name)
    if "bagit.txt" in found and (bag / "bagit.txt").read_bytes() != BAGIT:
        fault("malformed", "bagit.txt")


def check_organisation(folder):
    """The statements from the founding on: who the stewards are, who is a member, whose device is whose."""
    keys, stewards, suspended, devices, previous, org = {}, set(), set(), {}, "00" * 32, ""
    for number, path in enumerate(sorted(folder.glob("*.statement"))):
        raw = path.read_bytes()
        act = json.loads(raw)
        do, lifted = act["do"], act.get("lifted") is True
        if number == 0:
            org, threshold = hashlib.sha256(raw).hexdigest(), act["threshold"]
            keys = {one["id"]: one["sign"] for one in act["stewards"]}
            stewards = set(keys)
        message, signers = b"tocsin/statement/1" + raw, set()
        for sig in folder.glob(path.stem + ".*.sig"):
            who = sig.name.split(".")[1]
            if who in keys and signed(bytes.fromhex(keys[who]), sig.read_bytes(), message):
                signers.add(who)
        enough = len(signers & (stewards - suspended)) >= threshold
        held = {
            "genesis": number == 0 and signers == stewards and threshold == min(2, len(stewards)),
            "device": act.get("owner") in signers,
            "revoke": enough or devices.get(act.get("device"), [""])[0] in signers,
            "suspend": len(signers & stewards) >= threshold if lifted else signers & (stewards - suspended),
        }.get(do, enough)
        if not held or (act["seq"], act["prev"]) != (number, previous):
            fault("stranger", path.name, "lacks a signature, or does not follow the statement before it")
        if do == "device":
            key = bytes.fromhex(act["key"])
            devices[hashlib.sha256(b"tocsin/device-id/1" + key).hexdigest()[:32]] = act["owner"], key
        if do in ("member", "bell"):
            keys[act["id"]] = act["sign"]
            (stewards.add if "steward" in act.get("roles", ()) else stewards.discard)(act["id"])
        if do == "suspend":
            (suspended.discard if lifted else suspended.add)(act["member"])
        previous = hashlib.sha256(raw).hexdigest()
    return org, devices


def head_fields(raw):
    """Just enough CBOR (RFC 8949) for a head: numbers and byte strings; headers of arrays are passed over."""
    fields, at = [], 0
    while at < len(raw):
        kind, size, at = raw[at] >> 5, raw[at] & 31, at + 1
        width = 1 << (size - 24) if size >= 24 else 0
        size, at = int.from_bytes(raw[at : at + width], "big") if width else size, at + width
        if kind == 2:
            fields.append(raw[at : at + size])
            at += size
        elif kind == 0:
            fields.append(size)
    return fields


def check_entry(folder, org, devices):
    """The words belong to the commitment in the head, the head to the id, the signature to a member."""
    parts = ("head", "body.hash", "sig", "r", "json", "author.json")
    head, body, sig, r, words, certificate = ((folder / name).read_bytes() for name in parts)
    fields, proof = head_fields(head), json.loads(certificate)
    log, author, commit = fields[2], fields[3], fields[-2]
    identity = hashlib.sha256(b"tocsin/entry/1" + head + body).digest()
    if hashlib.sha256(b"tocsin/commit/1" + r + words).digest() != commit or len(r) != 32:
        fault("mismatch", folder.name, "the words are not those that were signed")
    if folder.parent.name == "entries" and folder.name != identity.hex():
        fault("mismatch", folder.name, "is filed under another id")
    if (folder / "author.pem").read_bytes() != pem(author):
        fault("mismatch", folder.name, "author.pem is not the author's key")
    if not signed(author, sig, identity):
        fault("forged", folder.name, "the signature does not hold")
    owner, key = devices.get(proof["device"], ("", b""))
    message = b"tocsin/author/1" + bytes.fromhex(org) + log + author + proof["class"].encode()
    if not signed(key, bytes.fromhex(proof["sig"]), message):
        fault("stranger", folder.name, "nobody of the organisation certified this author")
        owner = ""
    read = json.loads(words, object_hook=lambda value: objects.append(value) or value)
    return {**read, "id": identity.hex(), "by": owner}


def check_content(data, entries, manifest):
    """Two members approved the text; signed entries name every file; this is the list that was exported."""
    published = [one for one in entries if one["kind"] == "publication.published/1"]
    for one in published:
        text = json.dumps(one["content"], ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
        path = data / "revision" / f"{one['content']['code']}-r{one['content']['revision']}.json"
        digest = hashlib.sha256(text).hexdigest()
        same = [entry for entry in entries if entry.get("sha256") == digest]
        proposed = {entry["id"]: entry["by"] for entry in same if entry["kind"] == "publication.proposed/1"}
        approved = [entry for entry in same if entry["kind"] == "publication.approved/1"]
        if not path.is_file() or path.read_bytes() != text or digest != one["sha256"]:
            fault("mismatch", path.name, "is not the published text")
        if not any(proposed.get(entry["proposal"], entry["by"]) != entry["by"] for entry in approved):
            fault("mismatch", path.name, "two different members did not approve it")
    if len(published) != 1 or len(list((data / "revision").iterdir())) != 1:
        fault("mismatch", "revision", "there must be exactly one published revision")
    named = {(one["sha256"], one["size"]) for one in objects if {"sha256", "size", "media_type"} <= set(one)}
    for path in sorted((data / "files").glob("*")):
        if (sha256(path), path.stat().st_size) not in named or path.name.split(".")[0] != sha256(path):
            fault("mismatch", path.name, "no signed entry names this file")
    lines = "".join(line for line in manifest.splitlines(True) if "  data/export/" not in line)
    export, payload = entries[-1], hashlib.sha256(lines.encode()).hexdigest()
    if export["kind"] != "publication.exported/1" or export["payload_sha256"] != payload:
        fault("mismatch", "export", "this is not the list of files that was exported")


def main(bag, expected=""):
    check_bag(bag)
    if not faults:
        data = bag / "data"
        org, devices = check_organisation(data / "organisation")
        folders = [*sorted((data / "entries").iterdir()), data / "export"]
        entries = [check_entry(folder, org, devices) for folder in folders]
        check_content(data, entries, (bag / "manifest-sha256.txt").read_text())
        if expected.lower() not in ("", org):
            fault("stranger", "organisation", "is not the one you named")
        print(f"organisation {org}\nIs this the id that they gave you on paper? If not, this proves nothing.")
    for kind, where, detail in faults:
        print(f"{kind} {where} {detail}".rstrip())
    print("NOT GOOD" if faults else "GOOD: nothing was altered")
    return 1 if faults else 0


if __name__ == "__main__":
    try:
        sys.exit(main(Path(sys.argv[1]), *sys.argv[2:3]))
    except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        print(f"malformed {type(error).__name__}: {error}\nNOT GOOD")
        sys.exit(2)

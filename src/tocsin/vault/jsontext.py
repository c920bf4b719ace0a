# SPDX-License-Identifier: AGPL-3.0-or-later
"""JSON as the log allows it: UTF-8, one object, no duplicate key, no NaN, depth at most 16.

A court expert reads these bytes with any parser, so nothing may mean two things to two parsers.
"""

from __future__ import annotations

import json
import math
from typing import Any, NoReturn

import msgspec

DEEPEST = 16


class BadJson(ValueError):
    """Bytes that are not one JSON object under the log's rules."""


def write(value: Any) -> bytes:
    """Compact UTF-8 JSON. Raises BadJson for what could not be read back (depth, not an object, infinity)."""
    try:
        raw = msgspec.json.encode(value)
    except (TypeError, ValueError, RecursionError) as error:
        raise BadJson(f"cannot be written: {error}") from None
    read(raw)
    return raw


def read(raw: bytes) -> dict[str, Any]:
    """The object in ``raw``. Raises BadJson."""
    try:
        value = _DECODER.decode(raw.decode("utf-8"))
    except UnicodeDecodeError:
        raise BadJson("not UTF-8") from None
    except RecursionError:
        raise BadJson("nested deeper than 16") from None
    except ValueError as error:
        raise BadJson(f"not JSON: {error}") from None
    if type(value) is not dict:
        raise BadJson("not an object")
    if raw.count(b"{") + raw.count(b"[") > DEEPEST and _depth(value) > DEEPEST:
        raise BadJson("nested deeper than 16")
    if b"\\u" in raw:
        _refuse_lone_surrogates(value)
    return value


def _refuse_lone_surrogates(value: dict[str, Any]) -> None:
    try:
        json.dumps(value, ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError:
        raise BadJson("half a surrogate pair") from None


def _depth(value: Any) -> int:
    deepest, level = 0, [value]
    while level:
        deepest += 1
        inner: list[Any] = []
        for item in level:
            inner.extend(item.values() if type(item) is dict else item)
        level = [item for item in inner if type(item) in (dict, list)]
    return deepest


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise BadJson("the same key twice")
    return found


def _constant(name: str) -> NoReturn:
    raise BadJson(f"{name} is not a number")


def _float(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise BadJson("a number out of range")
    return number


_DECODER = json.JSONDecoder(object_pairs_hook=_object, parse_constant=_constant, parse_float=_float)

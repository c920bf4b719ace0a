# SPDX-License-Identifier: AGPL-3.0-or-later
"""The typesetter that publication asks for: typst, in a box without files, network or keys."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from tocsin.publication.dossier import typesetting
from tocsin.vault.refusals import Refusal
from tocsin_server import sandbox

ALLOWANCE: Final = sandbox.Allowance(seconds=60.0, processor=60, memory=3 << 30)


def set_type(template: bytes, data: Mapping[str, Any]) -> bytes:
    """The finished PDF. Raises Refusal if the box did not give one back."""
    text = json.dumps(data, ensure_ascii=False)
    try:
        return sandbox.run(
            typesetting.typeset, template, text, int(data.get("timestamp", 0)), allowance=ALLOWANCE
        )
    except sandbox.SandboxFailed:
        raise Refusal(
            "The paper could not be set.",
            "The typesetter ended without a result; nothing left this machine.",
            "Try again. If it happens again, take the web page and tell whoever looks after this desk.",
        ) from None

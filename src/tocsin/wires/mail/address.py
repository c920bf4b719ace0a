# SPDX-License-Identifier: AGPL-3.0-or-later
"""From ``mailto:vera@example.org`` to the mailbox; anything that could smuggle a header in is no address."""

from __future__ import annotations

import re
from urllib.parse import unquote

from tocsin.alarm.facts.bell import FailureCause
from tocsin.alarm.needs import LineFailure

# Deliberately narrower than RFC 5321: no quoted local part, no comment, nothing that folds into a header.
MAILBOX = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9.-]{1,255}")


def recipient(address: str) -> str:
    """The mailbox of a mailto address. Raises LineFailure, lasting, for anything else."""
    scheme, _, rest = address.partition(":")
    mailbox = unquote(rest.partition("?")[0])
    if scheme.lower() != "mailto" or not MAILBOX.fullmatch(mailbox):
        raise LineFailure(FailureCause.REFUSED, lasting=True)
    return mailbox

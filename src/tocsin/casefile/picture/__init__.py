# SPDX-License-Identifier: AGPL-3.0-or-later
"""A case drawn from its log, and what follows from it: who says so, what differs, where held, what runs out.

Drawing files entries by id; everything else here is computed from that picture each time and never stored.
"""

from __future__ import annotations

from tocsin.casefile.picture.accounts import Account, Dispute, accounts_of, disputes
from tocsin.casefile.picture.case import CaseFold, CasePicture, Claim, ahead
from tocsin.casefile.picture.chains import independent_originators
from tocsin.casefile.picture.clocks import legal_clocks, without_counsel
from tocsin.casefile.picture.detention import last_status, taken, trace
from tocsin.casefile.picture.people import Age, Protection, Shown, names, protection, shown

__all__ = [
    "Account",
    "Age",
    "CaseFold",
    "CasePicture",
    "Claim",
    "Dispute",
    "Protection",
    "Shown",
    "accounts_of",
    "ahead",
    "disputes",
    "independent_originators",
    "last_status",
    "legal_clocks",
    "names",
    "protection",
    "shown",
    "taken",
    "trace",
    "without_counsel",
]

# SPDX-License-Identifier: AGPL-3.0-or-later
"""Sentences composed from claims: who says what, how they know, in three languages, and nothing that is
ours alone.

Pure: a case's picture and the proposer's choices go in, the pages of a revision come out.
"""

from tocsin.publication.composition.edition import compose
from tocsin.publication.composition.material import (
    Choices,
    Material,
    Someone,
    Statement,
    candidates,
    gather,
    may_leave,
)
from tocsin.publication.composition.speakers import Speaker, key_of, speakers_of

__all__ = [
    "Choices",
    "Material",
    "Someone",
    "Speaker",
    "Statement",
    "candidates",
    "compose",
    "gather",
    "key_of",
    "may_leave",
    "speakers_of",
]

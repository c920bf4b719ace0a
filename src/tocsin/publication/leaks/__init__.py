# SPDX-License-Identifier: AGPL-3.0-or-later
"""The leak test: withheld words, in every spelling, sought in the finished bytes of everything that leaves.

It looks at bytes and not at a draft, because a name also escapes through a title, an address or an attribute.
"""

from tocsin.publication.leaks.search import Leak, Secret, SecretKind, search
from tocsin.publication.leaks.views import UnreadableOutput, views

__all__ = ["Leak", "Secret", "SecretKind", "UnreadableOutput", "search", "views"]

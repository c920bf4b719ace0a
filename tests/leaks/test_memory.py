# SPDX-License-Identifier: AGPL-3.0-or-later
"""S3: after the locks no Tocsin process holds a planted word; while somebody was signed in, one did.

Reading another process's memory takes root; elsewhere these tests are listed as not run.
"""

from __future__ import annotations

import os

import pytest

from tests.leaks.conftest import Looked
from tocsin_server.demo import cast

pytestmark = [
    pytest.mark.slow,
    pytest.mark.xdist_group("leaks"),
    pytest.mark.timeout(420),
    pytest.mark.skipif(os.geteuid() != 0, reason="needs root: it reads the memory of other processes"),
]


def test_while_members_are_signed_in_every_word_is_in_their_processes(night: Looked) -> None:
    seen = {word for found in night.unlocked.values() for word, _ in found}
    typed_later = {word for word in cast.PLANTED if word in cast.TYPED}
    assert seen == set(cast.PLANTED) - typed_later


def test_only_the_processes_of_members_ever_held_a_word(night: Looked) -> None:
    holding = [pid for pid, found in night.unlocked.items() if found]
    assert 1 <= len(holding) <= len(cast.EVERYONE)
    assert set(holding).isdisjoint(night.locked), "a process that outlives the lock had words in it"


def test_after_the_locks_no_process_holds_a_word(night: Looked) -> None:
    assert night.locked
    assert {pid: found for pid, found in night.locked.items() if found} == {}

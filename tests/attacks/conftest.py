# SPDX-License-Identifier: AGPL-3.0-or-later
"""The same organisation as the tests of processes use."""

from tests.server.conftest import founded, organisation

__all__ = ["founded", "organisation"]

# SPDX-License-Identifier: AGPL-3.0-or-later
"""The page kit: base page, session, request type, components, slots."""

from tocsin.web.answers import page, refused, see_other
from tocsin.web.requests import DeskRequest, RelayRequest, Session

__all__ = ["DeskRequest", "RelayRequest", "Session", "page", "refused", "see_other"]

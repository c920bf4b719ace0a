# SPDX-License-Identifier: AGPL-3.0-or-later
"""The page kit: base page, session, request type, components, slots."""

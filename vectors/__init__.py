# SPDX-License-Identifier: AGPL-3.0-or-later
"""Sealed logs with fixed keys, good and tampered; `python -m vectors.make` writes them."""

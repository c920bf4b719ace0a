# SPDX-License-Identifier: AGPL-3.0-or-later
"""Canaries: words of an invented case that must never be found outside the sealed log."""

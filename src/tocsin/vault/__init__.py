# SPDX-License-Identifier: AGPL-3.0-or-later
"""Beneath everything: sealed log, keys, sealed files, who may open what. Knows nothing about cases."""

# SPDX-License-Identifier: AGPL-3.0-or-later
"""Holds check.py, which goes into every evidence package.

Nothing of Tocsin imports it and it imports nothing of ours, so that it can be read and run alone.
"""

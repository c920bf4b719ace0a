# SPDX-License-Identifier: AGPL-3.0-or-later
"""Forms of a case: read, run the rule, write, go and look.

A refusal gives the form back as it was typed, with the three sentences above it.
"""

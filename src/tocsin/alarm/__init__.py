# SPDX-License-Identifier: AGPL-3.0-or-later
"""Someone is in danger: the call comes in, and people are woken until one answers."""

# SPDX-License-Identifier: AGPL-3.0-or-later
"""What keeps happening: waves, impunity, linked reports, what was never reported."""

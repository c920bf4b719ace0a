# SPDX-License-Identifier: AGPL-3.0-or-later
"""Someone goes there: dispatch, the response clock, what was found, evidence taken."""

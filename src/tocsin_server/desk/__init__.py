# SPDX-License-Identifier: AGPL-3.0-or-later
"""The desk: a front that holds nothing, and one process per unlocked member that holds what is theirs."""

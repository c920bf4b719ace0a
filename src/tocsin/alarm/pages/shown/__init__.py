# SPDX-License-Identifier: AGPL-3.0-or-later
"""What templates are given: an alarm as a row, as a page, and its ladder, in words ready to be drawn."""

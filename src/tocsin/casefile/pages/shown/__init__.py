# SPDX-License-Identifier: AGPL-3.0-or-later
"""What stands on a case's pages, worked out as plain rows before a template sees them.

Templates then only print, which keeps a page of a hundred claims quick and every sentence testable.
"""

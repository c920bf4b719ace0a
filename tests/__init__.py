# SPDX-License-Identifier: AGPL-3.0-or-later
"""What needs more than one chapter to be tested: the story, the fences, the attacks, the leaks."""

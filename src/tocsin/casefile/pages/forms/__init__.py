# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a member may write on a case's pages: claims, people, visits, questions, what runs out.

Nothing is required that a tired person might not know, and a refusal gives back everything that was typed.
"""

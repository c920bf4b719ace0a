# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a claim can say: names across scripts, imprecise times, places, ages, vocabularies. Pure."""

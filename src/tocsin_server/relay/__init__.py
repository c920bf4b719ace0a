# SPDX-License-Identifier: AGPL-3.0-or-later
"""The relay: takes in what people in danger write, shows what is public, can open neither parcel nor case."""

# SPDX-License-Identifier: AGPL-3.0-or-later
"""Names for the identifiers that cross seams, so that a file id never stands where a log id is meant.

All are lower-case hex: random ones 16 bytes, hashes 32.
"""

from __future__ import annotations

from typing import NewType

OrgId = NewType("OrgId", str)
LogId = NewType("LogId", str)
EntryId = NewType("EntryId", str)
MemberId = NewType("MemberId", str)
DeviceId = NewType("DeviceId", str)
FileId = NewType("FileId", str)
ParcelId = NewType("ParcelId", str)

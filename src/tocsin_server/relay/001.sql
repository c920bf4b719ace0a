-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Sealed parcels on their way to the bell. A body leaves this file as soon as the bell has it.
CREATE TABLE parcels (
    id     BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 32),
    body   BLOB,
    lane   TEXT NOT NULL,
    mark   TEXT NOT NULL,
    boot   TEXT NOT NULL,
    since  REAL NOT NULL,
    heard  INTEGER NOT NULL DEFAULT 0,
    paged  REAL,
    paged_boot TEXT
) STRICT, WITHOUT ROWID;

CREATE INDEX waiting ON parcels (heard);

CREATE TABLE seen (
    token TEXT NOT NULL PRIMARY KEY
) STRICT, WITHOUT ROWID;

-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Sealed bytes only. Keyed by hash without row ids, so that pages of the file do not keep
-- the order in which things came in across logs. Order within one log is the column n.
CREATE TABLE logs (
    log   BLOB NOT NULL PRIMARY KEY CHECK (length(log) = 16),
    count INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE entries (
    log  BLOB NOT NULL,
    n    INTEGER NOT NULL,
    id   BLOB NOT NULL CHECK (length(id) = 32),
    head BLOB NOT NULL,
    body BLOB NOT NULL,
    sig  BLOB NOT NULL,
    PRIMARY KEY (log, n)
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX entries_by_id ON entries (id);

CREATE TABLE wraps (
    name    BLOB NOT NULL PRIMARY KEY,
    subject BLOB NOT NULL,
    epoch   BLOB NOT NULL,
    body    BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE parcels (
    id   BLOB NOT NULL PRIMARY KEY,
    body BLOB NOT NULL
) STRICT, WITHOUT ROWID;

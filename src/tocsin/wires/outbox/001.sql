-- SPDX-License-Identifier: AGPL-3.0-or-later
-- The bell's outbox: a picture of the bell log. No address and no text of a page stands here.
create table page (
  id text primary key,
  scheme text not null,
  due real not null default 0,
  until real,
  attempts integer not null default 0
) strict, without rowid;
create table mark (
  cause text not null,
  seconds integer not null,
  boot text not null,
  due_boot real not null,
  due_wall text not null,
  primary key (cause, seconds)
) strict, without rowid;

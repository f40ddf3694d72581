-- Documents. What is looked for stands in columns of its own; times have nine decimals each, so
-- that as texts they are in order, too.
CREATE TABLE resources (
  account     TEXT   NOT NULL,
  kind        TEXT   NOT NULL,
  id          TEXT   NOT NULL,
  name        TEXT   NOT NULL,
  -- The name again, where an account has only one of that name.
  unique_name TEXT,
  parent      TEXT   NOT NULL,
  -- Of a long one the beginning: the whole may be more than an index takes.
  description TEXT   NOT NULL,
  created_at  TEXT   NOT NULL,
  modified_at TEXT   NOT NULL,
  -- Of an API key's secret, by which alone it is found whichever account it belongs to.
  secret_hash TEXT   UNIQUE,
  revision    BIGINT NOT NULL,
  -- The revision that made it, and which of its entries: the order in which documents were made.
  made_in     BIGINT NOT NULL,
  made_as     BIGINT NOT NULL,
  body        TEXT   NOT NULL,
  PRIMARY KEY (account, kind, id),
  UNIQUE (account, kind, unique_name)
);

CREATE INDEX resources_as_made ON resources (kind, made_in, made_as);
CREATE INDEX resources_by_name ON resources (account, kind, name, id);
CREATE INDEX resources_of_name ON resources (account, kind, name, created_at, id);
CREATE INDEX resources_by_description ON resources (account, kind, description, id);
CREATE INDEX resources_by_birth ON resources (account, kind, created_at, id);
CREATE INDEX resources_by_change ON resources (account, kind, modified_at, id);
CREATE INDEX resources_by_parent ON resources (account, kind, parent, created_at, id);

-- What happened to each document at each revision; body is absent where it was deleted.
CREATE TABLE change_log (
  revision    BIGINT NOT NULL,
  entry       BIGINT NOT NULL,
  at          TEXT   NOT NULL,
  account     TEXT   NOT NULL,
  kind        TEXT   NOT NULL,
  id          TEXT   NOT NULL,
  name        TEXT   NOT NULL,
  parent      TEXT   NOT NULL,
  description TEXT   NOT NULL,
  created_at  TEXT   NOT NULL,
  modified_at TEXT   NOT NULL,
  body        TEXT,
  PRIMARY KEY (revision, entry)
);

-- Who did what, each record holding a hash of all before it.
CREATE TABLE audit_log (
  sequence BIGINT PRIMARY KEY,
  at       TEXT   NOT NULL,
  account  TEXT   NOT NULL,
  target   TEXT   NOT NULL,
  action   TEXT   NOT NULL,
  body     TEXT   NOT NULL,
  hash     TEXT   NOT NULL,
  seal     TEXT   NOT NULL
);

CREATE INDEX audit_log_of_account ON audit_log (account, sequence);
CREATE INDEX audit_log_of_target ON audit_log (account, target, sequence);

-- The audit trail's last number. Whoever appends holds this row.
INSERT INTO counters VALUES ('audit', 0);

-- Secrets, sealed under a key that is not in here.
CREATE TABLE secrets (
  name   TEXT PRIMARY KEY,
  sealed TEXT NOT NULL
);

-- Which key that is; one row, as soon as there is one.
CREATE TABLE sealing (
  one    BIGINT PRIMARY KEY CHECK (one = 1),
  key_id TEXT NOT NULL
);

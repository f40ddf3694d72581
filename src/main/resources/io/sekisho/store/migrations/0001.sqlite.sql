-- Resources as JSON documents. The position keeps the order in which they were made.
CREATE TABLE resources (
  position INTEGER PRIMARY KEY AUTOINCREMENT,
  id       TEXT    NOT NULL UNIQUE,
  kind     TEXT    NOT NULL,
  account  TEXT    NOT NULL,
  name     TEXT    NOT NULL,
  revision INTEGER NOT NULL,
  body     TEXT    NOT NULL CHECK (json_valid(body)),
  UNIQUE (kind, account, name)
);

-- What happened to each resource at each revision; body is absent where it was deleted.
CREATE TABLE change_log (
  revision INTEGER NOT NULL,
  entry    INTEGER NOT NULL,
  kind     TEXT    NOT NULL,
  id       TEXT    NOT NULL,
  account  TEXT    NOT NULL,
  name     TEXT    NOT NULL,
  body     TEXT,
  PRIMARY KEY (revision, entry)
) WITHOUT ROWID;

-- Who did it.
CREATE TABLE audit_log (
  revision INTEGER PRIMARY KEY,
  at       TEXT    NOT NULL,
  action   TEXT    NOT NULL,
  operator TEXT    NOT NULL,
  trace    TEXT    NOT NULL,
  changes  INTEGER NOT NULL
);

CREATE TRIGGER change_log_is_append_only BEFORE UPDATE ON change_log
BEGIN SELECT RAISE(ABORT, 'the change log is append-only'); END;

CREATE TRIGGER change_log_forgets_nothing BEFORE DELETE ON change_log
BEGIN SELECT RAISE(ABORT, 'the change log is append-only'); END;

CREATE TRIGGER audit_log_is_append_only BEFORE UPDATE ON audit_log
BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;

CREATE TRIGGER audit_log_forgets_nothing BEFORE DELETE ON audit_log
BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;

-- Numbers that only grow. The revision is counted here and nowhere else, in the same transaction
-- as what it numbers: whoever reads on from a revision misses nothing.
CREATE TABLE counters (
  name  TEXT PRIMARY KEY,
  value INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TRIGGER counters_only_grow BEFORE UPDATE ON counters WHEN NEW.value < OLD.value
BEGIN SELECT RAISE(ABORT, 'a counter only grows'); END;

INSERT INTO counters VALUES ('revision', 0), ('vpc_index', 0), ('mark', 0);

CREATE TABLE operator_keys (
  name       TEXT PRIMARY KEY,
  hash       TEXT NOT NULL UNIQUE,
  created_at TEXT NOT NULL
) WITHOUT ROWID;

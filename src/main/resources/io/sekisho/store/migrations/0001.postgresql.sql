-- PostgreSQL joined with schema 2. Of schema 1 it has what was not changed since.

-- Numbers that only grow. The revision is counted here and nowhere else, in the same transaction
-- as what it numbers: whoever reads on from a revision misses nothing.
CREATE TABLE counters (
  name  TEXT PRIMARY KEY,
  value BIGINT NOT NULL
);

INSERT INTO counters VALUES ('revision', 0), ('vpc_index', 0), ('mark', 0);

CREATE TABLE operator_keys (
  name       TEXT PRIMARY KEY,
  hash       TEXT NOT NULL UNIQUE,
  created_at TEXT NOT NULL
);

-- Up to where each node's records are in the trail: written with them, so that none of them is there twice.
CREATE TABLE node_records (
  node    TEXT PRIMARY KEY,
  stream  TEXT NOT NULL,
  last    BIGINT NOT NULL
);

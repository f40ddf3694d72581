-- Logins that go on. What is looked for stands in columns of its own.
CREATE TABLE logins (
  id              TEXT PRIMARY KEY,
  account         TEXT NOT NULL,
  -- Whose sessions are counted together, and what else a session stands on.
  identity        TEXT NOT NULL,
  profile         TEXT NOT NULL,
  api_key         TEXT NOT NULL,
  created_at      TEXT NOT NULL,
  expires_at      TEXT NOT NULL,
  last_used_at    TEXT NOT NULL,
  -- Of the refresh token's two secrets.
  refresh_family  TEXT NOT NULL,
  refresh_hash    TEXT NOT NULL,
  refresh_expires TEXT NOT NULL,
  holder          TEXT NOT NULL
);

CREATE INDEX logins_of_identity ON logins (account, identity, created_at, id);
CREATE INDEX logins_of_profile ON logins (account, profile);
CREATE INDEX logins_of_api_key ON logins (account, api_key);

-- Hashes of what may be used once, and was.
CREATE TABLE used_once (
  hash       TEXT PRIMARY KEY,
  forget_at  TEXT NOT NULL
);

CREATE INDEX used_once_by_end ON used_once (forget_at);

-- One account's part of the log is read without the others'.
CREATE INDEX change_log_of_account ON change_log (account, revision, entry);

-- Up to which revision the change log was trimmed.
INSERT INTO counters VALUES ('trimmed', 0);

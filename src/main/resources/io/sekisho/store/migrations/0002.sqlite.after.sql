-- A time with nine decimals, from one with as many as it needed.
CREATE TEMP VIEW old_resources AS
SELECT *, coalesce(json_extract(body, '$.created_at'), json_extract(body, '$.identity.created_at'), '1970-01-01T00:00:00Z') AS created,
  coalesce(json_extract(body, '$.modified_at'), json_extract(body, '$.created_at'), json_extract(body, '$.identity.created_at'), '1970-01-01T00:00:00Z') AS modified
FROM main.resources_1;

INSERT INTO resources
SELECT account, kind, id, name, name, '', substr(coalesce(json_extract(body, '$.description'), ''), 1, 300),
  substr(created, 1, 19) || '.' || substr(substr(replace(substr(created, 20), 'Z', ''), 2) || '000000000', 1, 9) || 'Z',
  substr(modified, 1, 19) || '.' || substr(substr(replace(substr(modified, 20), 'Z', ''), 2) || '000000000', 1, 9) || 'Z',
  NULL, revision, 0, position, body
FROM old_resources;

DROP VIEW old_resources;

-- When a document was made, this log did not say: it has the time of the change in its stead.
CREATE TEMP VIEW old_changes AS
SELECT c.*, substr(a.at, 1, 19) || '.' || substr(substr(replace(substr(a.at, 20), 'Z', ''), 2) || '000000000', 1, 9) || 'Z' AS at,
  a.action, a.operator, a.trace
FROM main.change_log_1 c JOIN main.audit_log_1 a USING (revision);

INSERT INTO change_log
SELECT revision, entry, at, account, kind, id, name, '', coalesce(json_extract(body, '$.description'), ''), at, at, body
FROM old_changes;

-- What was known of who did it, one record for each change; the program chains them.
CREATE TABLE audit_log_unchained AS
SELECT revision, entry, at, account, id AS target, action,
  json_object('eventTime', at, 'action', action, 'outcome', 'success',
    'initiator', json_object('name', operator), 'target', json_object('id', id, 'name', name),
    'correlationId', trace) AS body
FROM old_changes;

DROP VIEW old_changes;
DROP TABLE resources_1;
DROP TABLE change_log_1;
DROP TABLE audit_log_1;

CREATE TRIGGER change_log_is_append_only BEFORE UPDATE ON change_log
BEGIN SELECT RAISE(ABORT, 'the change log is append-only'); END;

CREATE TRIGGER change_log_forgets_nothing BEFORE DELETE ON change_log
BEGIN SELECT RAISE(ABORT, 'the change log is append-only'); END;

CREATE TRIGGER audit_log_is_append_only BEFORE UPDATE ON audit_log
BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;

CREATE TRIGGER audit_log_forgets_nothing BEFORE DELETE ON audit_log
BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;

-- Every document of IAM has its stamps in one form: {"created": {"at", "by"}, "modified": {"at", "by"}}.
DROP TRIGGER change_log_is_append_only;

CREATE TEMP VIEW stamped AS
SELECT 'resources' AS place, account, kind, id, 0 AS revision, 0 AS entry, body FROM main.resources
UNION ALL
SELECT 'change_log', account, kind, id, revision, entry, body FROM main.change_log WHERE body IS NOT NULL;

CREATE TEMP TABLE restamped AS
SELECT place, account, kind, id, revision, entry,
  CASE kind
    WHEN 'ACCOUNT' THEN json_set(body, '$.settings.stamps', json_object(
      'created', json_object('at', body ->> '$.settings.stamps.created_at', 'by', body ->> '$.settings.stamps.created_by'),
      'modified', json_object('at', body ->> '$.settings.stamps.modified_at', 'by', body ->> '$.settings.stamps.modified_by')))
    WHEN 'POLICY' THEN json_remove(json_set(body, '$.stamps', json_object('created', body -> 'created', 'modified', body -> 'modified')), '$.created', '$.modified')
    WHEN 'ROLE' THEN json_remove(json_set(body, '$.stamps', json_object('created', body -> 'created', 'modified', body -> 'modified')), '$.created', '$.modified')
    WHEN 'ACCESS_GROUP' THEN json_remove(json_set(body,
      '$.stamps', json_object('created', body -> 'created', 'modified', body -> 'modified'),
      '$.rules', json((SELECT json_group_array(json_remove(
          json_set(r.value, '$.stamps', json_object('created', r.value -> 'created', 'modified', r.value -> 'modified')), '$.created', '$.modified'))
        FROM json_each(body, '$.rules') AS r))), '$.created', '$.modified')
    ELSE json_set(body, '$.stamps', json_object(
      'created', json_object('at', body ->> '$.stamps.created_at', 'by', body ->> '$.stamps.created_by'),
      'modified', json_object('at', body ->> '$.stamps.modified_at', 'by', body ->> '$.stamps.modified_by')))
  END AS body
FROM stamped
WHERE (kind IN ('POLICY', 'ROLE', 'ACCESS_GROUP') AND body -> 'created' IS NOT NULL)
  OR (kind IN ('USER', 'SERVICE_ID', 'API_KEY', 'IDENTITY_PROVIDER') AND body -> '$.stamps.created_at' IS NOT NULL)
  OR (kind = 'ACCOUNT' AND body -> '$.settings.stamps.created_at' IS NOT NULL);

DROP VIEW stamped;

UPDATE resources SET body = r.body FROM temp.restamped AS r
WHERE r.place = 'resources' AND r.account = resources.account AND r.kind = resources.kind AND r.id = resources.id;

UPDATE change_log SET body = r.body FROM temp.restamped AS r
WHERE r.place = 'change_log' AND r.revision = change_log.revision AND r.entry = change_log.entry;

DROP TABLE temp.restamped;

CREATE TRIGGER change_log_is_append_only BEFORE UPDATE ON change_log
BEGIN SELECT RAISE(ABORT, 'the change log is append-only'); END;

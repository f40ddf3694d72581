-- Every document of IAM has its stamps in one form: {"created": {"at", "by"}, "modified": {"at", "by"}}.
ALTER TABLE change_log DISABLE TRIGGER USER;

CREATE FUNCTION pg_temp.stamped(old jsonb) RETURNS jsonb LANGUAGE sql AS
$$ SELECT (old - 'created' - 'modified') || jsonb_build_object('stamps',
  jsonb_build_object('created', old -> 'created', 'modified', old -> 'modified')) $$;

CREATE FUNCTION pg_temp.stamps(old jsonb) RETURNS jsonb LANGUAGE sql AS
$$ SELECT jsonb_build_object(
  'created', jsonb_build_object('at', old -> 'created_at', 'by', old -> 'created_by'),
  'modified', jsonb_build_object('at', old -> 'modified_at', 'by', old -> 'modified_by')) $$;

CREATE FUNCTION pg_temp.restamped(kind text, old jsonb) RETURNS text LANGUAGE sql AS
$$ SELECT (CASE
  WHEN kind IN ('POLICY', 'ROLE') AND old ? 'created' THEN pg_temp.stamped(old)
  WHEN kind = 'ACCESS_GROUP' AND old ? 'created' THEN jsonb_set(pg_temp.stamped(old), '{rules}', coalesce(
    (SELECT jsonb_agg(pg_temp.stamped(rule) ORDER BY place)
      FROM jsonb_array_elements(coalesce(old -> 'rules', '[]'::jsonb)) WITH ORDINALITY AS r (rule, place)), '[]'::jsonb))
  WHEN kind = 'ACCOUNT' THEN jsonb_set(old, '{settings,stamps}', pg_temp.stamps(old #> '{settings,stamps}'))
  ELSE jsonb_set(old, '{stamps}', pg_temp.stamps(old -> 'stamps'))
END)::text $$;

UPDATE resources SET body = pg_temp.restamped(kind, body::jsonb)
WHERE (kind IN ('POLICY', 'ROLE', 'ACCESS_GROUP') AND body::jsonb ? 'created')
  OR (kind IN ('USER', 'SERVICE_ID', 'API_KEY', 'IDENTITY_PROVIDER') AND body::jsonb -> 'stamps' ? 'created_at')
  OR (kind = 'ACCOUNT' AND body::jsonb #> '{settings,stamps}' ? 'created_at');

UPDATE change_log SET body = pg_temp.restamped(kind, body::jsonb)
WHERE body IS NOT NULL AND ((kind IN ('POLICY', 'ROLE', 'ACCESS_GROUP') AND body::jsonb ? 'created')
  OR (kind IN ('USER', 'SERVICE_ID', 'API_KEY', 'IDENTITY_PROVIDER') AND body::jsonb -> 'stamps' ? 'created_at')
  OR (kind = 'ACCOUNT' AND body::jsonb #> '{settings,stamps}' ? 'created_at'));

ALTER TABLE change_log ENABLE TRIGGER USER;

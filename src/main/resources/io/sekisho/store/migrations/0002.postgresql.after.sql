CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '%', TG_ARGV[0]; END $$;

CREATE TRIGGER change_log_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON change_log
FOR EACH STATEMENT EXECUTE FUNCTION refuse('the change log is append-only');

CREATE TRIGGER audit_log_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_log
FOR EACH STATEMENT EXECUTE FUNCTION refuse('the audit log is append-only');

CREATE TRIGGER counters_only_grow BEFORE UPDATE ON counters
FOR EACH ROW WHEN (NEW.value < OLD.value) EXECUTE FUNCTION refuse('a counter only grows');

DROP TRIGGER change_log_is_append_only ON change_log;

CREATE TRIGGER change_log_is_append_only BEFORE UPDATE OR TRUNCATE ON change_log
FOR EACH STATEMENT EXECUTE FUNCTION refuse('the change log is append-only');

CREATE FUNCTION keep_untrimmed() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
  IF OLD.revision > (SELECT value FROM counters WHERE name = 'trimmed') THEN
    RAISE EXCEPTION 'the change log is append-only';
  END IF;
  RETURN OLD;
END $$;

CREATE TRIGGER change_log_forgets_nothing BEFORE DELETE ON change_log
FOR EACH ROW EXECUTE FUNCTION keep_untrimmed();

DROP TRIGGER change_log_forgets_nothing;

CREATE TRIGGER change_log_forgets_nothing BEFORE DELETE ON change_log
WHEN OLD.revision > (SELECT value FROM counters WHERE name = 'trimmed')
BEGIN SELECT RAISE(ABORT, 'the change log is append-only'); END;

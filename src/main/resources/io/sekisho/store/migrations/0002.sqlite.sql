-- Out of the way of what comes in their stead.
DROP TRIGGER change_log_is_append_only;
DROP TRIGGER change_log_forgets_nothing;
DROP TRIGGER audit_log_is_append_only;
DROP TRIGGER audit_log_forgets_nothing;
ALTER TABLE resources RENAME TO resources_1;
ALTER TABLE change_log RENAME TO change_log_1;
ALTER TABLE audit_log RENAME TO audit_log_1;

-- What vouches for an operator's key, made with the key file.
ALTER TABLE operator_keys ADD COLUMN mac TEXT NOT NULL DEFAULT '';

-- Keys of before have none: the program makes theirs, once, and removes this.
INSERT INTO counters
SELECT 'operator_keys_without_mac', 1 WHERE EXISTS (SELECT 1 FROM operator_keys);

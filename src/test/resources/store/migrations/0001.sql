CREATE TABLE words (word TEXT); INSERT INTO words VALUES ('one');

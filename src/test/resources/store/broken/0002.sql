CREATE TABLE more (word TEXT); INSERT INTO nowhere VALUES ('two');

CREATE TABLE words (word TEXT);

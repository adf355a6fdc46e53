CREATE TABLE intervals (low INT, high INT);

"""The index of the words of claims: one protocol, SQLite's FTS5 and PostgreSQL's full text behind it."""

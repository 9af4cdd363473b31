"""What people decided and on what grounds: cases, listings and the log of every decision, in SQLite or PostgreSQL.

`opening.open_store` opens it; `transaction.Store` reads and decides; `unit_of_work.Work` is one decision; `models/`
says what is kept. Nothing here knows who may decide what: that is `desk/`.
"""

"""Readers write: the form for a report, an objection or a wish for a check, and what became of it."""

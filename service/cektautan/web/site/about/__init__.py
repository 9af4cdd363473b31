"""About us: how to read what we say, and who answers for it."""

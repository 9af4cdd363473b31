"""Makes the byte vectors of the published set, one module a file of vectors."""

"""One's own account, and who works at the desk."""

"""Safe Browsing: how stock clients of that protocol spell, hash and compress addresses. Pure, like all of the core."""

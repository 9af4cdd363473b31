"""Lists that are uploaded, previewed, applied and reverted."""

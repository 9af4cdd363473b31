"""Hosts that look like a protected name: found by their letters and labels, shown to a person, never listed by this."""

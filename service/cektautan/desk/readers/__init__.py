"""Readers: what they send, by ticket alone, what they are told of it, and when it is gone."""

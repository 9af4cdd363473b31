"""Codes, times, addresses and outcomes in words that people read."""

"""Keeps the store in step with `blocklists/`: same file, same state; what moderators decided on top survives.

`state` says what a file and what the store hold of a claim, in the same words; `merge` compares three of them and knows
neither files nor tables; `apply` writes; `run` is the whole way. Nothing is removed because a file could not be read.
"""

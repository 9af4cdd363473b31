"""Listings from a file: bytes are read, each line is judged, people look at it, a batch is applied and taken back.

`decoding`, `table`, `columns`, `rows`, `claims` and `judging` are pure; the others keep what came of it in the store.
"""

"""The figures of the board, each counted from the store at a moment; none is kept.

A figure that has nothing to rest on is None and never zero.
"""

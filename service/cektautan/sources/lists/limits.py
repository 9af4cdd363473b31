"""How large a file may be. Above these it is refused with words, before it costs anything."""

MAX_BYTES = 50 * 1024 * 1024
"""100,000 lines of full columns take about 40 MB."""

MAX_ROWS = 100_000
"""What a person can still look through by class; more goes into a second file."""

MAX_CELL = 8192
"""The longest address that is judged has 8,192 bytes; no other cell needs more."""

SHOWN = 200
"""How many characters of a cell a message repeats."""

MOST_VALUES = 4_000_000
"""Commas in a JSON document: each may cost sixty times its size in memory, and no row needs forty values."""

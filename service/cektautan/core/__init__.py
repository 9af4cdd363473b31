"""The pure core: what a link is about, and what a list says of it.

Nothing here may open a file or a socket, read the environment, the clock or randomness, or know Flask or SQL; a test
enforces it. The same modules exist in JavaScript under extension/core/, and tests/vectors/ hold the two together.
"""

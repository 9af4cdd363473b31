"""The pure core: what a link is about, and what a list says of it.

Nothing here may open a file or a socket, read the environment, the clock or randomness, or know Flask or SQL; a test
enforces it. What a reader's device needs of it exists in JavaScript under extension/core/ and extension/list/, by the
same names, and tests/vectors/ hold the two together.
"""

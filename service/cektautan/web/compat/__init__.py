"""The protocols and formats of other systems: whoever has a client or a reader already can use it."""

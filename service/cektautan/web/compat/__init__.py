"""The protocols of other systems: whoever has a client already can use it. One package a protocol."""

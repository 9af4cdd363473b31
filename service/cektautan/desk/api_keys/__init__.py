"""Keys of the interface for programs: made, renewed, revoked and shown."""

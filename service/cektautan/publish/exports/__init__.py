"""What other systems are told of the list in plain, and the file that carries it (docs/exports.md)."""

"""The pages on which the desk looks back: log, search, sources, board, requests."""

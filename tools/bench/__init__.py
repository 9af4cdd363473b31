"""Measured figures, each a ratio against a peer in the same run: absolute times of a shared machine mean little."""

"""The Flask layer: HTTP in, HTTP out. It asks `lookup` and never decides anything about a link itself."""

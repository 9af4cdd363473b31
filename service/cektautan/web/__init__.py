"""The Flask layer: HTTP in, HTTP out. About links it asks `lookup`, for acts `desk`, and it decides neither itself.

`front` answers what is asked most before Flask; `application` is Flask, and `guards/` stands before and after every
answer. `api/`, `site/`, `compat/` and `console/` are what can be asked: by programs, by people, by clients of other
systems, at the desk. `models/` and `openapi/` describe the interface, `texts/` are the words, and `lists/` the
published files as bodies.
"""

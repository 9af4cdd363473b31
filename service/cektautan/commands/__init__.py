"""One command a module, each with `configure(parser)` and `run(args)`; cli.py finds them here."""

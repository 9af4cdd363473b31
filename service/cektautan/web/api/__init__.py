"""The HTTP interface for programs, one endpoint a file, each a `make_blueprint(services)` without module state."""

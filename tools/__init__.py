"""Developer tools: what the Makefile calls. Nothing in the service imports them."""

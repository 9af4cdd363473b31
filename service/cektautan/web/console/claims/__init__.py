"""Claims with their words, checks and addresses, and the checks that the desk writes itself."""

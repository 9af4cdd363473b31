"""The pages for people: the check page and the documentation, both working without JavaScript."""

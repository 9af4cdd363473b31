"""A pasted link: what is known of it, and the three ways on."""

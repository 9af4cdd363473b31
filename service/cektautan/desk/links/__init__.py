"""Links: what is known of an address before anybody decides, and what could be listed of it."""

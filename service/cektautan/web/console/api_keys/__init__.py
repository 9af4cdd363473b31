"""Keys of the interface for programs, as administrators see, make, renew and end them."""

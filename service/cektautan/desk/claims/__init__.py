"""Claims as the desk writes them, the checks of our own, and the sources that may be cited."""

"""Published files as HTTP bodies: compressed once, each encoding with its own strong tag, served from memory."""

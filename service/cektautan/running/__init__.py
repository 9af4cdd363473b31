"""What `cektautan serve` is made of: the server process, the re-signing job, what is written and what is printed."""

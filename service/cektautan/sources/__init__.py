"""What the world already publishes, read: one adapter a file for each format, all answering one protocol."""

"""The open record: the log, its figures, the register of requests, the public chain, and finding all of it again."""

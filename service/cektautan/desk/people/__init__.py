"""Who works at the desk: accounts, sign-in, sessions, roles and recusals. Every act on a person is an event."""

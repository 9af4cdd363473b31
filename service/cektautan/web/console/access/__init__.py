"""Who is let in: sign-in, sessions, the guard before every route, and the pages that stop a request."""

"""The public record: a page for each claim, the list of all of them, its feed, and what the desk did in figures."""

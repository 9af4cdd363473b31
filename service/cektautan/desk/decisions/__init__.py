"""Decisions: what is proposed, agreed, made milder, taken back; each one transaction that the rules have judged."""

"""The rules of moderation: pure functions of what is known. No SQL, no clock, no chance; time is an argument."""

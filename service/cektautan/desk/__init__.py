"""The use cases of moderation, without Flask: each act of the desk is a function here that decides in one transaction.

`rules/` says what may be done and is pure; the other modules look up what it has to know, in the store, and do it.
"""

"""Listed pages are looked at again: gone, changed, leading elsewhere, or under a name that somebody else holds by now.

It opens cases with before and after, and decides nothing. The steps are one file each: what a page says (`main_text`,
`fingerprint`), what stands before it (`walls`), what was seen (`observing`), what that means beside what was there
before (`comparing`), what is written down (`noting`), and the round (`run`). docs/moderation.md, "Patrol".
"""

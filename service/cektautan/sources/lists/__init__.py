"""Lists of addresses and hosts in every common form: one file each, and `formats` knows them all.

`hosts`, `domains`, `adblock`, `rpz` and `dnsmasq` are lines of text; `misp_warninglist`, `misp_feed`, `stix` and
`opensources` are JSON; `own_csv` is our table and Mastodon's, `changes` another desk's chain of changes. What a form
can say and we cannot mean is a fault with its line, and never guessed.
"""

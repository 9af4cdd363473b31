"""The use cases of moderation, without Flask: each act of the desk is a function here that decides in one transaction.

The way of a link through it: `readers/` takes what is sent, `sync/` and `imports/` what files say; `links/` knows what
an address is about; `cases/` is the queue; `decisions/` does what `rules/` (pure) allows, to what `claims/` keeps;
`record/` shows and finds what was decided; `people/` says who works here. The modules beside these folders read the
rules' files and name the errors that all of them share.
"""

"""From what is on the list to the signed, published set.

What is on the list is read `from_lists` or `from_store`; `content` makes of it what a publication says (`records`,
`buckets`, `rules_bundle`, `safe_browsing`, `testpages`), with the public record of each claim (`public_record`,
`history`, `explained`, `objections`); `publisher` signs it with `keys` and puts it into the `store`. Whoever takes a
set verifies it (`verify`, `audit`, `changes`) or copies it (`mirror`). `exports/` holds what goes out in plain, and
`package` with `manifests` makes the extension's packages for the stores.
"""

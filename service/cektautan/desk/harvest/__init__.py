"""What sources publish becomes findings and cases, by itself; what comes of a case is decided by a person.

`feeds` is the register (`feed_fields`, `formats`, `health`). A round (`run`) asks what is due (`asking`, `interfaces`,
`collecting`), then the pages that it led to (`pages`, `check_pages`), holds back what jumps or is beyond the budget
(`jumping`, `holding`), and takes in the rest: checks (`accepting`, `ratings`, `offering`), checks that changed
(`changing`), lists (`lists`), another desk's chain (`following`, `standing`). How each feed fared is kept (`outcomes`).
`of_case` is what a case shows of it, `distrust` the end of a source's trust.
"""

"""The pages for people. All of them work without JavaScript.

- `check`: the check page, and as a program on the device.
- `record`: the public record, page by page and as a list, its feed, and what the desk did in figures.
- `reports`: readers write to the desk, and find out what became of it.
- `developers`: first calls, the interface, exports, and pages to try out.
- `about`: how to read what we say, and who answers for it.
- Beside them the page of an error, `error_page`, and what all are made with: `pages`, `assets`, `markup`, `names`,
  `numbers`, `plain_text`, `readable`.
"""

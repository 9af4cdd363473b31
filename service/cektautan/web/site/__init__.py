"""The pages for people. All of them work without JavaScript.

- The check page: `check_page` and `results`; as a program on the device `check_app` and `app_files`.
- The record: `record_page`, `record_shown`, `own_review_page`, `claim_review`, `sharing`; the list of all of them
  `list_page`, `list_query`, `feed`; what was decided `transparency_page`, `columns`.
- Readers write: `report_page`, `status_page`.
- Developers: `first_page`, `first_calls`, `docs_page`, `exports_page`, `export_feeds`, `testpages`.
- About us: `guide_page`, `techniques`, `about_page`. Errors: `error_page`.
- What all of them are made with: `pages`, `assets`, `markup`, `names`, `numbers`, `plain_text`, `readable`.
"""

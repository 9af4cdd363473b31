"""Draws service/cektautan/web/static/card.png: the picture beside a shared record, our mark alone and no words.

    .venv/bin/python -m tools.card

No picture of a hoax may travel with its check, so all records share this one. Drawn from logo.svg in Chromium; a person
looks at it before it is committed.
"""

from __future__ import annotations

import shutil

from tests.conftest import ROOT
from tests.e2e.chromium import shared_playwright

STATIC = ROOT / "service" / "cektautan" / "web" / "static"
SIZE = {"width": 1200, "height": 630}
PAGE = """<style>
  body {{ margin: 0; height: 630px; display: grid; place-items: center; background: #0f5c63; }}
  svg {{ width: 430px; height: 430px; }}
</style>{logo}"""


def main() -> None:
    """Draw it."""
    chromium = shutil.which("chromium")
    with shared_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport=SIZE)
        page.set_content(PAGE.format(logo=(STATIC / "logo.svg").read_text("utf-8")))
        page.screenshot(path=str(STATIC / "card.png"))
        browser.close()


if __name__ == "__main__":
    main()

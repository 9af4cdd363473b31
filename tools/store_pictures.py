"""Takes the stores' pictures in extension/store/: the real extension and service, in each language the browser speaks.

Called by tools/pictures.py. The warning and the settings fill a picture as they fill a window; what is smaller than a
window (the popup, a phone) stands on plain ground beside one sentence. A person looks at each before it is committed.
"""

from __future__ import annotations

import base64
import json
import time
from pathlib import Path
from typing import Any, Final

from tests.conftest import ROOT
from tests.e2e.browser import wait_until
from tests.e2e.chromium import ChromiumTab
from tests.e2e.reader import Reader

STORE: Final = ROOT / "extension" / "store"
LANGUAGES: Final = ("id", "en")
WINDOW, TILE, PHONE, POPUP = (1280, 800), (440, 280), (390, 720), (368, 200)
HOAX: Final = "https://m.youtube.com/watch?v=GPdzHkn5M6M&t=9"
UNKNOWN: Final = "https://kabar.example/lain"
LARGEST: Final = 400_000
MESSAGES: Final = {
    "id": f"Sudah tahu belum? Sebarkan sebelum dihapus!!\n{HOAX}\n\nBeritanya di sini:\n{UNKNOWN}",
    "en": f"Have you seen this? Share before it is gone!!\n{HOAX}\n\nThe story is here:\n{UNKNOWN}",
}

GROUND: Final = """
<style>
  * { box-sizing: border-box; margin: 0; }
  body { display: flex; align-items: center; justify-content: center; gap: 56px; width: 100vw; height: 100vh;
         padding: 48px; background: #f4f3ef; color: #17211f; font: 22px/1.45 system-ui, "Noto Sans", sans-serif; }
  h1 { max-width: 11em; font: 600 44px/1.18 ui-serif, "Noto Serif", Georgia, serif; text-wrap: balance; }
  p { max-width: 17em; margin-top: 20px; color: #55625f; }
  img.shot { display: block; border: 1px solid #dcdad2; border-radius: 14px; box-shadow: 0 10px 30px #17211f26; }
  .tile { gap: 26px; padding: 30px; background: #0f5c63; color: #fff; }
  .tile h1 { font-size: 40px; }
  .tile p { max-width: 12em; margin-top: 10px; color: #d5ecec; font-size: 21px; line-height: 1.35; }
</style>
"""


def take_all(reader: Reader, server: str, language: str) -> None:
    """Take the pictures of one language with a reader whose browser speaks it."""
    words = json.loads((STORE / language / "captions.json").read_text("utf-8"))
    folder = STORE / language / "pictures"
    folder.mkdir(exist_ok=True)
    write(folder / "warning.png", warning(reader))
    write(folder / "options.png", beside(reader, words["options"], words["options_note"], [stored(reader)], 600))
    popups = [popup(reader, target) for target in (HOAX, UNKNOWN)]
    write(folder / "popup.png", beside(reader, words["popup"], words["popup_note"], popups, 316))
    phones = phone(reader, server, language)
    write(folder / "phone.png", beside(reader, words["phone"], words["phone_note"], phones, 340))
    write(folder / "promo.png", tile(reader, words["promo"]))


def warning(reader: Reader) -> bytes:
    """The warning in the place of a page."""
    tab = reader.browser.open()
    tab.resize(*WINDOW)
    tab.goto(HOAX)
    reader.warned(tab)
    assert isinstance(tab, ChromiumTab)
    return shot(tab, WINDOW, 1)


def extension_page(reader: Reader, name: str, target: str = "") -> ChromiumTab:
    """A page of the extension in a tab."""
    tab = reader.open(f"{reader.origin}/pages/{name}.html{f'#{target}' if target else ''}")
    wait_until(lambda: tab.evaluate("document.body?.dataset.ready"))
    assert isinstance(tab, ChromiumTab)
    return tab


def popup(reader: Reader, target: str) -> bytes:
    """The popup as wide as the toolbar button opens it, and as high as it is."""
    tab = extension_page(reader, "popup", target.replace("&", "%26"))
    wait_until(lambda: tab.evaluate("document.querySelector('#settings') !== null"))
    tab.evaluate("document.body.classList.remove('in-tab')")
    tab.resize(*POPUP)
    return shot(tab, (POPUP[0], int(tab.evaluate("document.documentElement.scrollHeight"))), 2)


def stored(reader: Reader) -> bytes:
    """What the settings say is kept on the device."""
    tab = extension_page(reader, "options")
    tab.resize(640, 800)
    return section(tab, "#stored")


def section(tab: ChromiumTab, selector: str) -> bytes:
    """One card of a page, by something in it."""
    box = f"document.querySelector({selector!r}).closest('section').getBoundingClientRect()"
    x, y, width, height = tab.evaluate(f"(({{ x, y, width, height }}) => [x, y + scrollY, width, height])({box})")
    return shot(tab, (640, 800), 2, {"x": x, "y": y, "width": width, "height": height, "scale": 1})


def phone(reader: Reader, server: str, language: str) -> list[bytes]:
    """The check page on a phone, with a message in it and with its answers."""
    tab = reader.browser.open()
    assert isinstance(tab, ChromiumTab)
    tab.resize(*PHONE)
    tab.goto(f"{server}/?lang={language}")
    tab.evaluate(f"void (document.querySelector('#text').value = {json.dumps(MESSAGES[language])})")
    before = shot(tab, PHONE, 2)
    tab.click(".check button[type=submit]")
    wait_until(lambda: tab.evaluate("document.querySelector('.results') !== null"))
    return [before, shot(tab, PHONE, 2)]


def shot(tab: ChromiumTab, size: tuple[int, int], scale: int, clip: dict[str, float] | None = None) -> bytes:
    """A picture of what a tab shows at a size, with so many dots a pixel, or of a part of it."""
    session = tab.page.context.new_cdp_session(tab.page)
    metrics = {"width": size[0], "height": size[1], "deviceScaleFactor": scale, "mobile": False}
    session.send("Emulation.setDeviceMetricsOverride", metrics)
    time.sleep(0.5)
    options: dict[str, Any] = {"clip": clip, "captureBeyondViewport": True} if clip else {}
    data = base64.b64decode(session.send("Page.captureScreenshot", options)["data"])
    session.detach()
    return data


def beside(reader: Reader, title: str, note: str, pictures: list[bytes], width: int) -> bytes:
    """Pictures on plain ground beside a sentence."""
    images = "".join(f'<img class="shot" width="{width}" src="{as_data(picture)}">' for picture in pictures)
    return drawn(reader, f"<body><div><h1>{title}</h1><p>{note}</p></div>{images}</body>", WINDOW)


def tile(reader: Reader, sentence: str) -> bytes:
    """The small tile: mark, name and one sentence."""
    mark = as_data((ROOT / "extension" / "icons" / "128.png").read_bytes())
    body = f'<img width="112" src="{mark}"><div><h1>CekTautan</h1><p>{sentence}</p></div>'
    return drawn(reader, f'<body class="tile">{body}</body>', TILE)


def drawn(reader: Reader, body: str, size: tuple[int, int]) -> bytes:
    """A picture of markup of ours."""
    tab = reader.browser.open()
    assert isinstance(tab, ChromiumTab)
    tab.resize(*size)
    tab.page.set_content(f"<!doctype html>{GROUND}{body}", wait_until="load")
    return shot(tab, size, 1)


def as_data(picture: bytes) -> str:
    """A picture as an address, so that nothing need be served."""
    return f"data:image/png;base64,{base64.b64encode(picture).decode()}"


def write(path: Path, data: bytes) -> None:
    """Write one picture."""
    path.write_bytes(data)
    print(f"{path.relative_to(ROOT)}  {len(data) // 1000} kB")
    if len(data) > LARGEST:
        raise SystemExit(f"{path.name} is larger than {LARGEST} bytes")

"""A listed hoax is warned of in whatever shape its link comes, and its neighbour is not."""

from __future__ import annotations

import pytest

from tests.e2e.lists import NEIGHBOUR, VIDEO
from tests.e2e.reader import Reader
from tests.e2e.site_server import SiteServer

FINDING = "TurnBackHoax menyatakan klaim pada tautan ini SALAH"

SHAPES = {
    "mobile page": f"https://m.youtube.com/watch?v={VIDEO}&t=3",
    "short": f"https://www.youtube.com/shorts/{VIDEO}",
    "redirector": f"https://l.facebook.com/l.php?u=https%3A%2F%2Fyoutu.be%2F{VIDEO}%3Fsi%3Dx&h=AT0",
    "archive copy": f"https://web.archive.org/web/20240930120000/https://www.youtube.com/watch?v={VIDEO}",
}


@pytest.mark.parametrize("shape", SHAPES)
def test_a_video_is_recognised_in_every_shape_of_its_link(reader: Reader, site: SiteServer, shape: str) -> None:
    tab = reader.open(site.links("http://obrolan.example/", hoaks=SHAPES[shape]))
    tab.click("#hoaks")
    assert reader.warned(tab, SHAPES[shape]) == FINDING

"""Asks a platform whether an item of it is there, where the platform says so to everybody (oEmbed).

Nothing else of a platform is looked at: its pages show a login. Nothing of an item is kept or compared, so it is
there, gone, or cannot be observed; never changed.
"""

from __future__ import annotations

import json
from typing import Final
from urllib.parse import urlencode

from cektautan.desk.patrol.observing import GONE, READ, Seen
from cektautan.desk.patrol.rules import Endpoint
from cektautan.outbound.errors import OutboundError
from cektautan.outbound.protocol import Fetcher

MOST_BYTES: Final = 256 * 1024
SECONDS: Final = 30.0


def look_at_item(fetcher: Fetcher, endpoint: Endpoint, url: str) -> Seen:
    """Return whether an item is there. Never raises for what is far."""
    try:
        fetched = fetcher.fetch(
            f"{endpoint.address}?{urlencode({'format': 'json', 'url': url})}",
            accept="application/json", most_bytes=MOST_BYTES, seconds=SECONDS, polite=True,
        )  # fmt: skip
    except OutboundError as failed:
        return Seen(failed.reason)
    if fetched.status in endpoint.gone:
        return Seen(GONE)
    if fetched.status != 200:
        return Seen("status")
    try:
        said = json.loads(fetched.body)
    except (ValueError, RecursionError):
        said = None
    # Some answer 200 with a page or a word where there is nothing to embed.
    if not isinstance(said, dict) or not isinstance(said.get("type"), str):
        return Seen("bad_answer")
    return Seen(READ)

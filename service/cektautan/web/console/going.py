"""Where a form leads: to a page that is asked for by its address, so that reloading it sends nothing again."""

from __future__ import annotations

from cektautan.web.response import Answer


def see_other(path: str) -> Answer:
    """Lead to a page of the desk."""
    return Answer(status=303, headers={"Location": path, "Cache-Control": "no-store"})

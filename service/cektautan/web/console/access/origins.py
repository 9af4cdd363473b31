"""Decides whether a form comes from a page of this site, by what the browser says about it.

Browsers tell where a request comes from (Fetch Metadata, `Sec-Fetch-Site`), older ones at least the origin of a form.
What tells neither is no browser and has no cookies that could be misused; its form token still has to be right.
"""

from __future__ import annotations

from collections.abc import Callable

from ada_url import URL


def from_this_site(header: Callable[[str], str | None], server_url: str) -> bool:
    """True unless the browser says that another site made the request.

    >>> from_this_site({"Sec-Fetch-Site": "cross-site"}.get, "https://cek.example")
    False
    >>> from_this_site({"Origin": "https://cek.example"}.get, "https://cek.example")
    True
    """
    told = header("Sec-Fetch-Site")
    if told is not None:
        return told == "same-origin"
    origin = header("Origin")
    if origin is None:
        return True
    try:
        asked = URL(origin)
    except ValueError:
        # `null` is what a sandboxed page says.
        return False
    # A developer may reach the service by another name of this computer than the settings say; the host that the
    # browser asked for is no other site's.
    return asked.origin == URL(server_url).origin or asked.host == header("Host")

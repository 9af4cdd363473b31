"""Decides which key a request shows, if any.

`Authorization: Bearer`, `X-API-Key`, and the password of `Authorization: Basic`, for programs that know nothing else.
A key that stands there without a scheme, or behind another one, is shown too: passed over, it would seem to count.
Where clients of Google's interfaces ask, `key=` of the address is looked at too, and what is no key of ours means
nothing there: they always send some key, and there is nobody whom we could ask about it. It means nothing on pages for
people either, which a proxy may keep behind a password of its own. ADR 0150.
"""

from __future__ import annotations

import binascii
from typing import Final

from cektautan.core.api_keys import BEGIN
from cektautan.web.guards.callers import Environ
from cektautan.web.guards.headers import OPEN_PATHS

GOOGLE_PATHS: Final = ("/v4/", "/v5/", "/v1alpha1/")
_IN_QUERY: Final = f"key={BEGIN}"
_LONGEST: Final = 512
"""Of a field that is decoded."""


def shown_key(environ: Environ) -> str | None:
    """The key that a request shows; None where it shows none that means anything here."""
    path = environ.get("PATH_INFO", "")
    said, field = environ.get("HTTP_AUTHORIZATION", ""), environ.get("HTTP_X_API_KEY", "").strip()
    scheme, _, rest = said.partition(" ")
    scheme, text = scheme.lower(), ""
    if scheme == "bearer":
        text = rest.strip()
    elif scheme == "basic":
        text = _password(rest.strip())
    elif BEGIN in said:
        # Whoever forgot the scheme, or wrote the one of another service, means no less to show a key.
        text = next((word for word in said.split() if word.startswith(BEGIN)), "")
    text = text or field
    if path.startswith(GOOGLE_PATHS):
        return text if text.startswith(BEGIN) else _in_query(environ.get("QUERY_STRING", ""))
    return text if text and path.startswith(OPEN_PATHS) else None


def _in_query(query: str) -> str | None:
    if _IN_QUERY not in query:
        return None
    return next((part[4:] for part in query.split("&") if part.startswith(_IN_QUERY)), None)


def _password(encoded: str) -> str:
    """The password of Basic where it is a key; that of anybody else is none of ours."""
    if len(encoded) > _LONGEST:
        return ""
    try:
        pair = binascii.a2b_base64(encoded, strict_mode=True)
    except binascii.Error:
        return ""
    password = pair.decode("latin-1").partition(":")[2]
    return password if password.startswith(BEGIN) else ""

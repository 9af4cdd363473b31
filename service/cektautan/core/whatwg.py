"""WHATWG: the text of an address as a browser's parser serialises it.

Decides nothing: ada, the parser of Node.js, does, by the URL Standard (https://url.spec.whatwg.org/). It is called by
its C interface (ada_c.h) as ada-url binds it, because the Python functions of that package take twice the time of the
parse in them, a tenth of a whole lookup; a test holds the two together.
"""

from __future__ import annotations

from ada_url._ada_wrapper import ffi, lib  # type: ignore[import-not-found]  # compiled, without stubs

_parse, _free, _is_valid, _href, _text = lib.ada_parse, lib.ada_free, lib.ada_is_valid, lib.ada_get_href, ffi.unpack


def serialise(text: str) -> str:
    """Return an address as the parser writes it.

    Raises ValueError where the parser refuses it, and for a lone surrogate, which no bytes stand for.
    """
    given = text.encode()
    url = _parse(given, len(given))
    try:
        if not _is_valid(url):
            raise ValueError("not an address")
        href = _href(url)
        serialised: str = _text(href.data, href.length).decode()
        return serialised
    finally:
        _free(url)

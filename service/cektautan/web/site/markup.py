"""The only markup that is made outside a template: `words between backquotes` become code."""

from __future__ import annotations

import re

from markupsafe import Markup, escape

_CODE = re.compile(r"`([^`]+)`")


def code(text: str) -> Markup:
    """The text, escaped, with what stands between backquotes as code.

    >>> code("see `a<b`")
    Markup('see <code>a&lt;b</code>')
    """
    return Markup(_CODE.sub(r"<code>\1</code>", str(escape(text))))  # noqa: S704 -- escaped one step before

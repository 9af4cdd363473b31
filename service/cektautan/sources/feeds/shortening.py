"""What would make the parser of feeds work without end, taken out or refused before it sees a byte.

feedparser looks for e-mail addresses, declarations and names by patterns whose work grows with the square of what they
look through: two megabytes of one letter, of line breaks, of attributes or of namespaces took it minutes. Overlong
words and blanks are shortened, which no link, day or title of a feed notices; a tag without end and names without
number are refused. Bytes are removed in fours, so that letters of two or four bytes stay where they are, and never
inside a letter.
"""

from __future__ import annotations

import re
from typing import Final

from cektautan.sources.feeds.limits import LONGEST_TAG, LONGEST_WORD, MOST_NAMESPACES
from cektautan.sources.protocol import NotThisFormatError

_KEPT_AT_END: Final = 64
_WORDS: Final = re.compile(rb"[\x00!-;=?-~]{%d,}" % LONGEST_WORD)
_BLANKS: Final = re.compile(rb"[\x00 \t\r\n\f\v]{%d,}" % LONGEST_WORD)
_TAGS: Final = re.compile(rb"<(?!!)[^<>]{%d}" % LONGEST_TAG)


def shortened(body: bytes) -> bytes:
    """Return a feed without overlong words and blanks.

    Raises:
        NotThisFormatError: `tag_too_long`, or `too_many_names`.

    """
    body = _BLANKS.sub(_short, _WORDS.sub(_short, body))
    if _TAGS.search(body) is not None:
        raise NotThisFormatError("tag_too_long")
    if body.replace(b"\0", b"").count(b"xmlns") > MOST_NAMESPACES:
        raise NotThisFormatError("too_many_names")
    return body


def _short(run: re.Match[bytes]) -> bytes:
    """The beginning and the end: whoever is cited by a long word ends it with a sign of the document's."""
    text = run[0]
    # Counted from the document's beginning, so that a letter of two or four bytes is never taken apart.
    kept = LONGEST_WORD // 2 + -(run.start() + LONGEST_WORD // 2) % 4
    removed = (len(text) - kept - _KEPT_AT_END) // 4 * 4
    return text[:kept] + text[kept + removed :]

"""IDN: whether an internationalised host is one that every engine reads alike.

Decides about hosts with an `xn--` label. Follows docs/identity.md, step 1: UTS 46 with CheckBidi and CheckJoiners, as
the WHATWG URL Standard asks (section 3.3, domain to ASCII), within the characters of letters.py. extension/core/idn.js
gives the same answers by its browser's own parser. ada-url 4 leaves out some of what both browsers do: the Bidi rule
for labels beside one that is written from right to left, a second joiner of a label, younger combining marks, and the
composition of a Hangul syllable with a final consonant. The idna package does the first three.
"""

from __future__ import annotations

import re
from unicodedata import bidirectional, normalize

from ada_url import normalize_url
from idna.core import check_bidi, check_initial_combiner, valid_contextj

from cektautan.core.letters import LETTERS

# A label that is not ASCII makes the parser look at every other label as well; it does not look at a plain host.
_WITNESS = "é"
_WITNESS_ACE = "xn--9ca"

_STABLE = re.compile(
    "[\\x00-\\x7f"
    + "".join(
        "-".join(re.escape(chr(int(point, 16))) for point in chars.split("-"))
        for _, ranges in LETTERS
        for chars in ranges.split(" ")
    )
    + "]*"
)
_JOINER = re.compile("[\u200c\u200d]")
_UNCOMPOSED_HANGUL = re.compile("[\uac00-\ud7a3][\u11a8-\u11c2]")
_RIGHT_TO_LEFT = frozenset({"R", "AL", "AN"})


def sound_host(host: str, text: str) -> str | None:
    """Return the host as the browsers write it, or None where they would refuse it; `text` is the address as given."""
    try:
        if not normalize_url(f"https://{_WITNESS}.{host}/").startswith(f"https://{_WITNESS_ACE}.{host}/"):
            return None
        names = [_name(label, text) for label in host.split(".")]
        for name in names:
            check_initial_combiner(name)
            if not all(valid_contextj(name, found.start()) for found in _JOINER.finditer(name)):
                return None
        if any(bidirectional(char) in _RIGHT_TO_LEFT for name in names for char in name):
            for name in names:
                check_bidi(name, check_ltr=True)
    except ValueError:
        return None
    return ".".join(map(_label, names))


def _name(label: str, text: str) -> str:
    """Return the characters of a label.

    Raises ValueError.
    """
    if not label.startswith("xn--"):
        return label
    # UTS 46, section 4, forbids a label that decodes to one beginning with `xn--`; Firefox lets it pass.
    if label.startswith("xn--", 4):
        raise ValueError(label)
    name = label[4:].encode().decode("punycode")
    # There is one way to write a label: a hyphen with nothing before it, or nothing but ASCII, is not it.
    if name.isascii() or _label(name) != label:
        raise ValueError(label)
    # What was written in characters is composed; a label written as such must have been composed before.
    if _UNCOMPOSED_HANGUL.search(name) and label not in text.lower():
        name = normalize("NFC", name)
    if not _STABLE.fullmatch(name):
        raise ValueError(label)
    return name


def _label(name: str) -> str:
    return name if name.isascii() else "xn--" + name.encode("punycode").decode()

r"""Plain: an address that already stands as the WHATWG parser would write it, as nearly every link does.

Decides whether an address needs no parser, because the parser would give back exactly what it was given, and then where
its host, path and query are. Follows docs/identity.md, step 1, and the URL Standard, sections 4.4 and 4.5. It accepts
less than the parser does and never anything that the parser would write differently or refuse: whatever is in doubt
(a user, a port, an IP, `xn--`, capitals in the host, a `%`, a `.` at the front of a segment, empty segments, a
backslash, a blank, anything beyond ASCII) is left to it. Tests hold the two together (docs/adr/0158).
"""

from __future__ import annotations

import re

# So few and so short labels that no host is too long. The last is of letters alone: where it begins with a digit, the
# parser may read the host as an IP.
_HOST = r"(?:(?!xn--)[a-z0-9_-]{1,40}+\.){1,5}+[a-z]{1,40}+"
# What the parser leaves alone in a path and normal form does too; `%` and `.` may begin a segment that is no segment.
_REST = r"[A-Za-z0-9\-._~!$&'()*+,;=:@]*+"
_SEGMENT = rf"/[A-Za-z0-9\-_~!$&'()*+,;=:@]{_REST}"
# The parser escapes " # ' < > and what is no visible ASCII in a query, and leaves all else; a fragment is dropped.
_QUERY = r"[!$-&(-;=?-~]*+"
_FRAGMENT = "[!-~]*+"

plain = re.compile(
    rf"https?://(?:www\.)*({_HOST})((?:{_SEGMENT})*+)(/?+)(?:\?({_QUERY}))?+(?:\#{_FRAGMENT})?+"
).fullmatch
"""Match a whole address: its host without `www.`, its normal path (empty for the root), its last slash, its query."""

"""The lists that are offered, by the names and numbers of both versions, and how long clients keep what they got."""

from __future__ import annotations

from typing import Final

from cektautan.core.safe_browsing.listed import Threat
from cektautan.lookup.published import PublishedSet
from cektautan.lookup.safe_browsing import SafeBrowsing
from cektautan.web.compat.safe_browsing.messages import number_of
from cektautan.web.problems import Problem

SOCIAL_ENGINEERING: Final = number_of("ThreatType", "SOCIAL_ENGINEERING")
ACCURACY_TIPS: Final = number_of("ThreatType", "ACCURACY_TIPS")
ANY_PLATFORM: Final = number_of("PlatformType", "ANY_PLATFORM")
URL: Final = number_of("ThreatEntryType", "URL")

THREATS: Final = {
    SOCIAL_ENGINEERING: Threat.IMPOSTER,
    # What Firefox asks for by the same name; it takes an answer of the other number for none.
    number_of("ThreatType", "SOCIAL_ENGINEERING_INTERNAL"): Threat.IMPOSTER,
    ACCURACY_TIPS: Threat.HOAX,
}
"""By the type that a client of version 4 names."""

NAMES: Final = {"se-4b": Threat.IMPOSTER, "cektautan-hoax-4b": Threat.HOAX}
"""By the name that a client of version 5 gives."""

TYPES: Final = {Threat.IMPOSTER: SOCIAL_ENGINEERING, Threat.HOAX: ACCURACY_TIPS}
"""What a match of version 5 says. Stock clients do not know the second, and drop it."""

UPDATE_SECONDS: Final = 900
"""How long a client waits before its next update. Firefox takes 5 minutes to 24 hours."""
CACHE_SECONDS: Final = 300
"""How long an answer about a hash holds, also that there is none: so long may a withdrawn warning live on."""


def lists_of(published: PublishedSet) -> SafeBrowsing:
    """Return the lists of a publication.

    Raises:
        Problem: it has none.

    """
    if published.safe_browsing is None:
        raise Problem("no-list", "This publication has no hashes for clients of Safe Browsing.")
    return published.safe_browsing

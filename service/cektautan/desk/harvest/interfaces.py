"""The interfaces that want a key: at which host each stands, how a part of its answer is asked for, and what is next.

Google's Fact Check Tools (`claims:search`) takes its key in a field of the head and names the next part by a token;
Mafindo's (Yudistira, v2) takes it in the body of a POST and counts rows. A key goes to the one host that it was given
for, whoever registers which address, and never into an address: those end in logs and in our own events.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Protocol
from urllib.parse import parse_qsl, urlencode

from ada_url import URL

from cektautan.outbound.protocol import Call, Fetched
from cektautan.sources.protocol import Reading

FORM: Final = "application/x-www-form-urlencoded"
ABOUT_KEYS: Final = (b"API_KEY_", b"CONSUMER_", b"SERVICE_DISABLED")
"""What Google's reasons begin with where a key is not valid, not for this service, or not from here."""
KEY_NAMES: Final = frozenset({"key", "access_token", "api_key", "apikey"})


class Interface(Protocol):
    """One interface."""

    adapter: str
    """The adapter that reads its answers."""
    host: str

    def fault(self, address: str) -> str:
        """Return why an address of this host cannot be asked, as a code; empty where it can."""
        ...

    def part(self, address: str, key: str, taken: int, last: Reading | None) -> Call | None:
        """Return how the next part is asked for.

        Args:
            address: as it was registered.
            key: goes to `host` alone.
            taken: rows of all parts so far.
            last: what the last part held; None for the first.

        Returns:
            None where there is no further part.

        """
        ...

    def refuses(self, fetched: Fetched) -> bool:
        """Return whether an answer says that the key is not valid; a filter on the way refuses pages, and no key."""
        ...

    def may_be_empty(self, address: str) -> bool:
        """Return whether nothing is an answer like any other, because the address asks for what is new alone."""
        ...


class ClaimsSearch:
    """Google's `claims:search`, by publisher, language, words and age."""

    adapter = "claims_search"
    host = "factchecktools.googleapis.com"
    path: Final = "/v1alpha1/claims:search"
    filters: Final = ("query", "languageCode", "reviewPublisherSiteFilter", "maxAgeDays")
    at_once: Final = "50"

    def fault(self, address: str) -> str:
        """Return why an address cannot be asked."""
        url = URL(address)
        given = dict(parse_qsl(url.search.removeprefix("?")))
        if KEY_NAMES & {name.lower() for name in given}:
            return "key_inside"
        if url.protocol != "https:" or url.pathname != self.path or not set(given) <= set(self.filters):
            return "not_as_documented"
        # Google answers nothing where neither is given.
        return "" if given.get("query") or given.get("reviewPublisherSiteFilter") else "no_filter"

    def part(self, address: str, key: str, taken: int, last: Reading | None) -> Call | None:
        """Return how the next part is asked for."""
        token = "" if last is None else last.facts.get("next_page", "")
        if last is not None and not token:
            return None
        given = [
            (name, value) for name, value in parse_qsl(URL(address).search.removeprefix("?")) if name in self.filters
        ]
        asked = [*given, ("pageSize", self.at_once), *([("pageToken", token)] if token else [])]
        return Call(f"https://{self.host}{self.path}?{urlencode(asked)}", fields={"X-Goog-Api-Key": key})

    def refuses(self, fetched: Fetched) -> bool:
        """Return whether the key is not valid; Google calls that a bad request."""
        told = any(each in fetched.body for each in ABOUT_KEYS)
        return fetched.status == 401 or (fetched.status in (400, 403) and told)

    def may_be_empty(self, address: str) -> bool:
        """Return whether the address limits the age of what it asks for."""
        return "maxAgeDays" in dict(parse_qsl(URL(address).search.removeprefix("?")))


class Mafindo:
    """Mafindo's list of checks, by its number of rows."""

    adapter = "mafindo"
    host = "yudistira.turnbackhoax.id"
    path: Final = "/api/antihoax/"
    at_once: Final = 200

    def fault(self, address: str) -> str:
        """Return why an address cannot be asked."""
        url = URL(address)
        if KEY_NAMES & {name.lower() for name, _ in parse_qsl(url.search.removeprefix("?"))}:
            return "key_inside"
        return "" if (url.protocol, url.pathname, url.search) == ("https:", self.path, "") else "not_as_documented"

    def part(self, address: str, key: str, taken: int, last: Reading | None) -> Call | None:
        """Return how the next part is asked for; rows are counted, for the host may give fewer than were asked for."""
        if last is not None and not rows_of(last):
            return None
        asked = {"key": key, "limit": str(self.at_once), "offset": str(taken)}
        return Call(f"https://{self.host}{self.path}", urlencode(asked).encode(), FORM)

    def refuses(self, fetched: Fetched) -> bool:
        """Return whether the key is not valid."""
        told = fetched.media_type == "application/json" and b"key" in fetched.body.lower()
        return fetched.status == 401 or (fetched.status == 403 and told)

    def may_be_empty(self, address: str) -> bool:
        """Return whether there may be nothing: never of the whole list."""
        return False


INTERFACES: Final[Mapping[str, Interface]] = {each.host: each for each in (ClaimsSearch(), Mafindo())}
"""By their hosts."""


def interface_at(address: str) -> Interface | None:
    """Return the interface that an address belongs to; None where it is an address like any other."""
    try:
        return INTERFACES.get(URL(address).hostname)
    except ValueError:
        return None


def rows_of(reading: Reading) -> int:
    """Return how many rows a part held, read or not."""
    return len(reading.reviews) + len(reading.faults)

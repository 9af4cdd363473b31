"""`GET /v1/owner-addresses`: for keyed partners, the listings whose key names an account or a channel, as NDJSON.

They stand in no public file (docs/exports.md) and in no signed one, which has their hashes alone: which key a hash is
of, the desk's database says, and what is told of it, the set in use. Only a key with the scope `owner_addresses` has an
answer, and no shared cache may keep it (docs/adr/0152). It is written once a set and state, as the exports are.
"""

from __future__ import annotations

import threading
from typing import Final

from flask import Blueprint, Response, request

from cektautan.core.api_keys import Scope
from cektautan.core.errors import FormatError
from cektautan.core.signed_json import read_object
from cektautan.core.vocabulary import Staleness
from cektautan.lookup.exported import owned_sheet
from cektautan.lookup.published import PublishedSet
from cektautan.publish.exports.addresses import Addresses
from cektautan.publish.exports.bulk import owned
from cektautan.publish.verify import read_file
from cektautan.store.availability import StoreUnavailableError
from cektautan.store.listed_keys import listed_keys
from cektautan.store.transaction import Store
from cektautan.web.api.reading import loaded, unavailable
from cektautan.web.guards.scopes import need
from cektautan.web.guards.shown import shown_key
from cektautan.web.lists.bodies import Body
from cektautan.web.lists.negotiate import answer
from cektautan.web.problems import Problem
from cektautan.web.services import Services

PATH: Final = "/v1/owner-addresses"
PRIVATE: Final = "private, no-store"
VARY: Final = "Accept-Encoding, Authorization, X-API-Key"
NDJSON: Final = "application/x-ndjson"


class Owned:
    """The file of the set in use."""

    def __init__(self, services: Services, publisher: str) -> None:
        self._services, self._publisher = services, publisher
        self._of: tuple[PublishedSet, Staleness] | None = None
        self._body: Body | None = None
        self._lock = threading.Lock()

    def body(self, store: Store) -> Body:
        """Return it, and write it where it is not there yet.

        Raises:
            Problem: there is no set, or its rules cannot be read.
            StoreUnavailableError: the database does not answer.

        """
        published = loaded(self._services)
        staleness = published.staleness(int(self._services.clock()))
        with self._lock:
            of = self._of
            if self._body is None or of is None or of[0] is not published or of[1] is not staleness:
                self._body, self._of = self._made(store, published, staleness), (published, staleness)
            return self._body

    def _made(self, store: Store, published: PublishedSet, staleness: Staleness) -> Body:
        settings = self._services.settings
        try:
            bundle = read_object(read_file(settings.public_dir, published.manifest.rules), "rules")
        except FormatError:
            # Older than what is kept: a newer set is about to be taken up.
            raise Problem("no-list", "The set in use is being replaced.", headers={"Retry-After": "5"}) from None
        addresses = Addresses(bundle)
        with store.reading() as session:
            keys = listed_keys(session)
        named = {id_: (key, at) for id_, key in keys.items() if (at := addresses.with_owner(key)) is not None}
        body = Body.of(
            "owner-addresses.ndjson",
            owned(owned_sheet(published, named, settings.server_url, self._publisher, staleness)),
        )
        body.content_type, body.compressible = NDJSON, True
        return body


def make_blueprint(services: Services, publisher: str) -> Blueprint:
    """Make the endpoint."""
    blueprint = Blueprint("owner_addresses", __name__)
    file = Owned(services, publisher)

    @blueprint.get(PATH)
    def owner_addresses() -> Response:
        headers = services.limits.spend(services.lists_limit, request.environ)
        shown = shown_key(request.environ) is not None
        need(Scope.OWNER_ADDRESSES, services.limits.caller(request.environ), shown, dict(headers))
        if services.store is None:
            raise Problem("switched-off", "This node has no desk, which alone knows these keys.", headers=dict(headers))
        try:
            body = file.body(services.store)
        except StoreUnavailableError:
            raise unavailable() from None
        return answer(request, body, PRIVATE, headers, VARY)

    return blueprint

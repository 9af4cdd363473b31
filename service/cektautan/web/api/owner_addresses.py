"""`GET /v1/owner-addresses`: for keyed partners, the listings whose key names an account or a channel, as NDJSON.

They stand in no public file (docs/exports.md) and in no signed one, which has their hashes alone: which key a hash is
of, the database says, on every node that has it, with a desk or without; what is told of it, the set in use. Only a key
with the scope `owner_addresses` has an answer, only while it can be known that the key is in force, and no shared cache
may keep it (docs/adr/0152, 0170). It is written once a set and state, as the exports are.
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
from cektautan.store.availability import StoreUnavailableError, available
from cektautan.store.listed_keys import NotGrantedError, listed_keys
from cektautan.store.migrate import SchemaError
from cektautan.store.transaction import Store
from cektautan.web.api.reading import loaded
from cektautan.web.guards.keys import OK, KeyTable
from cektautan.web.guards.scopes import need
from cektautan.web.lists.bodies import Body
from cektautan.web.lists.negotiate import answer
from cektautan.web.problems import Problem
from cektautan.web.services import Services

PATH: Final = "/v1/owner-addresses"
PRIVATE: Final = "private, no-store"
VARY: Final = "Accept-Encoding, Authorization, X-API-Key"
NDJSON: Final = "application/x-ndjson"
RETRY_SECONDS: Final = "60"


class Owned:
    """The file of the set in use."""

    def __init__(self, services: Services, publisher: str) -> None:
        self._services, self._publisher = services, publisher
        self._kept: tuple[PublishedSet, Staleness, Body] | None = None
        self._writing = threading.Lock()

    def body(self, store: Store) -> Body:
        """Return it, and write it where it is not there yet.

        Raises:
            Problem: there is no set, or its rules cannot be read.
            StoreUnavailableError: the database does not answer.
            SchemaError: it is of another version of the service.
            NotGrantedError: this node may not read these keys there.

        """
        published = loaded(self._services)
        staleness = published.staleness(int(self._services.clock()))
        found = self._of(published, staleness)
        if found is not None:
            return found
        # Whoever waits here waits for the database too, so that all of them hold no more threads than it may.
        with available(store.places), self._writing:
            found = self._of(published, staleness)
            if found is None:
                found = self._made(store, published, staleness)
                self._kept = (published, staleness, found)
            return found

    def _of(self, published: PublishedSet, staleness: Staleness) -> Body | None:
        kept = self._kept
        return kept[2] if kept is not None and kept[0] is published and kept[1] is staleness else None

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
        try:
            sheet = owned_sheet(published, named, settings.server_url, self._publisher, staleness)
        except FormatError:
            raise Problem(
                "no-list", "The set in use has a record that is none.", headers={"Retry-After": "3600"}
            ) from None
        body = Body.of("owner-addresses.ndjson", owned(sheet))
        body.content_type, body.compressible = NDJSON, True
        return body


def make_blueprint(services: Services, publisher: str) -> Blueprint:
    """Make the endpoint."""
    blueprint = Blueprint("owner_addresses", __name__)
    file = Owned(services, publisher)

    @blueprint.get(PATH)
    def owner_addresses() -> Response:
        headers = services.limits.spend(services.lists_limit, request.environ)
        if services.listed is None or services.keys is None:
            raise Problem("switched-off", "This node has no database, which alone knows these keys.")
        need(Scope.OWNER_ADDRESSES, services.limits.caller(request.environ))
        see_in_force(services.keys)
        try:
            body = file.body(services.listed)
        except (StoreUnavailableError, SchemaError):
            raise away("The database does not answer just now; ask again later.") from None
        except NotGrantedError:
            raise Problem("switched-off", "This node may not read these keys.") from None
        return answer(request, body, PRIVATE, headers, VARY)

    return blueprint


def see_in_force(keys: KeyTable) -> None:
    """See that the keys are those of this moment, also where the file is written already.

    Keys that were known go on for a day without the database, and one may have been revoked meanwhile. That leaves a
    larger share to whoever has it, but must not leave them what names owners.

    Raises:
        Problem: the database does not answer.

    """
    if keys.state != OK:
        raise away("Whether this key is still in force cannot be known just now; ask again later.")


def away(detail: str) -> Problem:
    """The problem with a database that does not answer."""
    return Problem("desk-unavailable", detail, headers={"Retry-After": RETRY_SECONDS})

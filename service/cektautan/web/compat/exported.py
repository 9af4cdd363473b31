"""The published list as bodies in other systems' formats: each written once a set and state, and kept.

A request costs no more than handing out what is there, whatever the size of the list: the first one after a new set
writes the file, under a lock, and the others wait for it.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any, TypeVar

from cektautan.about import About
from cektautan.core.errors import FormatError
from cektautan.core.vocabulary import Staleness
from cektautan.lookup.exported import sheet_of
from cektautan.lookup.published import PublishedSet
from cektautan.publish.exports.sheet import Sheet
from cektautan.web.api.reading import loaded
from cektautan.web.lists.bodies import Body
from cektautan.web.problems import Problem
from cektautan.web.services import Services

T = TypeVar("T")

NOBODY = "CekTautan"
"""In whose name a demonstration tells it."""


def age(services: Services) -> list[tuple[str, str]]:
    """Return the header that says how old the list in use is: fresh, stale or old (docs/verdicts.md).

    Raises:
        Problem: there is no set.

    """
    return [("CekTautan-List", loaded(services).staleness(int(services.clock())).value)]


class Exported:
    """What is made of the set in use."""

    def __init__(self, services: Services, about: About | None) -> None:
        self._services = services
        self._publisher = about.operator if about else NOBODY
        self._of: tuple[PublishedSet, Staleness] | None = None
        self._made: dict[str, Any] = {}
        self._lock = threading.RLock()

    def made(self, name: str, make: Callable[[Sheet], T]) -> T:
        """Return what was made under a name of the set in use, and make it where it is not there yet.

        Raises:
            Problem: there is no set, or it tells nothing in plain.

        """
        published = loaded(self._services)
        now = published, published.staleness(int(self._services.clock()))
        with self._lock:
            if self._of is None or self._of[0] is not now[0] or self._of[1] is not now[1]:
                self._of, self._made = now, {}
            if name not in self._made:
                self._made[name] = make(self._sheet(*now))
            found: T = self._made[name]
            return found

    def body(self, name: str, media_type: str, write: Callable[[Sheet], bytes]) -> Body:
        """Return a file as a body. Raises as `made`."""

        def make(sheet: Sheet) -> Body:
            body = Body.of(name, write(sheet))
            body.content_type, body.compressible = media_type, True
            return body

        return self.made(f"body {name}", make)

    def _sheet(self, published: PublishedSet, staleness: Staleness) -> Sheet:
        found: Sheet | None = self._made.get("sheet")
        if found is None:
            settings = self._services.settings
            try:
                found = sheet_of(published, settings.server_url, self._publisher, staleness, settings.notice_host)
            except FormatError:
                found = None
        if found is None:
            raise Problem("no-list", "The set in use tells nothing in plain.", headers={"Retry-After": "3600"})
        self._made["sheet"] = found
        return found

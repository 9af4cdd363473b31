"""What several endpoints need of the published set: the one in use, or the problem that there is none."""

from __future__ import annotations

from cektautan.lookup.published import PublishedSet
from cektautan.web.problems import Problem
from cektautan.web.services import Services


def loaded(services: Services) -> PublishedSet:
    """The set in use.

    Raises:
        Problem: no set could be loaded since the service started.

    """
    published = services.current.get()
    if published is None:
        raise Problem("no-list", "The service has no verified list yet; see /readyz.", headers={"Retry-After": "5"})
    return published

"""What rules/patrol.json and rules/rdap.json say: likeness, what stands around a text, walls, oEmbed, registries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Condition:
    """One thing that is so of a wall."""

    part: str
    """host, address, title, text or markup."""
    has: tuple[str, ...]


@dataclass(frozen=True)
class Wall:
    """A page that stands before another one."""

    id: str
    kind: str
    """login, consent, challenge or filtered."""
    where: tuple[Condition, ...]
    most_words: int | None


@dataclass(frozen=True)
class Endpoint:
    """Where a platform says of an item whether it is there."""

    address: str
    gone: frozenset[int]
    """Statuses that say that it is not."""


@dataclass(frozen=True)
class PatrolRules:
    """Everything by which a look at a page is judged."""

    kept_percent: int
    """A page that holds so many of the earlier runs of words is the same."""
    part_percent: int
    """So many of its runs of words come from the earlier text, where it is a part of it."""
    least_words: int
    """Of fewer words nothing is said."""
    around_elements: frozenset[str]
    around_names: frozenset[str]
    passing: frozenset[str]
    no_names: frozenset[str]
    """Words of a title that no site is known by."""
    corrections: tuple[str, ...]
    paywall: tuple[str, ...]
    walls: tuple[Wall, ...]
    oembed: Mapping[str, Endpoint]
    """By the family of an item's key."""
    registries: Mapping[str, str]
    """The server of each ending."""

    @classmethod
    def from_data(cls, patrol: Mapping[str, Any], rdap: Mapping[str, Any]) -> PatrolRules:
        """Read documents that their schemas accept.

        Raises:
            ValueError: something stands there twice.

        """
        numbers = _once((each["id"], int(each["value"])) for each in patrol["likeness"])
        return cls(
            **numbers,
            around_elements=frozenset(patrol["around"]["elements"]),
            around_names=frozenset(patrol["around"]["names"]),
            passing=frozenset(patrol["passing"]["words"]),
            no_names=frozenset(patrol["no_names"]["words"]),
            corrections=tuple(patrol["corrections"]["words"]),
            paywall=tuple(patrol["paywall"]["words"]),
            walls=tuple(map(_wall, patrol["walls"])),
            oembed=_once(
                (each["platform"], Endpoint(each["endpoint"], frozenset(each["gone"]))) for each in patrol["oembed"]
            ),
            registries=_once((name, servers[0]) for names, servers in rdap["services"] for name in names),
        )


def _wall(data: Mapping[str, Any]) -> Wall:
    conditions = tuple(Condition(each["part"], tuple(each["has"])) for each in data["where"])
    return Wall(data["id"], data["kind"], conditions, data.get("most_words"))


def _once(pairs: Any) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise ValueError(f"patrol: {name} stands there twice")
        found[name] = value
    return found

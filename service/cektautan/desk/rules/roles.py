"""Decides which acts a role allows, as rules/roles.json says.

A role only opens the door: whether this person may do this to that listing is the ruling's, which knows who proposed
what. An act that the file does not name is a slip of the program, and is refused loudly instead of quietly.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any


class Roles:
    """The matrix of roles and acts."""

    def __init__(self, acts: Iterable[str], allowed: Mapping[str, frozenset[str]]) -> None:
        self.acts = frozenset(acts)
        self._allowed = dict(allowed)

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Roles:
        """Take what the file holds, which its schema has checked.

        Raises:
            ValueError: a role allows an act that is not declared, or a name stands twice.

        """
        acts = [each["id"] for each in data["acts"]]
        allowed = {
            each["id"]: frozenset(act for group in each["may"] for act in group["acts"]) for each in data["roles"]
        }
        unknown = sorted(frozenset().union(*allowed.values()) - set(acts))
        if unknown:
            raise ValueError(f"no act is called {unknown[0]}")
        if len(set(acts)) < len(acts) or len(allowed) < len(data["roles"]):
            raise ValueError("a role or an act stands twice")
        return cls(acts, allowed)

    @property
    def names(self) -> tuple[str, ...]:
        """The roles in the order of the file."""
        return tuple(self._allowed)

    def may(self, roles: Iterable[str], act: str) -> bool:
        """True if one of the roles allows the act. A role that is no longer known allows nothing.

        Raises:
            ValueError: nothing is called so.

        """
        if act not in self.acts:
            raise ValueError(f"no act is called {act}")
        return any(act in self._allowed.get(role, ()) for role in roles)

    def with_act(self, act: str) -> tuple[str, ...]:
        """Return the roles that allow an act, to tell people whom they can ask."""
        return tuple(role for role in self._allowed if self.may([role], act))

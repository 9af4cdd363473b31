"""Whether the world answers at all, before it is believed that a name is gone.

A service that is cut off, or whose resolver is wrong, finds every name unknown; after two days each listed page would
open a case. So a name is gone only in a round in which some far host answered. Where none had to, the registry of that
very name is asked.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from cektautan.desk.patrol.rdap import registration
from cektautan.outbound.protocol import Fetcher

ANSWERED: Final = frozenset({"known", "free", "no_day", "status", "bad_answer"})


@dataclass
class Witness:
    """What was heard of the world in one round."""

    fetcher: Fetcher
    registries: Mapping[str, str]
    heard: bool = False
    """Whether a far host answered."""
    _asked: set[str] = field(default_factory=set)

    def answers(self, domain: str) -> bool:
        """True if a far host answered in this round; each registry is asked once, and only where none did yet."""
        ending = domain.rpartition(".")[2]
        if not self.heard and domain and ending not in self._asked:
            self._asked.add(ending)
            self.heard = registration(self.fetcher, self.registries, domain).outcome in ANSWERED
        return self.heard

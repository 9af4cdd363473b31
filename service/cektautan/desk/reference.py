"""What the desk reads beside the store: the rules of identity and the protected names of this checkout.

Read once when the application starts, as the publisher reads them; a change of either file needs a restart.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cektautan.blocklists.protected import ProtectedNames, load_protected
from cektautan.blocklists.refusals import Services
from cektautan.core.rules import Rules
from cektautan.publish.rules_bundle import load_rules


@dataclass(frozen=True)
class Reference:
    """The rules and the names."""

    bundle: Mapping[str, Any] = field(repr=False)
    rules: Rules = field(repr=False)
    names: ProtectedNames = field(repr=False)
    services: Services = field(repr=False)
    """The hosts of platforms and short links, where one address says nothing about another."""

    @classmethod
    def read(cls, rules_dir: Path, blocklists_dir: Path) -> Reference:
        """Read them.

        Raises:
            RulesError: the rules are missing or wrong.

        """
        bundle = load_rules(rules_dir)
        names, _problems = load_protected(blocklists_dir)
        return cls(bundle, Rules.from_bundle(bundle), names, Services(bundle))

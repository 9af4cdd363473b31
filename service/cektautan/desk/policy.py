"""Everything that the desk's rules are: numbers, election windows, roles, protected names, identity of addresses.

Read once from the files of an installation and handed to every use case. A file that is wrong keeps the desk from
starting, never half open.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from cektautan.blocklists.protected import ProtectedNames
from cektautan.blocklists.refusals import Services
from cektautan.core.rules import Rules
from cektautan.desk.lookalikes.resembling import LookAlikes
from cektautan.desk.lookalikes.rules import LookAlikeRules
from cektautan.desk.patrol.rules import PatrolRules
from cektautan.desk.ratings_file import load_ratings
from cektautan.desk.reference import Reference
from cektautan.desk.roles_file import load_roles
from cektautan.desk.rules.elections import Elections
from cektautan.desk.rules.numbers import Numbers
from cektautan.desk.rules.ready import ReadyReasons
from cektautan.desk.rules.roles import Roles
from cektautan.desk.rules_file import read_checked
from cektautan.publish.rules_bundle import RulesError
from cektautan.sources.ratings import RatingTables


@dataclass(frozen=True)
class Policy:
    """The rules of one installation."""

    numbers: Numbers
    elections: Elections
    roles: Roles
    reference: Reference
    ratings: RatingTables
    """What the ratings of publishers mean."""
    ready: ReadyReasons
    """What may be chosen for a reason."""
    lookalikes: LookAlikes
    """What looks like a protected name."""
    patrol: PatrolRules
    """How listed pages are looked at again."""

    @property
    def services(self) -> Services:
        """The hosts of platforms and short links."""
        return self.reference.services

    @property
    def names(self) -> ProtectedNames:
        """The protected names."""
        return self.reference.names

    @property
    def rules(self) -> Rules:
        """The rules of identity."""
        return self.reference.rules


def load_policy(rules_dir: Path, lists_dir: Path) -> Policy:
    """Read it.

    Raises:
        RulesError: a file is missing, is not JSON, or breaks its schema.

    """
    try:
        numbers = Numbers.from_data(read_checked(rules_dir, "desk"))
        elections = Elections.from_data(read_checked(rules_dir, "elections"))
        likeness = LookAlikeRules.from_data(read_checked(rules_dir, "lookalikes"))
        patrol = PatrolRules.from_data(read_checked(rules_dir, "patrol"), read_checked(rules_dir, "rdap"))
        ready = ReadyReasons.from_data(read_checked(rules_dir, "ready_reasons"))
    except ValueError as problem:
        raise problem if isinstance(problem, RulesError) else RulesError(f"{rules_dir}: {problem}") from None
    reference = Reference.read(rules_dir, lists_dir)
    lookalikes = LookAlikes(reference.names, likeness)
    ratings, roles = load_ratings(rules_dir), load_roles(rules_dir)
    return Policy(numbers, elections, roles, reference, ratings, ready, lookalikes, patrol)

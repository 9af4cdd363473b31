"""Where the claim appeared, judged: whether each appearance may be listed, and by this entry alone.

Follows docs/list-policy.md ("What is never listed"); what may never be listed, or not this widely, is in `refusals`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from cektautan.blocklists.entry import Appearance, ClaimEntry
from cektautan.blocklists.limits import OPAQUE_MAX_LEVEL
from cektautan.blocklists.problems import Problem
from cektautan.blocklists.protected import ProtectedNames
from cektautan.blocklists.refusals import Refusal, Refusals, Services, without_account
from cektautan.blocklists.scope import ScopeError, scope_key
from cektautan.core.address import NotJudgeable
from cektautan.core.identity import Identity, identify
from cektautan.core.rules import Rules
from cektautan.core.vocabulary import Surface

PRESS_VERDICTS = frozenset({"corrected", "true"})
"""A press article may be noted as corrected or as checked and true; anything else goes by the right of reply first."""


class SubjectLint:
    """Judges the appearances of many entries, so that what two of them share is seen."""

    def __init__(self, rules: Rules, services: Services, names: ProtectedNames) -> None:
        self._rules = rules
        self._refusals = Refusals(services, names)
        self._names = names
        self._owners: dict[str, tuple[ClaimEntry, Appearance]] = {}

    def check(self, entries: Iterable[ClaimEntry]) -> Iterator[Problem]:
        """Every fault of the appearances, entry by entry."""
        entries = list(entries)
        reviews = {key: entry for entry in entries for key in self._review_keys(entry)}
        for entry in entries:
            for appearance in entry.appearances:
                yield from self._appearance(entry, appearance, reviews)

    def _review_keys(self, entry: ClaimEntry) -> Iterator[str]:
        for review in entry.reviews:
            try:
                yield identify(review.url, self._rules).key
            except NotJudgeable:
                continue  # `foreign_review` has said so already.

    def _appearance(
        self, entry: ClaimEntry, appearance: Appearance, reviews: dict[str, ClaimEntry]
    ) -> Iterator[Problem]:
        try:
            identity = identify(appearance.url, self._rules)
        except NotJudgeable as error:
            yield self._problem(entry, appearance, "not_judgeable", f"cannot be judged as an address ({error.reason})")
            return
        refusal = self._refusal(entry, appearance, identity, reviews)
        if refusal:
            yield self._problem(entry, appearance, refusal.code, refusal.message)
            return
        try:
            key = scope_key(appearance, identity, self._names)
        except ScopeError as error:
            yield self._problem(entry, appearance, "no_such_scope", str(error))
            return
        yield from self._opaque(entry, appearance, identity)
        yield from self._account_name(entry, appearance, identity)
        yield from self._duplicate(key, entry, appearance)

    def _refusal(
        self, entry: ClaimEntry, appearance: Appearance, identity: Identity, reviews: dict[str, ClaimEntry]
    ) -> Refusal | None:
        if identity.key in reviews:
            return Refusal("review_as_appearance", "this is the address of a fact-check; give the hoax's own address")
        return self._refusals.why_not(identity, appearance.scope, _is_press_note(entry, appearance))

    def _opaque(self, entry: ClaimEntry, appearance: Appearance, identity: Identity) -> Iterator[Problem]:
        if identity.surface is not Surface.OPAQUE:
            return
        if appearance.level is not None and appearance.level > OPAQUE_MAX_LEVEL:
            yield self._problem(
                entry,
                appearance,
                "opaque_level",
                "a short, share or archive code is at most level 1, whatever it leads to",
            )
        elif entry.level > OPAQUE_MAX_LEVEL and all(self._is_opaque(other) for other in entry.appearances):
            yield self._problem(
                entry,
                appearance,
                "opaque_only",
                f"level {entry.level} needs an address that shows the item; a code alone is level 1. "
                "Open it and add the full address, or write level: 1",
            )

    def _is_opaque(self, appearance: Appearance) -> bool:
        try:
            return identify(appearance.url, self._rules).surface is Surface.OPAQUE
        except NotJudgeable:
            return False

    def _account_name(self, entry: ClaimEntry, appearance: Appearance, identity: Identity) -> Iterator[Problem]:
        """Where the id alone names the item, the owner's name has no business in a public list."""
        shorter = without_account(appearance.url, identity, self._rules)
        if shorter:
            message = f"the address names an account; write {shorter}, which is the same item"
            yield self._problem(entry, appearance, "account_name", message)

    def _duplicate(self, key: str, entry: ClaimEntry, appearance: Appearance) -> Iterator[Problem]:
        owner = entry, appearance
        first = self._owners.setdefault(key, owner)
        if first is not owner:
            where = f"{first[0].file}:{first[1].line}"
            yield self._problem(
                entry,
                appearance,
                "duplicate_key",
                f"{key} is listed already in {where}; keep one (two checks of one claim share an entry)",
            )

    @staticmethod
    def _problem(entry: ClaimEntry, appearance: Appearance, code: str, message: str) -> Problem:
        return Problem(entry.file, appearance.line, code, f"appearances: {message}")


def _is_press_note(entry: ClaimEntry, appearance: Appearance) -> bool:
    return entry.verdict in PRESS_VERDICTS and entry.level <= 1 and appearance.scope in (None, "url")

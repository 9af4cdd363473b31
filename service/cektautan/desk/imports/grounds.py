"""What a claim rests on, as the rules about raising ask for it (desk.rules.facts.Step): its checks, whom it is about.

The same questions as for a decision by hand, answered once a claim instead of once a line.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from cektautan.blocklists.entry import Source
from cektautan.blocklists.lint_entry import STRONG
from cektautan.blocklists.protected import ProtectedNames
from cektautan.desk.rules.elections import Window
from cektautan.desk.rules.numbers import Numbers


@dataclass(frozen=True, slots=True)
class Grounds:
    """The answers for one claim; the names are those of `Step`."""

    checked: bool = True
    supported: bool = True
    imposter: bool = False
    procedure: bool = False
    contestant: bool = False
    last_check: date = date.min
    """The day of its newest check: what came after a granted appeal is new evidence."""

    def for_step(self) -> dict[str, Any]:
        """The members of a `Step` that come from the claim."""
        return {
            "checked": self.checked,
            "supported": self.supported,
            "imposter": self.imposter,
            "procedure": self.procedure,
            "contestant": self.contestant,
        }


SUPPORTED = Grounds()
"""A claim with a check that may carry any level."""


@dataclass(frozen=True)
class Check:
    """A published check, as far as grounds depend on it."""

    source: str
    verdict: str
    date: date


@dataclass(frozen=True)
class Facts:
    """What grounds are measured against."""

    sources: Mapping[str, Source]
    names: ProtectedNames
    numbers: Numbers
    window: Window | None
    """The election window of the day."""

    def grounds(
        self, verdict: str, about: Sequence[str], texts: Sequence[str], imitates: str | None, checks: Sequence[Check]
    ) -> Grounds:
        """Return what a claim rests on."""
        # A source that is no longer trusted is not among them, and its checks carry nothing.
        checks = [check for check in checks if check.source in self.sources]
        strong = [self.sources.get(check.source) for check in checks if check.verdict in STRONG]
        by_procedure = any(check.source in self.numbers.procedure_sources for check in checks)
        return Grounds(
            checked=bool(checks),
            supported=any(source is not None and source.can_support_level_3 for source in strong),
            imposter=verdict == "imposter" and bool(imitates) and self.names.named(imitates or "") is not None,
            procedure=by_procedure and bool(self.numbers.procedure_tags & set(about)),
            contestant=self.window is not None and self.window.about_contestant(about, texts),
            last_check=max((check.date for check in checks), default=date.min),
        )

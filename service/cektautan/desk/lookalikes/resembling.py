"""Whether a host looks like a protected name without being it, and by what.

Pure, over the protected names and rules/lookalikes.json. The kinds of likeness are tried from the plainest on, and the
first one is told: one reason that a person can see is worth more than a score. A protected name, and whatever lies
below it, is never its own look-alike; the one exception is a host below an official ending whose foreign letters draw
another protected name. It finds what is worth a look, and says nothing about what a site holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from cektautan.blocklists.protected import ProtectedName, ProtectedNames
from cektautan.desk.lookalikes.letters import look, readable
from cektautan.desk.lookalikes.rules import LookAlikeRules

REASONS: Final = ("letters", "inside", "hyphens", "order", "ending", "words", "typo")
"""Codes of the texts: other letters, the name inside another, dots and hyphens changed, labels swapped, another ending,
bait beside it, one letter wrong."""

_YEAR: Final = re.compile(r"[0-9lo]{4}")
"""As digits look."""


@dataclass(frozen=True)
class Resemblance:
    """What a host looks like."""

    host: str
    name: str
    """The protected name."""
    reason: str
    """One of `REASONS`."""


@dataclass(frozen=True)
class _Original:
    """A protected name as it is compared."""

    name: str
    kind: str
    labels: tuple[str, ...]
    """As they look, in their order."""
    pieces: tuple[str, ...]
    """Those, taken apart at their hyphens."""
    word: str
    """The look of what was registered, without hyphens; empty where the name is everybody's or a part of another."""
    ending: str


@dataclass(frozen=True)
class _Seen:
    """A host as it is compared."""

    host: str
    labels: tuple[str, ...]
    pieces: tuple[str, ...]
    """The labels, taken apart at their hyphens."""
    label: str
    """The look of what was registered, with its hyphens."""
    ending: str

    @property
    def word(self) -> str:
        return self.label.replace("-", "")

    @property
    def national(self) -> bool:
        return self.ending == "id" or self.ending.endswith(".id")


class LookAlikes:
    """The protected names of an installation, ready for comparing."""

    def __init__(self, names: ProtectedNames, rules: LookAlikeRules) -> None:
        self._names, self._rules = names, rules
        self._bait = frozenset(map(look, rules.bait))
        # The longer name first: what imitates kpu.go.id imitates go.id too, and says more.
        originals = sorted(
            map(self._original, names.legitimate_names()), key=lambda each: (-len(each.pieces), each.name)
        )
        self._by_look = {each.labels: each for each in originals}
        self._by_first: dict[str, list[_Original]] = {}
        for each in originals:
            self._by_first.setdefault(each.pieces[0], []).append(each)
        words = [each for each in originals if each.word]
        self._by_labels = {tuple(sorted(each.labels)): each for each in words if len(each.labels) > 2}
        self._joined = {"".join(each.labels): each for each in words if len(each.word) >= rules.joined}
        # Newspapers hold their own names under several endings, and with words beside them.
        self._by_word = {each.word: each for each in words if each.kind != "press"}
        self._long = [each for each in words if len(each.word) >= rules.typo]

    def find(self, host: str) -> Resemblance | None:
        """Return what a host looks like; None for a protected name, an address of numbers and everything else.

        Args:
            host: as keys hold it: lower case, ASCII.

        """
        registered = self._names.registrable_domain(host)
        if not registered or re.fullmatch(r"[0-9.]+|.*:.*", host):
            return None
        shown = readable(host)
        labels = tuple(map(look, shown.split(".")))
        drawn = self._drawn(labels)
        covering = self._names.legitimate(host)
        if covering is not None:
            # Below go.id everything is official, but a Greek letter in kpu.go.id makes it something else.
            foreign = shown != host and drawn is not None and drawn.name != covering.name
            return Resemblance(host, drawn.name, "letters") if drawn is not None and foreign else None
        if drawn is not None:
            return Resemblance(host, drawn.name, "letters")
        label, _, ending = registered.partition(".")
        pieces = tuple(piece for each in labels for piece in each.split("-") if piece)
        seen = _Seen(host, labels, pieces, look(readable(label)), ending)
        kinds = (self._inside, self._hyphens, self._order, self._ending, self._words, self._typo)
        for reason, kind in zip(REASONS[1:], kinds, strict=True):
            if (found := kind(seen)) is not None:
                return Resemblance(host, found.name, reason)
        return None

    def _original(self, entry: ProtectedName) -> _Original:
        registered = self._names.registrable_domain(entry.name)
        label, _, ending = registered.partition(".")
        whole = registered == entry.name and entry.name not in self._rules.everyday
        labels = tuple(map(look, entry.name.split(".")))
        pieces = tuple(piece for each in labels for piece in each.split("-"))
        word = look(label).replace("-", "") if whole else ""
        return _Original(entry.name, entry.kind, labels, pieces, word, ending)

    def _drawn(self, labels: tuple[str, ...]) -> _Original | None:
        """As in detlk.com: the longest protected name that these labels end in, to the eye."""
        return next((self._by_look[labels[i:]] for i in range(len(labels)) if labels[i:] in self._by_look), None)

    def _inside(self, seen: _Seen) -> _Original | None:
        """As in kpu.go.id.example.com."""
        return next((each for each in self._starting(seen.labels) if _has(seen.labels[:-1], each.labels)), None)

    def _hyphens(self, seen: _Seen) -> _Original | None:
        """As in kpu-go.id, kpu-go-id.com, kompas.com-berita.info, bawaslugoid.com."""
        for each in self._starting(seen.pieces):
            # At the end it is the whole, for a name that merely ends in another one is another name.
            if seen.pieces == each.pieces or _has(seen.pieces[:-1], each.pieces):
                return each
        return self._joined.get(seen.word) or self._joined.get("".join(seen.labels))

    def _order(self, seen: _Seen) -> _Original | None:
        """As in go-kpu.id, id.kpu.go.com."""
        parts = (seen.pieces, seen.pieces[:-1])
        return next((found for each in parts if (found := self._by_labels.get(tuple(sorted(each))))), None)

    def _ending(self, seen: _Seen) -> _Original | None:
        """As in kpu.or.id, bawaslu.com."""
        least = self._rules.national_ending if seen.national else self._rules.foreign_ending
        return self._by_word.get(seen.word) if len(seen.word) >= least else None

    def _words(self, seen: _Seen) -> _Original | None:
        """As in kpu-id.com, info-kpu.com, bawaslu-resmi.net."""
        parts = seen.label.split("-")
        for found in (self._by_word[each] for each in parts if each in self._by_word and len(parts) > 1):
            beside = self._bait | set(found.labels[1:]) | {look("id")}
            if all(each in beside or each == found.word or _YEAR.fullmatch(each) for each in parts):
                return found
        return None

    def _typo(self, seen: _Seen) -> _Original | None:
        """As in bawaslo.com, tribunews.com."""
        return next(
            (
                each
                for each in self._long
                if (each.kind == "official" or seen.ending == each.ending) and _one_slip(seen.word, each.word)
            ),
            None,
        )

    def _starting(self, pieces: tuple[str, ...]) -> Iterator[_Original]:
        """The originals whose first piece is among these, the longest first."""
        found = (each for piece in dict.fromkeys(pieces) for each in self._by_first.get(piece, ()))
        return iter(sorted(found, key=lambda each: -len(each.pieces)))


def _has(labels: tuple[str, ...], wanted: tuple[str, ...]) -> bool:
    return any(labels[i : i + len(wanted)] == wanted for i in range(len(labels) - len(wanted) + 1))


def _one_slip(one: str, other: str) -> bool:
    """True if one letter is added, left out or another one, or two neighbours are swapped."""
    if one == other or abs(len(one) - len(other)) > 1:
        return False
    at = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    if len(one) != len(other):
        longer, shorter = (one, other) if len(one) > len(other) else (other, one)
        return longer[at + 1 :] == shorter[at:]
    swapped = one[at : at + 2] == other[at : at + 2][::-1] and one[at + 2 :] == other[at + 2 :]
    return one[at + 1 :] == other[at + 1 :] or swapped

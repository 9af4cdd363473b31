"""The evidence of a case, in the words of its page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from cektautan.store.models import Evidence
from cektautan.web.console.telling import when, words
from cektautan.web.console.telling.addresses import Shown, show_address, show_text
from cektautan.web.texts import Texts


@dataclass(frozen=True)
class EvidenceShown:
    """One piece of evidence."""

    id: int
    picture: bool
    alt: str
    width: int
    height: int
    text: str
    shown: Shown | None
    about: str
    page: bool
    state: str
    """What has become of it, in words; empty where there is nothing to say."""
    download: str
    """The words of the link to its file; empty where there is none."""
    digest: str
    has_bytes: bool
    """Whether there is something that could be erased."""


def show_evidence(evidence: Iterable[Evidence], names: Mapping[int, str], texts: Texts) -> list[EvidenceShown]:
    """What a decision rests on."""
    return [
        EvidenceShown(
            id=each.id,
            picture=each.kind == "screenshot" and each.state != "erased",
            alt=show_text(each.text or "") or texts.say("desk_evidence_alt", id=each.id),
            width=each.width or 0,
            height=each.height or 0,
            text=show_text(each.text or ""),
            shown=show_address(each.url, texts) if each.url else None,
            about=texts.say(
                "desk_evidence_by", who=show_text(names.get(each.by or 0, "")), when=when.hour(each.at, texts)
            ),
            page=each.kind == "page",
            state=words.say(texts, "evidence_state", each.state) if each.state not in (None, "kept") else "",
            download=texts.say("desk_evidence_download", size=f"{(each.size or 0) / 1024:.0f}")
            if each.state == "kept"
            else "",
            digest=each.sha256 or "" if each.kind == "page" or each.state == "erased" else "",
            has_bytes=bool(each.sha256) and each.state != "erased",
        )
        for each in evidence
    ]

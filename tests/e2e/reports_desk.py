"""A small desk that takes readers' reports as docs/protocol.md says, for tests of what a reader sees and sends.

It refuses whatever the contract does not have, so that a field too many is found, and answers about a ticket as a test
tells it to.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import Any

from tests.e2e.recording_proxy import RecordingProxy

FILED_AT = 1_790_000_000
FIELDS = {"ticket", "kind", "url", "reason", "text", "contact", "lang", "claim", "as"}
REASONS = {
    "report": {"hoax", "imposter", "scam", "altered", "other"},
    "check": {None},
    "wrong": {"not_false", "other_content", "corrected", "satire", "my_site", "other"},
}
TICKET = re.compile(r"[0-9A-HJKMNP-TV-Z]{26}")

OPEN = [
    ("Access-Control-Allow-Origin", "*"),
    ("Access-Control-Allow-Headers", "Content-Type, If-None-Match"),
    ("Access-Control-Allow-Methods", "POST, OPTIONS"),
    ("Access-Control-Expose-Headers", "Retry-After"),
]
"""What the service lets every origin do with /v1/."""

Answer = tuple[int, list[tuple[str, str]], bytes]


@dataclass
class ReportsDesk:
    """What was filed, and what is answered; put in front of a service by `stand_before`."""

    filed: dict[str, dict[str, Any]] = field(default_factory=dict)
    statuses: dict[str, dict[str, Any]] = field(default_factory=dict)
    failing: list[tuple[int, dict[str, str]]] = field(default_factory=list)
    """Status and headers with which the next requests fail, one after another."""
    asked: list[str] = field(default_factory=list)
    """The tickets that were asked about."""

    def stand_before(self, proxy: RecordingProxy) -> None:
        """Answer in the place of the service behind this proxy."""
        proxy.answerers["/v1/reports"] = self.file
        proxy.answerers["/v1/reports/status"] = self.status

    def file(self, method: str, body: bytes) -> Answer:
        """Take a report; the same ticket again is the same report."""
        if method == "OPTIONS":
            return 204, OPEN, b""
        if self.failing:
            status, headers = self.failing.pop(0)
            return status, [*OPEN, *headers.items()], b"{}"
        said = json.loads(body)
        if problem := _problem(said):
            return 422, OPEN, json.dumps({"type": "/docs#problem-invalid", "field": problem}).encode()
        known = said["ticket"] in self.filed
        self.filed[said["ticket"]] = said
        return 200 if known else 201, OPEN, json.dumps({"state": "received", "filed_at": FILED_AT}).encode()

    def status(self, method: str, body: bytes) -> Answer:
        """Tell what became of a ticket."""
        if method == "OPTIONS":
            return 204, OPEN, b""
        ticket = json.loads(body)["ticket"]
        self.asked.append(ticket)
        if self.failing:
            status, headers = self.failing.pop(0)
            return status, [*OPEN, *headers.items()], b"{}"
        if ticket not in self.filed and ticket not in self.statuses:
            return 404, OPEN, json.dumps({"type": "/docs#problem-unknown-ticket"}).encode()
        kind = self.filed.get(ticket, {}).get("kind", "report")
        answer = {"kind": kind, "state": "received", "filed_at": FILED_AT, **self.statuses.get(ticket, {})}
        return 200, OPEN, json.dumps(answer).encode()


def _problem(said: dict[str, Any]) -> str:
    """Return the field that the contract does not allow, empty where it allows all."""
    if unknown := set(said) - FIELDS:
        return min(unknown)
    if not TICKET.fullmatch(said.get("ticket", "")):
        return "ticket"
    if said.get("kind") not in REASONS:
        return "kind"
    if said.get("reason") not in REASONS[said["kind"]]:
        return "reason"
    if said.get("lang") not in {"id", "en"}:
        return "lang"
    return ""

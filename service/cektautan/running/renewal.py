"""Publishes what the settings point to: the first time when the service starts, then whenever it is due."""

from __future__ import annotations

from dataclasses import dataclass

from cektautan.core.minisign import PublicKey
from cektautan.publish.content import read_content
from cektautan.publish.publisher import Published, publish_content, resign
from cektautan.settings import Settings


@dataclass(frozen=True)
class SettingsRenewal:
    """The publisher of one installation."""

    settings: Settings
    root: PublicKey | None
    """The pinned root key; None in development, where keys are made on first use."""

    def first(self, now: int) -> Published:
        """Publish, and make development keys where there are none. Raises PublishError."""
        settings = self.settings
        content = read_content(settings.blocklists_dir, settings.rules_dir, now)
        return publish_content(content, settings.public_dir, settings.keys_dir, now, self.root)

    def publish(self, now: int) -> int:
        """Publish and return the number of the set. Raises PublishError."""
        return self.first(now).seq

    def sign_again(self, now: int) -> int:
        """Sign what is published once more and return its number. Raises PublishError."""
        return resign(self.settings.public_dir, self.settings.keys_dir, now, self.root).seq

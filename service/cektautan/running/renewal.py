"""Publishes what the settings point to: the first time when the service starts, then whenever it is due."""

from __future__ import annotations

from dataclasses import dataclass

from cektautan.publish.content import read_content
from cektautan.publish.publisher import Published, publish_content, resign
from cektautan.settings import Settings


@dataclass(frozen=True)
class SettingsRenewal:
    """The publisher of one installation."""

    settings: Settings

    def first(self, now: int) -> Published:
        """Publish, and make development keys where there are none. Raises PublishError."""
        settings = self.settings
        content = read_content(settings.blocklists_dir, settings.rules_dir, now, settings.server_url)
        return publish_content(content, settings.public_dir, settings.keys_dir, now, settings.pinned_root)

    def publish(self, now: int) -> int:
        """Publish and return the number of the set. Raises PublishError."""
        return self.first(now).seq

    def sign_again(self, now: int) -> int:
        """Sign what is published once more and return its number. Raises PublishError."""
        settings = self.settings
        return resign(settings.public_dir, settings.keys_dir, now, settings.pinned_root).seq

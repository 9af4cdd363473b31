"""Words for what lists hold as bare names: topics, platforms, and days."""

from __future__ import annotations

from datetime import date

from cektautan.lookup.catalogue import WEB
from cektautan.web.texts import Texts

# Names of companies are the same in every language.
_PLATFORMS = {
    "app-store": "App Store", "archive-org": "Internet Archive", "archive-today": "archive.today",
    "arsip-cekfakta": "Arsip Cek Fakta", "bilibili": "Bilibili", "bitchute": "BitChute",
    "dailymotion": "Dailymotion", "facebook": "Facebook", "ghostarchive": "Ghostarchive",
    "google-drive": "Google Drive", "google-play": "Google Play", "instagram": "Instagram", "kaskus": "Kaskus",
    "kompasiana": "Kompasiana", "kwai": "Kwai", "likee": "Likee", "linkedin": "LinkedIn", "perma": "perma.cc",
    "pinterest": "Pinterest", "reddit": "Reddit", "rumble": "Rumble", "spotify": "Spotify", "telegram": "Telegram",
    "threads": "Threads", "tiktok": "TikTok", "vidio": "Vidio", "vimeo": "Vimeo", "vk": "VK",
    "whatsapp": "WhatsApp", "x": "X", "youtube": "YouTube",
}  # fmt: skip


def verdict(word: str | None, texts: Texts) -> str:
    """A verdict's label; one that this version does not know yet is shown by its own name."""
    return texts.texts.get(f"verdict_{word}") or (word or "").upper()


def topic(name: str, texts: Texts) -> str:
    """A topic in words; one that has none yet is shown by its own name, spaced."""
    return texts.texts.get(f"topic_{name}") or name.replace("-", " ").capitalize()


def platform(name: str, texts: Texts) -> str:
    """A platform as it writes itself; its short and share links are told apart from its posts."""
    if name == WEB:
        return texts["record_web"]
    base, _, end = name.rpartition("-")
    if end in {"short", "share", "link"} and base in _PLATFORMS:
        return texts.say("record_short_links", platform=_PLATFORMS[base])
    return _PLATFORMS.get(name, name.replace("-", " ").capitalize())


def day(value: date | None, texts: Texts) -> str:
    """A day as people write it."""
    return texts.date(value.isoformat()) if value else ""

"""What a session is called in the list of sessions: the browser's family and the system, and nothing that is finer."""

from __future__ import annotations

FAMILIES = (("Edg", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("FxiOS/", "Firefox"), ("Chrome/", "Chrome"),
            ("CriOS/", "Chrome"), ("Safari/", "Safari"))  # fmt: skip
SYSTEMS = (("Android", "Android"), ("iPhone", "iOS"), ("iPad", "iOS"), ("Windows", "Windows"), ("Mac OS X", "macOS"),
           ("CrOS", "ChromeOS"), ("Linux", "Linux"))  # fmt: skip


def label(user_agent: str) -> str:
    """Return family and system, as far as they are told.

    >>> label("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0")
    'Firefox, Linux'
    >>> label("curl/8")
    ''
    """
    found = [next((words for part, words in each if part in user_agent), "") for each in (FAMILIES, SYSTEMS)]
    return ", ".join(filter(None, found))

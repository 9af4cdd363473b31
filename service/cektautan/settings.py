"""Decides what can be set from outside, what it means and what it is by default.

Everything is read once from the environment into a frozen value; nothing else in the project reads the environment. A
bad value is a `SettingError` with one line that names the setting. docs/operations.md lists the same settings, and a
test compares the two. A setting must never be read at import, or the tests could not choose their own.
"""

# ruff: noqa: RUF009 -- `_setting` only wraps dataclasses.field, and a parsed limit is never changed.

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, TypeVar

from limits import RateLimitItem
from limits import parse as parse_limit

from cektautan.core.minisign import PublicKey
from cektautan.setting_values import (
    read_address,
    read_database,
    read_host,
    read_key,
    read_limit,
    read_redis,
    read_root_key,
    read_switch,
    read_whole,
)

T = TypeVar("T")

PREFIX = "CEKTAUTAN_"

CHECKOUT = Path(__file__).resolve().parents[2]
"""The folder that holds `rules/`, `blocklists/` and `extension/` when the service runs from a checkout."""


class SettingError(ValueError):
    """A setting has a value that it cannot have. The message is one line that names it."""


def _setting(name: str, parse: Callable[[str], T], default: T, means: str, *, secret: bool = False) -> T:
    """A field of `Settings` with the environment name, the reader and the meaning kept beside it.

    A secret is left out where the settings are shown.
    """
    made: T = field(default=default, repr=not secret, metadata={"name": name, "parse": parse, "means": means})
    return made


@dataclass(frozen=True, kw_only=True)
class Settings:
    """All settings, each documented here and in docs/operations.md."""

    host: str = _setting(PREFIX + "HOST", str, "127.0.0.1", "the address to listen on")
    port: int = _setting("PORT", read_whole(1, 65535), 8000, "the port to listen on")
    public_url: str = _setting(
        PREFIX + "PUBLIC_URL", read_address, "", "the address that readers use; by default http://HOST:PORT"
    )
    var_dir: Path = _setting(
        PREFIX + "VAR_DIR", Path, CHECKOUT / "var", "keys, the published set and what is derived from it"
    )
    blocklists_dir: Path = _setting(PREFIX + "BLOCKLISTS_DIR", Path, CHECKOUT / "blocklists", "the reviewed lists")
    rules_dir: Path = _setting(PREFIX + "RULES_DIR", Path, CHECKOUT / "rules", "the rules of identity")
    extension_dir: Path = _setting(
        PREFIX + "EXTENSION_DIR",
        Path,
        CHECKOUT / "extension",
        "where `serve` writes config.json for the unpacked extension, if the folder is there",
    )
    about_file: Path | None = _setting(
        PREFIX + "ABOUT_FILE", Path, None, "YAML that says who runs this service, for /tentang; empty: a demonstration"
    )
    checkpage_dir: Path = _setting(
        PREFIX + "CHECKPAGE_DIR",
        Path,
        CHECKOUT / "checkpage",
        "the program of the check page; where the folder is not there, the page is a form that the service answers",
    )
    root_key: str = _setting(
        PREFIX + "ROOT_KEY",
        read_root_key,
        "",
        "the pinned root public key (RW...); by default the development key in VAR_DIR",
    )
    publish: bool = _setting(
        PREFIX + "PUBLISH",
        read_switch,
        True,
        "whether `serve` publishes and signs again on time (on), or only reads (off)",
    )
    resign_hours: int = _setting(
        PREFIX + "RESIGN_HOURS", read_whole(1, 48), 6, "hours after which the set is signed again"
    )
    workers: int = _setting(
        PREFIX + "WORKERS", read_whole(1, 64), 1, "worker processes; limits in memory are per worker"
    )
    threads: int = _setting(PREFIX + "THREADS", read_whole(1, 512), 16, "threads a worker may answer with")
    redis_url: str = _setting(
        "REDIS_URL",
        read_redis,
        "",
        "Redis that keeps the limits of all nodes and which of them looks after jobs, and wakes them; "
        "empty: each process for itself",
        # It may hold a password, as may the next.
        secret=True,
    )
    trusted_proxies: int = _setting(
        PREFIX + "TRUSTED_PROXIES", read_whole(0, 8), 0, "how many proxies in front of us add to X-Forwarded-For"
    )
    limit_check: RateLimitItem = _setting(
        PREFIX + "LIMIT_CHECK", read_limit, parse_limit("3000 per minute"), "addresses that one network may check"
    )
    limit_lists: RateLimitItem = _setting(
        PREFIX + "LIMIT_LISTS", read_limit, parse_limit("1200 per minute"), "list files that one network may fetch"
    )
    limit_pages: RateLimitItem = _setting(
        PREFIX + "LIMIT_PAGES", read_limit, parse_limit("300 per minute"), "pages that one network may open"
    )
    resolve: bool = _setting(
        PREFIX + "RESOLVE",
        read_switch,
        True,
        "whether far hosts are asked: a short link's for a reader, a check's page for a moderator, feeds of sources, "
        "listed pages and registries of names (patrol)",
    )
    limit_resolve: RateLimitItem = _setting(
        PREFIX + "LIMIT_RESOLVE",
        read_limit,
        parse_limit("30 per minute"),
        "short links that one network may have resolved",
    )

    limit_reports: RateLimitItem = _setting(
        PREFIX + "LIMIT_REPORTS",
        read_limit,
        parse_limit("20 per hour"),
        "reports and objections that one network may send",
    )
    limit_status: RateLimitItem = _setting(
        PREFIX + "LIMIT_STATUS", read_limit, parse_limit("60 per minute"), "tickets that one network may ask about"
    )
    multiple_keyed: int = _setting(
        PREFIX + "MULTIPLE_KEYED",
        read_whole(1, 10_000),
        10,
        "how many times a network's limits for checks and lists a key of the tier `keyed` has",
    )
    multiple_partner: int = _setting(
        PREFIX + "MULTIPLE_PARTNER", read_whole(1, 10_000), 50, "the same for a key of the tier `partner`"
    )
    quota_keyed: int = _setting(
        PREFIX + "QUOTA_KEYED",
        read_whole(0, 10**12),
        1_000_000,
        "what a key of the tier `keyed` may use in a day (UTC), of all limits together, unless it has a quota of its "
        "own; 0: no end",
    )
    quota_partner: int = _setting(
        PREFIX + "QUOTA_PARTNER", read_whole(0, 10**12), 0, "the same for a key of the tier `partner`"
    )
    desk: bool = _setting(
        PREFIX + "DESK",
        read_switch,
        True,
        "whether there is a moderators' desk (/meja) whose decisions are published; off: the lists are files alone",
    )
    database_url: str = _setting(
        "DATABASE_URL",
        read_database,
        "",
        "PostgreSQL that keeps the desk's store, from which a node without a desk has the set and the keys of callers; "
        "empty: SQLite in VAR_DIR",
        secret=True,
    )
    desk_secrets: str = _setting(
        PREFIX + "DESK_SECRETS",
        str,
        "",
        "the desk's secrets as JSON, the same on all nodes; empty: VAR_DIR/keys/desk.json, made at first use",
        secret=True,
    )
    capture: bool = _setting(
        PREFIX + "CAPTURE",
        read_switch,
        True,
        "whether a page that is proposed for listing is fetched once and kept as evidence",
    )

    google_key: str = _setting(
        PREFIX + "GOOGLE_KEY",
        read_key,
        "",
        "the key for Google's Fact Check Tools, for feeds of `claims:search`; empty: they are not read",
        secret=True,
    )
    mafindo_key: str = _setting(
        PREFIX + "MAFINDO_KEY",
        read_key,
        "",
        "the key for Mafindo's interface, for feeds of it; empty: they are not read",
        secret=True,
    )

    limit_desk: RateLimitItem = _setting(
        PREFIX + "LIMIT_DESK", read_limit, parse_limit("600 per minute"), "pages and forms of the desk for one account"
    )
    limit_sign_in: RateLimitItem = _setting(
        PREFIX + "LIMIT_SIGN_IN",
        read_limit,
        parse_limit("60 per 10 minute"),
        "forms of sign-in and of invitations that one network may send",
    )

    notice_host: str = _setting(
        PREFIX + "NOTICE_HOST",
        read_host,
        "",
        "a host of yours that tells why a name is blocked; the response-policy zone leads there; empty: nowhere",
    )

    @property
    def pinned_root(self) -> PublicKey | None:
        """The root key that is set; None in development, where keys are made on first use."""
        return PublicKey.parse(self.root_key) if self.root_key else None

    @property
    def public_dir(self) -> Path:
        """The published set: what travels to readers."""
        return self.var_dir / "public"

    @property
    def keys_dir(self) -> Path:
        """The signing keys of development, and of a publisher."""
        return self.var_dir / "keys"

    @property
    def cache_dir(self) -> Path:
        """What can be derived again from the published set at any time."""
        return self.var_dir / "cache"

    @property
    def server_url(self) -> str:
        """The address that readers use."""
        # To listen everywhere is not an address that anybody could open.
        host = "127.0.0.1" if self.host in {"0.0.0.0", "::"} else self.host  # noqa: S104 -- a comparison
        host = f"[{host}]" if ":" in host else host
        return self.public_url or f"http://{host}:{self.port}"


@dataclass(frozen=True)
class Described:
    """One setting as an operator sees it."""

    name: str
    default: str
    means: str


def describe() -> Iterator[Described]:
    """Every setting in order, for documentation and its test."""
    for each in fields(Settings):
        default: Any = each.default
        if isinstance(default, bool):
            default = "on" if default else "off"
        if isinstance(default, Path):
            default = default.relative_to(CHECKOUT)
        yield Described(each.metadata["name"], "" if default is None else str(default), each.metadata["means"])


def from_environment(environment: Mapping[str, str]) -> Settings:
    """Read the settings.

    An empty value means the default. The value itself is not repeated in the error: it may hold a password.

    Raises:
        SettingError: a value is not one that the setting can have.

    """
    values: dict[str, Any] = {}
    for each in fields(Settings):
        name = each.metadata["name"]
        text = environment.get(name, "").strip()
        if not text:
            continue
        try:
            values[each.name] = each.metadata["parse"](text)
        except ValueError as problem:
            raise SettingError(f"{name} must be {problem}") from None
    return Settings(**values)


def unknown_names(environment: Mapping[str, str]) -> list[str]:
    """Names that look like settings and are none: most often a slip of the finger, so `serve` mentions them."""
    known = {each.metadata["name"] for each in fields(Settings)}
    return sorted(name for name in environment if name.startswith(PREFIX) and name not in known)

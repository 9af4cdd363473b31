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

from ada_url import URL
from limits import RateLimitItem
from limits import parse as parse_limit
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from cektautan.core.errors import FormatError
from cektautan.core.minisign import PublicKey

T = TypeVar("T")

PREFIX = "CEKTAUTAN_"

CHECKOUT = Path(__file__).resolve().parents[2]
"""The folder that holds `rules/`, `blocklists/` and `extension/` when the service runs from a checkout."""


LONGEST_WINDOW = 3600
LONGEST_KEY = 500


class SettingError(ValueError):
    """A setting has a value that it cannot have. The message is one line that names it."""


def _whole(low: int, high: int) -> Callable[[str], int]:
    def parse(text: str) -> int:
        if not text.isascii() or not text.isdigit() or not low <= int(text) <= high:
            raise ValueError(f"a whole number from {low} to {high}")
        return int(text)

    return parse


def _switch(text: str) -> bool:
    if text.lower() not in {"on", "off"}:
        raise ValueError("on or off")
    return text.lower() == "on"


def _limit(text: str) -> RateLimitItem:
    try:
        limit = parse_limit(text)
    except ValueError:
        limit = None
    # Counts are kept for the longest window, so a window of days would keep every caller's for days.
    if limit is None or limit.get_expiry() > LONGEST_WINDOW:
        raise ValueError("a limit such as 3000 per minute, and by the hour at most")
    return limit


def _address(text: str) -> str:
    problem = "an address such as https://cek.example, without query or fragment"
    try:
        url = URL(text)
    except ValueError:
        raise ValueError(problem) from None
    if url.protocol not in {"http:", "https:"} or url.username or url.password or url.search or url.hash:
        raise ValueError(problem)
    return f"{url.origin}{url.pathname.rstrip('/')}"


def _root_key(text: str) -> str:
    try:
        return PublicKey.parse(text).text
    except FormatError:
        raise ValueError("a minisign public key (RW...)") from None


def _redis(text: str) -> str:
    if not text.startswith(("redis://", "rediss://", "unix://")):
        raise ValueError("an address that begins with redis://, rediss:// or unix://")
    return text


def _database(text: str) -> str:
    try:
        backend = make_url(text).get_backend_name()
    except ArgumentError:
        backend = ""
    if backend not in {"postgresql", "sqlite"}:
        raise ValueError("an address that begins with postgresql:// (or sqlite:///)")
    return text


def _host(text: str) -> str:
    # The name stands in a zone that resolvers load, so nothing but a name may get in.
    name = text.lower().removesuffix(".")
    try:
        host = URL(f"https://{name}/").hostname
    except ValueError:
        host = ""
    if host != name or "." not in name or name.rpartition(".")[2].isdigit() or len(name) > 253:
        raise ValueError("a host's name such as pemberitahuan.example")
    return name


def _key(text: str) -> str:
    # It goes into a field of a head or a form, where a blank is a slip of copying.
    if not text.isascii() or not text.isprintable() or " " in text or len(text) > LONGEST_KEY:
        raise ValueError(f"a key of letters, digits and signs without blanks, at most {LONGEST_KEY}")
    return text


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
    port: int = _setting("PORT", _whole(1, 65535), 8000, "the port to listen on")
    public_url: str = _setting(
        PREFIX + "PUBLIC_URL", _address, "", "the address that readers use; by default http://HOST:PORT"
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
        _root_key,
        "",
        "the pinned root public key (RW...); by default the development key in VAR_DIR",
    )
    publish: bool = _setting(
        PREFIX + "PUBLISH", _switch, True, "whether `serve` publishes and signs again on time (on), or only reads (off)"
    )
    resign_hours: int = _setting(PREFIX + "RESIGN_HOURS", _whole(1, 48), 6, "hours after which the set is signed again")
    workers: int = _setting(PREFIX + "WORKERS", _whole(1, 64), 1, "worker processes; limits in memory are per worker")
    threads: int = _setting(PREFIX + "THREADS", _whole(1, 512), 16, "threads a worker may answer with")
    redis_url: str = _setting(
        "REDIS_URL",
        _redis,
        "",
        "Redis that keeps the limits of all nodes and which of them looks after jobs, and wakes them; "
        "empty: each process for itself",
        # It may hold a password, as may the next.
        secret=True,
    )
    trusted_proxies: int = _setting(
        PREFIX + "TRUSTED_PROXIES", _whole(0, 8), 0, "how many proxies in front of us add to X-Forwarded-For"
    )
    limit_check: RateLimitItem = _setting(
        PREFIX + "LIMIT_CHECK", _limit, parse_limit("3000 per minute"), "addresses that one network may check"
    )
    limit_lists: RateLimitItem = _setting(
        PREFIX + "LIMIT_LISTS", _limit, parse_limit("1200 per minute"), "list files that one network may fetch"
    )
    limit_pages: RateLimitItem = _setting(
        PREFIX + "LIMIT_PAGES", _limit, parse_limit("300 per minute"), "pages that one network may open"
    )
    resolve: bool = _setting(
        PREFIX + "RESOLVE",
        _switch,
        True,
        "whether far hosts are asked: a short link's for a reader, a check's page for a moderator, feeds of sources, "
        "listed pages and registries of names (patrol)",
    )
    limit_resolve: RateLimitItem = _setting(
        PREFIX + "LIMIT_RESOLVE", _limit, parse_limit("30 per minute"), "short links that one network may have resolved"
    )

    limit_reports: RateLimitItem = _setting(
        PREFIX + "LIMIT_REPORTS", _limit, parse_limit("20 per hour"), "reports and objections that one network may send"
    )
    limit_status: RateLimitItem = _setting(
        PREFIX + "LIMIT_STATUS", _limit, parse_limit("60 per minute"), "tickets that one network may ask about"
    )
    multiple_keyed: int = _setting(
        PREFIX + "MULTIPLE_KEYED",
        _whole(1, 10_000),
        10,
        "how many times a network's limits for checks and lists a key of the tier `keyed` has",
    )
    multiple_partner: int = _setting(
        PREFIX + "MULTIPLE_PARTNER", _whole(1, 10_000), 50, "the same for a key of the tier `partner`"
    )
    quota_keyed: int = _setting(
        PREFIX + "QUOTA_KEYED",
        _whole(0, 10**12),
        1_000_000,
        "what a key of the tier `keyed` may use in a day (UTC), of all limits together, unless it has a quota of its "
        "own; 0: no end",
    )
    quota_partner: int = _setting(
        PREFIX + "QUOTA_PARTNER", _whole(0, 10**12), 0, "the same for a key of the tier `partner`"
    )
    desk: bool = _setting(
        PREFIX + "DESK",
        _switch,
        True,
        "whether there is a moderators' desk (/meja) whose decisions are published; off: the lists are files alone",
    )
    database_url: str = _setting(
        "DATABASE_URL",
        _database,
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
        _switch,
        True,
        "whether a page that is proposed for listing is fetched once and kept as evidence",
    )

    google_key: str = _setting(
        PREFIX + "GOOGLE_KEY",
        _key,
        "",
        "the key for Google's Fact Check Tools, for feeds of `claims:search`; empty: they are not read",
        secret=True,
    )
    mafindo_key: str = _setting(
        PREFIX + "MAFINDO_KEY",
        _key,
        "",
        "the key for Mafindo's interface, for feeds of it; empty: they are not read",
        secret=True,
    )

    limit_desk: RateLimitItem = _setting(
        PREFIX + "LIMIT_DESK", _limit, parse_limit("600 per minute"), "pages and forms of the desk for one account"
    )
    limit_sign_in: RateLimitItem = _setting(
        PREFIX + "LIMIT_SIGN_IN",
        _limit,
        parse_limit("60 per 10 minute"),
        "forms of sign-in and of invitations that one network may send",
    )

    notice_host: str = _setting(
        PREFIX + "NOTICE_HOST",
        _host,
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

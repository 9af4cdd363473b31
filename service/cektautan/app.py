"""`create_app(settings)`: the only place where implementations are chosen.

Whatever a view needs is made here and handed to it (`web.register` says which views there are); no module of the web
layer holds state. Workers of the server call `from_environment`.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping

import redis
from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from cektautan import __version__
from cektautan.core.api_keys import Scope, Tier
from cektautan.desk.policy import Policy, load_policy
from cektautan.lookup.current import CurrentSet
from cektautan.lookup.loading import root
from cektautan.lookup.published import PublishedSet
from cektautan.outbound.client import PinnedClient
from cektautan.outbound.protocol import HopClient
from cektautan.outbound.session import public_authorities
from cektautan.outbound.system import SystemConnector, SystemResolver
from cektautan.running.jobs import Job, jobs
from cektautan.running.lead import Everyone, Lead, RedisLead
from cektautan.running.notices import KEYS, SETS, Notices, Polling, RedisNotices
from cektautan.running.sending import Sender, sends, takes
from cektautan.running.set_state import SetState
from cektautan.running.taking import Taker
from cektautan.settings import Settings
from cektautan.settings import from_environment as read_settings
from cektautan.store.key_uses import KIND
from cektautan.store.opening import open_store, open_without_secrets
from cektautan.store.places import Places
from cektautan.store.secrets import DeskSecrets, installation_of
from cektautan.store.transaction import Store
from cektautan.web.application import Application
from cektautan.web.guards.answering import RedisAnswers
from cektautan.web.guards.caller import UNCHECKED, Caller
from cektautan.web.guards.callers import Callers, Environ, Keyed, LocalSecrets, nobody_keyed
from cektautan.web.guards.keys import KeyTable, StoredKeys
from cektautan.web.guards.limits import Counts, Limit, Limits, LocalCounts, Shares, make_limiter
from cektautan.web.guards.receiving import Receiving
from cektautan.web.guards.shared import Shared, SharedCounts, SharedSecrets
from cektautan.web.guards.shown import shown_key
from cektautan.web.guards.windows import WindowStorage
from cektautan.web.metrics import Metrics
from cektautan.web.register import register
from cektautan.web.services import Services

MAX_BODY = 5 * 1024 * 1024
"""Room for 500 addresses of 8 KiB in JSON."""

REDIS_SECONDS = 0.25
"""How long a request waits for Redis before it counts by itself."""


def create_app(
    settings: Settings,
    clock: Callable[[], float] = time.time,
    hops: HopClient | None = None,
    *,
    follow: bool = False,
) -> Flask:
    """Make the application. A test gives the clock, and a client for far hosts of its own.

    With `follow` it notices a new set while nobody asks, as a worker process must.
    """
    app = Application("cektautan.web", static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = MAX_BODY
    # A path is matched as it was sent; nobody is redirected to a tidier one.
    app.url_map.merge_slashes = False

    services = make_services(app, settings, clock, hops)
    app.receiving = services.receiving
    services.current.refresh()
    if follow:
        services.current.follow()
        if services.keys is not None:
            services.keys.follow()
    register(app, services)
    if settings.trusted_proxies:
        # Outermost: who asks is known before anybody's share is spent.
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=settings.trusted_proxies, x_proto=0)  # type: ignore[method-assign]
    return app


def make_services(app: Flask, settings: Settings, clock: Callable[[], float], hops: HopClient | None) -> Services:
    """Choose the implementations behind the views."""
    current = CurrentSet(
        settings.public_dir,
        lambda: PublishedSet.load(settings.public_dir, settings.root_key, settings.cache_dir),
    )
    counted = Metrics(several=settings.workers > 1)

    def seen() -> tuple[int, int] | None:
        published = current.get()
        return None if published is None else (published.seq, int(clock()) - published.created)

    counted.watch_list(seen)
    store, secrets = (
        open_store(settings.database_url, settings.var_dir, settings.desk_secrets) if settings.desk else (None, None)
    )
    database = open_without_secrets(settings.database_url) if store is None and settings.database_url else store
    if database is not None:
        database.places = Places(max(1, settings.threads // 2))
    if store is not None:
        tells_of_keys(settings, store)
    keys = None if database is None else KeyTable(StoredKeys(database), clock, notices_of(settings, KEYS).wait)
    counts, days, callers = limits_by(app, settings, clock, nobody_keyed if keys is None else keyed_by(keys))
    policy = load_policy(settings.rules_dir, settings.blocklists_dir) if settings.desk else None
    set_state = SetState(settings.cache_dir) if sends(settings) or takes(settings) else None
    limits = Limits(counts, callers, clock, counted.refused, days, shares_of(settings))
    return Services(
        settings=settings,
        current=current,
        limits=limits,
        receiving=Receiving(settings.threads, limits.network),
        metrics=counted,
        clock=clock,
        hops=(hops or far_client(settings)) if settings.resolve else None,
        check_limit=Limit.of("check", settings.limit_check, Scope.READ),
        lists_limit=Limit.of("lists", settings.limit_lists, Scope.EXPORTS),
        pages_limit=Limit.of("pages", settings.limit_pages),
        resolve_limit=Limit.of("resolve", settings.limit_resolve),
        reports_limit=Limit.of("reports", settings.limit_reports),
        status_limit=Limit.of("status", settings.limit_status),
        store=store,
        listed=database,
        keys=keys,
        secrets=secrets,
        policy=policy,
        rhythms={} if policy is None else {job.name: job.every_seconds for job in make_jobs(settings, policy)},
        set_state=set_state.read if set_state else None,
        set_problem=set_state.problem if set_state else None,
        redis_answers=RedisAnswers(redis_client(settings)) if settings.redis_url else None,
    )


def far_client(settings: Settings) -> PinnedClient:
    """The client of far hosts, which says who asks."""
    agent = f"CekTautan/{__version__} (+{settings.server_url}/)"
    return PinnedClient(agent, SystemResolver(), SystemConnector(), public_authorities())


def interface_keys(settings: Settings) -> Mapping[str, str]:
    """The keys of the interfaces that feeds may be read from, by the names of their adapters."""
    return {"claims_search": settings.google_key, "mafindo": settings.mafindo_key}


def make_jobs(settings: Settings, policy: Policy) -> tuple[Job, ...]:
    """The desk's periodic work."""
    return jobs(settings, policy, far_client(settings), interface_keys(settings))


def lead_of(settings: Settings, secrets: DeskSecrets, say: Callable[[str], None]) -> Lead:
    """Who looks after the jobs: one node where Redis says which, else everyone."""
    if not settings.redis_url:
        return Everyone()
    return RedisLead(redis_client(settings), installation_of(secrets, settings.database_url), say)


def travel_of(settings: Settings, say: Callable[[str], None]) -> Sender | Taker | None:
    """How the set travels between this node and others; None where it does not. Raises LoadError, SecretsError."""
    if not sends(settings) and not takes(settings):
        return None
    notices = notices_of(settings, SETS)
    if not settings.desk:
        store = open_without_secrets(settings.database_url)
    else:
        store, _ = open_store(settings.database_url, settings.var_dir, settings.desk_secrets)
    if sends(settings):
        return Sender(settings, store, notices, say)
    return Taker(settings, root(settings.public_dir, settings.root_key), store, notices, say)


def notices_of(settings: Settings, channel: str) -> Notices:
    """How nodes hear of what is new."""
    return RedisNotices(redis_client(settings), channel) if settings.redis_url else Polling()


def tells_of_keys(settings: Settings, store: Store) -> None:
    """Have other processes told when this one makes, renews or ends a key."""
    store.after(KIND, notices_of(settings, KEYS).tell)


def redis_client(settings: Settings) -> redis.Redis:
    """A client that waits for nothing long."""
    return redis.Redis.from_url(settings.redis_url, socket_timeout=REDIS_SECONDS, socket_connect_timeout=REDIS_SECONDS)


def shares_of(settings: Settings) -> Shares:
    """What keys have."""
    return Shares(
        {Tier.KEYED: settings.multiple_keyed, Tier.PARTNER: settings.multiple_partner},
        {Tier.KEYED: settings.quota_keyed, Tier.PARTNER: settings.quota_partner},
    )


def keyed_by(keys: KeyTable) -> Keyed:
    """Know callers by the keys of a table."""

    def keyed(environ: Environ) -> Caller | None:
        text = shown_key(environ)
        return None if text is None else keys.caller(text) or UNCHECKED

    return keyed


def limits_by(
    app: Flask, settings: Settings, clock: Callable[[], float], keyed: Keyed
) -> tuple[Counts, Counts, Callers]:
    """Count windows and days in memory, or in Redis where there is one."""
    if not settings.redis_url:
        limiter = make_limiter(app, "windows://", {})
        return LocalCounts(limiter.storage), LocalCounts(WindowStorage()), Callers(LocalSecrets(), clock, keyed)
    # `limits` and the client read whole seconds or fractions alike; its type stubs know only the former.
    options: dict[str, str | int] = {
        "socket_timeout": REDIS_SECONDS,  # type: ignore[dict-item]
        "socket_connect_timeout": REDIS_SECONDS,  # type: ignore[dict-item]
    }
    limiter = make_limiter(app, settings.redis_url, options)
    shared = Shared()
    secrets = SharedSecrets(redis_client(settings), shared)
    windows, days = (SharedCounts(limiter.storage, WindowStorage(), shared) for _ in range(2))
    return windows, days, Callers(secrets, clock, keyed)


def from_environment() -> Flask:
    """Make the application of a worker process."""
    return create_app(read_settings(os.environ), follow=True)

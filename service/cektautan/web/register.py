"""Puts every view of the service into the application: interfaces, pages, the desk, and what stands before them.

Each view is given what it needs of the services and makes nothing for itself; which implementations those are is
decided in `app`, and nowhere here.
"""

from __future__ import annotations

from flask import Flask

from cektautan.about import read_about
from cektautan.web.api import (
    batch,
    changes,
    check,
    domains,
    healthz,
    lists,
    metrics,
    openapi,
    owner_addresses,
    readyz,
    reports,
    resolve,
    test_cases,
)
from cektautan.web.compat import claim_reviews, claims_search, exports
from cektautan.web.compat.exported import NOBODY, Exported
from cektautan.web.compat.safe_browsing import errors as safe_browsing_errors
from cektautan.web.compat.safe_browsing import v4, v5
from cektautan.web.compat.safe_browsing.matching import Matching
from cektautan.web.compat.taxii import endpoints as taxii
from cektautan.web.console.register import register as register_desk
from cektautan.web.front import Front
from cektautan.web.guards import headers
from cektautan.web.openapi.document import assemble
from cektautan.web.problems import Errors
from cektautan.web.services import Services
from cektautan.web.site import assets
from cektautan.web.site.about import about_page, guide_page
from cektautan.web.site.check import check_app, check_page
from cektautan.web.site.developers import docs_page, export_feeds, exports_page, first_page, testpages
from cektautan.web.site.error_page import ErrorPages
from cektautan.web.site.markup import code
from cektautan.web.site.pages import Pages
from cektautan.web.site.record import feed, list_page, own_review_page, record_page, transparency_page
from cektautan.web.site.reports import report_page, status_page


def register(app: Flask, services: Services) -> None:
    """Register every view, and put the quick answers before them."""
    settings = services.settings
    about = read_about(settings.about_file) if settings.about_file else None
    static, address = assets.make_blueprint()
    app.jinja_env.globals["asset"] = address
    app.jinja_env.globals["desk"] = settings.desk
    app.jinja_env.filters["code"] = code
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True

    services.metrics.watch(app)
    headers.register(app)
    Errors(settings.server_url, ErrorPages().page, (safe_browsing_errors.status, taxii.status)).register(app)
    document = assemble(settings.server_url)
    checking, shelf, matching = check.Checking(services), lists.Lists(services), Matching(services)
    pages, exported = Pages(services), Exported(services, about)

    # The interfaces of our own.
    app.register_blueprint(check.make_blueprint(checking))
    app.register_blueprint(lists.make_blueprint(shelf))
    for endpoint in (batch, domains, resolve, reports, changes, healthz, readyz, metrics):
        app.register_blueprint(endpoint.make_blueprint(services))
    app.register_blueprint(openapi.make_blueprint(document))
    app.register_blueprint(test_cases.make_blueprint(settings.server_url))
    app.register_blueprint(owner_addresses.make_blueprint(services, about.operator if about else NOBODY))

    # Those that other systems know.
    app.register_blueprint(v4.make_blueprint(services, matching))
    app.register_blueprint(v5.make_blueprint(services))
    for formats in (exports, taxii):
        app.register_blueprint(formats.make_blueprint(services, exported))
    app.register_blueprint(claim_reviews.make_blueprint(services, exported, pages))
    app.register_blueprint(claims_search.make_blueprint(services))

    # The pages for everybody.
    program = check_app.CheckApp(services, address, check_page.shell)
    app.register_blueprint(check_page.make_blueprint(services, program))
    app.register_blueprint(check_app.make_blueprint(program))
    app.register_blueprint(docs_page.make_blueprint(document))
    app.register_blueprint(guide_page.make_blueprint(pages))
    app.register_blueprint(about_page.make_blueprint(pages, about))
    app.register_blueprint(first_page.make_blueprint(services, pages))
    app.register_blueprint(testpages.make_blueprint(services, pages))
    app.register_blueprint(record_page.make_blueprint(services, pages, about))
    app.register_blueprint(list_page.make_blueprint(pages))
    for page in (feed, export_feeds, report_page, status_page, transparency_page):
        app.register_blueprint(page.make_blueprint(services, pages))
    app.register_blueprint(exports_page.make_blueprint(pages, exported))
    app.register_blueprint(static)
    if services.store is not None:
        app.register_blueprint(own_review_page.make_blueprint(services, pages, about, services.store))

    # The moderators' desk.
    if settings.desk:
        register_desk(app, services, about)

    front = Front(app.wsgi_app, checking, matching, shelf, services.metrics, settings.server_url)
    app.wsgi_app = front  # type: ignore[method-assign] # Flask's documentation has a middleware put in its place

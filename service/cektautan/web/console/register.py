"""Puts the desk together: the guard, then every page through it. `web.register` calls it where there is a desk."""

from __future__ import annotations

from flask import Flask

from cektautan.about import About
from cektautan.desk.people.passwords import Passwords
from cektautan.desk.roles_file import load_roles
from cektautan.web.console import looking_back
from cektautan.web.console.access import sign_in
from cektautan.web.console.access.guard import Guard
from cektautan.web.console.api_keys import api_key_acts, api_keys_page
from cektautan.web.console.imports import imports_batch_page, imports_page
from cektautan.web.console.pages import DeskPages
from cektautan.web.console.people import account_page, people_page
from cektautan.web.console.record import requests_page
from cektautan.web.console.work import register_work
from cektautan.web.services import Services
from cektautan.web.site.record.own_review_page import site_of


def register(app: Flask, services: Services, about: About | None = None) -> Guard:
    """Register the pages of the desk.

    Raises:
        RulesError: the roles cannot be read.

    """
    if services.store is None or services.secrets is None or services.policy is None:
        raise ValueError("there is no desk without a store")
    roles = load_roles(services.settings.rules_dir)
    guard = Guard(services, services.store, services.secrets, roles, DeskPages())
    guard.register(app)
    passwords = Passwords()
    app.register_blueprint(sign_in.make_blueprint(guard, passwords))
    app.register_blueprint(account_page.make_blueprint(guard, passwords))
    app.register_blueprint(requests_page.make_blueprint(guard))
    app.register_blueprint(people_page.make_blueprint(guard))
    keys = api_keys_page.ApiKeyPages(guard)
    app.register_blueprint(api_keys_page.make_blueprint(guard, keys))
    app.register_blueprint(api_key_acts.make_blueprint(guard, keys))
    for page in looking_back.make_blueprints(guard, services.policy, site_of(services, about)):
        app.register_blueprint(page)
    register_work(app, guard, services)
    app.register_blueprint(imports_page.make_blueprint(guard, services.policy))
    app.register_blueprint(imports_batch_page.make_blueprint(guard, services.policy))
    return guard

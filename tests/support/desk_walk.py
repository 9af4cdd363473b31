"""Walks the desk by its own links, as a person who opens everything, and collects the forms on the way."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urljoin

from flask import Flask
from tests.support.desk_forms import PageForm, filled, read_page
from tests.support.people import Person
from werkzeug.test import TestResponse

MOST_OF_A_ROUTE = 20
"""Pages that are opened of one route; others differ in their objects alone."""


@dataclass(frozen=True)
class Found:
    """A form that somebody may send."""

    route: str
    form: PageForm
    who: Person


@dataclass
class Walk:
    """What one person, or several one after another, found."""

    app: Flask
    forms: dict[tuple[str, tuple[str, ...], tuple[str, ...]], Found] = field(default_factory=dict)
    """By the route, the names of the fields and the buttons: a form is looked at once, whatever it is about."""
    opened: dict[str, list[str]] = field(default_factory=dict)
    """The pages of each route."""
    every: dict[tuple[int, str, tuple[str, ...], tuple[str, ...]], Found] = field(default_factory=dict)
    """The same by who found it and where it is sent to: the forms of every object."""
    asked: dict[str, set[str]] = field(default_factory=dict)
    """By the route of a page, the names that links and forms put into its query."""

    def routes(self, method: str) -> set[str]:
        """Return every route of the desk that takes a method."""
        rules = self.app.url_map.iter_rules()
        return {each.rule for each in rules if each.rule.startswith("/meja") and method in (each.methods or ())}

    def match(self, path: str, method: str = "GET") -> str:
        """Return the route of a path. Raises NotFound or MethodNotAllowed where there is none."""
        adapter = self.app.url_map.bind("localhost")
        rule, _ = adapter.match(path.partition("?")[0], method=method, return_rule=True)
        return rule.rule

    def go(self, who: Person, *start: str) -> None:
        """Open these pages and all that they lead to."""
        waiting, seen = deque(start), set[str]()
        while waiting:
            where = waiting.popleft().partition("#")[0]
            if where in seen or not where.startswith("/meja"):
                continue
            seen.add(where)
            opened = self.opened.setdefault(self.match(where), [])
            if len(opened) < MOST_OF_A_ROUTE:
                opened.append(where)
                waiting.extend(self.read(who, where, who.get(where)))

    def read(self, who: Person, where: str, answer: TestResponse) -> list[str]:
        """Take the forms of a page, and return where its links lead."""
        assert answer.status_code in (200, 303), f"{where}: {answer.status_code}"
        if answer.status_code == 303 or not answer.content_type.startswith("text/html"):
            return []
        path = where.partition("?")[0]
        forms, links = read_page(path, answer.text)
        for form in forms:
            self._take(who, form)
        whole = [urljoin(where, each) for each in links]
        for each in whole:
            if each.startswith("/meja") and "?" in each:
                query = each.partition("?")[2].partition("#")[0]
                self._note(each, {name for name, _ in parse_qsl(query, keep_blank_values=True)})
        return whole

    def _take(self, who: Person, form: PageForm) -> None:
        if form.method == "post":
            route = self.match(form.action, "POST")
            buttons = sorted(each for one in form.fields.values() if one.kind == "button" for each in one.values)
            found, shape = Found(route, form, who), (tuple(sorted(form.fields)), tuple(buttons))
            self.forms.setdefault((route, *shape), found)
            self.every.setdefault((who.id, form.action, *shape), found)
        elif form.method == "get" and form.action.startswith("/meja"):
            self._note(form.action, set(form.fields))

    def _note(self, path: str, names: set[str]) -> None:
        self.asked.setdefault(self.match(path.partition("#")[0]), set()).update(names)

    def send(self, who: Person, action: str, **typed: str) -> None:
        """Send a form that answers with a page, and take that page's forms."""
        found = next(each for each in self.forms.values() if each.form.action == action)
        self.read(who, action, who.post(action, {**filled(found.form), "csrf_token": who.form_token(), **typed}))

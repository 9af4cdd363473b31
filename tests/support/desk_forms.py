"""The forms of pages as they stand there: where each leads, and of every field its kind, its value and its choices.

What a person could send is read from the page and from nothing else, so that a field which is new is tested as well.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

WRITTEN = ("text", "search", "url", "password", "number", "date", "datetime-local")


@dataclass
class Field:
    """One name of a form."""

    name: str
    kind: str
    """`hidden`, `button`, `radio`, `checkbox`, `select`, `area`, `file`, or the type of an input."""
    values: list[str] = field(default_factory=list)
    """What it holds, or what can be chosen."""
    chosen: str | None = None
    """What is chosen as the page comes; None where nothing is."""
    most: int | None = None
    """How many letters a browser lets through."""


@dataclass
class PageForm:
    """A form."""

    action: str
    method: str
    multipart: bool
    fields: dict[str, Field] = field(default_factory=dict)


class _Reader(HTMLParser):
    def __init__(self, path: str) -> None:
        super().__init__()
        self.forms: list[PageForm] = []
        self.links: list[str] = []
        self._path = path
        self._form: PageForm | None = None
        self._select: Field | None = None
        self._area: Field | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "a" and "href" in given:
            self.links.append(given["href"])
        elif tag == "form":
            multipart = given.get("enctype") == "multipart/form-data"
            self._form = PageForm(given.get("action") or self._path, given.get("method", "get"), multipart)
            self.forms.append(self._form)
        elif tag == "option" and self._select is not None:
            self._select.values.append(given.get("value", ""))
            if "selected" in given or self._select.chosen is None:
                self._select.chosen = given.get("value", "")
        elif self._form is not None and tag in ("input", "textarea", "select", "button"):
            self._take(self._form, tag, given)

    def _take(self, form: PageForm, tag: str, given: dict[str, str]) -> None:
        if tag == "button" and "formaction" in given:
            # Such a button sends the form elsewhere, so it makes another form of the same fields.
            self.forms.append(PageForm(given["formaction"], form.method, form.multipart, form.fields))
        if not given.get("name") or "disabled" in given:
            return
        kinds = {"button": "button", "select": "select", "textarea": "area"}
        kind = kinds.get(tag) or given.get("type", "text")
        most = int(given["maxlength"]) if given.get("maxlength", "").isdecimal() else None
        found = form.fields.setdefault(given["name"], Field(given["name"], kind, most=most))
        if tag == "select":
            self._select = found
        elif tag == "textarea":
            self._area, found.chosen = found, ""
        else:
            found.values.append(given.get("value", "on" if kind in ("checkbox", "radio") else ""))
            if "checked" in given or kind in ("hidden", *WRITTEN):
                found.chosen = found.values[-1]

    def handle_data(self, data: str) -> None:
        if self._area is not None:
            self._area.chosen = (self._area.chosen or "") + data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag == "select":
            self._select = None
        elif tag == "textarea":
            self._area = None


def read_page(path: str, page: str) -> tuple[list[PageForm], list[str]]:
    """Return the forms of a page and where its links lead."""
    reader = _Reader(path)
    reader.feed(page)
    return reader.forms, reader.links


def filled(form: PageForm) -> dict[str, str]:
    """Fill a form in as a person would who writes a word wherever nothing stands yet."""
    return {each.name: value for each in form.fields.values() if (value := _value(each)) is not None}


def _value(each: Field) -> str | None:
    if each.kind == "file":
        return None
    if each.chosen:
        return each.chosen
    if each.kind in ("radio", "button", "select", "checkbox"):
        return next(filter(None, each.values), "")
    return "2026-12-01" if each.kind == "date" else each.chosen or "Alasan uji."

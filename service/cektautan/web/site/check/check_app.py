"""`/app/…`, `/sw.js` and `/app.webmanifest`: the check page as a program that a phone installs and runs offline.

Files stand under the hash of everything that the page consists of, its own markup too, and never change there. The
worker (checkpage/sw.js) is asked for anew each time and names that hash, so that a reader has one version or the other
whole, never a mixture. Nothing here is told what is checked.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, render_template, request

from cektautan.lookup.loading import LoadError, root
from cektautan.web import texts as words
from cektautan.web.lists.bodies import Body
from cektautan.web.lists.negotiate import ASK_FIRST, FOR_EVER, answer
from cektautan.web.problems import KINDS, Problem
from cektautan.web.services import Services
from cektautan.web.site.check import app_files
from cektautan.web.site.check.app_files import ENTRY, AppFiles

COLOURS = {"theme_color": "#0f5c63", "background_color": "#f6f7f5"}
"""`--accent` and `--page` of static/site.css."""

Shell = Callable[[str, "Shown"], str]
"""Makes the page's markup in a language, without a word about any list."""


@dataclass(frozen=True)
class Shown:
    """What the template needs of the program."""

    base: str
    root_key: str
    modules: tuple[str, ...]

    @property
    def entry(self) -> str:
        """The address of the first module."""
        return f"{self.base}/{ENTRY}"


class CheckApp:
    """The program, put together when it is first asked for; `shown` is None where it cannot be offered."""

    def __init__(self, services: Services, asset: Callable[[str], str], shell: Shell) -> None:
        self._services = services
        self._asset = asset
        self._shell = shell
        settings = services.settings
        self._files: AppFiles | None = app_files.collect(settings.checkpage_dir, settings.extension_dir)
        self._made: _Made | None = None

    @property
    def shown(self) -> Shown | None:
        """What the page needs to know, or None: then it is a form and no program."""
        made = self.made()
        return None if made is None else made.shown

    def made(self) -> _Made | None:
        """The whole program; None while its files or the root key are not there."""
        if self._made is None and self._files is not None:
            settings = self._services.settings
            try:
                key = root(settings.public_dir, settings.root_key).text
            except LoadError:
                return None
            self._made = _make(self._files, key, self._asset, self._shell)
        return self._made


@dataclass(frozen=True)
class _Made:
    shown: Shown
    bodies: Mapping[str, Body]
    """By path below `shown.base`."""
    worker: Body
    manifests: Mapping[str, Body]


def _make(files: AppFiles, root_key: str, asset: Callable[[str], str], shell: Shell) -> _Made:
    def shown(digest: str) -> Shown:
        base = f"/app/{digest[:16]}"
        return Shown(base, root_key, tuple(f"{base}/{name}" for name in files.modules))

    # The markup names the hash, so what is hashed is the markup with another one in its place.
    draft = "".join(shell(language, shown(files.digest)) + offline_page(language) for language in words.LANGUAGES)
    whole = shown(hashlib.sha256(draft.encode()).hexdigest())
    pages = {
        language: {
            f"shell/{language}.html": shell(language, whole),
            f"shell/{language}-offline.html": offline_page(language),
        }
        for language in words.LANGUAGES
    }
    bodies = dict(files.bodies)
    for made in pages.values():
        for name, markup in made.items():
            bodies[name] = _text(name, markup, "text/html; charset=utf-8")
    manifests = {
        language: _text("app.webmanifest", json.dumps(manifest(language, asset), ensure_ascii=False),
                        "application/manifest+json")
        for language in words.LANGUAGES
    }  # fmt: skip
    shipped = {
        "base": whole.base,
        "addresses": [*whole.modules, *(asset(name) for name in ("site.css", "check.css", "logo.svg"))],
        "languages": {
            language: [
                *(f"{whole.base}/{name}" for name in (*files.words[language], *pages[language])),
                f"/app.webmanifest?lang={language}",
            ]
            for language in words.LANGUAGES
        },
        "later": [f"{whole.base}/{name}" for name in files.later],
    }
    head = f"self.SHIPPED = {json.dumps(shipped)};\n"
    return _Made(whole, bodies, _text("sw.js", head + files.worker, app_files.TYPES["js"]), manifests)


def offline_page(language: str) -> str:
    """What stands in the place of any other page while the device is offline."""
    t = words.load(language)
    return render_template("error.html", t=t, title=t["offline_title"], text=t["offline"], list_date=None)


def _text(name: str, text: str, content_type: str) -> Body:
    body = Body.of(name, text.encode())
    body.content_type, body.compressible = content_type, True
    return body


ICONS = (("icon-192.png", "192x192", "any"), ("icon-512.png", "512x512", "any"),
         ("icon-maskable-512.png", "512x512", "maskable"))  # fmt: skip


def manifest(language: str, asset: Callable[[str], str]) -> dict[str, Any]:
    """The web application manifest (W3C) in a language, with the share target of the Web Share Target draft."""
    t = words.load(language)
    return {
        "id": "/",
        "name": t["app_name"],
        "short_name": t["name"],
        "description": t["app_description"],
        "lang": language,
        "dir": "ltr",
        "start_url": f"/?lang={language}",
        "scope": "/",
        "display": "standalone",
        **COLOURS,
        "categories": ["news", "utilities"],
        "icons": [
            # Not below the hash of the whole page: an icon that moves is a new icon, and phones ask about each.
            {"src": asset(name), "sizes": size, "type": "image/png", "purpose": purpose}
            for name, size, purpose in ICONS
        ],
        "share_target": {
            # A POST, so that what is shared stands in no address; the worker takes it before it leaves the device.
            "action": f"/bagikan?lang={language}",
            "method": "POST",
            "enctype": "multipart/form-data",
            "params": {"title": "title", "text": "text", "url": "url"},
        },
    }


def make_blueprint(app: CheckApp) -> Blueprint:
    """Make the endpoints. Like the style sheet they come from memory and are counted against nobody."""
    blueprint = Blueprint("check_app", __name__)

    def made() -> _Made:
        found = app.made()
        if found is None:
            raise Problem("not-found", KINDS["not-found"].means)
        return found

    @blueprint.get("/app/<digest>/<path:name>")
    def file(digest: str, name: str) -> Response:
        found = made()
        body = found.bodies.get(name)
        if body is None or found.shown.base != f"/app/{digest}":
            raise Problem("not-found", KINDS["not-found"].means)
        return answer(request, body, FOR_EVER, [])

    @blueprint.get("/sw.js")
    def worker() -> Response:
        return answer(request, made().worker, ASK_FIRST, [])

    @blueprint.get("/app.webmanifest")
    def webmanifest() -> Response:
        language = words.choose(request.args.get("lang"), request.accept_languages)
        return answer(request, made().manifests[language], ASK_FIRST, [])

    return blueprint

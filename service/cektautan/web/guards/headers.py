"""Decides which headers every answer carries, by what it is: a page, an answer for programs, or a list file.

The pages need no frame and nothing from another host, and say so; those few that run a script run the site's own files
and nothing that stands in the page. Answers for programs may be read by any origin: they hold public data, know no
cookies and tell nothing about the caller. Follows the OWASP Secure Headers Project and, for cross-origin reading, the
Fetch standard (section 3.3).
"""

from __future__ import annotations

from flask import Flask, request

from cektautan.web.guards.spent import told
from cektautan.web.response import Answer

_COMMON = [
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "no-referrer"),
]

_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)

_AROUND_PAGES = [
    *_COMMON,
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Permissions-Policy", "browsing-topics=(), camera=(), geolocation=(), microphone=()"),
    ("X-Frame-Options", "DENY"),
]

PAGE = [("Content-Security-Policy", _POLICY), *_AROUND_PAGES]

PAGE_WITH_SCRIPTS = [("Content-Security-Policy", f"{_POLICY}; script-src 'self'"), *_AROUND_PAGES]

FILE = [*_COMMON, ("Cross-Origin-Resource-Policy", "same-origin")]
"""For the modules and words of the check page: a policy says nothing there, and sixty are a fifth of a visit."""

CHECK_PATHS = ("/", "/bagikan", "/sw.js")
"""The check page and its worker; the files of both stand below `/app/`."""

CHECK_PAGE = [
    (
        "Content-Security-Policy",
        f"{_POLICY}; script-src 'self'; connect-src 'self'; manifest-src 'self'; worker-src 'self'; "
        "require-trusted-types-for 'script'; trusted-types cektautan",
    ),
    *_AROUND_PAGES,
]
"""What the program of the check page needs, and no more: a string still becomes no markup and no script."""

DESK_PATH = "/meja"

DESK = [
    (
        "Content-Security-Policy",
        f"{_POLICY}; script-src 'self'; connect-src 'self'; require-trusted-types-for 'script'; trusted-types 'none'",
    ),
    *_AROUND_PAGES,
]
"""The desk's scripts fetch its own pages as documents, so that they need no trusted type at all."""

OPEN = [
    *_COMMON,
    ("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"),
    ("Access-Control-Allow-Origin", "*"),
    (
        "Access-Control-Expose-Headers",
        "CekTautan-Key, CekTautan-List, ETag, Link, RateLimit, RateLimit-Policy, Retry-After, WWW-Authenticate, "
        "X-TAXII-Date-Added-First, X-TAXII-Date-Added-Last",
    ),
    ("Cross-Origin-Resource-Policy", "cross-origin"),
]

PREFLIGHT = [
    ("Access-Control-Allow-Headers", "Authorization, Content-Type, If-None-Match, X-API-Key"),
    ("Access-Control-Max-Age", "86400"),
]

OPEN_PATHS = ("/v1/", "/v4/", "/v5/", "/v1alpha1/", "/lists/", "/exports/", "/taxii2", "/openapi.json")
"""Paths for programs: no page stands there, not even that of an error."""


def add_headers(response: Answer) -> Answer:
    """Put the fixed headers on an answer; what a view has already said about itself stays beside them."""
    if request.path in CHECK_PATHS or request.path.startswith("/app/"):
        is_file = request.path.startswith("/app/") and response.mimetype in {"text/javascript", "application/json"}
        response.fixed = FILE if is_file else CHECK_PAGE
    elif request.path == DESK_PATH or request.path.startswith(f"{DESK_PATH}/"):
        response.fixed = DESK
    elif not request.path.startswith(OPEN_PATHS):
        response.fixed = PAGE_WITH_SCRIPTS if response.runs_scripts else PAGE
    elif request.method == "OPTIONS":
        methods = response.headers.get("Allow", "GET, HEAD, OPTIONS")
        response.fixed = [*OPEN, *PREFLIGHT, ("Access-Control-Allow-Methods", methods)]
    else:
        response.fixed = OPEN
        if response.status_code >= 400 and "RateLimit" not in response.headers:
            response.headers.extend(told(request.environ))
    return response


def register(app: Flask) -> None:
    """Let every answer of the application pass here."""
    app.after_request(add_headers)

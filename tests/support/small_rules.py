"""A small bundle of rules, made up so that tests of the engine do not depend on the rules that are shipped."""

from __future__ import annotations

from typing import Any

from cektautan.core.rules import Rules

BUNDLE: dict[str, Any] = {
    "format": 1,
    "classes": [
        {"id": "number", "chars": "0-9", "min": 1, "max": 9},
        {"id": "code", "chars": "A-Za-z0-9", "min": 1, "max": 9},
    ],
    "platforms": [
        {
            "id": "media",
            "name": "Media",
            "hosts": ["media.example", "*.media.example", "app://open"],
            "other": "platform",
            "comment_query": ["c"],
            "pages": ["/about/**"],
            "content": [
                {
                    "hosts": ["*.media.example"],
                    "path": "/in/{id:number}",
                    "key": "media-in:{sub}/{id}",
                    "canonical": "https://{sub}.media.example/in/{id}",
                },
                {
                    "path": "/{_:any}/post/{id:number}",
                    "key": "media:{id}",
                    "canonical": "https://media.example/x/post/{id}",
                },
                {
                    "path": "/x/post/{id:number}/reply/**",
                    "key": "media:{id}",
                    "canonical": "https://media.example/x/post/{id}",
                    "comment": True,
                },
                {
                    "path": "/show",
                    "query": {"id": "{id:number}", "kind": "post"},
                    "key": "media:{id}",
                    "canonical": "https://media.example/x/post/{id}",
                },
                {
                    "path": "/share/{code:code}",
                    "key": "media-share:{code}",
                    "canonical": "https://media.example/share/{code}",
                    "surface": "opaque",
                },
                {
                    "hosts": ["app://open"],
                    "path": "/**",
                    "query": {"id": "{id:number}"},
                    "key": "media:{id}",
                    "canonical": "https://media.example/x/post/{id}",
                },
            ],
        },
        {"id": "blogs", "name": "Blogs", "hosts": ["blogs.example"], "other": "page", "content": []},
    ],
    "wrappers": [
        {"id": "out", "hosts": ["out.media.example"], "path": "/l", "query": ["u", "url"]},
        {"id": "jump", "hosts": ["media.example"], "path": "/jump", "query": ["u"], "relative": True},
        {"id": "archive", "hosts": ["archive.example"], "path": "/web/*/{url:rest}"},
        {"id": "alias", "hosts": ["*.old.example"], "path": "/{url:rest}", "to": "https://{sub}.new.example/{url}"},
        {
            "id": "translated",
            "hosts": ["*.translated.example"],
            "path": "/{url:rest}",
            "to": "https://{sub}/{url}",
            "decode": "translate-goog",
        },
    ],
    "opaque": [{"id": "short", "hosts": ["s.example"], "path": "/{code:code}", "key": "short:{host}/{code}"}],
    "sites": [
        {"id": "news", "hosts": ["news.example", "*.news.example"], "strip_suffix": ["/amp"], "drop_query": ["page"]},
        {"id": "sub", "hosts": ["a.news.example"], "drop_query": ["single"]},
    ],
    "parameters": [{"name": "fbclid"}, {"prefix": "utm_"}],
}

RULES = Rules.from_bundle(BUNDLE)

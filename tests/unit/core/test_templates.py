"""Templates match what docs/identity.md, section 7.1 says, and refuse what they do not understand."""

from __future__ import annotations

import time
from typing import Any

import pytest

from cektautan.core.templates import BadRule, captures_of, check_text, compile_class, compile_path, compile_value, fill

CLASSES = {
    data["id"]: compile_class(data)
    for data in (
        {"id": "video", "chars": "A-Za-z0-9_-", "min": 3, "max": 5},
        {"id": "name", "chars": "A-Za-z0-9_", "min": 1, "max": 9, "fold": "lower"},
        {"id": "pf", "chars": "a-z", "min": 2, "max": 3, "prefix": "p.f"},
        {"id": "number", "chars": "0-9", "min": 1, "max": 3},
    )
}


def path_captures(template: str, path: str) -> dict[str, str] | None:
    compiled = compile_path(template, CLASSES)
    match = compiled.pattern.fullmatch(path)
    return None if match is None else captures_of(match, compiled.names)


@pytest.mark.parametrize(
    ("template", "path", "expected"),
    [
        ("/watch", "/watch", {}),
        ("/watch", "/Watch", None),
        ("/watch", "/watch/x", None),
        ("/", "/", {}),
        ("/", "/a", None),
        ("/**", "/", {}),
        ("/**", "/a/b", {}),
        ("/about/**", "/about", {}),
        ("/about/**", "/about/a/b", {}),
        ("/about/**", "/aboutx", None),
        ("/*/b", "/a/b", {}),
        ("/*/b", "/a/a/b", None),
        ("/photo*", "/photo.php", {}),
        ("/photo*", "/photo", {}),
        ("/a.b", "/axb", None),
        ("/{id:video}", "/aB-_1", {"id": "aB-_1"}),
        ("/{id:video}", "/ab", None),
        ("/{id:video}", "/abcdef", None),
        ("/{id:video}", "/ab%C3", None),
        ("/@{_:any}/v/{id:number}.html", "/@x/v/12.html", {"id": "12"}),
        ("/@{_:any}/v/{id:number}.html", "/@/v/12.html", None),
        ("/{id:number}-*", "/123-judul", {"id": "123"}),
        ("/{id:number}-*", "/1234-judul", None),
        ("/{id:number}*", "/123judul", {"id": "123"}),
        ("/{id:number}*", "/1234judul", None),
        ("/{n:name}", "/KanalA", {"n": "kanala"}),
        ("/{id:pf}", "/p.fab", {"id": "p.fab"}),
        ("/{id:pf}", "/pxfab", None),
        ("/{id:pf}", "/p.fabcd", None),
        ("/{a:any}/{b:any}", "/x/y", {"a": "x", "b": "y"}),
    ],
)
def test_path_template(template: str, path: str, expected: dict[str, str] | None) -> None:
    assert path_captures(template, path) == expected


@pytest.mark.parametrize(
    ("template", "value", "expected"),
    [
        ("{id:video}", "abc", True),
        ("{id:video}", "abc\n", False),
        ("{id:video}?*", "abc?list=1/2\n3", True),
        ("*", "", False),
        ("*", "a\n/b", True),
        ("permalink", "permalink", True),
        ("a.{id:number}", "a.12", True),
        ("a.{id:number}", "ax12", False),
    ],
)
def test_value_template(template: str, value: str, expected: bool) -> None:
    assert (compile_value(template, CLASSES).pattern.fullmatch(value) is not None) is expected


def test_rest_and_head_of_a_path_template() -> None:
    rest = compile_path("/web/*/{url:rest}", CLASSES)
    open_head = compile_path("/@{_:any}/video", CLASSES)

    assert (rest.rest, rest.depth, rest.head) == ("url", 2, "web")
    assert (open_head.rest, open_head.head) == (None, None)


@pytest.mark.parametrize(
    "template", ["/{id}", "/{id:nothing}", "/{a:number}{b:number}", "/a*b", "/{a:rest}/b", "/**/b", "/a}"]
)
def test_a_template_that_is_not_understood_is_refused(template: str) -> None:
    with pytest.raises(BadRule):
        compile_path(template, CLASSES)


@pytest.mark.parametrize("chars", ["z-a", "9-0"])
def test_a_range_that_runs_backwards_is_refused(chars: str) -> None:
    with pytest.raises(BadRule):
        compile_class({"id": "x", "chars": chars, "min": 1, "max": 1})


def test_text_names_only_what_is_captured() -> None:
    assert fill(check_text("a:{id}/{host}", frozenset({"id", "host"})), {"id": "{host}", "host": "h"}) == "a:{host}/h"
    for text in ("a:{other}", "a:{id", "a:}", "a:{ID}", "a:{id.x}"):
        with pytest.raises(BadRule):
            check_text(text, frozenset({"id"}))


@pytest.mark.parametrize("template", ["/{id:number}*", "/{a:any}.html", "/*/*/*", "/**", "/{a:any}x*"])
def test_no_path_takes_long(template: str) -> None:
    compiled: Any = compile_path(template, CLASSES)
    start = time.perf_counter()

    for path in ("/" + "1" * 8000, "/" + ".html" * 1600 + "x", "/a" * 4000, "/" + "x" * 8000):
        compiled.pattern.fullmatch(path)

    assert time.perf_counter() - start < 0.5

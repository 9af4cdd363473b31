"""Only wrappers that the rules name are taken off, and only so many; what leads nowhere stays what it is."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from tests.support.small_rules import RULES

from cektautan.core.identity import identify
from cektautan.core.unwrap import MAX_DEPTH
from cektautan.core.vocabulary import Surface


@pytest.mark.parametrize(
    ("url", "target"),
    [
        (
            "https://out.media.example/l?u=https%3A%2F%2Fa.example%2Fb%3Fc%3Dd%26e%3Df&h=1",
            "https://a.example/b?c=d&e=f",
        ),
        ("https://out.media.example/l?u=&url=https://a.example/b", "https://a.example/b"),
        ("https://out.media.example/l?url=https://x.example/&u=https://a.example/b", "https://a.example/b"),
        ("https://out.media.example/l?%75=http:%2F%2Fa.example/b+c", "https://a.example/b%20c"),
        ("https://media.example/jump?u=%2Fx%2Fpost%2F7", "https://media.example/x/post/7"),
        ("https://media.example/jump?u=//a.example/b", "https://a.example/b"),
        ("https://archive.example/web/2024/https://a.example/b//c/?d=e", "https://a.example/b/c?d=e"),
        ("https://archive.example//web//2024//http:/a.example/b", "https://a.example/b"),
        ("https://archive.example/web/2024/HTTPS%3A%2F%2Fa.example%2Fb%3Fc%3Dd", "https://a.example/b?c=d"),
        ("https://archive.example/web/2024/a.example/b", "https://a.example/b"),
        ("https://archive.example/web/2024/a.example:8080/b", "http://a.example:8080/b"),
        ("https://kanal.old.example/a?b=c", "https://kanal.new.example/a?b=c"),
        ("https://kanal.old.example/", "https://kanal.new.example/"),
        ("https://a-b--c-example.translated.example/d", "https://a.b-c.example/d"),
        ("https://out.media.example/l?u=app://open?id=5", "https://media.example/x/post/5"),
    ],
)
def test_the_target_is_what_is_judged(url: str, target: str) -> None:
    assert identify(url, RULES) == identify(target, RULES)


@pytest.mark.parametrize(
    "url",
    [
        "https://out.media.example/l",
        "https://out.media.example/l?u=",
        "https://out.media.example/l?u=ftp://a.example/",
        "https://out.media.example/l?u=/x/post/7",
        "https://out.media.example/l?u=https://exa mple/",
        "https://archive.example/web/2024",
        "https://archive.example/web/2024/?q=1",
        "https://archive.example/web/2024/ftp://a.example/",
        "https://archive.example/web/2024/mailto:/",
        "https://archive.example/web/2024/https:%2F%2F",
    ],
)
def test_a_wrapper_without_a_target_is_opaque(url: str) -> None:
    found = identify(url, RULES)

    assert found.surface is Surface.OPAQUE
    assert found.keys == (found.key,)
    assert found.key.startswith("url:")


def test_a_wrapper_that_is_itself_an_item_is_that_item() -> None:
    found = identify("https://out.media.example/x/post/7", RULES)

    assert (found.key, found.surface) == ("content:media:7", Surface.CONTENT)


@pytest.mark.parametrize(
    "url",
    [
        "https://other.example/l?u=https%3A%2F%2Fa.example%2Fb",
        "https://out.media.example:8080/l?u=https%3A%2F%2Fa.example%2Fb",
        "https://xout.media.example/l?u=https%3A%2F%2Fa.example%2Fb",
        "https://archive.example/about/2024/https://a.example/b",
    ],
)
def test_what_the_rules_do_not_name_is_never_unwrapped(url: str) -> None:
    assert not identify(url, RULES).key.startswith("url:a.example")


def nested(depth: int) -> str:
    url = "https://a.example/b"
    for _ in range(depth):
        url = f"https://out.media.example/l?u={quote(url, safe='')}"
    return url


def test_so_many_wrappers_are_taken_off_and_no_more() -> None:
    assert identify(nested(MAX_DEPTH), RULES).key == "url:a.example/b"

    deeper = identify(nested(MAX_DEPTH + 1), RULES)

    assert deeper.surface is Surface.OPAQUE
    assert deeper.key.startswith("url:out.media.example/l?u=")
    # What was given is kept, or its canonical address would be unwrapped further.
    assert identify(deeper.url, RULES) == deeper


def test_a_wrapper_around_itself_ends() -> None:
    url = "https://media.example/jump?u=" + quote("/jump?u=" + quote("/jump", safe=""), safe="")

    assert identify(url, RULES).key == "url:media.example/jump"

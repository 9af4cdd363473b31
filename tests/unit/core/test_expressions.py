"""The keys of a page are so many, in this order, and each begins with its kind."""

from __future__ import annotations

import pytest
from tests.support.small_rules import RULES

from cektautan.core.identity import identify


@pytest.mark.parametrize(
    ("url", "keys"),
    [
        (
            "https://news.a.co.example/1/2/3/4/5/?q=x",
            [
                "url:news.a.co.example/1/2/3/4/5?q=x",
                "path:news.a.co.example/1/2/3/4",
                "path:news.a.co.example/1/2/3",
                "path:news.a.co.example/1/2",
                "path:news.a.co.example/1",
                "host:news.a.co.example",
                "domain:news.a.co.example",
                "domain:a.co.example",
                "domain:co.example",
            ],
        ),
        ("https://a.example/", ["url:a.example/", "host:a.example", "domain:a.example"]),
        ("https://a.example/?q", ["url:a.example/?q", "host:a.example", "domain:a.example"]),
        ("https://a.example/b", ["url:a.example/b", "path:a.example/b", "host:a.example", "domain:a.example"]),
        (
            "http://a.example:8080/b",
            ["url:a.example:8080/b", "path:a.example:8080/b", "host:a.example", "domain:a.example"],
        ),
        ("http://127.0.0.1/b", ["url:127.0.0.1/b", "path:127.0.0.1/b", "host:127.0.0.1"]),
        ("http://[::1]:81/", ["url:[::1]:81/", "host:[::1]"]),
        ("http://localhost/", ["url:localhost/", "host:localhost"]),
        ("https://a.b1c/", ["url:a.b1c/", "host:a.b1c", "domain:a.b1c"]),
        ("https://a.b_/", ["url:a.b_/", "host:a.b_", "domain:a.b_"]),
    ],
)
def test_keys_of_a_page(url: str, keys: list[str]) -> None:
    assert list(identify(url, RULES).keys) == keys


def test_of_many_domains_the_shortest_have_keys() -> None:
    host = ".".join("abcdefghijkl")

    domains = [key for key in identify(f"https://{host}/", RULES).keys if key.startswith("domain:")]

    assert domains == [f"domain:{host[at:]}" for at in range(6, 22, 2)]


def test_listing_a_home_page_lists_nothing_else_of_the_site() -> None:
    home = identify("https://a.example/", RULES).key

    for other in ("https://a.example/?q=1", "https://a.example/b", "https://b.a.example/", "https://a.example:8080/"):
        assert home not in identify(other, RULES).keys

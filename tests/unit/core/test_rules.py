"""Rules are found by host: the exact pattern first, then the wildcards, the longest first; all of them hold."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest
from tests.support.small_rules import BUNDLE, RULES

from cektautan.core.address import Address
from cektautan.core.identity import identify
from cektautan.core.rules import Rules
from cektautan.core.templates import BadRule


def at(host: str, path: str = "/", port: str = "") -> Address:
    return Address("https", host, port, path, "", path)


def test_an_unknown_host_has_no_rules() -> None:
    for host in ("other.example", "example", "localhost", "xmedia.example", "[::1]", "1.2.3.4"):
        assert RULES.of(at(host)) is None


def test_a_wildcard_holds_for_every_host_below_and_not_for_the_name_itself() -> None:
    assert RULES.of(at("old.example")) is None
    for host in ("a.old.example", "a.b.old.example"):
        found = RULES.of(at(host))
        assert found is not None
        assert [wrapper.to for wrapper in found.wrappers] == ["https://{sub}.new.example/{url}"]


def test_all_patterns_of_a_host_hold_together() -> None:
    exact = RULES.of(at("a.news.example"))
    wide = RULES.of(at("b.news.example"))
    out = RULES.of(at("out.media.example", "/l"))
    item = RULES.of(at("out.media.example", "/show"))

    assert exact is not None
    assert exact.site is not None
    assert exact.site.drop_query == {"page", "single"}
    assert wide is not None
    assert wide.site is not None
    assert wide.site.drop_query == {"page"}
    assert out is not None
    assert out.wrappers
    assert out.platform_pages
    assert item is not None
    assert item.content


def test_an_address_with_a_port_is_no_platform() -> None:
    assert RULES.of(at("media.example", port="8080")) is None


def test_only_rules_that_may_match_are_tried_and_in_their_order() -> None:
    def shapes(path: str) -> list[str]:
        said = RULES.of(at("media.example", path))
        assert said is not None
        return [f"{rule.key} {rule.path.head}" for rule in said.content]

    assert shapes("/share/abc") == ["media-share:{code} share"]
    assert shapes("/share/abc/7") == ["media:{id} None"]
    assert shapes("/x/post/7") == ["media:{id} None"]
    assert shapes("/x/post/7/reply/1/2/3/4/5/6") == ["media:{id} x"]
    assert shapes("/") == []


def test_the_nearest_pattern_is_tried_first_wherever_it_stands_in_the_bundle() -> None:
    patterns = {"p0": "*.c.example", "p1": "a.b.c.example", "p2": "*.b.c.example", "p3": "y.b.c.example"}
    platforms = [
        {
            "id": name,
            "name": name,
            "hosts": [host],
            "other": "page",
            # The last has rules of its own that say nothing of this path.
            "content": [{"path": f"{'/x' * (name == 'p3')}/{{id:number}}", "key": f"{name}:{{id}}", "canonical": None}],
        }
        for name, host in patterns.items()
    ]
    rules = Rules.from_bundle({**BUNDLE, "platforms": platforms, "wrappers": [], "opaque": [], "sites": []})
    for below, first in (("a.b", "p1"), ("x.b", "p2"), ("x.a.b", "p2"), ("y.b", "p2"), ("x", "p0")):
        assert identify(f"https://{below}.c.example/7", rules).key == f"content:{first}:7"


def test_pseudo_hosts_are_those_that_the_rules_name() -> None:
    assert RULES.pseudo_hosts == {"app://open"}


def broken(change: Callable[[dict[str, Any]], object]) -> dict[str, Any]:
    bundle = copy.deepcopy(BUNDLE)
    change(bundle)
    return bundle


@pytest.mark.parametrize(
    "change",
    [
        lambda bundle: bundle.update(format=2),
        lambda bundle: bundle["platforms"][0]["content"][1].update(key="media:{other}"),
        lambda bundle: bundle["platforms"][0]["content"][1].update(canonical="https://media.example/{other}"),
        lambda bundle: bundle["platforms"][0]["content"][1].update(path="/{id:nothing}"),
        lambda bundle: bundle["platforms"][0]["content"][1].update(path="/{id:rest}"),
        lambda bundle: bundle["platforms"][0]["content"][1].update(hosts=["foreign.example"]),
        lambda bundle: bundle["wrappers"][3].update(to="https://{other}/"),
        lambda bundle: bundle["wrappers"][0].pop("query"),
    ],
)
def test_rules_that_are_not_understood_are_refused(change: Callable[[dict[str, Any]], object]) -> None:
    with pytest.raises(BadRule):
        Rules.from_bundle(broken(change))

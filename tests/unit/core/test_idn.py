"""Hosts beyond ASCII: real ones are judged, and what engines read differently is refused."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tldextract import TLDExtract

from cektautan.core.address import NotJudgeable, parse
from cektautan.core.letters import LETTERS


@pytest.mark.parametrize(
    ("written", "ace"),
    [
        ("münchen.example", "xn--mnchen-3ya.example"),
        ("straße.example", "xn--strae-oqa.example"),
        ("بانک.example", "xn--mgbb5gwr.example"),
        ("نامه\u200cای.example", "xn--mgba3gch31f060k.example"),  # noqa: RUF001 -- Persian is meant
        ("例え.テスト", "xn--r8jz45g.xn--zckzah"),
        ("пример.испытание", "xn--e1afmkfd.xn--80akhbyknj4f"),
        ("한국.example", "xn--3e0b707e.example"),
        ("ꦗꦮ.example", "xn--1l9atb.example"),
        ("i❤.ws", "xn--i-7iq.ws"),
        ("XN--MNCHEN-3YA.example", "xn--mnchen-3ya.example"),
        ("\uacc4\u11b2.example", "xn--l99a.example"),
    ],
)
def test_hosts_that_a_registry_would_sell_are_judged(written: str, ace: str) -> None:
    assert parse(f"https://{written}/", ()).host == ace


@pytest.mark.parametrize(
    "host",
    [
        "xn--.example",
        "xn---wek.example",
        "xn--9cbibf5m.example",
        "xn--xn--a-oqa.example",
        "xn--mgbh0fb.123.example",
        "123.مثال.example",
        "xn--1ch.example",
        "xn--7xb.example",
        "xn--1ud9050f.example",
        "پچخ\u200cچه\u200d.example",  # noqa: RUF001 -- Persian is meant
        "\u0cf3a.example",
    ],
)
def test_hosts_that_engines_read_differently_are_refused(host: str) -> None:
    with pytest.raises(NotJudgeable) as refusal:
        parse(f"https://{host}/", ())
    assert refusal.value.reason in ("bad_host", "not_parseable")


def test_every_public_suffix_beyond_ascii_is_judged() -> None:
    suffixes = TLDExtract(suffix_list_urls=(), cache_dir=None, include_psl_private_domains=True).tlds
    beyond = [suffix for suffix in suffixes if not suffix.isascii()]
    assert len(beyond) > 100
    for suffix in beyond:
        assert parse(f"https://nama.{suffix}/", ()).host.startswith("nama.")


def test_both_languages_know_the_same_letters(root: Path) -> None:
    text = (root / "extension" / "core" / "letters.js").read_text("utf-8")
    assert tuple(re.findall(r"\['([^']*)', '([^']*)'\]", text)) == LETTERS
    bounds = [[int(point, 16) for point in chars.split("-")] for _, ranges in LETTERS for chars in ranges.split(" ")]
    assert all(first <= last for first, last in (pair if len(pair) == 2 else pair * 2 for pair in bounds))

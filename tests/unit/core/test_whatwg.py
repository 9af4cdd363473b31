"""The parser is the one of ada-url, by a shorter way."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from ada_url import normalize_url
from hypothesis import given
from hypothesis import strategies as st

from cektautan.core.whatwg import serialise

VECTORS = Path(__file__).resolve().parents[2] / "vectors" / "identity.json"


def outcome(parse: object, text: str) -> str | None:
    assert callable(parse)
    try:
        return str(parse(text))
    except ValueError:
        return None


def test_every_vector_is_read_as_by_the_package_itself() -> None:
    urls = [row["url"] for row in json.loads(VECTORS.read_text(encoding="utf-8"))["vectors"]]

    assert [outcome(serialise, url) for url in urls] == [outcome(normalize_url, url) for url in urls]


@given(
    st.text() | st.text().map(lambda text: f"https://a.example/{text}") | st.text().map(lambda text: f"http://{text}/")
)
def test_any_text_is_read_as_by_the_package_itself(text: str) -> None:
    assert outcome(serialise, text) == outcome(normalize_url, text)


@pytest.mark.parametrize("text", ["", "a.example", "https://a b/", "https://a.example/\ud800"])
def test_what_the_parser_refuses_is_a_value_error(text: str) -> None:
    with pytest.raises(ValueError, match=r"not an address|surrogates"):
        serialise(text)


def test_a_zero_byte_does_not_end_the_text() -> None:
    assert serialise("https://a.example/b\0c?d") == "https://a.example/b%00c?d"

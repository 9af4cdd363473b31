"""What can be filed, and what is said of a field that cannot be."""

from __future__ import annotations

from typing import Any

import pytest
from tests.support.intake import HOAX_KEY, filing, ticket

from cektautan.desk.readers.filing import LONGEST_TEXT, Unfit


def test_the_address_is_cleaned_and_no_other_is_kept() -> None:
    made = filing(
        url="https://user:pass@www.facebook.com/l.php?u=https%3A%2F%2Fm.youtube.com%2Fwatch%3Fv%3DGPdzHkn5M6M%26si%3Dx#t"
    )
    assert made.url == "https://www.youtube.com/watch?v=GPdzHkn5M6M"
    assert made.keys == (HOAX_KEY,)
    assert "GPdzHkn5M6M" not in repr(made)
    assert filing(url="https://contoh.com/a?utm_source=x&id=1#b").url == "https://contoh.com/a?id=1"


def test_all_fields_are_read() -> None:
    made = filing(
        kind="wrong",
        reason="my_site",
        text=" Dua\r\nbaris. ",
        contact="a@b.c",
        lang="en",
        claim="klaim-2024",
        **{"as": "owner"},
    )
    assert (made.kind, made.reason, made.language, made.claim, made.owner) == (
        "wrong", "my_site", "en", "klaim-2024", True,
    )  # fmt: skip
    assert made.personal == {"text": "Dua\nbaris.", "contact": "a@b.c"}


def test_what_would_turn_a_line_around_is_taken_out_of_texts() -> None:
    assert filing(text="a\u202eb\x00c\u2066d").text == "abcd"


@pytest.mark.parametrize(
    ("values", "field", "reason"),
    [
        ({"kind": None}, "kind", "missing"),
        ({"kind": "praise"}, "kind", "unknown_value"),
        ({"kind": ["report"]}, "kind", "unknown_value"),
        ({"ticket": None}, "ticket", "missing"),
        ({"ticket": "abc"}, "ticket", "not_a_ticket"),
        ({"ticket": 7}, "ticket", "not_a_text"),
        ({"url": None}, "url", "missing"),
        ({"url": 1}, "url", "not_a_text"),
        ({"url": "mailto:a@b.c"}, "url", "not_http"),
        ({"url": "https://a.com/" + "a" * 8200}, "url", "too_long"),
        ({"reason": "satire"}, "reason", "unknown_value"),
        ({"kind": "check", "reason": "hoax"}, "reason", "unknown_value"),
        ({"text": "a" * (LONGEST_TEXT + 1)}, "text", "too_long"),
        ({"contact": "a" * 201}, "contact", "too_long"),
        ({"contact": 1}, "contact", "not_a_text"),
        ({"lang": "fr"}, "lang", "unknown_value"),
        ({"as": "boss"}, "as", "unknown_value"),
        ({"claim": "../etc"}, "claim", "not_a_claim"),
        ({"level": 3}, "level", "unknown_field"),
        ({"https://contoh.com/": 3}, "body", "unknown_field"),
    ],
)
def test_a_field_that_cannot_be_is_named(values: dict[str, Any], field: str, reason: str) -> None:
    with pytest.raises(Unfit) as refused:
        filing(**values)
    assert (refused.value.field, refused.value.reason) == (field, reason)


def test_the_reason_may_be_left_out() -> None:
    assert filing(kind="report").reason is None
    assert filing(kind="wrong", ticket=ticket()).reason is None

"""Each break of a block that publishers make is mended by the step that names it, and no other."""

from __future__ import annotations

import contextlib
import time

import pytest

from cektautan.sources.claimreview.ladder import Block, UnreadableError, read_block

GOOD = '{"a": "b"}'


@pytest.mark.parametrize(
    ("text", "steps"),
    [
        (GOOD, ()),
        ("  \n" + GOOD + " \u00a0", ()),
        ("\ufeff" + GOOD, ("byte_order_mark",)),
        (f"<!-- {GOOD} -->", ("comment_marks",)),
        (f"<!--\n{GOOD}\n//-->", ("comment_marks",)),
        (f"<!-- markup of the shop -->\n{GOOD}", ("comment_marks",)),
        (f"<![CDATA[ {GOOD} ]]>", ("cdata_marks",)),
        (f"//<![CDATA[\n{GOOD}\n//]]>", ("cdata_marks",)),
        (f"/*<![CDATA[*/ {GOOD} /*]]>*/", ("cdata_marks",)),
        (GOOD + ";", ("trailing_semicolon",)),
        ('{"a": "b",}', ("trailing_comma",)),
        ('{"a": "b", } ;', ("trailing_semicolon", "trailing_comma")),
        ("{&quot;a&quot;: &quot;b&quot;}", ("html_entities",)),
        ("&#123;&#34;a&#34;: &#34;b&#34;&#125;", ("html_entities",)),
        (GOOD + " and so on", ("rest_dropped",)),
    ],
)
def test_a_break_is_mended_and_named(text: str, steps: tuple[str, ...]) -> None:
    assert read_block(text) == Block(({"a": "b"},), steps)


def test_a_raw_line_break_in_a_text_is_kept() -> None:
    assert read_block('{"a": "b\nc\x01"}') == Block(({"a": "b\nc\x01"},), ("control_characters",))


@pytest.mark.parametrize("between", ["", "\n", ",", ";"])
def test_several_values_in_one_block_are_all_read(between: str) -> None:
    assert read_block(GOOD + between + "[1]") == Block(({"a": "b"}, ["1"]), ("several_values",))


def test_a_comma_or_semicolon_inside_a_text_stays() -> None:
    assert read_block('{"a": ",}", "b": "\\",]", }').values == ({"a": ",}", "b": '",]'},)


def test_entities_of_a_block_that_is_json_are_left_to_its_fields() -> None:
    assert read_block('{"a": "&quot;b&quot;"}') == Block(({"a": "&quot;b&quot;"},))


def test_numbers_stay_as_they_are_written() -> None:
    assert read_block('{"a": 1.50, "b": 100000000000000000000001, "c": NaN}').values == (
        {"a": "1.50", "b": "100000000000000000000001", "c": "NaN"},
    )


@pytest.mark.parametrize("text", ["", "  ", "<!-- -->", "<![CDATA[]]>", "\ufeff"])
def test_an_empty_block_is_nothing_and_no_fault(text: str) -> None:
    assert read_block(text).values == ()


@pytest.mark.parametrize("text", ["{'a': 'b'}", '{"a": "say "b""}', "null null", "window.x = 1", "<", '{"a": "b'])
def test_what_cannot_be_mended_without_guessing_is_given_up(text: str) -> None:
    with pytest.raises(UnreadableError, match="not_json"):
        read_block(text)


@pytest.mark.parametrize("opening", ["[", '{"a":', "[[{}],"])
def test_ten_thousand_levels_end_as_a_fault(opening: str) -> None:
    with pytest.raises(UnreadableError, match=r"too_deep|not_json"):
        read_block(opening * 10_000)
    with pytest.raises(UnreadableError, match="too_deep"):
        read_block("[" * 10_000 + "]" * 10_000)


@pytest.mark.parametrize(
    "piece", ['\\"', '"', ",", ", ", "{", "&quot;", "&", '"\\', "1 ", '{"a":1}', "<!--", "]]>", "//", "\ufeff", "; "]
)
def test_no_block_takes_long(piece: str) -> None:
    begun = time.perf_counter()
    for beginning in ("", '"', "{", "<![CDATA[", "<!--"):
        with contextlib.suppress(UnreadableError):
            read_block(beginning + piece * (200_000 // len(piece)))
    assert time.perf_counter() - begun < 10

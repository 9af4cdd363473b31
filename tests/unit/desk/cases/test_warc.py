"""Whatever a host wrote in its heads, what is kept of it is a WARC that can be read back."""

from __future__ import annotations

from io import BytesIO

from hypothesis import given
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator

from cektautan.desk.cases.warc import write_warc
from cektautan.outbound.protocol import Answer, Fetched

LATIN = st.text(st.characters(max_codepoint=255), max_size=30)
HEADS = st.lists(st.tuples(LATIN, LATIN), max_size=6).map(tuple)
NOW = 1_790_000_000


@given(LATIN, HEADS, st.binary(max_size=200), st.sampled_from([200, 204, 404, 599]))
def test_any_head_and_body_can_be_read_back(
    phrase: str, fields: tuple[tuple[str, str], ...], body: bytes, status: int
) -> None:
    passed = Answer("https://a.example/", 301, phrase, fields)
    last = Answer("https://a.example/b", status, phrase, fields)
    data = write_warc(Fetched((passed, last), body, "", "", "", "", False), "uji", NOW)
    found = [
        (record.rec_type, record.content_stream().read())
        for record in ArchiveIterator(BytesIO(data), no_record_parse=False, check_digests="raise")
    ]
    assert [kind for kind, _ in found] == ["warcinfo", "response", "response"]
    assert found[2][1] == body


def test_how_the_body_travelled_is_kept_beside_what_it_is_now() -> None:
    fields = (("Content-Encoding", "gzip"), ("Transfer-Encoding", "chunked"), ("X-Nama", "caf\xc3\xa9"))
    data = write_warc(Fetched((Answer("https://a.example/", 200, "OK", fields),), b"isi", "", "", "", "", False), "uji",
                      NOW)  # fmt: skip
    record = next(each for each in ArchiveIterator(BytesIO(data)) if each.rec_type == "response")
    assert record.http_headers.headers == [
        ("X-Archive-Orig-Content-Encoding", "gzip"),
        ("X-Archive-Orig-Transfer-Encoding", "chunked"),
        ("X-Nama", "caf%C3%A9"),
        ("Content-Length", "3"),
    ]

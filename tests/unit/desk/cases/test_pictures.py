"""Pictures are decoded and made anew; what is no picture, or a bomb, is refused with a word."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from cektautan.desk.cases.pictures import LARGEST, MOST_BYTES, PictureError, read_picture


def encoded(size: tuple[int, int] = (40, 30), kind: str = "PNG", mode: str = "RGB", **options: Any) -> bytes:
    out = BytesIO()
    Image.new(mode, size, "red").save(out, kind, **options)
    return out.getvalue()


def bomb(width: int, height: int) -> bytes:
    """A PNG whose head promises more than its few bytes hold."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(b"\0" * 100)), (b"IEND", b""))
    packed = [
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in chunks
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(packed)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_each_of_the_three_formats_becomes_a_picture_of_our_own(kind: str) -> None:
    made = read_picture(encoded(kind=kind))
    assert (made.width, made.height) == (40, 30)
    with Image.open(BytesIO(made.data)) as again:
        assert again.format == "WEBP"


def test_where_and_by_what_it_was_taken_is_gone() -> None:
    exif = Image.Exif()
    exif[0x010F] = "Pembuat Kamera"
    upload = encoded(kind="JPEG", exif=exif, comment=b"rahasia")
    made = read_picture(upload)
    with Image.open(BytesIO(made.data)) as again:
        assert not again.getexif()
        assert not {"exif", "comment", "icc_profile", "xmp"} & set(again.info)
    assert b"Pembuat" in upload
    assert b"Pembuat" not in made.data


def test_a_picture_taken_sideways_stands_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    made = read_picture(encoded(kind="JPEG", exif=exif))
    assert (made.width, made.height) == (30, 40)


def test_what_is_larger_than_can_be_read_is_made_smaller() -> None:
    made = read_picture(encoded((4_000, 1_000), "JPEG"))
    assert (made.width, made.height) == (LARGEST[0], 500)


@pytest.mark.parametrize(
    ("upload", "reason"),
    [
        (b"", "empty"),
        (b"a" * (MOST_BYTES + 1), "too_large"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "unknown"),
        (b"GIF89a" + b"\0" * 100, "unknown"),
        (b"%PDF-1.7 ...", "unknown"),
        (bomb(60_000, 60_000), "too_many_pixels"),
        (bomb(16_001, 1), "too_many_pixels"),
        (bomb(100, 100), "broken"),
        (encoded()[:60], "broken"),
    ],
    ids=["empty", "large", "svg", "gif", "pdf", "bomb", "long", "short of pixels", "cut off"],
)
def test_what_is_no_picture_is_refused_with_a_word(upload: bytes, reason: str) -> None:
    with pytest.raises(PictureError) as refused:
        read_picture(upload)
    assert refused.value.reason == reason


def test_what_hides_behind_the_pixels_is_gone() -> None:
    assert b"script" not in read_picture(encoded() + b"<script>alert(1)</script>").data

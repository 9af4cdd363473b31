"""An upload becomes text in an encoding that is told, or a refusal that says what the file is."""

from __future__ import annotations

import io
import zipfile

import pytest

from cektautan.sources.lists.decoding import decode
from cektautan.sources.lists.findings import FileRefusedError
from cektautan.sources.lists.limits import MAX_BYTES

TEXT = "subject,public_note\nkabar.example,“Hoaks” dibantah\n"


def refusal(data: bytes) -> dict[str, object]:
    with pytest.raises(FileRefusedError) as caught:
        decode(data)
    return caught.value.finding.members()


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (TEXT.encode(), "utf-8"),
        (TEXT.encode("utf-8-sig"), "utf-8-bom"),
        (b"\xff\xfe" + TEXT.encode("utf-16-le"), "utf-16"),
        (b"\xfe\xff" + TEXT.encode("utf-16-be"), "utf-16"),
        (TEXT.encode("cp1252"), "windows-1252"),
    ],
)
def test_each_encoding_is_read_and_told(data: bytes, encoding: str) -> None:
    decoded = decode(data)
    assert decoded.text == TEXT
    assert decoded.encoding == encoding


def test_mixed_encodings_name_the_line() -> None:
    data = "subject\n“utf-8”.example\n".encode() + "“lama”.example\n".encode("cp1252")
    assert refusal(data) == {"code": "mixed_encodings", "line": 3}


def test_bytes_that_no_encoding_knows_name_the_line() -> None:
    assert refusal(b"subject\nkabar.example\n\x81.example\n") == {"code": "undecodable", "line": 3}
    assert refusal(b"\xef\xbb\xbfsubject\n\xff\n") == {"code": "undecodable", "line": 2}
    assert refusal(b"\xff\xfes\x00\n\x00\x00\xd8x\x00") == {"code": "undecodable", "line": 2}


def zipped(name: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(name, "x")
    return file.getvalue()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (zipped("[Content_Types].xml"), "is_xlsx"),
        (zipped("daftar.csv"), "is_zip"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1....", "is_xls"),
        (b"%PDF-1.7", "is_pdf"),
        (b"\x1f\x8b\x08", "is_compressed"),
        (b"  <!DOCTYPE html><p>", "is_markup"),
        (b"", "is_empty"),
        (b"\xef\xbb\xbf \n", "is_empty"),
        ("subject\nx".encode("utf-16-le"), "utf16_without_mark"),
        (b"\xff\xfe\x00\x00s\x00\x00\x00", "is_utf32"),
    ],
)
def test_what_is_no_table_is_refused_with_its_name(data: bytes, code: str) -> None:
    assert refusal(data)["code"] == code


def test_a_file_above_the_cap_is_refused() -> None:
    assert refusal(b"a" * (MAX_BYTES + 1))["code"] == "too_large"

"""Decides what of an uploaded picture is kept: its pixels, decoded and encoded anew, and nothing else.

A file that claims to be a picture may be a bomb, a program, or carry where it was taken and by whom. So the format is
told from the bytes and must be one of three, the size is read before anything is decoded, and what is stored is a WebP
of our own making without metadata. It must never keep or serve a byte of what was uploaded.
"""

from __future__ import annotations

import hashlib
import warnings
from dataclasses import dataclass
from io import BytesIO
from typing import Final

from PIL import Image, ImageOps, UnidentifiedImageError

FORMATS: Final = ("PNG", "JPEG", "WEBP")
MOST_BYTES: Final = 4 * 1024 * 1024
MOST_PIXELS: Final = 24_000_000
"""A long screenshot of a modern phone; decoded it takes a hundred megabytes for a moment."""
MOST_SIDE: Final = 16_000
LARGEST: Final = (2_000, 8_000)
"""What is kept is no larger than this: text on it can still be read."""
MEDIA_TYPE: Final = "image/webp"
QUALITY: Final = 82
REASONS: Final = ("empty", "too_large", "unknown", "too_many_pixels", "broken")


class PictureError(ValueError):
    """The upload is no picture that is taken; the reason is one of `REASONS`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Picture:
    """A picture of our own making."""

    data: bytes
    sha256: str
    width: int
    height: int


def read_picture(upload: bytes) -> Picture:
    """Return the pixels of an upload as a picture of our own.

    Raises:
        PictureError: it is none that is taken.

    """
    if not upload:
        raise PictureError("empty")
    if len(upload) > MOST_BYTES:
        raise PictureError("too_large")
    with warnings.catch_warnings():
        # The library warns of a bomb before it refuses one; here the warning is the refusal.
        warnings.simplefilter("error")
        try:
            return _again(upload)
        except UnidentifiedImageError:
            raise PictureError("unknown") from None
        except Image.DecompressionBombWarning:
            raise PictureError("too_many_pixels") from None
        except Image.DecompressionBombError:
            raise PictureError("too_many_pixels") from None
        except (OSError, ValueError, SyntaxError, MemoryError, Warning) as problem:
            if isinstance(problem, PictureError):
                raise
            raise PictureError("broken") from None


def _again(upload: bytes) -> Picture:
    with Image.open(BytesIO(upload), formats=FORMATS) as found:
        width, height = found.size
        if width * height > MOST_PIXELS or max(width, height) > MOST_SIDE:
            raise PictureError("too_many_pixels")
        found.load()
        upright = ImageOps.exif_transpose(found)
        picture = upright.convert("RGBA" if "A" in upright.getbands() or "transparency" in upright.info else "RGB")
    picture.thumbnail(LARGEST)
    out = BytesIO()
    # A fresh copy of the pixels: `info`, which may hold a profile or a comment, stays behind.
    clean = Image.frombytes(picture.mode, picture.size, picture.tobytes())
    clean.save(out, "WEBP", quality=QUALITY, method=4)
    data = out.getvalue()
    return Picture(data, hashlib.sha256(data).hexdigest(), *clean.size)

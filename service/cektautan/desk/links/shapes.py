"""Names the shapes of an item's address that a claim does not have yet, so that one post is not known by half.

Some platforms give one item several names that no rule can turn into one another: a number and a pfbid, a share code, a
short link. Whoever adds one is asked for the others; nothing is guessed. Pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

SHAPES: Final[Mapping[str, tuple[str, ...]]] = {
    "facebook": ("facebook_number", "facebook_pfbid", "facebook_share"),
    "instagram": ("instagram_item", "instagram_share"),
    "tiktok": ("tiktok_item", "tiktok_short"),
    "youtube": ("youtube_item",),
    "x": ("x_item",),
    "reddit": ("reddit_item", "reddit_share"),
}
"""The names under which an item of a platform can be met, in the order in which they are asked for."""


def shape_of(key: str) -> str:
    """Return the shape of a key; empty where its platform gives an item one name alone, or none is known.

    >>> shape_of("content:facebook:pfbid02abc"), shape_of("content:facebook:123"), shape_of("url:kabar.example/1")
    ('facebook_pfbid', 'facebook_number', '')
    """
    kind, _, name = key.partition(":")
    family, _, code = name.partition(":")
    if kind != "content":
        return ""
    match family:
        case "facebook":
            return "facebook_pfbid" if code.startswith("pfbid") else "facebook_number"
        case "facebook-share" | "fb-watch":
            return "facebook_share"
        case "instagram-share":
            return "instagram_share"
        case "tiktok-short":
            return "tiktok_short"
        case "reddit-share":
            return "reddit_share"
        case "instagram" | "tiktok" | "reddit" | "youtube" | "x":
            return f"{family}_item"
        case _:
            return ""


def missing_shapes(keys: Iterable[str]) -> tuple[str, ...]:
    """Return the shapes that the platforms among these keys have and the keys do not."""
    there = {shape for key in keys if (shape := shape_of(key))}
    return tuple(shape for shapes in SHAPES.values() if there & set(shapes) for shape in shapes if shape not in there)

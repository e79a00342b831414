"""Which bytes are a picture that readers may be shown: told by their signature alone, never by a name or header. Pure."""

from __future__ import annotations

from dataclasses import dataclass

#: Larger pictures are refused: a few kilobytes can claim gigabytes of pixels (row H18).
MOST_PIXELS = 60_000_000


@dataclass(frozen=True, slots=True)
class Picture:
    """What the first bytes say: the media type, and width and height in pixels (0 when they do not say)."""

    media_type: str
    width: int = 0
    height: int = 0


def sniff(body: bytes) -> Picture | None:
    """The picture that these bytes are: PNG, JPEG, GIF, WebP or AVIF; None for anything else (SVG and HTML among it) and for bombs."""
    picture = _png(body) or _gif(body) or _jpeg(body) or _webp(body) or _avif(body)
    if picture is None or picture.width * picture.height > MOST_PIXELS:
        return None
    return picture


def _png(body: bytes) -> Picture | None:
    if not body.startswith(b"\x89PNG\r\n\x1a\n") or body[12:16] != b"IHDR":
        return None
    return Picture("image/png", int.from_bytes(body[16:20], "big"), int.from_bytes(body[20:24], "big"))


def _gif(body: bytes) -> Picture | None:
    if not body.startswith((b"GIF87a", b"GIF89a")) or len(body) < 13:
        return None
    return Picture("image/gif", int.from_bytes(body[6:8], "little"), int.from_bytes(body[8:10], "little"))


def _jpeg(body: bytes) -> Picture | None:
    """JPEG: the size stands in the first start-of-frame segment (C0-CF but for C4, C8 and CC)."""
    if not body.startswith(b"\xff\xd8\xff"):
        return None
    at = 2
    while at + 9 < len(body) and body[at] == 0xFF:
        marker = body[at + 1]
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            return Picture("image/jpeg", int.from_bytes(body[at + 7 : at + 9], "big"), int.from_bytes(body[at + 5 : at + 7], "big"))
        at += 2 + max(2, int.from_bytes(body[at + 2 : at + 4], "big")) if marker != 0xFF else 1
    return Picture("image/jpeg")


def _webp(body: bytes) -> Picture | None:
    if body[:4] != b"RIFF" or body[8:12] != b"WEBP":
        return None
    form = body[12:16]
    if form == b"VP8X":
        return Picture("image/webp", 1 + int.from_bytes(body[24:27], "little"), 1 + int.from_bytes(body[27:30], "little"))
    if form == b"VP8L":
        bits = int.from_bytes(body[21:25], "little")
        return Picture("image/webp", 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF))
    return Picture("image/webp", int.from_bytes(body[26:28], "little") & 0x3FFF, int.from_bytes(body[28:30], "little") & 0x3FFF)


def _avif(body: bytes) -> Picture | None:
    if body[4:8] != b"ftyp" or not any(brand in body[8:40] for brand in (b"avif", b"avis")):
        return None
    place = body.find(b"ispe", 0, 4096)
    if place < 0:
        return Picture("image/avif")
    return Picture("image/avif", int.from_bytes(body[place + 8 : place + 12], "big"), int.from_bytes(body[place + 12 : place + 16], "big"))

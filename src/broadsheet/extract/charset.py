"""Bytes of a feed, sitemap, OPML or text file into characters (rows F06-F09).

The order is that of RFC 7303: byte order mark, HTTP charset, XML declaration, UTF-8. Because declarations are often wrong, one that the
bytes contradict gives way: bytes that are valid UTF-8 beyond ASCII are UTF-8, whatever single-byte charset was declared, and bytes that are
not valid in the declared charset are looked at themselves. UTF-7 is never used: it hides markup.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from resiliparse.parse.encoding import detect_encoding

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
#: "<?" or "<r", "{" in wide encodings without a byte order mark.
_WIDE = (
    (re.compile(rb"[<{\[]\x00\x00\x00"), "utf-32-le"),
    (re.compile(rb"\x00\x00\x00[<{\[]"), "utf-32-be"),
    (re.compile(rb"[<{\[]\x00[^\x00]\x00"), "utf-16-le"),
    (re.compile(rb"\x00[<{\[]\x00[^\x00]"), "utf-16-be"),
)
_DECLARED = re.compile(rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._:-]{1,40})["']""")
_META = re.compile(rb"""<meta[^>]{0,300}?charset\s*=\s*["']?\s*([A-Za-z0-9._:-]{1,40})""", re.IGNORECASE)
_CHARSET = re.compile(r"""charset\s*=\s*["']?\s*([A-Za-z0-9._:-]{1,40})""", re.IGNORECASE)
#: Labels as browsers read them (WHATWG Encoding): the superset that is really meant.
_MEANT = {
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "big5": "big5hkscs",
}
_NEVER = frozenset({"utf-7", "idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "mbcs", "oem"})
_WIDE_NAMES = ("utf-16", "utf-32", "utf_16", "utf_32")
#: Not allowed in XML 1.0, whatever way they got there.
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """Characters, the codec that gave them, and whether something had to be repaired (a wrong declaration, lost bytes, controls)."""

    text: str
    encoding: str
    repaired: bool = False


def decode(body: bytes, content_type: str = "") -> Decoded:
    """The characters of a document, without byte order mark and control characters. Never raises; what cannot be read becomes U+FFFD."""
    text, encoding, repaired = _characters(body, content_type)
    tidy = _CONTROLS.sub("", text) if _CONTROLS.search(text) else text
    return Decoded(tidy.removeprefix("\ufeff"), encoding, repaired or len(tidy) != len(text))


def _characters(body: bytes, content_type: str) -> tuple[str, str, bool]:
    for mark, encoding in _MARKS:
        if body.startswith(mark):
            text = body[len(mark) :].decode(encoding, "replace")
            return text, encoding, "\ufffd" in text
    head = body[:1024].lstrip()
    for pattern, encoding in _WIDE:
        if pattern.match(head):
            text = body.decode(encoding, "replace")
            return text, encoding, "\ufffd" in text
    labels = _labels(content_type, head)
    whole = _strictly(body, "utf-8")
    if whole is not None and (whole.isascii() or not labels or labels[0] not in _MULTIBYTE):
        # Chance makes bytes beyond ASCII valid UTF-8 almost never; a declared single-byte charset is then wrong.
        return whole, "utf-8", bool(labels) and labels[0] != "utf-8" and not whole.isascii()
    for label in labels:
        text_or_none = _strictly(body, label)
        if text_or_none is not None:
            return text_or_none, label, label != labels[0]
    return _guessed(body, labels)


#: Charsets whose text could be valid UTF-8 by chance in very short documents: a declaration is believed.
_MULTIBYTE = frozenset({"gb18030", "cp932", "cp949", "big5hkscs", "euc_jp", "iso2022_jp", "hz"})


def _labels(content_type: str, head: bytes) -> list[str]:
    found = _CHARSET.search(content_type[:500])
    declared = _DECLARED.match(head)
    inside = declared or _META.search(head)
    names = [found[1] if found else "", inside[1].decode("ascii") if inside else ""]
    labels = [_codec(name) for name in names if name]
    return [label for label in labels if label and not label.startswith(_WIDE_NAMES)]


def _codec(name: str) -> str:
    """The codec that is meant by a label; "" for an unknown or forbidden one."""
    try:
        info = codecs.lookup(name.removeprefix("x-") if name.lower() != "x-sjis" else "shift_jis")
        text_codec = "".encode(info.name) is not None
    except (LookupError, UnicodeError, ValueError, TypeError):
        return ""
    return "" if not text_codec or info.name in _NEVER else _MEANT.get(info.name, info.name)


def _strictly(body: bytes, encoding: str) -> str | None:
    try:
        return body.decode(encoding)
    except (UnicodeError, ValueError):
        return body.decode(encoding, "replace") if encoding in ("cp1252", "cp1254") else None


def _guessed(body: bytes, labels: list[str]) -> tuple[str, str, bool]:
    """The text of bytes that contradict all that was declared: UTF-8 with a few bad bytes, or what the bytes themselves look like."""
    as_utf8 = body.decode("utf-8", "replace")
    lost = as_utf8.count("\ufffd")
    beyond_ascii = sum(1 for _ in re.finditer("[^\x00-\x7f\ufffd]", as_utf8))
    if beyond_ascii > 4 * lost:
        return as_utf8, "utf-8", True
    guess = _codec(detect_encoding(body[:200_000]) or "")
    if guess and guess != "utf-8":
        return body.decode(guess, "replace"), guess, True
    if labels and labels[0] not in ("utf-8", "cp1252"):
        return body.decode(labels[0], "replace"), labels[0], True
    return body.decode("cp1252", "replace"), "cp1252", True

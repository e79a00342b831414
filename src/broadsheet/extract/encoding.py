"""Bytes of a page into characters, as browsers do it (HTML 13.2.3, WHATWG Encoding; row H22).

The order is byte order mark, HTTP charset, `<meta>` at the head of the page, then a look at the bytes themselves. A declaration that
the bytes contradict gives way: bytes beyond ASCII that are valid UTF-8 are UTF-8 whatever was declared, because pages copied between
systems keep the old declaration far more often than a text in another encoding happens to be valid UTF-8.
"""

from __future__ import annotations

import codecs
import re

from resiliparse.parse.encoding import detect_encoding, map_encoding_to_html5

#: Browsers look at the first 1024 bytes and, when a declaration comes later, start over.
_HEAD = 200_000
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
#: Codecs of Python for the encodings of the web, where the plain name means a smaller set there.
_MEANT = {
    "iso-8859-1": "cp1252",
    "windows-1252": "cp1252",
    "us-ascii": "cp1252",
    "ascii": "cp1252",
    "latin-1": "cp1252",
    "iso-8859-9": "cp1254",
    "iso-8859-11": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "euc-kr": "cp949",
    "big5": "big5hkscs",
    "iso-8859-8-i": "iso-8859-8",
    "x-user-defined": "cp1252",
    "macintosh": "mac_roman",
    "x-mac-cyrillic": "mac_cyrillic",
}
#: Encodings in which a short text may be valid UTF-8 by chance.
_MULTIBYTE = frozenset(("gb18030", "cp932", "cp949", "big5hkscs", "euc-jp", "iso-2022-jp"))
_CHARSET = re.compile(rb"""charset[\s]*+=[\s]*+(?:"([^"]*+)"|'([^']*+)'|([^\s;"']++))""", re.IGNORECASE)
_PIECE = re.compile(
    rb"""<!--(?:-?>|.*?--!?>|.*)|<meta[\s/]((?>(?:[^>"'=]++|=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>]*+)|["'])*))>?"""
    rb"""|</?[a-zA-Z](?>(?:[^>"'=]++|=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>]*+)|["'])*)>?|<[!/?][^>]*+>?""",
    re.IGNORECASE | re.DOTALL,
)
_ATTRIBUTE = re.compile(rb"""([^\s"'>/=]++)(?:\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s>"'][^\s>]*+)))?""")


def decode_page(body: bytes, content_type: str = "") -> str:
    """The characters of a page, without byte order mark, line ends as they are. Never raises: what cannot be read becomes U+FFFD."""
    for mark, encoding in _MARKS:
        if body.startswith(mark):
            return body[len(mark) :].decode(encoding, "replace")
    wide = _wide(body)
    if wide:
        return body.decode(wide, "replace")
    declared = declared_encoding(body, content_type)
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        return _legacy(body, declared)
    return text if declared not in _MULTIBYTE or text.isascii() else _chosen(body, text, declared)


def declared_encoding(body: bytes, content_type: str = "") -> str:
    """The codec that a byte order mark, else the HTTP header, else a `<meta>` of the page, declares; "" when none or unknown."""
    for mark, encoding in _MARKS:
        if body.startswith(mark):
            return encoding
    found = _CHARSET.search(content_type.encode("ascii", "replace")[:500])
    return (_codec(_value(found)) if found else "") or meta_encoding(body[:_HEAD])


def meta_encoding(head: bytes) -> str:
    """The codec that the first usable `<meta charset>` or `<meta http-equiv=content-type>` declares; "" when none does.

    UTF-16 means UTF-8 there: a page whose `<meta>` can be read byte by byte is not UTF-16.
    """
    for piece in _PIECE.finditer(head):
        if piece[1] is None or not piece[0].endswith(b">"):
            continue
        attributes: dict[bytes, bytes] = {}
        for found in _ATTRIBUTE.finditer(piece[1]):
            attributes.setdefault(found[1].lower(), found[2] or found[3] or found[4] or b"")
        label = attributes.get(b"charset", b"")
        if not label and attributes.get(b"http-equiv", b"").lower() == b"content-type":
            within = _CHARSET.search(attributes.get(b"content", b""))
            label = _value(within) if within else b""
        codec = _codec(label)
        if codec:
            return "utf-8" if codec.startswith("utf-16") else codec
    return ""


def _value(found: re.Match[bytes]) -> bytes:
    return found[1] or found[2] or found[3] or b""


def _codec(label: bytes) -> str:
    """Python's codec for a label of the web; "" for none, unknown ones and UTF-7 (which hides markup)."""
    name = label.strip().decode("ascii", "replace").lower()
    if not name or len(name) > 40:
        return ""
    mapped = (map_encoding_to_html5(name, fallback_utf8=False) or "").lower()
    if not mapped:
        return ""
    meant = _MEANT.get(mapped, mapped)
    try:
        found = codecs.lookup(meant).name
    except LookupError:
        return ""
    return "" if found == "utf-7" else _MEANT.get(found, meant)


def _wide(body: bytes) -> str:
    """UTF-16 without a byte order mark: every other byte of its markup is zero."""
    head = body[:200]
    if len(head) < 4 or b"\x00" not in head:
        return ""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if odd * 4 > len(head) and even * 20 < len(head):
        return "utf-16-le"
    if even * 4 > len(head) and odd * 20 < len(head):
        return "utf-16-be"
    return ""


def _chosen(body: bytes, as_utf8: str, declared: str) -> str:
    """Valid UTF-8 and yet declared as a multi-byte encoding: the declaration wins only where it fits without loss and gives real text."""
    try:
        other = body.decode(declared)
    except UnicodeDecodeError:
        return as_utf8
    return other if len(other) < len(as_utf8) else as_utf8


def _legacy(body: bytes, declared: str) -> str:
    """The text of bytes that are not UTF-8: as declared, if that fits; else UTF-8 with damage, or what the bytes look like."""
    if declared and declared != "utf-8":
        try:
            return body.decode(declared)
        except UnicodeDecodeError:
            text = body.decode(declared, "replace")
            if text.count("\ufffd") * 200 < len(text):
                return text
    damaged = body.decode("utf-8", "replace")
    lost = damaged.count("\ufffd")
    if sum(map(len, re.findall("[^\x00-\x7f\ufffd]+", damaged))) > 4 * lost:
        return damaged
    guess = _codec((detect_encoding(body[:200_000], html5_compatible=True) or "").encode())
    return body.decode(guess if guess and guess != "utf-8" else "cp1252", "replace")

"""ETag and Last-Modified: which of them can be sent back. Pure."""

from __future__ import annotations

#: Longer ones are not worth keeping (row N28).
MAX_VALIDATOR = 1024


def usable(value: str) -> str:
    """The validator as it came if it can be sent back, else "". It is opaque: nothing in it is understood or changed."""
    value = value.strip()
    printable = all(c.isprintable() and ord(c) < 256 for c in value)
    return value if len(value) <= MAX_VALIDATOR and printable else ""

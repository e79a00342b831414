"""The head of an answer, checked as raw bytes before the parser sees it.

Parsers forgive: h11 joins two equal Content-Length fields, prefers Transfer-Encoding to Content-Length, takes a bare line feed for a line
end, and skips informational answers without counting. What is ambiguous is refused here (RFC 9112 sections 2.2, 5, 6.1 and 6.3).
"""

from __future__ import annotations

import re

from broadsheet.errors import ProtocolError, TooLarge

#: Informational answers (1xx) before the real one.
MAX_INFORMATIONAL = 10
_START = b"HTTP/1."
_STATUS = re.compile(rb"HTTP/1\.([01]) ([1-9][0-9]{2})(?: [^\r\n]*)?")
_STRAY = re.compile(rb"\x00|(?<!\r)\n|\r(?!\n)")
_FOLD = re.compile(rb"\r\n[ \t]+")


class HeadWatch:
    """Reads along with the parser. `take` every piece of the wire in order, before the parser gets it."""

    def __init__(self, max_bytes: int, max_fields: int) -> None:
        self._max_bytes = max_bytes
        self._max_fields = max_fields
        self._head = bytearray()
        self._checked = 0
        self._bytes = 0
        self._informational = 0
        #: The final head is complete.
        self.done = False
        #: Bytes that came after it.
        self.body_bytes = 0
        #: What the head says about the body's length; None = chunked, or up to the end of the connection.
        self.content_length: int | None = None

    def take(self, data: bytes) -> None:
        """The next bytes. Raises ProtocolError or TooLarge."""
        if self.done:
            self.body_bytes += len(data)
            return
        self._head += data
        self._bytes += len(data)
        for block in iter(self._next_block, None):
            if self._is_final(block):
                self.done = True
                self.body_bytes = len(self._head)
                self._head.clear()
                return

    @property
    def surplus(self) -> bool:
        """More came than the head had said: where this answer ends is anybody's guess."""
        return self.content_length is not None and self.body_bytes > self.content_length

    def _next_block(self) -> bytes | None:
        """The next complete head, without its empty line, once it is there."""
        if not self._head:
            return None
        end = self._head.find(b"\r\n\r\n", max(0, self._checked - 3))
        self._check_bytes(len(self._head) if end < 0 else end + 4)
        size = self._bytes if end < 0 else self._bytes - len(self._head) + end + 4
        if size > self._max_bytes:
            raise TooLarge(f"the headers are larger than {self._max_bytes:,} bytes")
        if end < 0:
            return None
        block = bytes(self._head[:end])
        del self._head[: end + 4]
        self._checked = 0
        return block

    def _check_bytes(self, end: int) -> None:
        if not self._head.startswith(_START[: len(self._head)]):
            raise ProtocolError("the answer is not HTTP/1.0 or HTTP/1.1")
        # A CR at the very end may still get its LF. Only what is new is looked at: a head that drips in would cost quadratic time.
        if end == len(self._head) and self._head.endswith(b"\r"):
            end -= 1
        if _STRAY.search(self._head, self._checked, end):
            raise ProtocolError("NUL or a stray line end in the headers")
        self._checked = end

    def _is_final(self, block: bytes) -> bool:
        first, *lines = _FOLD.sub(b" ", block).split(b"\r\n")
        found = _STATUS.fullmatch(first)
        if found is None:
            raise ProtocolError("the status line is not valid")
        if len(lines) > self._max_fields:
            raise TooLarge(f"more than {self._max_fields} header fields")
        status = int(found[2])
        if status == 101:
            raise ProtocolError("the server wants to change the protocol")
        if status < 200:
            self._informational += 1
            if self._informational > MAX_INFORMATIONAL:
                raise ProtocolError(f"more than {MAX_INFORMATIONAL} informational answers")
            return False
        self._check_framing(status, found[1] == b"1", lines)
        return True

    def _check_framing(self, status: int, http11: bool, lines: list[bytes]) -> None:
        fields = [(name.lower(), value.strip()) for name, _, value in (line.partition(b":") for line in lines)]
        lengths = [value for name, value in fields if name == b"content-length"]
        encodings = [value for name, value in fields if name == b"transfer-encoding"]
        if len(lengths) > 1 or any(b"," in value for value in lengths):
            raise ProtocolError("more than one Content-Length")
        if lengths and encodings:
            raise ProtocolError("both Content-Length and Transfer-Encoding")
        if encodings and not http11:
            raise ProtocolError("Transfer-Encoding in HTTP/1.0")
        if status in (204, 304):
            self.content_length = 0
        elif lengths and lengths[0].isdigit() and len(lengths[0]) < 20:
            self.content_length = int(lengths[0])

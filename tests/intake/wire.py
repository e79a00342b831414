"""Small servers on loopback that speak bytes, so that a test can misbehave exactly as it likes."""

from __future__ import annotations

import contextlib
import re
import socket
import ssl
import threading
from collections.abc import Callable, Mapping
from types import TracebackType
from typing import Any, Self

from broadsheet.intake.fetch import GuardedFetcher
from broadsheet.types import FetchLimits, Request

AGENT = "Broadsheet/0 (+https://broadsheet.example/bot)"

#: (socket, request as it came)
Handler = Callable[[socket.socket, bytes], None]


class Wire:
    """Accepts connections on loopback, reads the head of a request and hands the socket to `handler`; `raw` skips the reading."""

    def __init__(self, handler: Handler, *, tls: ssl.SSLContext | None = None, raw: bool = False, host: str = "127.0.0.1") -> None:
        self.handler, self._tls, self._raw = handler, tls, raw
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        self._listener = socket.create_server((host, 0), family=family, backlog=128)
        self.port: int = self._listener.getsockname()[1]
        self.connections = 0
        self.requests: list[bytes] = []
        self._open: list[socket.socket] = []
        self._threads: list[threading.Thread] = []
        self._accepting = threading.Thread(target=self._accept, daemon=True)
        self._accepting.start()

    def url(self, path: str = "/", host: str = "127.0.0.1") -> str:
        return f"{'https' if self._tls else 'http'}://{host}:{self.port}{path}"

    @property
    def paths(self) -> list[str]:
        return [request.split(b" ")[1].decode() for request in self.requests]

    def _accept(self) -> None:
        while True:
            try:
                sock, _ = self._listener.accept()
            except OSError:
                return
            self.connections += 1
            thread = threading.Thread(target=self._serve, args=(sock,), daemon=True)
            self._threads.append(thread)
            thread.start()

    def _serve(self, sock: socket.socket) -> None:
        self._open.append(sock)
        try:
            if self._tls:
                sock = self._tls.wrap_socket(sock, server_side=True)
                self._open.append(sock)
            head = b""
            if not self._raw:
                while b"\r\n\r\n" not in head:
                    piece = sock.recv(65536)
                    if not piece:
                        return
                    head += piece
                length = re.search(rb"content-length: (\d+)", head.lower())
                while length and len(head.partition(b"\r\n\r\n")[2]) < int(length[1]):
                    head += sock.recv(65536)
                self.requests.append(head)
            self.handler(sock, head)
        except (OSError, ssl.SSLError):
            pass
        finally:
            with contextlib.suppress(OSError):
                sock.close()

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._accepting.join(5)
        for sock in list(self._open):
            with contextlib.suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)
            sock.close()
        for thread in self._threads:
            thread.join(5)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None) -> None:
        self.close()


def answer(body: bytes = b"", status: str = "200 OK", headers: Mapping[str, str] | None = None, *, length: bool = True) -> bytes:
    """The bytes of an ordinary answer."""
    lines = [f"HTTP/1.1 {status}", *(f"{name}: {value}" for name, value in (headers or {}).items())]
    if length:
        lines.append(f"Content-Length: {len(body)}")
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1") + body


def saying(data: bytes) -> Handler:
    """Send these bytes to everybody, then close."""

    def handler(sock: socket.socket, head: bytes) -> None:
        sock.sendall(data)

    return handler


def site(pages: Mapping[str, bytes]) -> Handler:
    """A site: whole answers by path; 404 for the rest."""

    def handler(sock: socket.socket, head: bytes) -> None:
        sock.sendall(pages.get(head.split(b" ")[1].decode(), answer(status="404 Not Found")))

    return handler


def redirect(location: str, status: str = "302 Found") -> bytes:
    return answer(status=status, headers={"Location": location})


def loopback(host: str, port: int) -> tuple[str, ...]:
    """A resolver for which every name is here."""
    return ("127.0.0.1",)


def no_sleep(seconds: float) -> None:
    pass


def make(limits: FetchLimits | None = None, **options: Any) -> GuardedFetcher:
    """A fetcher that may come to loopback, with short limits and no gaps."""
    options.setdefault("allow", ("127.0.0.0/8", "::1/128"))
    options.setdefault("resolver", loopback)
    options.setdefault("sleep", no_sleep)
    return GuardedFetcher(limits or FetchLimits(gap=0.0, total=3.0, connect=1.0, dns=1.0), user_agent=AGENT, **options)


def ask(url: str, **fields: Any) -> Request:
    """A request that does not look at robots.txt."""
    fields.setdefault("robots", False)
    return Request(url=url, **fields)

"""Connections: to exactly the addresses that were checked, and under one deadline from the first packet to the last.

`GuardedStream` is httpcore2's network stream: its HTTP/1.1 connection reads and writes through it and never touches a socket or a name.
"""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable, Sequence
from typing import Any

import httpcore2

from broadsheet.errors import ConnectError, Reset, Timeout, TlsError
from broadsheet.intake.fetch.head import HeadWatch
from broadsheet.intake.guard import Target
from broadsheet.types import FetchLimits

#: Addresses of one host that are tried (row N17).
MAX_TRIES = 3
_LEAST = 0.001


class Deadline:
    """A point in time that everything on one connection has to keep."""

    def __init__(self, seconds: float, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._end = monotonic() + seconds

    def now(self) -> float:
        """The monotonic time."""
        return self._monotonic()

    def left(self) -> float:
        """Seconds left. Raises Timeout when there are none."""
        left = self._end - self._monotonic()
        if left <= 0:
            raise Timeout("the answer took longer than the total time allowed")
        return left


def connect(target: Target, addresses: Sequence[str], limits: FetchLimits, deadline: Deadline) -> socket.socket:
    """A TCP connection to one of the addresses, the first MAX_TRIES of them in turn. Raises ConnectError or Timeout."""
    failure: OSError | None = None
    for address in _both_families(addresses)[:MAX_TRIES]:
        try:
            return _connect(address, target.port, min(limits.connect, deadline.left()))
        except OSError as error:
            failure = error
    if isinstance(failure, TimeoutError):
        raise Timeout(f"no connection to {target.host} within {limits.connect:g} s") from failure
    raise ConnectError(f"no connection to {target.host}: {failure}") from failure


def _connect(address: str, port: int, seconds: float) -> socket.socket:
    sock = socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET, socket.SOCK_STREAM)
    try:
        sock.settimeout(max(_LEAST, seconds))
        sock.connect((address, port))
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    except BaseException:
        sock.close()
        raise
    return sock


def _both_families(addresses: Sequence[str]) -> list[str]:
    """The same addresses, the second one of the other IP version where there is one: a broken IPv6 must not hide a working IPv4."""
    other = next((address for address in addresses[1:] if (":" in address) != (":" in addresses[0])), None)
    if other is None:
        return list(addresses)
    return [addresses[0], other, *(address for address in addresses[1:] if address != other)]


def shake_hands(sock: socket.socket, target: Target, context: ssl.SSLContext, limits: FetchLimits, deadline: Deadline) -> ssl.SSLSocket:
    """TLS on a connection, with the host's name for SNI and for the certificate. Raises TlsError, Timeout or Reset; closes `sock` then."""
    try:
        sock.settimeout(max(_LEAST, min(limits.connect, deadline.left())))
        return context.wrap_socket(sock, server_hostname=target.host)
    except ssl.SSLCertVerificationError as error:
        sock.close()
        raise TlsError(f"the certificate of {target.host} is not valid: {error.verify_message}") from error
    except ssl.SSLError as error:
        sock.close()
        raise TlsError(f"no TLS with {target.host}: {error.reason or error}") from error
    except TimeoutError as error:
        sock.close()
        raise Timeout(f"the TLS handshake with {target.host} took too long") from error
    except OSError as error:
        sock.close()
        raise Reset(f"the connection to {target.host} broke during the TLS handshake: {error}") from error
    except BaseException:
        sock.close()
        raise


class GuardedStream(httpcore2.NetworkStream):
    """A connected socket that keeps the deadline and the least rate, and shows every byte to the head's watch.

    The rate counts from the end of the headers: fewer than `min_rate` bytes a second over any `min_rate_over` seconds is given up.
    """

    def __init__(self, sock: socket.socket, watch: HeadWatch, limits: FetchLimits, deadline: Deadline) -> None:
        self._sock = sock
        self._watch = watch
        self._limits = limits
        self._deadline = deadline
        self._opened = deadline.now()
        self._window_start: float | None = None
        self._window_bytes = 0
        #: The other side has closed.
        self.eof = False

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """At most `max_bytes`, b"" at the end. Raises Timeout, Reset, TlsError, and what the watch finds."""
        while True:
            self._sock.settimeout(max(_LEAST, self._patience()))
            try:
                data = self._sock.recv(max_bytes)
            except TimeoutError:
                continue  # _patience says which limit it was, or that there is still time
            except ssl.SSLError as error:
                raise TlsError(f"TLS broke: {error.reason or error}") from error
            except OSError as error:
                raise Reset(f"the connection broke: {error}") from error
            break
        self.eof = not data
        self._window_bytes += len(data)
        self._watch.take(data)
        return data

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send all of it. A broken connection is httpcore2's WriteError, after which it still looks for an answer."""
        view = memoryview(buffer)
        while view:
            self._sock.settimeout(max(_LEAST, self._deadline.left()))
            try:
                sent = self._sock.send(view)
            except TimeoutError:
                continue
            except OSError as error:
                raise httpcore2.WriteError(str(error)) from error
            view = view[sent:]

    def close(self) -> None:
        """Close the socket."""
        self._sock.close()

    def get_extra_info(self, info: str) -> Any:
        """Nothing is told: the connection is used once, so nobody needs to ask."""
        return None

    def more_waits(self) -> bool:
        """Whether the other side has sent something that was not read yet. Does not wait."""
        self._sock.settimeout(_LEAST)
        try:
            return bool(self._sock.recv(1))
        except OSError:
            return False

    def _patience(self) -> float:
        """Seconds that the next read may wait. Raises Timeout when the deadline or the least rate is missed."""
        left = self._deadline.left()
        now = self._deadline.now()
        if not self._watch.body_bytes:
            left = min(left, self._opened + self._limits.first_byte - now)
            if left <= 0:
                raise Timeout(f"no first byte within {self._limits.first_byte:g} s")
        if not self._watch.done:
            return left
        over = self._limits.min_rate_over
        if self._window_start is None:
            self._window_start, self._window_bytes = now, 0
        elif now - self._window_start >= over:
            if self._window_bytes < self._limits.min_rate * over:
                raise Timeout(f"the answer came slower than {self._limits.min_rate:,.0f} bytes a second")
            self._window_start, self._window_bytes = now, 0
        return min(left, self._window_start + over - now)

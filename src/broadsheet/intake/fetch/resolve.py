"""Names to addresses: once for each connection, with a time limit that the system's resolver does not have."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Sequence

from broadsheet.errors import DnsError

#: Host name and port to addresses as text, best first. Raises DnsError or OSError.
Resolver = Callable[[str, int], Sequence[str]]

#: Look-ups that may hang at once. The system's resolver cannot be interrupted, so a name server that never answers keeps a thread busy
#: for as long as the system's own limit; beyond this number we say so at once instead of piling up threads.
MAX_LOOKUPS = 64


def system_resolver(host: str, port: int) -> Sequence[str]:
    """Ask the system (hosts file, then DNS). Order as the system prefers it (RFC 6724), without repetitions."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(entry[4][0]) for entry in found))


class Lookups:
    """Runs a resolver with a time limit. Thread-safe."""

    def __init__(self, resolver: Resolver, timeout: float) -> None:
        self._resolver = resolver
        self._timeout = timeout
        self._room = threading.BoundedSemaphore(MAX_LOOKUPS)

    def resolve(self, host: str, port: int) -> tuple[str, ...]:
        """All addresses of the host. Raises DnsError when there is none, or none in time."""
        if not self._room.acquire(timeout=self._timeout):
            raise DnsError(f"{host}: too many names are being looked up and get no answer")
        answer: list[tuple[str, ...]] = []
        failure: list[str] = []

        def ask() -> None:
            try:
                answer.append(tuple(self._resolver(host, port)))
            except (OSError, UnicodeError, DnsError) as error:
                failure.append(str(error))
            finally:
                self._room.release()

        thread = threading.Thread(target=ask, name="look-up", daemon=True)
        thread.start()
        thread.join(self._timeout)
        if thread.is_alive():
            raise DnsError(f"{host}: no answer from the name server within {self._timeout:g} s")
        if failure or not answer:
            raise DnsError(f"{host} cannot be resolved: {failure[0] if failure else 'no answer'}")
        return answer[0]

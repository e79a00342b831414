"""Who is asking: address, session, owner or reader."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from ipaddress import ip_address, ip_network

from starlette.requests import Request

from broadsheet.desk.comments import network_of


@dataclass(frozen=True, slots=True)
class Visitor:
    """The person or program behind a request. `session` is the hash of the session's token, "" for a reader without one."""

    address: str
    session: str = ""
    theme: str = "auto"

    @property
    def owner(self) -> bool:
        """Signed in. There is one account."""
        return bool(self.session)

    @property
    def key(self) -> str:
        """What rate limits count by (row A21)."""
        return network_of(self.address)


def token_hash(token: str) -> str:
    """What of a session's token is stored."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def is_trusted(address: str, proxies: tuple[str, ...]) -> bool:
    """Whether the address is one of the operator's own proxies."""
    try:
        parsed = ip_address(address)
        return any(parsed in ip_network(proxy, strict=False) for proxy in proxies)
    except (ValueError, TypeError):
        return False


def address_of(request: Request, proxies: tuple[str, ...]) -> str:
    """The visitor's address: the connection's, or what trusted proxies say, read from the right (row A13)."""
    address = request.client.host if request.client else ""
    if not is_trusted(address, proxies):
        return address
    for hop in reversed(request.headers.get("x-forwarded-for", "").split(",")[-20:]):
        try:
            address = str(ip_address(hop.strip()))
        except ValueError:
            break
        if not is_trusted(address, proxies):
            break
    return address


def forwarded_scheme(request: Request, proxies: tuple[str, ...]) -> str:
    """Give "https" or "http" as the visitor's browser sees it."""
    direct = request.client.host if request.client else ""
    if is_trusted(direct, proxies) and request.headers.get("x-forwarded-proto", "").strip().lower() == "https":
        return "https"
    return request.url.scheme


def theme_of(request: Request) -> str:
    """The colours that the reader chose: "light", "dark" or "auto"."""
    chosen = request.cookies.get("theme", "")
    return chosen if chosen in ("light", "dark") else "auto"

"""Which addresses may be asked: a strict reading of URLs, and an explicit list of networks that are not the public Internet.

The text of a URL is never trusted for this: resolvers read `2130706433` and `127.1` as addresses that no parser recognises. So names are
resolved first, every address of the answer is checked here, and the connection goes to exactly one of those addresses (fetch/dial.py).
The ready-made properties of `ipaddress` do not do: of 43 addresses that must be blocked, `not is_private` lets 15 through.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote

import idna

from broadsheet.errors import DnsError, InputError, Refused

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

#: IANA special-purpose IPv4 registry (RFC 6890 and updates), multicast, and one cloud's metadata service outside of those.
BLOCKED_V4 = tuple(
    ipaddress.IPv4Network(text)
    for text in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.31.196.0/24",
        "192.52.193.0/24",
        "192.88.99.0/24",
        "192.168.0.0/16",
        "192.175.48.0/24",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",
        "240.0.0.0/4",
        "168.63.129.16/32",
    )
)
#: Public IPv6 is inside 2000::/3, and of that not these. 2001::/23 holds Teredo (2001::/32), ORCHID and benchmarking.
PUBLIC_V6 = ipaddress.IPv6Network("2000::/3")
BLOCKED_V6 = tuple(
    ipaddress.IPv6Network(text)
    for text in ("2001::/23", "2001:db8::/32", "2620:4f:8000::/48", "3fff::/20", "3ffe::/16", "2d00::/8", "2e00::/7")
)
MAPPED = ipaddress.IPv6Network("::ffff:0:0/96")
NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
SIX_TO_FOUR = ipaddress.IPv6Network("2002::/16")

#: Ports that web sites use. Others could be any service that answers to a line of text, so the operator has to list them.
WEB_PORTS = frozenset({80, 443, 591, 8000, 8008, 8080, 8081, 8088, 8443, 8888})

#: Names that never mean a public host (RFC 6761, RFC 6762, RFC 7686, RFC 8375, and the customary ones of home and office networks).
INSIDE_NAMES = frozenset(
    {"localhost", "localdomain", "local", "lan", "internal", "intranet", "private", "corp", "home", "home.arpa", "onion", "invalid", "alt"}
)

_URL = re.compile(r"([A-Za-z][A-Za-z0-9+.\-]*)://([^/?#]*)([^?#]*)(\?[^#]*)?(?:#.*)?", re.DOTALL)
_NAME = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)(?:\.(?!-)[a-z0-9_-]{1,63}(?<!-))*")
_NUMBER = re.compile(r"(?:[0-9]+|0x[0-9a-f]*)")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
#: Left as they are in a path or query; everything else is percent-encoded as UTF-8.
_SAFE = "%/:@!$&'()*+,;=~-._?|[]^"


@dataclass(frozen=True, slots=True)
class Target:
    """A checked http(s) URL in its parts: what to resolve, what to connect to, what to say in the request."""

    scheme: str
    #: ASCII, lower case, without a trailing dot; an IPv6 literal without brackets.
    host: str
    port: int
    #: Path and query, percent-encoded ASCII, beginning with "/".
    path: str
    #: The host is an address, not a name.
    literal: bool = False

    @property
    def authority(self) -> str:
        """Host, and the port where it is not the scheme's own: the Host header."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == (443 if self.scheme == "https" else 80) else f"{host}:{self.port}"

    @property
    def origin(self) -> str:
        """Scheme, host and port: credentials never leave it."""
        return f"{self.scheme}://{self.authority}"

    @property
    def url(self) -> str:
        """The whole address, normalised."""
        return self.origin + self.path


def parse_url(url: str, max_length: int = 2083) -> Target:
    """The parts of an http(s) URL, read strictly: whatever different programs read differently raises Refused.

    White space around it is ignored, characters outside of ASCII are encoded, dots in the path resolved, a fragment dropped. Says nothing
    about whether the host may be asked.
    """
    text = url.strip(" \t\r\n\f")
    if len(text) > max_length:
        raise Refused(f"the address is longer than {max_length:,} characters", url=text[:200])
    if _CONTROL.search(text):
        raise Refused("the address holds control characters", url=_CONTROL.sub(" ", text))
    parts = _URL.fullmatch(text)
    if parts is None:
        raise Refused("not a complete http or https address", url=text)
    scheme, authority, path, query = parts[1].lower(), parts[2], parts[3], parts[4] or ""
    if scheme not in ("http", "https"):
        raise Refused(f"only http and https are fetched, not {scheme}:", url=text)
    if "\\" in authority + path:
        raise Refused("the address holds a backslash", url=text)
    if "@" in authority:
        raise Refused("the address holds a user name", url=text, hint="Give user and password with the source instead.")
    host, port, literal = _host_and_port(authority, text)
    try:
        encoded = quote(_without_dots(path or "/") + query, safe=_SAFE)
    except UnicodeEncodeError:
        raise Refused("the address holds half characters (lone surrogates)", url=text.encode("ascii", "replace").decode()) from None
    if len(encoded) > 3 * max_length:
        raise Refused(f"the address is longer than {max_length:,} characters", url=text[:200])
    return Target(scheme, host, port or (443 if scheme == "https" else 80), encoded, literal)


def _host_and_port(authority: str, url: str) -> tuple[str, int, bool]:
    if authority.startswith("["):
        inside, closed, rest = authority[1:].partition("]")
        if not closed or "%" in inside:
            raise Refused("not a valid IPv6 address", url=url)
        try:
            return ipaddress.IPv6Address(inside).compressed, _port(rest, url), True
        except ValueError:
            raise Refused("not a valid IPv6 address", url=url) from None
    name, colon, digits = authority.partition(":")
    host = _host(name, url)
    port = _port(colon + digits, url)
    if not _NUMBER.fullmatch(host.rpartition(".")[2]):
        return host, port, False
    # What ends in a number is an IPv4 address (WHATWG URL) and must be written as four plain decimals; 0177.0.0.1 and 127.1 are not.
    try:
        return str(ipaddress.IPv4Address(host)), port, True
    except ValueError:
        raise Refused("not a plain IPv4 address", url=url) from None


def _host(name: str, url: str) -> str:
    try:
        host = name.lower() if name.isascii() else idna.encode(idna.uts46_remap(name, std3_rules=False)).decode("ascii")
    except (idna.IDNAError, UnicodeError):
        # Digits in circles and such become plain ASCII, which is no internationalised name any more but may be an address.
        host = _plain(name)
    host = host.removesuffix(".")
    if len(host) > 253 or not _NAME.fullmatch(host):
        raise Refused("not a valid host name", url=url)
    return host


def _plain(name: str) -> str:
    try:
        mapped = idna.uts46_remap(name, std3_rules=False)
    except (idna.IDNAError, UnicodeError):
        return ""
    return mapped if mapped.isascii() else ""


def _port(text: str, url: str) -> int:
    digits = text.removeprefix(":")
    if not digits:
        return 0
    if not text.startswith(":") or not digits.isascii() or not digits.isdigit() or len(digits) > 5 or not 0 < int(digits) < 65536:
        raise Refused("not a valid port", url=url)
    return int(digits)


def _without_dots(path: str) -> str:
    if "/." not in path:
        return path
    kept: list[str] = []
    segments = path.split("/")[1:]
    for segment in segments:
        if segment == "..":
            del kept[-1:]
        elif segment != ".":
            kept.append(segment)
    if segments[-1] in (".", ".."):
        kept.append("")
    return "/" + "/".join(kept)


@dataclass(frozen=True, slots=True)
class Allowed:
    """What the operator lists although it is not public: networks, and single hosts with or without a port."""

    networks: tuple[Network, ...] = ()
    #: (host, port), port 0 = any.
    hosts: frozenset[tuple[str, int]] = frozenset()

    @classmethod
    def parse(cls, entries: Iterable[str]) -> Allowed:
        """Read entries such as `10.1.0.0/16`, `127.0.0.1:8080`, `[::1]:8080`, `feeds.lan` or `feeds.lan:8080`. Raises InputError."""
        networks: list[Network] = []
        hosts: set[tuple[str, int]] = set()
        for entry in entries:
            try:
                networks.append(ipaddress.ip_network(entry.strip(), strict=False))
                continue
            except ValueError:
                pass
            try:
                host, port, _ = _host_and_port(entry.strip(), entry)
            except Refused as error:
                raise InputError(f"{entry!r} is neither a network nor a host: {error.message}") from error
            hosts.add((host, port))
        return cls(tuple(networks), frozenset(hosts))

    def host(self, host: str, port: int) -> bool:
        """Whether this host (a name, or an address as text) is listed for that port."""
        return (host, port) in self.hosts or (host, 0) in self.hosts

    def address(self, address: Address, port: int) -> bool:
        """Whether this address is listed for that port."""
        return self.host(str(address), port) or any(address.version == net.version and address in net for net in self.networks)


@lru_cache(maxsize=4096)
def unwrap(text: str) -> Address:
    """The address, with IPv4 taken out of the IPv6 forms that carry it to IPv4 hosts (mapped, NAT64, 6to4). Raises ValueError."""
    address = ipaddress.ip_address(text)
    if isinstance(address, ipaddress.IPv6Address):
        if address in MAPPED or address in NAT64:
            return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if address in SIX_TO_FOUR:
            return ipaddress.IPv4Address((int(address) >> 80) & 0xFFFFFFFF)
    return address


def is_public(text: str) -> bool:
    """Whether this address is on the public Internet. False for what is no address, and for one with a zone."""
    try:
        address = unwrap(text)
    except ValueError:
        return False
    if isinstance(address, ipaddress.IPv4Address):
        return not any(address in net for net in BLOCKED_V4)
    return address.scope_id is None and address in PUBLIC_V6 and not any(address in net for net in BLOCKED_V6)


def needs_listing(target: Target) -> bool:
    """Whether the operator must have listed this host: a name of the inside, a single word, or a port that is not the web's."""
    if target.port not in WEB_PORTS:
        return True
    if target.literal:
        return False
    labels = target.host.split(".")
    return len(labels) == 1 or labels[-1] in INSIDE_NAMES or ".".join(labels[-2:]) in INSIDE_NAMES


def check_target(target: Target, allowed: Allowed) -> None:
    """Raise Refused for what can be refused before it is resolved, so that not even a name server hears of it."""
    if needs_listing(target) and not allowed.networks and not allowed.hosts:
        what = f"port {target.port}" if target.port not in WEB_PORTS else f"the name {target.host}"
        raise Refused(f"{what} is not the public web's", url=target.url, hint=HINT)
    if target.literal:
        check_addresses(target, (target.host,), allowed)


def check_addresses(target: Target, addresses: Sequence[str], allowed: Allowed) -> tuple[str, ...]:
    """The addresses to connect to, in the order given. One that is not public and not listed makes the whole host Refused.

    Raises DnsError when there is none. Using only the public ones of a mixed answer would let a name server choose when we go inside.
    """
    if not addresses:
        raise DnsError(f"{target.host} has no address", url=target.url)
    if allowed.host(target.host, target.port):
        return tuple(addresses)
    only_listed = needs_listing(target)
    for address in addresses:
        if not (is_public(address) and not only_listed) and not _listed(address, target.port, allowed):
            where = f"{target.host} is at {address}, which" if not target.literal else address
            why = "is not listed" if is_public(address) else "is not on the public Internet"
            raise Refused(f"{where} {why}", url=target.url, hint=HINT)
    return tuple(addresses)


def _listed(text: str, port: int, allowed: Allowed) -> bool:
    try:
        return allowed.address(unwrap(text), port) or allowed.address(ipaddress.ip_address(text), port)
    except ValueError:
        return False


HINT = "If it is a host of your own, list it under the allowed networks."

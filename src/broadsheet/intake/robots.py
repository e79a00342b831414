"""Reading robots.txt (RFC 9309). Fetching and keeping it: robots_cache.py.

Where the RFC leaves room we read as Google's published parser does, whose test cases are our vectors: misspelt keys count, `index.html`
stands for its folder, the longest matching rule wins and Allow wins a tie. All matching is linear in the lengths of rule and path.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

#: Bytes of a robots.txt that are read (RFC 9309 section 2.5 asks for at least this much).
MAX_BYTES = 500 * 1024
#: Characters of one line that are read: eight times the longest URL (and one for the end, in the parser whose vectors these are).
MAX_LINE = 2083 * 8 - 1
#: A Crawl-delay is obeyed up to this many seconds.
MAX_DELAY = 60.0

_AGENT = re.compile(r"[A-Za-z_-]*")
_LINE_END = re.compile(r"\r\n|\r|\n")
_ESCAPED = re.compile(r"%([0-9A-Fa-f]{2})")
_KEYS = {
    "agent": ("user-agent", "useragent", "user agent"),
    "allow": ("allow",),
    "disallow": ("disallow", "dissallow", "dissalow", "disalow", "diasllow", "disallaw"),
    "sitemap": ("sitemap", "site-map"),
    "delay": ("crawl-delay",),
}


@dataclass(slots=True)
class _Group:
    """The rules of one kind of group: those that name us, or those for everybody."""

    #: (pattern, allow)
    rules: list[tuple[str, bool]] = field(default_factory=list)
    delay: float = 0.0

    def verdict(self, path: str) -> bool | None:
        """Allowed, disallowed, or None where no rule matches (an empty pattern is no rule)."""
        best, verdict = 0, None
        for pattern, allow in self.rules:
            size = len(pattern)
            better = size > best or (allow and size == best and best > 0)
            if better and matches(pattern, path):
                best, verdict = size, allow
        return verdict


@dataclass(frozen=True, slots=True)
class Rules:
    """What one robots.txt says to one agent."""

    own: _Group
    everybody: _Group
    #: Some group names the agent: the ones for everybody do not count then.
    named: bool
    sitemaps: tuple[str, ...] = ()
    #: Lines with a key that means something, and others (both count as the vectors count them).
    known_lines: int = 0
    unknown_lines: int = 0

    def allows(self, url: str) -> bool:
        """Whether the agent may ask for this URL (or path)."""
        path = path_of(url)
        own = self.own.verdict(path)
        if own is not None:
            return own
        if self.named:
            return True
        return self.everybody.verdict(path) is not False

    @property
    def delay(self) -> float:
        """Seconds between two requests that the file asks for, at most MAX_DELAY; 0 = nothing said."""
        return self.own.delay if self.named else self.everybody.delay


def product_token(agent: str) -> str:
    """The name by which robots.txt knows a user agent: its leading letters, hyphens and underscores (`Broadsheet/1.0` -> `Broadsheet`)."""
    found = _AGENT.match(agent)
    return found[0] if found else ""


def is_product_token(agent: str) -> bool:
    """Whether robots.txt can name this agent as it stands (RFC 9309 section 2.2.1)."""
    return bool(agent) and product_token(agent) == agent


def path_of(url: str) -> str:
    """Path and query of a URL as robots.txt sees it: without host and fragment, beginning with "/". Takes incomplete URLs, too."""
    start = 2 if url.startswith("//") else 0
    scheme_end = url.find("://", start)
    early = min((at for at in (url.find(c, start) for c in "/?;") if at >= 0), default=-1)
    after_scheme = start if scheme_end < 0 or 0 <= early < scheme_end else scheme_end + 3
    at = min((at for at in (url.find(c, after_scheme) for c in "/?;") if at >= 0), default=-1)
    fragment = url.find("#", start)
    if at < 0 or 0 <= fragment < at:
        return "/"
    path = url[at : fragment if fragment >= 0 else len(url)]
    return path if path.startswith("/") else "/" + path


def escape(pattern: str) -> str:
    """A rule's pattern as it is compared with paths: bytes beyond ASCII percent-encoded, hexadecimal digits in upper case."""
    text = "".join(c if c.isascii() else "".join(f"%{byte:02X}" for byte in c.encode("utf-8", "surrogateescape")) for c in pattern)
    return _ESCAPED.sub(lambda found: found[0].upper(), text)


def matches(pattern: str, path: str) -> bool:
    """Whether the path begins with the pattern, where `*` is any run of characters and a `$` at the end stands for the path's end."""
    anchored = pattern.endswith("$")
    first, *parts = pattern.removesuffix("$").split("*")
    if not path.startswith(first):
        return False
    at = len(first)
    if not parts:
        return not anchored or at == len(path)
    last = parts.pop() if anchored else ""
    for part in parts:
        # The leftmost place is always the best one: it leaves the most for the parts to come.
        found = path.find(part, at)
        if found < 0:
            return False
        at = found + len(part)
    return not anchored or (len(path) - len(last) >= at and path.endswith(last))


def parse(body: bytes, agent: str) -> Rules:
    """Read a robots.txt for the agent with this product token. Never raises: what cannot be read says nothing."""
    reader = _Reader(agent.lower())
    for line in _LINE_END.split(_text(body[:MAX_BYTES])):
        key, value = _split(line[:MAX_LINE])
        if key:
            reader.take(key, value)
    return Rules(reader.own, reader.everybody, reader.named, tuple(reader.sitemaps), reader.known, reader.unknown)


def _text(body: bytes) -> str:
    # RFC 9309 wants UTF-8; who saved a file as UTF-16 means what it says all the same.
    if body.startswith((b"\xff\xfe", b"\xfe\xff")):
        return body.decode("utf-16", "replace")
    # A byte-order mark may be cut short by careless editors: each byte that fits is dropped.
    for byte in b"\xef\xbb\xbf":
        if not body or body[0] != byte:
            break
        body = body[1:]
    return body.decode("utf-8", "surrogateescape")


def _split(line: str) -> tuple[str, str]:
    line = line.partition("#")[0].strip()
    key, colon, value = line.partition(":")
    if colon:
        return key.strip().lower(), value.strip()
    # Without a colon, exactly two words are taken for key and value.
    words = line.split()
    return (words[0].lower(), words[1]) if len(words) == 2 else ("", "")


def _kind(key: str) -> str:
    return next((kind for kind, names in _KEYS.items() if key.startswith(names)), "")


class _Reader:
    """Follows the groups through a file: a user-agent line after a rule begins a new group."""

    def __init__(self, agent: str) -> None:
        self.agent = agent
        self.own, self.everybody, self.named = _Group(), _Group(), False
        self.sitemaps: list[str] = []
        self.known = self.unknown = 0
        self._in_own = self._in_everybody = self._after_rule = False
        self._delay_own = self._delay_everybody = self._after_delay = False

    def take(self, key: str, value: str) -> None:
        kind = _kind(key)
        if kind in ("", "delay"):
            self.unknown += 1
        else:
            self.known += 1
        if kind == "agent":
            self._agent(value)
        elif kind == "sitemap":
            self.sitemaps.append(value)
        elif kind == "delay":
            self._delay(value)
        elif kind:
            self._rule(value, kind == "allow")

    def _agent(self, value: str) -> None:
        if self._after_rule:
            self._in_own = self._in_everybody = self._after_rule = False
        if self._after_delay or not (self._in_own or self._in_everybody):
            self._delay_own = self._delay_everybody = self._after_delay = False
        if value.startswith("*") and not value[1:2].strip():
            self._in_everybody = self._delay_everybody = True
        elif product_token(value).lower() == self.agent and self.agent:
            self._in_own = self._delay_own = self.named = True

    def _rule(self, value: str, allow: bool) -> None:
        if not (self._in_own or self._in_everybody):
            return
        self._after_rule = True
        pattern = escape(value)
        group = self.own if self._in_own else self.everybody
        group.rules.append((pattern, allow))
        folder, slash, name = pattern.rpartition("/")
        if allow and slash and name.startswith("index.htm"):
            group.rules.append((folder + "/$", True))

    def _delay(self, value: str) -> None:
        # No rule of the RFC, so for the rules it does not end a list of agents; for itself it does, as those mean it who write it.
        self._after_delay = True
        try:
            seconds = float(value)
        except ValueError:
            return
        if seconds > 0 and self._delay_own:
            self.own.delay = min(seconds, MAX_DELAY)
        if seconds > 0 and self._delay_everybody:
            self.everybody.delay = min(seconds, MAX_DELAY)

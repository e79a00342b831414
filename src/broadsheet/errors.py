"""Every error that Broadsheet raises on purpose.

BroadsheetError
├── FetchError               net.*
│   ├── Refused              net.refused        the guard does not allow this address, scheme or port
│   ├── DnsError             net.dns            the name has no usable address
│   ├── ConnectError         net.connect        nobody answered at the address
│   ├── Timeout              net.timeout        too slow: connecting, first byte, rate or total
│   ├── Reset                net.reset          the connection broke before the end
│   ├── TlsError             net.tls            certificate or handshake
│   ├── ProtocolError        net.protocol       not HTTP as RFC 9110/9112 have it
│   ├── TooLarge             net.too_large      headers or body over the limit, or an expansion bomb
│   ├── RedirectError        net.redirect_loop  too many redirects, or a loop
│   ├── HttpStatus           http.<status>      an answer that is no success
│   ├── RobotsDenied         net.robots         robots.txt does not allow it
│   └── TryLater             net.later          the host asked us to wait (Retry-After), or its turn is far off
├── ParseError               parse.*
│   ├── NotAFeed             parse.not_a_feed   a page, a challenge or an error where a feed should be
│   ├── EmptyDocument        parse.empty        nothing in it
│   ├── BrokenDocument       parse.broken       not readable even with repair
│   └── LimitExceeded        parse.limit        too deep, too long, too slow, too much memory
├── StoreError               store.*
│   ├── StoreFull            store.full         no space left; reading goes on
│   ├── StoreBusy            store.busy         another process holds the database
│   ├── StoreTooNew          store.too_new      written by a later version
│   ├── StoreDamaged         store.damaged      the file is not sound
│   └── StoreUnusable        store.unusable     path, permission, or connection
├── ModelError               model.failed       an embedder or other model cannot be used, or did not answer
├── MailError                mail.failed        an e-mail could not be sent, or it is not known whether it was
├── NotFound                 input.not_found    no such article, source, comment ...
├── InputError               input.invalid      the user's own mistake
├── SettingsError            input.settings     a setting that cannot be
├── AccessDenied             access.denied      sign in first, or not allowed
└── TooMany                  access.too_many    more requests than one visitor may send; wait
"""

from __future__ import annotations


class BroadsheetError(Exception):
    """The root. Says what happened, to which address, from which source, and what to do about it."""

    code = "error"

    def __init__(self, message: str, *, url: str = "", source: str = "", hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.url = url
        self.source = source
        self.hint = hint

    def __str__(self) -> str:
        parts = [self.message]
        if self.source:
            parts.append(f"source: {self.source}")
        if self.url and self.url not in self.message:
            parts.append(f"address: {self.url}")
        if self.hint:
            parts.append(self.hint)
        return " · ".join(parts)

    def __reduce__(self) -> tuple[object, ...]:
        # Errors cross process borders (limited children), where keyword arguments would be lost.
        return (_rebuild, (type(self), self.message, self.__dict__))


def _rebuild(kind: type[BroadsheetError], message: str, state: dict[str, object]) -> BroadsheetError:
    error = kind.__new__(kind)
    Exception.__init__(error, message)
    error.__dict__.update(state)
    return error


class FetchError(BroadsheetError):
    """Something between us and the publisher went wrong."""

    code = "net.error"


class Refused(FetchError):
    """The guard does not allow this address, scheme or port."""

    code = "net.refused"


class DnsError(FetchError):
    """The host name has no usable address."""

    code = "net.dns"


class ConnectError(FetchError):
    """Nobody answered at the address."""

    code = "net.connect"


class Timeout(FetchError):
    """Too slow: connecting, first byte, transfer rate or total time."""

    code = "net.timeout"


class Reset(FetchError):
    """The connection broke before the answer was complete."""

    code = "net.reset"


class TlsError(FetchError):
    """Certificate or handshake failed."""

    code = "net.tls"


class ProtocolError(FetchError):
    """The answer is not HTTP as RFC 9110 and RFC 9112 define it."""

    code = "net.protocol"


class TooLarge(FetchError):
    """Headers or body exceed the limit, or the body expands like a bomb."""

    code = "net.too_large"


class RedirectError(FetchError):
    """Too many redirects, or a loop."""

    code = "net.redirect_loop"


class RobotsDenied(FetchError):
    """robots.txt does not allow this address."""

    code = "net.robots"


class HttpStatus(FetchError):
    """The publisher answered, but with no success.

    `status` is the HTTP status; `retry_after` the seconds that the host asked us to wait, already clamped, or None.
    """

    def __init__(
        self, status: int, message: str, *, retry_after: float | None = None, url: str = "", source: str = "", hint: str = ""
    ) -> None:
        super().__init__(message, url=url, source=source, hint=hint)
        self.status = status
        self.retry_after = retry_after
        self.code = f"http.{status}"


class TryLater(FetchError):
    """The host asked us to wait. `seconds` says how long from now."""

    code = "net.later"

    def __init__(self, message: str, *, seconds: float, url: str = "", source: str = "", hint: str = "") -> None:
        super().__init__(message, url=url, source=source, hint=hint)
        self.seconds = seconds


class ParseError(BroadsheetError):
    """The bytes arrived but cannot be read."""

    code = "parse.error"


class NotAFeed(ParseError):
    """A page, a challenge or an error document where a feed should be."""

    code = "parse.not_a_feed"


class EmptyDocument(ParseError):
    """There is nothing in it."""

    code = "parse.empty"


class BrokenDocument(ParseError):
    """Not readable, even with repair."""

    code = "parse.broken"


class LimitExceeded(ParseError):
    """Too deep, too long, too slow or too much memory."""

    code = "parse.limit"


class StoreError(BroadsheetError):
    """The database could not do what was asked."""

    code = "store.error"


class StoreFull(StoreError):
    """No space left. Reading goes on; writing resumes when space returns."""

    code = "store.full"


class StoreBusy(StoreError):
    """Another process holds the database."""

    code = "store.busy"


class StoreTooNew(StoreError):
    """The database was written by a later version of Broadsheet."""

    code = "store.too_new"


class StoreDamaged(StoreError):
    """The database file is not sound."""

    code = "store.damaged"


class StoreUnusable(StoreError):
    """Wrong path, missing permission, or no connection."""

    code = "store.unusable"


class ModelError(BroadsheetError):
    """An embedder or other model cannot be loaded, or the service that runs it did not answer."""

    code = "model.failed"


class MailError(BroadsheetError):
    """An e-mail could not be sent.

    `temporary`: it may be tried again. `unsure`: it was handed over whole, but the server did not say that it took it; trying again might
    send it twice.
    """

    code = "mail.failed"

    def __init__(
        self, message: str, *, temporary: bool = False, unsure: bool = False, url: str = "", source: str = "", hint: str = ""
    ) -> None:
        super().__init__(message, url=url, source=source, hint=hint)
        self.temporary = temporary
        self.unsure = unsure


class NotFound(BroadsheetError):
    """There is no such article, source, comment or user."""

    code = "input.not_found"


class InputError(BroadsheetError):
    """The user's own mistake; the message says what to change."""

    code = "input.invalid"


class SettingsError(BroadsheetError):
    """A setting that cannot be."""

    code = "input.settings"


class AccessDenied(BroadsheetError):
    """Sign in first, or not allowed."""

    code = "access.denied"


class TooMany(BroadsheetError):
    """More requests than one visitor may send. `seconds` says how long to wait."""

    code = "access.too_many"

    def __init__(self, message: str, *, seconds: float, url: str = "", source: str = "", hint: str = "") -> None:
        super().__init__(message, url=url, source=source, hint=hint)
        self.seconds = seconds

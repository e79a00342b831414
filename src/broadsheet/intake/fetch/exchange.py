"""One request and its answer on a connection of its own: no redirects, no politeness, no policy about statuses."""

from __future__ import annotations

import ssl
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import httpcore2

from broadsheet.errors import FetchError, ProtocolError, Reset, TooLarge
from broadsheet.intake.decode import BodyDecoder, codings
from broadsheet.intake.fetch.dial import Deadline, GuardedStream, connect, shake_hands
from broadsheet.intake.fetch.head import HeadWatch
from broadsheet.intake.guard import Target
from broadsheet.types import FetchLimits


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """What to send. `headers` are complete but for Host, Connection and Content-Length."""

    target: Target
    method: str = "GET"
    headers: tuple[tuple[str, str], ...] = ()
    content: bytes = b""
    #: Limit of the body after decoding, bytes.
    limit: int
    #: Cut the body at the limit instead of refusing it.
    cut: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back. The body is read for 2xx only; what a server says along with an error or a redirect is not kept."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes = b""
    truncated: bool = False
    #: It came from an address that is not on the public Internet, because the operator lists it.
    inside: bool = False

    def header(self, name: str) -> str:
        """The first header of that name (lower case), "" when absent."""
        return next((value for key, value in self.headers if key.lower() == name), "")

    def joined(self, name: str) -> str:
        """All headers of that name (lower case) as one list, "" when absent."""
        return ", ".join(value for key, value in self.headers if key.lower() == name)


def exchange(
    ask: Ask,
    addresses: Sequence[str],
    *,
    context: Callable[[], ssl.SSLContext],
    limits: FetchLimits,
    seconds: float,
    monotonic: Callable[[], float],
) -> Answer:
    """Connect to one of the checked addresses, send, read the answer, close. `seconds` is all the time that there is.

    `context` gives the TLS settings and is called for https only: loading a system's certificates takes 20 ms.
    Raises ConnectError, Timeout, TlsError, Reset, ProtocolError or TooLarge. A body that ends early comes back as truncated.
    """
    deadline = Deadline(seconds, monotonic)
    watch = HeadWatch(limits.header_bytes, limits.header_count)
    sock = connect(ask.target, addresses, limits, deadline)
    try:
        if ask.target.scheme == "https":
            sock = shake_hands(sock, ask.target, context(), limits, deadline)
        stream = GuardedStream(sock, watch, limits, deadline)
        origin = httpcore2.Origin(ask.target.scheme.encode(), ask.target.host.encode(), ask.target.port)
        return _converse(ask, httpcore2.HTTP11Connection(origin, stream), stream, watch, limits)
    finally:
        sock.close()


def _converse(ask: Ask, connection: httpcore2.HTTP11Connection, stream: GuardedStream, watch: HeadWatch, limits: FetchLimits) -> Answer:
    try:
        response = connection.handle_request(_request(ask))
    except httpcore2.LocalProtocolError as error:
        raise ProtocolError(f"the request cannot be sent: {error}") from error
    except httpcore2.RemoteProtocolError as error:
        if stream.eof:
            raise Reset("the server closed the connection without an answer") from error
        raise ProtocolError(f"the answer is not valid HTTP: {error}") from error
    headers = tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in response.headers)
    answer = Answer(response.status, headers)
    if not 200 <= response.status < 300:
        return answer
    body, truncated = _body(ask, answer, response, stream, watch, limits)
    if watch.surplus or (watch.content_length is not None and not truncated and stream.more_waits()):
        raise ProtocolError("more bytes came than Content-Length says")
    return Answer(response.status, headers, body, truncated)


def _request(ask: Ask) -> httpcore2.Request:
    target = ask.target
    headers = [("Host", target.authority), *ask.headers, ("Connection", "close")]
    if ask.method == "POST":
        headers.append(("Content-Length", str(len(ask.content))))
    return httpcore2.Request(
        ask.method,
        httpcore2.URL(scheme=target.scheme, host=target.host, port=target.port, target=target.path),
        headers=[(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers],
        content=ask.content or None,
    )


def _body(
    ask: Ask, answer: Answer, response: httpcore2.Response, stream: GuardedStream, watch: HeadWatch, limits: FetchLimits
) -> tuple[bytes, bool]:
    decoder = decoder_for(ask, answer, limits)
    if watch.content_length is not None and watch.content_length > ask.limit and not ask.cut:
        raise TooLarge(f"the body is {watch.content_length:,} bytes; at most {ask.limit:,} are read")
    early = False
    try:
        for piece in response.iter_stream():
            decoder.feed(piece)
            if decoder.full:
                break
    except httpcore2.RemoteProtocolError as error:
        if not stream.eof:
            raise ProtocolError(f"the body is not valid HTTP: {error}") from error
        early = True
    body, cut = decoder.finish()
    return body, early or cut


def decoder_for(ask: Ask, answer: Answer, limits: FetchLimits) -> BodyDecoder:
    """The decoder for this answer's body."""
    try:
        names = codings(answer.joined("content-encoding"))
    except FetchError as error:
        error.url = ask.target.url
        raise
    return BodyDecoder(names, limit=ask.limit, ratio=limits.ratio, ratio_from=limits.ratio_from, cut=ask.cut)

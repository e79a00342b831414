"""A text generator's service on the loopback that behaves as it is told: for tests and for bench/faithful.py.

with ChatService() as service:
    service.plan = [says("..."), stalls(5), status(500)]     # one for each request; the last one goes on
    service.url                                              # http://127.0.0.1:PORT/v1
    service.asked                                            # the requests' bodies, with their headers in service.headers
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any

#: Answers one request.
Behaviour = Callable[["Answer"], None]


class Answer(BaseHTTPRequestHandler):
    """One request and what is answered."""

    server: _Server
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        with self.server.lock:
            self.server.asked.append(json.loads(body))
            self.server.headers.append(dict(self.headers))
            behave = self.server.plan.pop(0) if len(self.server.plan) > 1 else self.server.plan[0]
        self.close_connection = True
        try:
            behave(self)
        except OSError:
            self.server.left.set()

    def log_message(self, format: str, *args: object) -> None:
        """Nothing is logged."""

    @property
    def asked(self) -> Any:
        """What this request asks."""
        return self.server.asked[-1]

    def head(self, status: int = 200, kind: str = "text/event-stream", **more: str) -> None:
        """The head of an answer that ends with its connection."""
        self.send_response(status)
        for name, value in {"Content-Type": kind, "Connection": "close", **more}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()

    def send(self, text: str | bytes) -> None:
        """A piece of the body."""
        self.wfile.write(text.encode() if isinstance(text, str) else text)
        self.wfile.flush()


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answer)
        self.lock = threading.Lock()
        self.asked: list[Any] = []
        self.headers: list[dict[str, str]] = []
        self.plan: list[Behaviour] = [says("{}")]
        self.left = threading.Event()

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up is what some tests are about."""


class ChatService:
    """The service. `plan` may be changed between requests."""

    def __init__(self) -> None:
        self._server = _Server()
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)

    def __enter__(self) -> ChatService:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def host(self) -> str:
        """Host and port."""
        return f"127.0.0.1:{self._server.server_port}"

    @property
    def url(self) -> str:
        """What a setting would hold."""
        return f"http://{self.host}/v1"

    @property
    def plan(self) -> list[Behaviour]:
        """What the next requests get."""
        return self._server.plan

    @plan.setter
    def plan(self, plan: list[Behaviour]) -> None:
        self._server.plan = list(plan)

    @property
    def asked(self) -> list[Any]:
        """The bodies of all requests."""
        return self._server.asked

    @property
    def headers(self) -> list[dict[str, str]]:
        """The headers of all requests."""
        return self._server.headers


def event(value: Any) -> str:
    """One server-sent event."""
    return f"data: {value if isinstance(value, str) else json.dumps(value)}\n\n"


def piece(text: str, finish: str | None = None) -> str:
    """One event with a piece of text."""
    return event({"choices": [{"index": 0, "delta": {"content": text}, "finish_reason": finish}]})


def says(text: str | Callable[[Any], str], *, usage: Any = None, size: int = 20) -> Behaviour:
    """Streams a text in pieces, as it should be done; a function makes the text from the request."""

    def behave(answer: Answer) -> None:
        whole = text if isinstance(text, str) else text(answer.asked)
        answer.head()
        for at in range(0, len(whole), size):
            answer.send(piece(whole[at : at + size]))
        answer.send(piece("", "stop"))
        answer.send(event({"choices": [], "usage": usage or {"prompt_tokens": 100, "completion_tokens": 20}}) + event("[DONE]"))

    return behave


def whole(text: str) -> Behaviour:
    """Answers in one document, without a stream."""

    def behave(answer: Answer) -> None:
        answer.head(kind="application/json")
        choices = [{"index": 0, "message": {"role": "assistant", "content": text}, "finish_reason": "stop"}]
        answer.send(json.dumps({"choices": choices, "usage": {"prompt_tokens": 50, "completion_tokens": 7}}))

    return behave


def raw(body: str | bytes, kind: str = "text/event-stream") -> Behaviour:
    """Answers with these bytes."""

    def behave(answer: Answer) -> None:
        answer.head(kind=kind)
        answer.send(body)

    return behave


def status(number: int, text: str = "", **headers: str) -> Behaviour:
    """Answers with an error."""

    def behave(answer: Answer) -> None:
        answer.head(number, "text/plain", **headers)
        answer.send(text)

    return behave


def stalls(seconds: float, *, after_head: bool = False) -> Behaviour:
    """Says nothing for a while, before or after its head."""

    def behave(answer: Answer) -> None:
        if after_head:
            answer.head()
            answer.wfile.flush()
        time.sleep(seconds)
        if not after_head:
            answer.head()
        answer.send(piece("{}", "stop"))

    return behave


def drips(seconds: float, pause: float) -> Behaviour:
    """Sends a piece of one letter at a time for so long, and never an end."""

    def behave(answer: Answer) -> None:
        answer.head()
        for _ in range(int(seconds / pause)):
            answer.send(piece("a"))
            time.sleep(pause)

    return behave


def floods(size: int) -> Behaviour:
    """Sends that many bytes of text as fast as it can."""

    def behave(answer: Answer) -> None:
        answer.head()
        for _ in range(size // 1000):
            answer.send(piece("b" * 1000))

    return behave


def breaks_off(text: str) -> Behaviour:
    """Announces more than it sends."""

    def behave(answer: Answer) -> None:
        answer.head(Content_Length="100000")
        answer.send(piece(text))

    return behave

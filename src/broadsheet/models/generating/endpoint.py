"""Text of any service that answers `POST {url}/chat/completions` as OpenAI's does: llama.cpp, Ollama, vLLM, LM Studio and others.

write
  │  kept?              Replies       the hash of all that is asked (row L10)
  │  may it be tried?   Breaker       five failures in a row: a minute's rest (row L06)
  │  may it cost?       Meter         reserved before, settled after (row L09)
  │  ask                Post          guarded client: first byte, total, bytes (rows L06, L07, L13)
  │  read               replies       strict JSON; one more try for what is none (row L08)
  ▼
Written

This file opens no connection: it is handed a `Post`. The key is in that one header alone: in no message, no repr, no record, no pickle.
"""

from __future__ import annotations

import hashlib
import json
import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, NoReturn, TypeVar

from broadsheet.errors import ConnectError, DnsError, FetchError, HttpStatus, ModelError, Refused, TlsError, TryLater
from broadsheet.models.endpoint import Post
from broadsheet.models.generating.base import Messages, Meter, OverBudget, Paused, Replies, Shape, Written
from broadsheet.models.generating.breaker import Breaker
from broadsheet.models.generating.memory import MemoryMeter, MemoryReplies
from broadsheet.models.generating.replies import Reply, answer_json, read_reply

T = TypeVar("T")
#: Part of the hash of what is asked: another version asks otherwise.
VERSION = "chat-1"
#: Tokens of an answer, at most, and those without which asking makes no sense.
ANSWER, LEAST_ANSWER = 1_024, 128
#: A token is hardly ever less than two bytes: an upper bound of what a text costs.
BYTES_A_TOKEN = 2
#: Ways of asking for JSON, strictest first; a service that refuses one is asked in the next from then on.
FORMATS = ("json_schema", "json_object", "plain")
_AGAIN = "Your answer could not be read. Write one JSON object of the given shape and nothing else: no other words, no code fence."
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Limits:
    """What asking may cost, in tokens: a day (UTC), and one request with its answer. `text_bytes` is the longest answer."""

    daily_tokens: int = 200_000
    request_tokens: int = 8_000
    text_bytes: int = 64 * 1024


class _Unreadable(Exception):
    """An answer came, but none that can be used."""


class EndpointGenerator:
    """The model `model` at `url` (up to and with its version: https://host/v1). `key` is sent as a bearer token when there is one.

    `post` keeps the times and the size on the wire. Safe to share between threads. Raises as TextGenerator says.
    """

    def __init__(
        self,
        *,
        url: str,
        model: str,
        post: Post,
        key: str = "",
        limits: Limits | None = None,
        meter: Meter | None = None,
        replies: Replies | None = None,
        breaker: Breaker,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._url = url.rstrip("/").removesuffix("/chat/completions") + "/chat/completions"
        self._model = model
        self._post = post
        # Closed over, so that no listing of this object's fields shows it.
        self._authorise: Callable[[], dict[str, str]] = lambda: {"Authorization": f"Bearer {key}"} if key else {}
        self._limits = limits or Limits()
        self._meter: Meter = meter or MemoryMeter()
        self._replies: Replies = replies or MemoryReplies()
        self._breaker = breaker
        self._clock = clock
        self._format = 0
        self._lock = threading.Lock()

    def __repr__(self) -> str:
        return f"EndpointGenerator({self._model!r} at {self._url})"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a generator holds a key and does not leave its process")

    @property
    def name(self) -> str:
        """The model's name at the endpoint."""
        return self._model

    def write(self, messages: Messages, shape: Shape, read: Callable[[Any], T]) -> Written[T]:
        """See TextGenerator. Asks at most twice, and once more for each way of asking for JSON that the service does not know."""
        key = self._key(messages, shape)
        kept = self._replies.get(key)
        if kept is not None:
            try:
                return Written(read(answer_json(kept)), self._model, 0, kept=True, requests=0)
            except ValueError:
                _log.info("a kept answer of %s is of another shape and is asked for anew", self._model)
        spent, problem = 0, ""
        for tries in (1, 2):
            asked = [*messages, ("user", _AGAIN)] if tries == 2 else list(messages)
            try:
                text, tokens = self._ask(asked, shape)
                spent += tokens
                value = read(answer_json(text))
            except (_Unreadable, ValueError) as error:
                problem = str(error)
                continue
            self._breaker.succeeded()
            self._replies.put(key, text, self._model, spent)
            return Written(value, self._model, spent, requests=tries)
        self._breaker.failed()
        raise ModelError(f"the text generator's answer cannot be used: {problem[:200]}", url=self._url)

    def _ask(self, messages: Messages, shape: Shape) -> tuple[str, int]:
        """One answer's text and what it cost. Raises ModelError, or _Unreadable for what another try may mend."""
        if (seconds := self._breaker.wait()) > 0:
            raise Paused(f"the text generator failed and is asked again in {seconds:.0f} s", url=self._url)
        while True:
            body, reserved = self._body(messages, shape)
            day = self._clock().date()
            if not self._meter.reserve(day, reserved, self._limits.daily_tokens):
                raise OverBudget(f"the day's {self._limits.daily_tokens:,} tokens are spent", hint="setting: generator.daily_tokens")
            used = reserved
            try:
                reply = self._send(body)
                used = _believed(reply.tokens, reserved)
            except FetchError as error:
                used = 0 if _cost_nothing(error) else reserved
                if _knows_no_such_format(error) and self._next_format():
                    continue
                self._fail(error)
            finally:
                self._meter.settle(day, reserved, used)
            if not reply.finished:
                raise _Unreadable("it breaks off")
            return reply.text, used

    def _send(self, body: bytes) -> Reply:
        headers = {"Content-Type": "application/json", "Accept": "text/event-stream, application/json", **self._authorise()}
        answer = self._post(self._url, headers, body)
        if answer.truncated:
            raise _Unreadable("it breaks off")
        try:
            return read_reply(answer.body, self._limits.text_bytes)
        except ValueError as error:
            raise _Unreadable(str(error)) from error

    def _body(self, messages: Messages, shape: Shape) -> tuple[bytes, int]:
        """The request, and the tokens that it may cost with its answer. Raises OverBudget when one request may not cost so much."""
        # Lone surrogates would make the body no UTF-8 (row T10).
        said = [{"role": role, "content": text.encode("utf-8", "replace").decode("utf-8")} for role, text in messages]
        size = sum(len(one["content"].encode("utf-8")) + 16 for one in said) // BYTES_A_TOKEN
        room = min(ANSWER, self._limits.request_tokens - size)
        if room < LEAST_ANSWER:
            raise OverBudget(
                f"the request would cost about {size:,} of {self._limits.request_tokens:,} tokens", hint="setting: generator.request_tokens"
            )
        asked: dict[str, Any] = {
            "model": self._model,
            "messages": said,
            "max_tokens": room,
            "temperature": 0,
            "stream": True,
            "stream_options": {"include_usage": True},
        }
        match FORMATS[self._format]:
            case "json_schema":
                asked["response_format"] = {
                    "type": "json_schema",
                    "json_schema": {"name": shape.name, "schema": dict(shape.schema), "strict": True},
                }
            case "json_object":
                asked["response_format"] = {"type": "json_object"}
        return json.dumps(asked, ensure_ascii=False).encode("utf-8"), size + room

    def _next_format(self) -> bool:
        with self._lock:
            if self._format + 1 >= len(FORMATS):
                return False
            self._format += 1
            return True

    def _fail(self, error: FetchError) -> NoReturn:
        asked = error.retry_after if isinstance(error, HttpStatus) else error.seconds if isinstance(error, TryLater) else None
        self._breaker.failed(asked)
        # Only what the client says about the connection is told on: never a word of the service's.
        raise ModelError(f"the text generator did not answer: {error.message}", url=self._url) from error

    def _key(self, messages: Messages, shape: Shape) -> str:
        asked = [VERSION, self._url, self._model, list(map(list, messages)), shape.name, dict(shape.schema), ANSWER]
        return hashlib.sha256(json.dumps(asked, sort_keys=True).encode("ascii")).hexdigest()


def _believed(said: int | None, reserved: int) -> int:
    """What an answer cost: what the service says, when it says something that can be; else all that was reserved."""
    return said if said is not None and 0 < said <= 4 * reserved else reserved


def _cost_nothing(error: FetchError) -> bool:
    """Whether the request was surely not worked on: it never arrived, or was turned away."""
    unsent = isinstance(error, Refused | ConnectError | DnsError | TlsError | TryLater)
    return unsent or (isinstance(error, HttpStatus) and error.status < 500)


def _knows_no_such_format(error: FetchError) -> bool:
    return isinstance(error, HttpStatus) and error.status in (400, 415, 422, 501)

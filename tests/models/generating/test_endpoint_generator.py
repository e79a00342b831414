"""The client of text generators against a service on the loopback, through the guarded fetcher: what is sent, believed, paid, forgiven."""

from __future__ import annotations

import copy
import json
import logging
import pickle
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from broadsheet.errors import ModelError
from broadsheet.intake.fetch import GuardedFetcher
from broadsheet.intake.fetch.posting import poster
from broadsheet.models.generating import (
    Breaker,
    EndpointGenerator,
    Limits,
    MemoryMeter,
    MemoryReplies,
    OverBudget,
    Paused,
    Shape,
)
from broadsheet.types import FetchLimits
from chat_service import ChatService, breaks_off, drips, event, floods, piece, raw, says, stalls, status, whole

SHAPE = Shape("words", {"type": "object", "properties": {"words": {"type": "array"}}})
ASK = (("system", "Be brief."), ("user", "Two words."))
KEY = "sk-very-secret-77"
GOOD = json.dumps({"words": ["old", "pier"]})
DAY = datetime(2031, 3, 6, 12, tzinfo=UTC)


@pytest.fixture
def service() -> Iterator[ChatService]:
    with ChatService() as running:
        yield running


class Time:
    """A clock that is moved by hand."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def words(value: Any) -> list[str]:
    found = value.get("words") if isinstance(value, dict) else None
    if not isinstance(found, list) or not all(isinstance(word, str) for word in found):
        raise ValueError("“words” must be a list of texts")
    return found


def make(
    service: ChatService, *, allow: bool = True, url: str = "", monotonic: Callable[[], float] = time.monotonic, **more: Any
) -> EndpointGenerator:
    limits = FetchLimits(total=0.8, first_byte=0.3, retries=0, redirects=0, min_rate=1, gap=0.001)
    fetcher = GuardedFetcher(limits, user_agent="test", allow=[service.host] if allow else [], monotonic=monotonic)
    more.setdefault("breaker", Breaker(Time()))
    return EndpointGenerator(
        url=url or service.url, model="tiny-1", post=poster(fetcher, max_bytes=200_000), clock=lambda: DAY, **{"key": KEY, **more}
    )


def write(generator: EndpointGenerator, ask: tuple[tuple[str, str], ...] = ASK) -> Any:
    return generator.write(ask, SHAPE, words)


@pytest.mark.parametrize("answer", [says(GOOD), whole(GOOD), says(f"```json\n{GOOD}\n```")])
def test_an_answer_is_streamed_or_whole_and_says_what_it_cost(service: ChatService, answer: Any) -> None:
    service.plan = [answer]
    written = write(make(service))
    assert written.value == ["old", "pier"]
    assert (written.model, written.kept, written.requests) == ("tiny-1", False, 1)
    assert written.tokens in (120, 57)
    asked = service.asked[0]
    assert asked["messages"] == [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "Two words."}]
    assert asked["stream"] is True
    assert asked["response_format"]["json_schema"]["schema"] == dict(SHAPE.schema)
    assert "tools" not in asked
    assert service.headers[0]["Authorization"] == f"Bearer {KEY}"


def test_T10_lone_surrogates_are_sent_as_valid_utf8(service: ChatService) -> None:
    service.plan = [says(GOOD)]
    write(make(service), (("user", "a\ud800b"),))
    assert service.asked[0]["messages"][0]["content"] == "a?b"


@pytest.mark.parametrize("refused", [1, 2])
def test_a_service_without_schemas_is_asked_more_simply_from_then_on(service: ChatService, refused: int) -> None:
    meter = MemoryMeter()
    service.plan = [*[status(400)] * refused, says(GOOD)]
    generator = make(service, meter=meter, replies=_Forgetful())
    assert write(generator).value
    write(generator)
    kinds = [asked.get("response_format", {}).get("type") for asked in service.asked]
    assert kinds[refused:] == [["json_object"], [None]][refused - 1] * 2
    assert meter.spent(DAY.date()) == 240


class _Forgetful(MemoryReplies):
    def get(self, key: str) -> str | None:
        return None


@pytest.mark.parametrize(
    ("behaviour", "message"),
    [
        (status(500, "key sk-very-secret-77 is wrong"), "500"),
        (status(429, Retry_After="5"), "429"),
        (status(401), "401"),
        (status(302, Location="http://169.254.169.254/"), "redirect"),
        (stalls(1.0), "first byte"),
        (stalls(1.0, after_head=True), "first byte"),
        (drips(5, 0.05), "longer than"),
        (floods(3_000_000), "larger|bytes"),
    ],
)
def test_L06_L07_a_service_that_fails_is_a_model_error_in_time(service: ChatService, behaviour: Any, message: str) -> None:
    service.plan = [behaviour]
    start = time.monotonic()
    with pytest.raises(ModelError, match=message) as caught:
        write(make(service))
    assert time.monotonic() - start < 1.6
    assert KEY not in f"{caught.value} {caught.value.__cause__!r}"
    assert len(service.asked) == 1


def test_L06_nobody_at_the_address_is_a_model_error(service: ChatService) -> None:
    with ChatService() as other:
        url = other.url
    meter = MemoryMeter()
    fetcher = GuardedFetcher(FetchLimits(total=1, retries=0), user_agent="t", allow=[url[7:-3]])
    generator = EndpointGenerator(url=url, model="m", post=poster(fetcher), breaker=Breaker(Time()), meter=meter, clock=lambda: DAY)
    with pytest.raises(ModelError, match="did not answer"):
        write(generator)
    assert meter.spent(DAY.date()) == 0


@pytest.mark.parametrize("url", ["http://169.254.169.254/latest", "http://[::1]:1/v1", "http://127.0.0.1:9/v1", "file:///etc/passwd"])
def test_L13_an_inner_address_needs_the_operators_leave(service: ChatService, url: str) -> None:
    with pytest.raises(ModelError, match="did not answer"):
        write(make(service, url=url, allow=False))
    assert service.asked == []


BROKEN = [
    says("The two words are: old, pier."),
    says(f"Sure! Here it is: {GOOD}"),
    says(GOOD[:-4]),
    says('{"words": [NaN]}'),
    says('{"words": ["a"], "words": ["b"]}'),
    says('{"words": "a"}'),
    says("[" * 5000),
    says('{"words": [' + "[" * 30 + "]" * 30 + "]}"),
    says('{"words": [' + '"x",' * 20_000 + '"x"]}', size=4000),
    breaks_off(GOOD),
    raw("<html>busy</html>", "text/html"),
    raw("data: {not json\n\n"),
    raw(event({"error": {"message": "overloaded"}})),
    raw(event({"choices": [{"delta": {"tool_calls": [{"function": {"name": "reveal"}}]}}]})),
    raw(piece(GOOD, "length")),
    raw(piece(GOOD[:9], "stop") + event({"choices": [{"delta": {"content": 7}}]})),
    raw(b"\xff\xfe\x00"),
    raw(""),
    raw('{"choices": []}', "application/json"),
]


@pytest.mark.parametrize("broken", BROKEN)
def test_L08_what_cannot_be_read_gets_one_more_try(service: ChatService, broken: Any) -> None:
    replies = MemoryReplies()
    service.plan = [broken, says(GOOD)]
    written = write(make(service, limits=Limits(text_bytes=50_000), replies=replies))
    assert (written.value, written.requests) == (["old", "pier"], 2)
    assert len(service.asked) == 2
    service.plan = [broken]
    service.asked.clear()
    with pytest.raises(ModelError, match="cannot be used"):
        write(make(service, limits=Limits(text_bytes=50_000)))
    assert len(service.asked) == 2


def test_L08_nothing_unusable_is_kept(service: ChatService) -> None:
    replies = MemoryReplies()
    service.plan = [says("no")]
    with pytest.raises(ModelError):
        write(make(service, replies=replies))
    service.plan = [says(GOOD)]
    assert write(make(service, replies=replies)).requests == 1


def test_L06_five_failures_in_a_row_are_a_minutes_rest(service: ChatService) -> None:
    now = Time()
    generator = make(service, breaker=Breaker(now))
    service.plan = [status(500)]
    for _ in range(5):
        with pytest.raises(ModelError, match="500"):
            write(generator)
    start = time.monotonic()
    with pytest.raises(Paused, match="in 60 s"):
        write(generator)
    assert time.monotonic() - start < 0.1
    assert len(service.asked) == 5
    now.now += 61
    with pytest.raises(ModelError, match="500"):
        write(generator)
    with pytest.raises(Paused):
        write(generator)
    now.now += 61
    service.plan = [says(GOOD)]
    assert write(generator).value
    service.plan = [status(500), says(GOOD)]
    with pytest.raises(ModelError, match="500"):
        write(generator, (("user", "other"),))
    assert write(generator, (("user", "third"),)).value


def test_L06_a_service_that_asks_for_a_pause_gets_it(service: ChatService) -> None:
    now = Time()
    generator = make(service, breaker=Breaker(now), monotonic=now)
    service.plan = [status(429, Retry_After="90"), says(GOOD)]
    with pytest.raises(ModelError, match="429"):
        write(generator)
    with pytest.raises(Paused):
        write(generator)
    now.now += 91
    assert write(generator).value


def test_L09_the_days_tokens_are_counted_before_anything_is_sent(service: ChatService) -> None:
    meter = MemoryMeter()
    service.plan = [says(GOOD, usage={"prompt_tokens": 900, "completion_tokens": 300})]
    generator = make(service, meter=meter, limits=Limits(daily_tokens=5_000))
    for number in range(4):
        write(generator, (("user", f"question {number}"),))
    for number in range(4, 9):
        with pytest.raises(OverBudget, match="spent"):
            write(generator, (("user", f"question {number}"),))
    assert meter.spent(DAY.date()) == 4 * 1200
    assert len(service.asked) == 4


def test_L09_a_burst_from_many_threads_stays_under_the_cap(service: ChatService) -> None:
    meter = MemoryMeter()
    service.plan = [says(GOOD, usage={"prompt_tokens": 10, "completion_tokens": 1100})]
    generator = make(service, meter=meter, limits=Limits(daily_tokens=6_000), breaker=Breaker(Time(), fails=1000))

    def one(number: int) -> None:
        try:
            write(generator, (("user", f"q{number}"),))
        except ModelError:
            return

    threads = [threading.Thread(target=one, args=(number,)) for number in range(24)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert meter.spent(DAY.date()) <= 6_000 + 1_200


def test_L09_a_long_request_is_not_sent(service: ChatService) -> None:
    with pytest.raises(OverBudget, match="would cost"):
        write(make(service, limits=Limits(request_tokens=500)), (("user", "long " * 1000),))
    assert service.asked == []


@pytest.mark.parametrize(
    "usage", [{"prompt_tokens": 0, "completion_tokens": 0}, {"prompt_tokens": -5, "completion_tokens": 1}, {"x": 1}, 7]
)
def test_L09_a_service_that_counts_nothing_is_not_believed(service: ChatService, usage: Any) -> None:
    meter = MemoryMeter()
    service.plan = [says(GOOD, usage=usage)]
    write(make(service, meter=meter))
    assert meter.spent(DAY.date()) > 1_000


def test_L09_what_was_worked_on_in_vain_is_paid_for(service: ChatService) -> None:
    meter = MemoryMeter()
    service.plan = [stalls(1.0)]
    with pytest.raises(ModelError):
        write(make(service, meter=meter))
    assert meter.spent(DAY.date()) > 1_000


def test_L10_the_same_question_is_asked_once_a_model(service: ChatService) -> None:
    replies, meter = MemoryReplies(), MemoryMeter()
    service.plan = [says(GOOD)]
    first, second = (write(make(service, replies=replies, meter=meter)) for _ in range(2))
    assert (first.kept, second.kept) == (False, True)
    assert (second.tokens, second.requests, second.value) == (0, 0, first.value)
    assert len(service.asked) == 1
    write(make(service, replies=replies), (("user", "other"),))
    other = make(service, replies=replies)
    other._model = "tiny-2"
    assert not write(other).kept
    assert len(service.asked) == 3


def test_the_key_is_in_the_header_alone(service: ChatService, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    service.plan = [status(500)]
    generator = make(service)
    with pytest.raises(ModelError) as caught:
        write(generator)
    assert KEY not in repr(generator) + str(vars(generator)) + repr(caught.value) + str(caught.value) + caplog.text
    with pytest.raises(TypeError, match="does not leave"):
        pickle.dumps(generator)
    with pytest.raises(TypeError):
        copy.copy(generator)
    assert KEY not in json.dumps(service.asked)

"""Any /v1/embeddings endpoint: what is sent, what is believed, and how it fails."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest

from broadsheet.errors import FetchError, HttpStatus, ModelError, Timeout
from broadsheet.models import KINDS, open_embedder
from broadsheet.models.endpoint import BATCH, MOST_CHARACTERS, EndpointEmbedder
from broadsheet.types import Response

URL = "http://127.0.0.1:8081/v1"


class Service:
    """Embeds a text as (its length, 1, 0), or answers what it is told to."""

    def __init__(self, answer: bytes | Exception | None = None, *, truncated: bool = False) -> None:
        self.answer, self.truncated = answer, truncated
        self.asked: list[tuple[str, dict[str, str], Any]] = []

    def __call__(self, url: str, headers: Mapping[str, str], body: bytes) -> Response:
        texts = json.loads(body)
        self.asked.append((url, dict(headers), texts))
        if isinstance(self.answer, Exception):
            raise self.answer
        data = [{"index": i, "embedding": [len(text), 1, 0]} for i, text in enumerate(texts["input"])]
        body = self.answer if self.answer is not None else json.dumps({"data": data[::-1]}).encode()
        return Response(url=url, status=200, headers=(), body=body, truncated=self.truncated)


def make(service: Service, **more: Any) -> EndpointEmbedder:
    return EndpointEmbedder(url=URL, model="m-1", post=service, **more)


def test_rows_are_in_the_order_of_the_texts_and_of_length_one() -> None:
    service = Service()
    rows = make(service, key="k").embed(["abc", "", "a"])
    assert rows[0] == pytest.approx(np.array([3, 1, 0]) / 10**0.5)
    assert not rows[1].any()
    assert rows[2] == pytest.approx(np.array([1, 1, 0]) / 2**0.5)
    url, headers, body = service.asked[0]
    assert url == f"{URL}/embeddings"
    assert headers["Authorization"] == "Bearer k"
    assert body["input"] == ["abc", "a"]
    assert body["model"] == "m-1"


def test_name_and_dimension_are_learnt_from_the_first_answer() -> None:
    service = Service()
    embedder = make(service)
    assert service.asked == []
    assert embedder.name == "endpoint-m-1-3"
    assert embedder.dim == 3
    assert len(service.asked) == 1
    assert "Authorization" not in service.asked[0][1]


def test_many_and_long_texts_go_in_batches_and_are_cut() -> None:
    service = Service()
    rows = make(service).embed(["x" * 50_000] * (2 * BATCH + 1))
    assert rows.shape == (2 * BATCH + 1, 3)
    assert [len(body["input"]) for _, _, body in service.asked] == [BATCH, BATCH, 1]
    assert {len(text) for _, _, body in service.asked for text in body["input"]} == {MOST_CHARACTERS}


def test_T10_lone_surrogates_are_sent_as_valid_utf8() -> None:
    service = Service()
    make(service).embed(["a\ud800b"])
    assert service.asked[0][2]["input"] == ["a?b"]


@pytest.mark.parametrize("failure", [Timeout("slow"), HttpStatus(429, "the server answered 429"), HttpStatus(500, "x"), FetchError("tls")])
def test_L06_L07_a_service_that_fails_is_a_model_error(failure: FetchError) -> None:
    with pytest.raises(ModelError, match="did not answer") as caught:
        make(Service(failure), key="s3cret").embed(["a"])
    assert "s3cret" not in str(caught.value)
    assert URL in str(caught.value)


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"<html>",
        b"[]",
        b"{}",
        b'{"data": []}',
        b'{"data": [{"embedding": []}]}',
        b'{"data": [{"embedding": [NaN, 1]}]}',
        b'{"data": [{"embedding": [1e400, 1]}]}',
        b'{"data": [{"embedding": ["1", 2]}]}',
        b'{"data": [{"embedding": [true]}]}',
        b'{"data": [{"index": 7, "embedding": [1]}]}',
        b'{"data": [{"index": "0", "embedding": [1]}]}',
        b'{"data": [{"embedding": [1]}, {"embedding": [1]}]}',
        b'{"data": [{"embedding": [' + b"1," * 9000 + b"1]}]}",
        b"[" * 100_000,
        b"\xff\xfe",
    ],
)
def test_L08_a_senseless_answer_is_refused(answer: bytes) -> None:
    with pytest.raises(ModelError, match="cannot be used"):
        make(Service(answer)).embed(["a"])


def test_L07_an_answer_that_breaks_off_is_refused() -> None:
    with pytest.raises(ModelError, match="breaks off"):
        make(Service(truncated=True)).embed(["a"])


def test_vectors_that_change_their_length_are_refused() -> None:
    service = Service()
    embedder = make(service)
    embedder.embed(["a"])
    service.answer = b'{"data": [{"embedding": [1, 2]}]}'
    with pytest.raises(ModelError, match="changed from 3 to 2"):
        embedder.embed(["a"])
    service.answer = b'{"data": [{"embedding": [1, 2]}, {"embedding": [1]}]}'
    with pytest.raises(ModelError, match="several lengths"):
        embedder.embed(["a", "b"])


def test_a_zero_vector_stays_zero() -> None:
    assert not make(Service(b'{"data": [{"embedding": [0, 0]}]}')).embed(["a"]).any()


def test_opening_by_kind() -> None:
    service = Service()
    assert open_embedder("endpoint", model="m", url=f"{URL}/embeddings/", post=service).name == "endpoint-m-3"
    assert service.asked[0][0] == f"{URL}/embeddings"
    nothing = open_embedder("none")
    assert nothing.name == "none"
    assert not nothing.embed(["a", "b"]).any()
    assert KINDS == ("static", "minilm", "use", "endpoint", "none")


@pytest.mark.parametrize("more", [{}, {"url": URL}, {"model": "m"}])
def test_an_endpoint_needs_address_model_and_post(more: dict[str, str]) -> None:
    with pytest.raises(ModelError, match="needs"):
        open_embedder("endpoint", post=Service(), **more)
    with pytest.raises(ModelError, match="no embedder of kind"):
        open_embedder("word2vec")

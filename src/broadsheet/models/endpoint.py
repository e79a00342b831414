"""Embeddings of any service that answers `POST {url}/embeddings` as OpenAI's does: llama.cpp, Ollama, vLLM, LM Studio, TEI and others.

This file opens no connection: it is handed a `Post`, which the wiring takes from the guarded fetcher, with its limits and its list of
private hosts that the operator allows (rows L06, L07, L13). No answer is trusted: shape, length and numbers are checked (row L08).
"""

from __future__ import annotations

import json
import math
import threading
from collections.abc import Mapping, Sequence
from typing import Any, Protocol

import numpy as np

from broadsheet.errors import FetchError, ModelError
from broadsheet.models.base import Vectors
from broadsheet.types import Response

#: Texts of one request, and characters of one text: small services run out of memory on more.
BATCH = 32
MOST_CHARACTERS = 8_000
#: Longest vector that is taken.
MOST_DIMENSIONS = 8_192
#: What is embedded to learn the dimension before any text was.
_PROBE = "news"
#: Rough cosines of current multilingual models for unrelated and related news; they differ by model, so they only scale.
_CUTS = (0.3, 0.8)


class Post(Protocol):
    """Sends a body and gives the complete 2xx answer; raises FetchError for anything else."""

    def __call__(self, url: str, headers: Mapping[str, str], body: bytes) -> Response:
        """One request."""


class EndpointEmbedder:
    """The model `model` at `url` (up to and with its version: https://host/v1). `key` is sent as a bearer token when there is one.

    `cuts` and `languages` are what the operator knows of the model; by default no language is claimed. Safe to share between threads.
    Everything raises ModelError when the service fails; the key is in no message.
    """

    def __init__(
        self,
        *,
        url: str,
        model: str,
        post: Post,
        key: str = "",
        cuts: tuple[float, float] = _CUTS,
        languages: frozenset[str] = frozenset(),
    ) -> None:
        self._url = url.rstrip("/").removesuffix("/embeddings") + "/embeddings"
        self._model = model
        self._post = post
        self._headers = {"Authorization": f"Bearer {key}"} if key else {}
        self._cuts = cuts
        self._languages = languages
        self._dim = 0
        self._lock = threading.Lock()

    @property
    def name(self) -> str:
        """The model's name at the endpoint and the dimension of its answers. Asks the endpoint when nothing was embedded yet."""
        return f"endpoint-{self._model}-{self.dim}"

    @property
    def dim(self) -> int:
        """Length of a vector, learnt from the first answer. Asks the endpoint when nothing was embedded yet."""
        if not self._dim:
            self._ask([_PROBE])
        return self._dim

    @property
    def languages(self) -> frozenset[str]:
        """What the operator says."""
        return self._languages

    @property
    def cuts(self) -> tuple[float, float]:
        """What the operator says, or a middling guess."""
        return self._cuts

    def embed(self, texts: Sequence[str]) -> Vectors:
        """One row of length 1 a text, zeros for a blank one, which is not sent. At most MOST_CHARACTERS of a text are."""
        sent = [(row, text[:MOST_CHARACTERS]) for row, text in enumerate(texts) if text.strip()]
        answers = [self._ask([text for _, text in sent[at : at + BATCH]]) for at in range(0, len(sent), BATCH)]
        rows = np.zeros((len(texts), self.dim), np.float32)
        if answers:
            rows[[row for row, _ in sent]] = np.concatenate(answers)
        return rows

    def _ask(self, texts: list[str]) -> Vectors:
        # Lone surrogates would make the body no UTF-8 (row T10).
        clean = [text.encode("utf-8", "replace").decode("utf-8") for text in texts]
        body = json.dumps({"model": self._model, "input": clean, "encoding_format": "float"}, ensure_ascii=False).encode("utf-8")
        headers = {"Content-Type": "application/json", "Accept": "application/json", **self._headers}
        try:
            answer = self._post(self._url, headers, body)
        except FetchError as error:
            raise ModelError(f"the embedding service did not answer: {error.message}", url=self._url) from error
        if answer.truncated:
            raise ModelError("the embedding service's answer breaks off", url=self._url)
        return self._checked(answer.body, len(texts))

    def _checked(self, body: bytes, count: int) -> Vectors:
        try:
            rows = _rows(json.loads(body), count)
        except (ValueError, RecursionError) as error:
            raise ModelError(f"the embedding service's answer cannot be used: {error}", url=self._url) from error
        with self._lock:
            self._dim = self._dim or rows.shape[1]
            if rows.shape[1] != self._dim:
                raise ModelError(f"the embedding service's vectors changed from {self._dim} to {rows.shape[1]} components", url=self._url)
        return rows


def _rows(answer: Any, count: int) -> Vectors:
    """The vectors in the order of the texts, of length 1. Raises ValueError for any other shape."""
    data = answer.get("data") if isinstance(answer, dict) else None
    if not isinstance(data, list) or len(data) != count:
        raise ValueError(f"{count} vectors were asked for")
    placed: dict[int, list[float]] = {}
    for at, item in enumerate(data):
        vector = item.get("embedding") if isinstance(item, dict) else None
        if not isinstance(vector, list) or not 0 < len(vector) <= MOST_DIMENSIONS:
            raise ValueError("a vector is missing or too long")
        index = item.get("index", at)
        if not isinstance(index, int) or not 0 <= index < count or index in placed:
            raise ValueError("the numbers of the vectors are not those of the texts")
        placed[index] = [_number(value) for value in vector]
    if len({len(vector) for vector in placed.values()}) != 1:
        raise ValueError("vectors of several lengths")
    rows = np.array([placed[index] for index in range(count)], np.float64)
    lengths = np.sqrt((rows * rows).sum(axis=1, keepdims=True))
    unit: Vectors = np.divide(rows, lengths, out=np.zeros_like(rows), where=lengths > 0).astype(np.float32)
    return unit


def _number(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value) or abs(value) > 1e6:
        raise ValueError("a component is no number")
    return float(value)

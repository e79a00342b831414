"""The embedder that the settings name."""

from __future__ import annotations

from pathlib import Path

from broadsheet.errors import ModelError
from broadsheet.models.base import Embedder
from broadsheet.models.endpoint import EndpointEmbedder, Post
from broadsheet.models.minilm import MiniLMEmbedder
from broadsheet.models.none import NoEmbedder
from broadsheet.models.static import StaticEmbedder
from broadsheet.models.table import PACKAGED
from broadsheet.models.use import UseEmbedder

#: What may stand in the setting `embedder.kind`.
KINDS = ("static", "minilm", "use", "endpoint", "none")


def open_embedder(kind: str = "static", *, model: str = "", url: str = "", key: str = "", post: Post | None = None) -> Embedder:
    """An embedder of that kind, ready to use. `model` of "static" may name another table's file; `post` is needed for "endpoint" alone.

    Opens no connection: an endpoint is asked at the first use. Raises ModelError when the kind is unknown, its package is not installed,
    its file damaged, or something it needs is missing.
    """
    if kind == "static":
        return StaticEmbedder(Path(model) if model else PACKAGED)
    if kind == "none":
        return NoEmbedder()
    if kind == "endpoint":
        if post is None or not url or not model:
            raise ModelError(
                "an embedding endpoint needs an address and the name of a model", hint="settings: embedder.url, embedder.model"
            )
        return EndpointEmbedder(url=url, model=model, post=post, key=key)
    if kind == "use":
        return UseEmbedder()
    if kind == "minilm":
        return MiniLMEmbedder()
    raise ModelError(f"there is no embedder of kind {kind!r}", hint=f"kinds: {', '.join(KINDS)}")

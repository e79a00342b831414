"""Protocols for what can be swapped (embedder, tagger, text generator, voice) and their implementations."""

from broadsheet.models.base import Embedder, Vectors
from broadsheet.models.endpoint import Post
from broadsheet.models.opening import KINDS, open_embedder
from broadsheet.models.packing import pack, unpack

__all__ = ["KINDS", "Embedder", "Post", "Vectors", "open_embedder", "pack", "unpack"]

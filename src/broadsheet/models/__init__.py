"""Protocols for what can be swapped (embedder, tagger, text generator, voice) and their implementations."""

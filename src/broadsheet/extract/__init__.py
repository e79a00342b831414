"""Captures into Articles: pure functions on bytes and text."""

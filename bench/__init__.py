"""Measurements: one file an area; each prints one JSON object as its last line."""

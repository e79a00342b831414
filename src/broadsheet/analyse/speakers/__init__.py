"""Holders: whom the words of a source mean."""

from broadsheet.analyse.speakers.resolve import VERSION, resolve

__all__ = ["VERSION", "resolve"]

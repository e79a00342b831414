"""The statement tagger: sources, cues and contents of English news, by a small encoder whose weights this project trained."""

from broadsheet.models.tagging.base import Tagger

__all__ = ["Tagger"]

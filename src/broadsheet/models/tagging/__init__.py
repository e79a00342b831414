"""The statement tagger: sources, cues and contents of English news, by a small encoder whose weights this project trained."""

from broadsheet.models.tagging.base import LABELS, Label, Piece, Tagger, Tags
from broadsheet.models.tagging.decoding import Attribution, attributions, link, pieces

__all__ = ["LABELS", "Attribution", "Label", "Piece", "Tagger", "Tags", "attributions", "link", "pieces"]

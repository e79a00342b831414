"""Related: how alike two articles are, which ones to offer beside an article or a story, and why, in words. Pure; no I/O."""

from broadsheet.analyse.related.pairs import Embedder, similarities, similarity
from broadsheet.analyse.related.ranking import Candidate, RelatedItem, rank, rank_story
from broadsheet.analyse.related.reasons import reason_words

__all__ = ["Candidate", "Embedder", "RelatedItem", "rank", "rank_story", "reason_words", "similarities", "similarity"]

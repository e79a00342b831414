"""An article in a few of its own sentences."""

from broadsheet.analyse.summary.article import VERSION, Picked, article_summary, shown

__all__ = ["VERSION", "Picked", "article_summary", "shown"]

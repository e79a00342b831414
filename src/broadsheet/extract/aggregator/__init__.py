"""Pages as people paste them from aggregators, readers and mail: one text, several articles and much furniture."""

from broadsheet.extract.aggregator.articles import articles
from broadsheet.extract.aggregator.split import split

__all__ = ["articles", "split"]

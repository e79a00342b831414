"""The ledger of a story: claims, contested figures, conflicting accounts, changes of position, shared wording, the timeline."""

from broadsheet.analyse.ledger.build import VERSION, build
from broadsheet.analyse.ledger.rows import LedgerArticle

__all__ = ["VERSION", "LedgerArticle", "build"]

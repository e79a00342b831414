"""Near-copies: which articles repeat the report of another one, which passages they share, and how many reports are independent.

fingerprint(text) -> Fingerprint          what an index keeps of a text (some 200 bytes)
Copies: add, remove, load, candidates     which articles may hold much of a text
compare(text_a, text_b) -> Comparison     the passages that two texts share, and how much of each they are
credits(article)                          whom an article names as its origin
choose_original(article, candidates)      a copy, and of which; regroup(articles) the same for a whole group
independent_reports(articles, copies)     how many reports there are, and which articles carry each
copies_in(articles)                       all at once, for records from a file
"""

from broadsheet.analyse.copies.compare import Comparison, compare
from broadsheet.analyse.copies.credits import credits
from broadsheet.analyse.copies.fingerprint import Fingerprint, fingerprint
from broadsheet.analyse.copies.independence import Independence, Report, independent_reports
from broadsheet.analyse.copies.index import Copies, Found
from broadsheet.analyse.copies.original import VERSION, Candidate, choose_original, copyable, is_copy, may_copy, regroup, same_publisher
from broadsheet.analyse.copies.rows import copies_in

__all__ = [
    "VERSION",
    "Candidate",
    "Comparison",
    "Copies",
    "Fingerprint",
    "Found",
    "Independence",
    "Report",
    "choose_original",
    "compare",
    "copies_in",
    "copyable",
    "credits",
    "fingerprint",
    "independent_reports",
    "is_copy",
    "may_copy",
    "regroup",
    "same_publisher",
]

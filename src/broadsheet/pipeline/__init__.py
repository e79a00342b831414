"""The stages between a source that is due and articles that can be read, in order. No decision is made here.

    poll(source)
      │  fetch        intake.poll         Source -> Answer (a Capture, or "not modified")    network, guarded and polite
      │  read         extract.read        Capture -> Reading                                 pure, in a limited child process
      ▼
    follow(links)     section pages and sitemaps: each new link is fetched and read as an article
      │  complete     teasers whose source asks for full text: their page is fetched and read, the feed's text kept
      ▼
    file(items)
      │  candidates   store.known, store.articles_by_id
      │  decide       analyse.identity    (items, candidates) -> Filings                     pure
      ▼
    store.file        one transaction a batch; puts new and changed articles in line
      │
    link_pending      pipeline.linking    articles in line -> stories, copies, evidence      one process at a time
      │
    analyse_pending   pipeline.analysing  articles in line -> statements, figures, times     behind linking, one process at a time
      │
    next poll         run.schedule        (state, Polled) -> state                           pure

Every failure on the way becomes a Failure in the store, with its source, cause and a sample, and never stops another source.
"""

from __future__ import annotations

from broadsheet.pipeline.analysing import Analysed, Analyser
from broadsheet.pipeline.filing import file_items
from broadsheet.pipeline.linking import Linked, Linker
from broadsheet.pipeline.linking_vectors import Renewal
from broadsheet.pipeline.pages import retry_page
from broadsheet.pipeline.polls import poll_source
from broadsheet.pipeline.press import Polled, Press, Read, Taken
from broadsheet.pipeline.taking import replay, take_in

__all__ = [
    "Analysed",
    "Analyser",
    "Linked",
    "Linker",
    "Polled",
    "Press",
    "Read",
    "Renewal",
    "Taken",
    "file_items",
    "poll_source",
    "replay",
    "retry_page",
    "take_in",
]

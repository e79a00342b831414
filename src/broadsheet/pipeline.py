"""The stages between a source that is due and articles that can be read, in order. No decision is made here.

    poll(source)
      │  fetch        intake.fetch        Request -> Response                 network, guarded and polite
      │  capture      here                Response -> Capture                 bytes as received
      │  read         extract.read        Capture -> Reading                  pure, in a limited child process
      ▼
    follow(links)     section pages and sitemaps: each new link is fetched and read as an article
      │  complete     teasers whose source asks for full text: their page is fetched and read, the feed's text kept
      ▼
    file(items)
      │  candidates   store.known, store.articles_by_id
      │  decide       analyse.identity    (item, candidates) -> Filing        pure
      ▼
    store.file        one transaction a batch
      │
    next poll         run.schedule        (state, what came) -> state         pure

Every failure on the way becomes a Failure in the store, with its source, cause and a sample, and never stops another source.
"""

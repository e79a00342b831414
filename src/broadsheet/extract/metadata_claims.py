"""What one part of a page claims about its article. Claims are evidence, not decisions: `metadata` decides."""

from __future__ import annotations

from dataclasses import dataclass

from broadsheet.types import Link


@dataclass(frozen=True, slots=True, kw_only=True)
class Claims:
    """The claims of one origin ("jsonld", "opengraph", "microdata", "meta", "page"), as written there; "" and () where it has none."""

    origin: str
    titles: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    #: Dates as written, best first.
    published: tuple[str, ...] = ()
    modified: tuple[str, ...] = ()
    publisher: str = ""
    section: str = ""
    tags: tuple[str, ...] = ()
    image: str = ""
    image_size: tuple[int, int] = (0, 0)
    image_alt: str = ""
    #: Canonical addresses, in the order of the page.
    urls: tuple[str, ...] = ()
    teaser: str = ""
    language: str = ""
    #: The article's text, where the origin carries it.
    body: str = ""
    #: False: the publisher says that not all of it is free to read.
    free: bool | None = None
    #: True: it says of itself that it is news.
    news: bool = False
    related: tuple[Link, ...] = ()

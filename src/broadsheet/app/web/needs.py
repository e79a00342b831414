"""What the site needs from the newsroom that it shows: the one seam between the pages and everything behind them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from broadsheet.analyse.answers import Meaning
from broadsheet.app.audio import AudioDesk
from broadsheet.app.web.websub import Hubs
from broadsheet.models.generating import TextGenerator
from broadsheet.store.base import Store
from broadsheet.types import Discovered, Filed, PastedPage, Request, Response, Source, StoryEdit


class SiteSettings(Protocol):
    """The settings that the site reads."""

    @property
    def title(self) -> str:
        """The name on the front page."""

    @property
    def base_url(self) -> str:
        """Public address of the site without a slash at the end; "" = none."""

    @property
    def readers_may_read(self) -> bool: ...

    @property
    def readers_may_comment(self) -> bool: ...

    @property
    def trusted_proxies(self) -> tuple[str, ...]:
        """Networks whose X-Forwarded-* headers are believed."""


class Fetches(Protocol):
    """The guarded fetcher, as far as pictures need it."""

    def fetch(self, request: Request) -> Response:
        """One complete answer; raises FetchError."""


class Newsroom(Hubs, Protocol):
    """A running newsroom. Every method may be called from several threads."""

    @property
    def meaning(self) -> Meaning:
        """What answering knows of words beyond the articles."""

    @property
    def generator(self) -> TextGenerator | None:
        """What may phrase what is told; None where there is none."""

    @property
    def audio(self) -> AudioDesk | None:
        """What makes audio files; None where there is no voice."""

    @property
    def store(self) -> Store: ...

    @property
    def fetcher(self) -> Fetches: ...

    @property
    def settings(self) -> SiteSettings: ...

    def clock(self) -> datetime:
        """The time now, UTC and aware."""

    def discover(self, url: str) -> Sequence[Discovered]:
        """What a site's address offers. Raises FetchError, ParseError, InputError."""

    def add_source(self, source: Source) -> Source:
        """Store a new source (or return the one with that address)."""

    def poll_now(self, source_id: int) -> object:
        """Poll one source at once. Raises FetchError, ParseError, NotFound."""

    def split(self, text: str, captured: datetime | None) -> PastedPage:
        """Find the articles in a pasted page."""

    def save_paste(self, text: str, captured: datetime | None, page: PastedPage) -> Sequence[Filed]:
        """Store the articles of a pasted page."""

    def replay(self, failure_id: int) -> object:
        """Try again what failed, from its sample or its address. Raises what goes wrong."""

    def merge(self, story_id: int, other_id: int) -> StoryEdit:
        """Put the other story's articles into this one, for good. Raises NotFound, InputError."""

    def split_story(self, story_id: int, article_ids: Sequence[int]) -> StoryEdit:
        """Make these articles of a story a story of their own, for good. Raises NotFound, InputError."""

    def move(self, article_id: int, story_id: int) -> StoryEdit:
        """Put an article into another story, for good. Raises NotFound, InputError."""

    def undo(self, edit_id: int) -> StoryEdit:
        """Take a merge, split or move back. Raises NotFound; InputError when a later edit must be undone first."""

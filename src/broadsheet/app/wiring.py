"""Where the parts are put together: settings in, an open newsroom out. The only place that chooses implementations."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from broadsheet.analyse import terms
from broadsheet.analyse.copies import independent_reports
from broadsheet.analyse.families import Families
from broadsheet.analyse.findings import VERSION as FINDINGS
from broadsheet.analyse.findings import find_all
from broadsheet.analyse.language import detect
from broadsheet.app.audio import AudioDesk
from broadsheet.app.newsroom import Newsroom
from broadsheet.app.settings import Settings
from broadsheet.demo.site import MARK, mounts
from broadsheet.desk.budget import StoreMeter
from broadsheet.desk.meaning import WordMeaning
from broadsheet.errors import SettingsError, StoreUnusable
from broadsheet.intake.fetch import Fetcher, GuardedFetcher, Mount
from broadsheet.intake.fetch.posting import poster
from broadsheet.models import Embedder, open_embedder
from broadsheet.models.generating import Breaker, EndpointGenerator, Limits, MemoryReplies, Meter, Replies
from broadsheet.models.table import PACKAGED, read_table
from broadsheet.models.tagging import Tagger
from broadsheet.models.voices import open_voice
from broadsheet.pipeline import Analyser, Linker, Press
from broadsheet.pipeline.linking_memory import ArticleJudge
from broadsheet.pipeline.linking_vectors import Meanings
from broadsheet.run.limited import LimitedReader
from broadsheet.store import open_store
from broadsheet.store.base import Store
from broadsheet.types import Article, Findings


def now() -> datetime:
    """The time now, UTC."""
    return datetime.now(UTC)


def open_newsroom(settings: Settings, *, clock: Callable[[], datetime] = now, fetcher: Fetcher | None = None) -> Newsroom:
    """Open the store that the settings name (made when it is not there) and all that works on it.

    `fetcher` replaces the network, for tests and for trying out. Raises StoreError when the database cannot be used. Starts no process
    and opens no connection until there is something to read or fetch.
    """
    if "://" not in settings.database_address:
        _make_folder(settings)
    store = open_store(settings.database_address)
    chosen = fetcher or guarded_fetcher(settings, clock, mounts(lambda: store.get(MARK), clock))
    reader = LimitedReader(settings.parse, workers=settings.worker.parsers)
    press = Press(
        store=store,
        fetcher=chosen,
        read=reader,
        clock=clock,
        limits=settings.parse,
        pages_per_poll=settings.worker.pages_per_poll,
        readers=settings.worker.parsers,
    )

    def close() -> None:
        reader.close()
        closing = getattr(chosen, "close", None)
        if closing is not None:
            closing()
        store.close()

    return Newsroom(
        settings,
        press,
        on_close=close,
        make_linker=lambda: make_linker(settings, store, chosen, clock),
        make_analyser=lambda: make_analyser(settings, store, clock),
        make_meaning=make_meaning,
        make_generator=lambda: make_generator(settings, meter=StoreMeter(store), replies=MemoryReplies(), clock=clock),
        audio=make_audio(settings),
    )


def make_linker(settings: Settings, store: Store, fetcher: Fetcher, clock: Callable[[], datetime]) -> Linker:
    """The linker of a newsroom, with the embedder and the families that the settings name. Reads nothing of the store yet."""
    families = Families(settings.families)
    meanings = Meanings(store, lambda: make_embedder(settings, fetcher))

    def make_judge() -> ArticleJudge:
        cuts = meanings.cuts if meanings.name else None
        return ArticleJudge(
            families=families, copies_of=store.copy_of, carriers_of=store.copies, cuts=cuts, background=lambda term: word_shares().get(term)
        )

    return Linker(
        store,
        meanings,
        make_judge=make_judge,
        reports=lambda articles, copies: independent_reports(articles, copies.values(), families).reports,
        clock=clock,
    )


@cache
def word_shares() -> Mapping[str, float]:
    """The share of each term among all running words, in the languages of the shipped table: what is rare before a collection tells."""
    table = read_table(PACKAGED)
    return terms.background(zip(table.words, table.logprobs.tolist(), strict=True))


@cache
def make_meaning() -> WordMeaning:
    """What answering knows of words, from the shipped table; read once a process."""
    return WordMeaning(terms.Rarity(word_shares()), open_embedder("static"))


@cache
def make_tagger(path: str = "") -> Tagger:
    """What finds sources, cues and contents: the shipped tagger, or the one of that file, opened once a process.

    Raises ModelError when it cannot be read.
    """
    from broadsheet.models.tagging.encoder import open_tagger

    return open_tagger(Path(path)) if path else open_tagger()


def make_analyser(settings: Settings, store: Store, clock: Callable[[], datetime]) -> Analyser:
    """The reader for the ledger of a newsroom. Opens the tagger when the first article is read."""

    def tagger() -> Tagger:
        return make_tagger(settings.analysis.tagger)

    def find(article: Article) -> Findings:
        language = article.language or detect(article.text[:20_000])
        return find_all(article.text, language, article.published, article.publisher, tagger().tag)

    return Analyser(store, find, version=lambda: f"{FINDINGS}+{tagger().name}", clock=clock)


def make_embedder(settings: Settings, fetcher: Fetcher | None = None) -> Embedder:
    """The embedder that the settings name; an endpoint is asked through the fetcher. Raises ModelError when it cannot be used."""
    chosen = settings.embedder
    send = poster(fetcher or guarded_fetcher(settings))
    # A name left over from another kind means nothing to "static": only the path of a table does.
    model = chosen.model if chosen.kind != "static" or "/" in chosen.model or chosen.model.endswith(".npz") else ""
    return open_embedder(chosen.kind, model=model, url=chosen.url, key=chosen.key, post=lambda url, headers, body: send(url, headers, body))


#: Bytes on the wire for a byte of text: each piece of a stream comes in an envelope.
ENVELOPE = 32


def make_generator(
    settings: Settings,
    *,
    meter: Meter | None = None,
    replies: Replies | None = None,
    fetcher: Fetcher | None = None,
    clock: Callable[[], datetime] = now,
    monotonic: Callable[[], float] = time.monotonic,
) -> EndpointGenerator | None:
    """The text generator that the settings name; None when they name none, as by default. Make it once a process: it counts failures.

    `meter` and `replies` keep spending and answers, by default in this process. Raises SettingsError when the file of the key cannot be
    read. Opens no connection.
    """
    chosen = settings.generator
    if not chosen.url:
        return None
    # Its own client, with its own times: nothing is tried again behind the budget's back, and no redirect leads elsewhere.
    most = chosen.most_bytes * ENVELOPE
    limits = replace(
        settings.fetch,
        total=chosen.total,
        first_byte=chosen.first_byte,
        min_rate=1.0,
        min_rate_over=chosen.total,
        retries=0,
        redirects=0,
        body=most,
    )
    client = fetcher or GuardedFetcher(
        limits, user_agent=settings.user_agent, allow=settings.allow_private, clock=clock, monotonic=monotonic
    )
    send = poster(client, max_bytes=most)
    return EndpointGenerator(
        url=chosen.url,
        model=chosen.model,
        post=lambda url, headers, body: send(url, headers, body),
        key=chosen.key or _key_of(chosen.key_file),
        limits=Limits(daily_tokens=chosen.daily_tokens, request_tokens=chosen.request_tokens, text_bytes=chosen.most_bytes),
        meter=meter,
        replies=replies,
        breaker=Breaker(monotonic),
        clock=clock,
    )


def make_audio(settings: Settings) -> AudioDesk | None:
    """What makes and keeps audio files by the voice that the settings name; None when they name none. Starts and writes nothing yet."""
    chosen = settings.voice
    voice = open_voice(chosen.kind, voice=chosen.voice, speed=chosen.speed)
    return AudioDesk(voice, settings.data / "audio", chosen.kept_bytes) if voice else None


def _key_of(file: str) -> str:
    if not file:
        return ""
    try:
        return Path(file).expanduser().read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"the file of “generator.key_file” cannot be read: {file}", hint="it holds the key and nothing else") from error


def guarded_fetcher(settings: Settings, clock: Callable[[], datetime] = now, answered: Mapping[str, Mount] | None = None) -> GuardedFetcher:
    """The one HTTP client, with the operator's limits. `answered` are hosts that are answered in this process: the demo's."""
    return GuardedFetcher(settings.fetch, user_agent=settings.user_agent, allow=settings.allow_private, mounts=answered or {}, clock=clock)


def _make_folder(settings: Settings) -> None:
    try:
        settings.data.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise StoreUnusable(f"the data folder {settings.data} cannot be made: {error.strerror}", hint="set BROADSHEET_DATA") from error

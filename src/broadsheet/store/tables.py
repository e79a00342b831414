"""The tables, the same on SQLite and PostgreSQL. The word index is not here: see index_sqlite.py and index_postgres.py.

Times are microseconds since 1970 (UTC) in one integer: exact, compact, and ordered alike on both engines. Long texts that must be unique
or found (addresses, identity keys, guids) are looked up by a 16-byte hash, because a PostgreSQL index entry holds 2.7 kB at most and
because 100 bytes less in an index are 100 bytes less an article.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from hashlib import blake2b

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Dialect,
    Float,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    TypeDecorator,
    text,
)

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def micros(moment: datetime) -> int:
    """Microseconds since 1970 of an aware time."""
    return (moment - EPOCH) // _MICROSECOND


def moment(number: int) -> datetime:
    """The time of `micros`."""
    return EPOCH + number * _MICROSECOND


def short_hash(value: str) -> bytes:
    """16 bytes that stand for a text in an index."""
    return blake2b(value.encode("utf-8", "surrogatepass"), digest_size=16).digest()


class Moment(TypeDecorator[datetime]):
    """An aware time in UTC, stored as microseconds since 1970."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        return None if value is None else micros(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:
        return None if value is None else moment(value)


#: SQLite numbers rows by itself only in a column of the very type INTEGER.
Number = BigInteger().with_variant(Integer(), "sqlite")

metadata = MetaData()


def _id() -> Column[int]:
    return Column("id", Number, primary_key=True, autoincrement=True)


def _text(name: str) -> Column[str]:
    return Column(name, Text, nullable=False, server_default="")


def _number(name: str, default: int = 0) -> Column[int]:
    return Column(name, Number, nullable=False, server_default=str(default))


def _real(name: str) -> Column[float]:
    return Column(name, Float, nullable=False, server_default="0")


def _flag(name: str) -> Column[bool]:
    return Column(name, Boolean, nullable=False, server_default=text("false"))


def _time(name: str, *, nullable: bool = True) -> Column[datetime]:
    return Column(name, Moment, nullable=nullable)


def _data(name: str) -> Column[bytes]:
    return Column(name, LargeBinary, nullable=False)


def _hash(name: str, *, primary_key: bool = False) -> Column[bytes]:
    return Column(name, LargeBinary(16), nullable=False, primary_key=primary_key)


sources = Table(
    "sources", metadata, _id(), _hash("url_hash"), _text("kind"), _text("url"), _text("title"), _text("site_url"), _text("folder"),
    _text("publisher"), _text("section"), _text("full_text"), _flag("enabled"), _number("every"), _text("username"), _text("password"),
    _flag("accept_bad_tls"), _text("extra"), _time("added"),
    Index("sources_url", "url_hash", unique=True), sqlite_autoincrement=True,
)  # fmt: skip

states = Table(
    "states", metadata, Column("source_id", Number, primary_key=True, autoincrement=False), _text("etag"), _text("last_modified"),
    _text("body_hash"), _time("polled"), _time("succeeded"), _time("changed"), _time("next_poll"),
    Column("interval", Float, nullable=False, server_default="0"), _number("failures"), _time("failing_since"), _text("error_code"),
    _text("error"), _text("moved_to"), _number("moved_count"), _time("moved_since"), _text("stopped"), _flag("downgraded"), _text("hub"),
    _text("topic"), _time("lease_until"), _time("claimed_until"),
    Index("states_due", "next_poll"),
)  # fmt: skip

#: The items of a source that were seen. `ref` is the guid, or the address where there is none.
sightings = Table(
    "sightings", metadata, Column("source_id", Number, primary_key=True, autoincrement=False), _hash("ref_hash", primary_key=True),
    _text("ref"), _text("item_hash"), _number("article_id"), _time("seen", nullable=False),
    Index("sightings_seen", "source_id", "seen"), sqlite_with_rowid=False,
)  # fmt: skip

#: What lists and filters need; kept small, because front pages read many rows of it. `doc` numbers the articles by time (SQLite only).
articles = Table(
    "articles", metadata, _id(), _time("sort_time", nullable=False), _number("source_id"), _text("publisher"), _text("language"),
    _text("section"), _text("url"), _text("title"), _text("authors"), _text("publisher_domain"), _time("published"),
    _text("published_precision"), _time("modified"), _time("received", nullable=False), _time("revised"), _text("tags"), _text("image"),
    _text("teaser"), _text("body"), _flag("truncated"), _number("capture_id"), _text("external_id"), _text("role"), _number("length"),
    _flag("comments_closed"), Column("doc", Number), _number("indexed_source"),
    Index("articles_time", "sort_time", "id"), Index("articles_source", "source_id", "sort_time", "id"),
    Index("articles_publisher", "publisher", "sort_time", "id"), Index("articles_language", "language", "sort_time", "id"),
    Index("articles_section", "section", "sort_time", "id"), Index("articles_doc", "doc", unique=True), sqlite_autoincrement=True,
)  # fmt: skip

#: What only the article's own page needs, compressed: the text, and JSON of layout, origins, related and feed text.
bodies = Table(
    "bodies", metadata, Column("article_id", Number, primary_key=True, autoincrement=False), _data("text"),
    _data("details"),
)  # fmt: skip

article_tags = Table(
    "article_tags", metadata, _hash("tag_hash", primary_key=True), Column("sort_time", Moment, primary_key=True),
    Column("article_id", Number, primary_key=True, autoincrement=False), Index("article_tags_article", "article_id"),
    sqlite_with_rowid=False,
)  # fmt: skip

#: Identity keys, as hashes.
keys = Table(
    "keys", metadata, _hash("key_hash", primary_key=True), _number("article_id"), Index("keys_article", "article_id"),
    sqlite_with_rowid=False,
)  # fmt: skip

revisions = Table(
    "revisions", metadata, _id(), _number("article_id"), _text("title"), _data("text"), _data("details"),
    _time("modified"), _time("seen", nullable=False), _time("noticed", nullable=False), _number("capture_id"),
    Index("revisions_article", "article_id"), sqlite_autoincrement=True,
)  # fmt: skip

#: `body`: zstandard.
captures = Table(
    "captures", metadata, _id(), _text("kind"), _text("url"), _text("requested"), _text("content_type"), _number("status"),
    _text("headers"), _time("received"), _number("source_id"), _flag("truncated"), _data("body"),
    sqlite_autoincrement=True,
)  # fmt: skip

failures = Table(
    "failures", metadata, _id(), _hash("url_hash"), _number("source_id"), _text("code"), _time("at", nullable=False), _text("message"),
    _text("url"), _number("capture_id"), _number("size"), _time("retry_at"), _number("count", 1), _time("resolved"),
    Index(
        "failures_open", "source_id", "code", "url_hash", unique=True, sqlite_where=text("resolved IS NULL"),
        postgresql_where=text("resolved IS NULL"),
    ),
    Index("failures_at", "at"), sqlite_autoincrement=True,
)  # fmt: skip

#: `sample`: zstandard.
failure_samples = Table(
    "failure_samples", metadata, Column("failure_id", Number, primary_key=True, autoincrement=False), _text("code"),
    _time("at", nullable=False), _data("sample"), Index("failure_samples_code", "code", "at"),
)  # fmt: skip

comments = Table(
    "comments", metadata, _id(), _number("article_id"), _number("parent_id"), _text("name"), _text("text"),
    _time("created", nullable=False), _text("status"), _flag("by_owner"), _text("writer"), _text("token"),
    Index("comments_article", "article_id", "status"), Index("comments_created", "created"), Index("comments_writer", "writer", "created"),
    Index("comments_token", "token", unique=True, sqlite_where=text("token <> ''"), postgresql_where=text("token <> ''")),
    sqlite_autoincrement=True,
)  # fmt: skip

marks = Table("marks", metadata, Column("name", Text, primary_key=True), _text("value"))

sessions = Table(
    "sessions", metadata, Column("token_hash", Text, primary_key=True), _time("created", nullable=False), _time("expires", nullable=False)
)

audit = Table(
    "audit", metadata, _id(), _time("at", nullable=False), _text("actor"), _text("action"), _text("subject"), _text("detail"),
    Index("audit_at", "at"), sqlite_autoincrement=True,
)  # fmt: skip

#: What is known of each story. `stale`: the change that made it stale, NULL when its description holds; `touched` counts what happened to
#: it. `heir`: where articles went that left it since it was described: 0 none did, -1 to several stories.
stories = Table(
    "stories", metadata, _id(), _text("headline"), _number("lead_id"), _number("first_id"), _text("first_publisher"),
    _time("first_seen"), _time("last_seen"), _number("articles"), _number("outlets"), _number("reports"), _number("copies"),
    _number("picture_id"), _text("languages"), _text("sections"), _text("places"), _text("publishers"), _real("heat"), _text("version"),
    Column("stale", Number), _number("touched"), _number("heir"),
    Index("stories_stale", "stale", sqlite_where=text("stale IS NOT NULL"), postgresql_where=text("stale IS NOT NULL")),
    sqlite_autoincrement=True,
)  # fmt: skip

#: Described stories by what lists choose them by. `facet`: empty for all stories; else a letter and the hash of a value.
story_lists = Table(
    "story_lists", metadata, Column("facet", LargeBinary(9), primary_key=True), Column("heat", Float, primary_key=True),
    Column("story_id", Number, primary_key=True, autoincrement=False), _time("last_seen", nullable=False), _number("outlets"),
    Index("story_lists_time", "facet", "last_seen", "story_id"), Index("story_lists_story", "story_id"), sqlite_with_rowid=False,
)  # fmt: skip

#: Stories that are no more, and where their articles went. `edit_id`: the reader's edit that did it, 0 for the linker.
redirects = Table(
    "redirects", metadata, Column("story_id", Number, primary_key=True, autoincrement=False), _number("into_id"), _number("edit_id"),
)  # fmt: skip

#: Which story an article is in; 0: it was deleted. `change` is the place in the feed of changes. `evidence`: JSON, compressed.
memberships = Table(
    "memberships", metadata, Column("article_id", Number, primary_key=True, autoincrement=False), _number("story_id"), _number("change"),
    _data("evidence"),
    Index("memberships_story", "story_id"), Index("memberships_change", "change", unique=True),
)  # fmt: skip

sketches = Table(
    "sketches", metadata, Column("article_id", Number, primary_key=True, autoincrement=False), _text("version"), _data("sketch"),
)  # fmt: skip

copies = Table(
    "copies", metadata, Column("article_id", Number, primary_key=True, autoincrement=False), _number("original_id"), _text("kind"),
    _real("share"), _real("kept"), _text("credit"), _text("reasons"), _text("version"), Index("copies_original", "original_id"),
)  # fmt: skip

vectors = Table(
    "vectors", metadata, Column("article_id", Number, primary_key=True, autoincrement=False), Column("model", Text, primary_key=True),
    _data("vector"), Index("vectors_model", "model", "article_id"), sqlite_with_rowid=False,
)  # fmt: skip

#: The articles that wait to be linked, in the order of their ids here. One that changes again goes to the end under a new id.
unlinked = Table(
    "unlinked", metadata, _id(), _number("article_id"), Index("unlinked_article", "article_id", unique=True), sqlite_autoincrement=True
)

#: The articles that wait to be read for the ledger; numbered as those that wait to be linked.
unanalysed = Table(
    "unanalysed", metadata, _id(), _number("article_id"), Index("unanalysed_article", "article_id", unique=True), sqlite_autoincrement=True
)

#: What was found in an article, JSON, compressed. `note`: why nothing was, where that has a reason.
findings = Table(
    "findings", metadata, Column("article_id", Number, primary_key=True, autoincrement=False), _text("version"), _text("note"),
    _data("found"), Index("findings_version", "version"),
)  # fmt: skip

#: Who is named as a holder in which article, with how many rows.
holders = Table(
    "holders", metadata, Column("article_id", Number, primary_key=True, autoincrement=False), Column("key", Text, primary_key=True),
    _text("name"), _text("kind"), _text("body"), _number("statements"), Index("holders_key", "key", "article_id"),
)  # fmt: skip

#: Readers' corrections of rows of the ledger, by the words of the row.
ledger_edits = Table(
    "ledger_edits", metadata, _id(), _time("at", nullable=False), _text("actor"), _text("action"), _number("article_id"),
    _number("statement_id"), _text("source"), _text("cue"), _text("content"), _text("holder"), _text("stance"), _text("note"),
    _time("undone"), Index("ledger_edits_article", "article_id"), sqlite_autoincrement=True,
)  # fmt: skip

pins = Table(
    "pins", metadata, _id(), _text("kind"), _number("a"), _number("b"), _number("edit_id"), Index("pins_a", "a"), Index("pins_b", "b"),
    Index("pins_edit", "edit_id"), sqlite_autoincrement=True,
)  # fmt: skip

#: `was`: the evidence that each moved article had, JSON, compressed: undoing an edit gives it back.
story_edits = Table(
    "story_edits", metadata, _id(), _time("at", nullable=False), _text("actor"), _text("action"), _number("story_id"),
    _number("from_story"), _text("article_ids"), _text("before"), _data("was"), _time("undone"), sqlite_autoincrement=True,
)  # fmt: skip

leases = Table("leases", metadata, Column("name", Text, primary_key=True), _text("holder"), _time("until", nullable=False))

read_marks = Table("read_marks", metadata, Column("article_id", Number, primary_key=True, autoincrement=False), _time("at", nullable=False))

#: Numbers that only grow.
counters = Table("counters", metadata, Column("name", Text, primary_key=True), _number("value"))

"""The first schema."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def number() -> sa.Column[int]:
    """A row's id, numbered by the database."""
    return sa.Column("id", NUMBER, nullable=False, autoincrement=True)


def count(name: str, default: str | None = "0") -> sa.Column[int]:
    """A whole number."""
    return sa.Column(name, NUMBER, nullable=False, server_default=default, autoincrement=False)


def text(name: str) -> sa.Column[str]:
    """A text, empty when there is none."""
    return sa.Column(name, sa.Text(), nullable=False, server_default="")


def flag(name: str) -> sa.Column[bool]:
    """Yes or no."""
    return sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.text("false"))


def time(name: str, *, nullable: bool = True) -> sa.Column[int]:
    """Microseconds since 1970."""
    return sa.Column(name, sa.BigInteger(), nullable=nullable)


def data(name: str) -> sa.Column[bytes]:
    """Bytes."""
    return sa.Column(name, sa.LargeBinary(), nullable=False)


def upgrade() -> None:
    """Make all tables and the word index."""
    articles()
    sources()
    readers()
    words()


def articles() -> None:
    """Articles and what they came from."""
    op.create_table(
        "articles", number(), time("sort_time", nullable=False), count("source_id"), text("publisher"), text("language"),
        text("section"), text("url"), text("title"), text("authors"), text("publisher_domain"), time("published"),
        text("published_precision"), time("modified"), time("received", nullable=False), time("revised"), text("tags"),
        text("image"), text("teaser"), text("body"), flag("truncated"), count("capture_id"), text("external_id"), text("role"),
        count("length"), flag("comments_closed"), sa.Column("doc", NUMBER), count("indexed_source"), sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )  # fmt: skip
    op.create_index("articles_doc", "articles", ["doc"], unique=True)
    op.create_index("articles_language", "articles", ["language", "sort_time", "id"])
    op.create_index("articles_publisher", "articles", ["publisher", "sort_time", "id"])
    op.create_index("articles_section", "articles", ["section", "sort_time", "id"])
    op.create_index("articles_source", "articles", ["source_id", "sort_time", "id"])
    op.create_index("articles_time", "articles", ["sort_time", "id"])
    op.create_table(
        "bodies", count("article_id", default=None), data("text"), data("details"),
        sa.PrimaryKeyConstraint("article_id"),
    )  # fmt: skip
    op.create_table(
        "article_tags", data("tag_hash"), time("sort_time", nullable=False), count("article_id", default=None),
        sa.PrimaryKeyConstraint("tag_hash", "sort_time", "article_id"), sqlite_with_rowid=False,
    )  # fmt: skip
    op.create_index("article_tags_article", "article_tags", ["article_id"])
    op.create_table(
        "keys", data("key_hash"), count("article_id"), sa.PrimaryKeyConstraint("key_hash"), sqlite_with_rowid=False,
    )  # fmt: skip
    op.create_index("keys_article", "keys", ["article_id"])
    op.create_table(
        "revisions", number(), count("article_id"), text("title"), data("text"), data("details"), time("modified"),
        time("seen", nullable=False), time("noticed", nullable=False), count("capture_id"), sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )  # fmt: skip
    op.create_index("revisions_article", "revisions", ["article_id"])
    op.create_table(
        "captures", number(), text("kind"), text("url"), text("requested"), text("content_type"), count("status"), text("headers"),
        time("received"), count("source_id"), flag("truncated"), data("body"), sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )  # fmt: skip


def sources() -> None:
    """Sources and how they fare."""
    op.create_table(
        "sources", number(), data("url_hash"), text("kind"), text("url"), text("title"), text("site_url"), text("folder"),
        text("publisher"), text("section"), text("full_text"), flag("enabled"), count("every"), text("username"), text("password"),
        flag("accept_bad_tls"), text("extra"), time("added"), sa.PrimaryKeyConstraint("id"), sqlite_autoincrement=True,
    )  # fmt: skip
    op.create_index("sources_url", "sources", ["url_hash"], unique=True)
    op.create_table(
        "states", count("source_id", default=None), text("etag"), text("last_modified"), text("body_hash"), time("polled"),
        time("succeeded"), time("changed"), time("next_poll"),
        sa.Column("interval", sa.Float(), nullable=False, server_default="0"), count("failures"), time("failing_since"),
        text("error_code"), text("error"), text("moved_to"), count("moved_count"), time("moved_since"), text("stopped"),
        flag("downgraded"), text("hub"), text("topic"), time("lease_until"), time("claimed_until"),
        sa.PrimaryKeyConstraint("source_id"),
    )  # fmt: skip
    op.create_index("states_due", "states", ["next_poll"])
    op.create_table(
        "sightings", count("source_id", default=None), data("ref_hash"), text("ref"), text("item_hash"), count("article_id"),
        time("seen", nullable=False), sa.PrimaryKeyConstraint("source_id", "ref_hash"), sqlite_with_rowid=False,
    )  # fmt: skip
    op.create_index("sightings_seen", "sightings", ["source_id", "seen"])
    op.create_table(
        "failures", number(), data("url_hash"), count("source_id"), text("code"), time("at", nullable=False), text("message"),
        text("url"), count("capture_id"), count("size"), time("retry_at"), count("count", default="1"), time("resolved"),
        sa.PrimaryKeyConstraint("id"), sqlite_autoincrement=True,
    )  # fmt: skip
    op.create_index("failures_at", "failures", ["at"])
    op.create_index(
        "failures_open",
        "failures",
        ["source_id", "code", "url_hash"],
        unique=True,
        sqlite_where=sa.text("resolved IS NULL"),
        postgresql_where=sa.text("resolved IS NULL"),
    )
    op.create_table(
        "failure_samples", count("failure_id", default=None), text("code"), time("at", nullable=False), data("sample"),
        sa.PrimaryKeyConstraint("failure_id"),
    )  # fmt: skip
    op.create_index("failure_samples_code", "failure_samples", ["code", "at"])


def readers() -> None:
    """Readers and the owner."""
    op.create_table(
        "comments", number(), count("article_id"), count("parent_id"), text("name"), text("text"), time("created", nullable=False),
        text("status"), flag("by_owner"), text("writer"), text("token"), sa.PrimaryKeyConstraint("id"), sqlite_autoincrement=True,
    )  # fmt: skip
    op.create_index("comments_article", "comments", ["article_id", "status"])
    op.create_index("comments_created", "comments", ["created"])
    op.create_index(
        "comments_token", "comments", ["token"], unique=True, sqlite_where=sa.text("token <> ''"), postgresql_where=sa.text("token <> ''")
    )
    op.create_index("comments_writer", "comments", ["writer", "created"])
    op.create_table(
        "marks", text("name"), text("value"), sa.PrimaryKeyConstraint("name"),
    )  # fmt: skip
    op.create_table(
        "sessions", text("token_hash"), time("created", nullable=False), time("expires", nullable=False),
        sa.PrimaryKeyConstraint("token_hash"),
    )  # fmt: skip
    op.create_table(
        "audit", number(), time("at", nullable=False), text("actor"), text("action"), text("subject"), text("detail"),
        sa.PrimaryKeyConstraint("id"), sqlite_autoincrement=True,
    )  # fmt: skip
    op.create_index("audit_at", "audit", ["at"])


def words() -> None:
    """The word index: FTS5 without content on SQLite, a tsvector with a GIN index on PostgreSQL."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute("CREATE VIRTUAL TABLE words USING fts5(title, about, text, facets, content='', tokenize='ascii')")
    else:
        op.execute("CREATE TABLE words (article_id BIGINT PRIMARY KEY, words TSVECTOR NOT NULL)")
        # Without the pending list: a search never has to read what was not merged into the index yet.
        op.execute("CREATE INDEX words_words ON words USING gin (words) WITH (fastupdate = off)")

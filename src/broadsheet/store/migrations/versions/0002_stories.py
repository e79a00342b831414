"""Stories: which articles belong together, which are copies, what readers decided, and the articles that wait for all that."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def number() -> sa.Column[int]:
    """A row's id, numbered by the database."""
    return sa.Column("id", NUMBER, nullable=False, autoincrement=True)


def count(name: str, default: str | None = "0") -> sa.Column[int]:
    """A whole number."""
    return sa.Column(name, NUMBER, nullable=False, server_default=default, autoincrement=False)


def real(name: str, default: str | None = "0") -> sa.Column[float]:
    """A number with a fraction."""
    return sa.Column(name, sa.Float(), nullable=False, server_default=default)


def text(name: str, default: str | None = "") -> sa.Column[str]:
    """A text, empty when there is none."""
    return sa.Column(name, sa.Text(), nullable=False, server_default=default)


def time(name: str, *, nullable: bool = True) -> sa.Column[int]:
    """Microseconds since 1970."""
    return sa.Column(name, sa.BigInteger(), nullable=nullable)


def data(name: str) -> sa.Column[bytes]:
    """Bytes."""
    return sa.Column(name, sa.LargeBinary(), nullable=False)


def upgrade() -> None:
    """Make the tables, and put every article that is there in line to be linked."""
    stories()
    articles()
    readers()
    op.execute("INSERT INTO unlinked (article_id) SELECT id FROM articles ORDER BY id")


def stories() -> None:
    """Stories, the lists that they stand in, and where those went that are no more."""
    op.create_table(
        "stories", number(), text("headline"), count("lead_id"), count("first_id"), text("first_publisher"), time("first_seen"),
        time("last_seen"), count("articles"), count("outlets"), count("reports"), count("copies"), count("picture_id"),
        text("languages"), text("sections"), text("places"), text("publishers"), real("heat"), text("version"),
        sa.Column("stale", NUMBER), count("touched"), count("heir"), sa.PrimaryKeyConstraint("id"), sqlite_autoincrement=True,
    )  # fmt: skip
    is_stale = sa.text("stale IS NOT NULL")
    op.create_index("stories_stale", "stories", ["stale"], sqlite_where=is_stale, postgresql_where=is_stale)
    op.create_table(
        "story_lists", data("facet"), real("heat", None), count("story_id", None), time("last_seen", nullable=False), count("outlets"),
        sa.PrimaryKeyConstraint("facet", "heat", "story_id"), sqlite_with_rowid=False,
    )  # fmt: skip
    op.create_index("story_lists_time", "story_lists", ["facet", "last_seen", "story_id"])
    op.create_index("story_lists_story", "story_lists", ["story_id"])
    op.create_table("redirects", count("story_id", None), count("into_id"), count("edit_id"), sa.PrimaryKeyConstraint("story_id"))


def articles() -> None:
    """What linking knows of an article."""
    op.create_table(
        "memberships", count("article_id", None), count("story_id"), count("change"), data("evidence"),
        sa.PrimaryKeyConstraint("article_id"),
    )  # fmt: skip
    op.create_index("memberships_story", "memberships", ["story_id"])
    op.create_index("memberships_change", "memberships", ["change"], unique=True)
    op.create_table("sketches", count("article_id", None), text("version"), data("sketch"), sa.PrimaryKeyConstraint("article_id"))
    op.create_table(
        "copies", count("article_id", None), count("original_id"), text("kind"), real("share"), real("kept"), text("credit"),
        text("reasons"), text("version"), sa.PrimaryKeyConstraint("article_id"),
    )  # fmt: skip
    op.create_index("copies_original", "copies", ["original_id"])
    op.create_table(
        "vectors", count("article_id", None), text("model", None), data("vector"), sa.PrimaryKeyConstraint("article_id", "model"),
        sqlite_with_rowid=False,
    )  # fmt: skip
    op.create_index("vectors_model", "vectors", ["model", "article_id"])
    op.create_table("unlinked", number(), count("article_id"), sa.PrimaryKeyConstraint("id"), sqlite_autoincrement=True)
    op.create_index("unlinked_article", "unlinked", ["article_id"], unique=True)
    op.create_table("counters", text("name", None), count("value"), sa.PrimaryKeyConstraint("name"))
    op.create_table("leases", text("name", None), text("holder"), time("until", nullable=False), sa.PrimaryKeyConstraint("name"))


def readers() -> None:
    """What readers decided and read."""
    op.create_table(
        "pins", number(), text("kind"), count("a"), count("b"), count("edit_id"), sa.PrimaryKeyConstraint("id"), sqlite_autoincrement=True
    )
    for name, column in (("pins_a", "a"), ("pins_b", "b"), ("pins_edit", "edit_id")):
        op.create_index(name, "pins", [column])
    op.create_table(
        "story_edits", number(), time("at", nullable=False), text("actor"), text("action"), count("story_id"), count("from_story"),
        text("article_ids"), text("before"), data("was"), time("undone"), sa.PrimaryKeyConstraint("id"), sqlite_autoincrement=True,
    )  # fmt: skip
    op.create_table("read_marks", count("article_id", None), time("at", nullable=False), sa.PrimaryKeyConstraint("article_id"))

"""The ledger: what was found in articles, who is named as a holder, readers' corrections, and the articles that wait to be read."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def number() -> sa.Column[int]:
    """A row's id, numbered by the database."""
    return sa.Column("id", NUMBER, nullable=False, autoincrement=True)


def count(name: str, default: str | None = "0") -> sa.Column[int]:
    """A whole number."""
    return sa.Column(name, NUMBER, nullable=False, server_default=default, autoincrement=False)


def text(name: str, default: str | None = "") -> sa.Column[str]:
    """A text, empty when there is none."""
    return sa.Column(name, sa.Text(), nullable=False, server_default=default)


def upgrade() -> None:
    """Make the tables, and put every article that is there in line to be read."""
    op.create_table("unanalysed", number(), count("article_id"), sa.PrimaryKeyConstraint("id"), sqlite_autoincrement=True)
    op.create_index("unanalysed_article", "unanalysed", ["article_id"], unique=True)
    op.create_table(
        "findings", count("article_id", None), text("version"), text("note"), sa.Column("found", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("article_id"),
    )  # fmt: skip
    op.create_index("findings_version", "findings", ["version"])
    op.create_table(
        "holders", count("article_id", None), text("key", None), text("name"), text("kind"), text("body"), count("statements"),
        sa.PrimaryKeyConstraint("article_id", "key"),
    )  # fmt: skip
    op.create_index("holders_key", "holders", ["key", "article_id"])
    op.create_table(
        "ledger_edits", number(), sa.Column("at", sa.BigInteger(), nullable=False), text("actor"), text("action"), count("article_id"),
        count("statement_id"), text("source"), text("cue"), text("content"), text("holder"), text("stance"), text("note"),
        sa.Column("undone", sa.BigInteger()), sa.PrimaryKeyConstraint("id"), sqlite_autoincrement=True,
    )  # fmt: skip
    op.create_index("ledger_edits_article", "ledger_edits", ["article_id"])
    op.execute("INSERT INTO unanalysed (article_id) SELECT id FROM articles ORDER BY id")

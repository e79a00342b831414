"""Comments under an article: threads, what may be written, and what waits for the owner.

The decisions are pure (`clean`, `judge`, `threads`); `submit` reads what they need and stores what they decide.
"""

from __future__ import annotations

import hashlib
import hmac
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address

from broadsheet.desk.plain import clean_line, clean_text, skeleton
from broadsheet.errors import InputError, TooMany
from broadsheet.store.base import Store
from broadsheet.types import Comment, CommentStatus

#: Row C04: characters of a comment and a name, lines, and the depth up to which replies are indented.
MOST_CHARACTERS, MOST_NAME, MOST_LINES, DEEPEST = 5000, 60, 200, 8
#: Row C02: comments of one writer in a minute and an hour, and of everybody in a minute.
PER_MINUTE, PER_HOUR, EVERYBODY_PER_MINUTE = 4, 30, 60
#: Row C03: more links than this, or the same text again, waits for the owner.
MOST_LINKS = 2
#: Row C10: a queue this long is full; further comments that would wait are refused.
LONGEST_QUEUE = 1000
#: Names that only the house may bear (row C07), as skeletons.
_HOUSE = tuple(
    map(skeleton, ("admin", "administrator", "moderator", "owner", "editor", "the editor", "editors", "staff", "system", "root"))
)


@dataclass(frozen=True, slots=True)
class Node:
    """A comment in its thread. `depth` is 0 at the top and at most DEEPEST - 1; deeper replies are shown flat below it."""

    comment: Comment
    depth: int
    #: The name of whom it answers, "" at the top.
    answers: str

    @property
    def readable(self) -> bool:
        """Its name and text may be shown."""
        return self.comment.status is CommentStatus.SHOWN


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What a reader sent. `trap` is a field that people do not see and robots fill in."""

    article_id: int
    parent_id: int = 0
    name: str
    text: str
    trap: str = ""
    writer: str = ""
    by_owner: bool = False


def writer_key(secret: str, address: str) -> str:
    """A keyed hash of an address (IPv6: of its /64), so that floods can be counted without keeping addresses."""
    return hmac.new(secret.encode(), network_of(address).encode(), hashlib.sha256).hexdigest()[:32]


def network_of(address: str) -> str:
    """The address by which a visitor is counted: IPv4 whole, IPv6 its /64 (row A21), anything else as it is."""
    try:
        parsed = ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(parsed, IPv6Address):
        if parsed.ipv4_mapped is not None:
            return str(parsed.ipv4_mapped)
        return str(IPv6Address(int(parsed) >> 64 << 64)) + "/64"
    return str(parsed)


def threads(comments: Sequence[Comment]) -> tuple[Node, ...]:
    """All comments in reading order: each followed by its replies, oldest first. Linear, and safe for any depth or loop.

    Comments that wait for the owner are included: the caller shows them to the owner alone. A removed comment without replies is left out.
    """
    known = {comment.id for comment in comments}
    children: dict[int, list[Comment]] = {}
    for comment in comments:
        children.setdefault(comment.parent_id if comment.parent_id in known else 0, []).append(comment)
    nodes: list[Node] = []
    visited: set[int] = set()
    stack: list[tuple[Comment, int, str]] = [(comment, 0, "") for comment in reversed(children.get(0, []))]
    while stack:
        comment, depth, answers = stack.pop()
        if comment.id in visited:
            continue
        visited.add(comment.id)
        replies = children.get(comment.id, [])
        if comment.status in (CommentStatus.SHOWN, CommentStatus.HELD) or replies:
            nodes.append(Node(comment, min(depth, DEEPEST - 1), answers))
        name = comment.name if comment.status is CommentStatus.SHOWN else ""
        stack += [(reply, depth + 1, name) for reply in reversed(replies)]
    return tuple(nodes)


def clean(draft: Draft) -> Draft:
    """The draft with name and text made plain. Raises InputError when nothing is left, or too much."""
    if len(draft.text) > 4 * MOST_CHARACTERS or len(draft.name) > 20 * MOST_NAME:
        raise InputError(f"A comment may have at most {MOST_CHARACTERS:,} characters.")
    name, text = clean_line(draft.name, MOST_NAME), clean_text(draft.text, 4 * MOST_CHARACTERS)
    if not any(unicodedata.category(char)[0] in "LNS" for char in name):
        raise InputError("Please give a name: any name will do.")
    if not text:
        raise InputError("There is no text in this comment yet.")
    if len(text) > MOST_CHARACTERS:
        raise InputError(f"A comment may have at most {MOST_CHARACTERS:,} characters; this one has {len(text):,}.")
    if text.count("\n") >= MOST_LINES:
        raise InputError(f"A comment may have at most {MOST_LINES} lines.")
    return replace(draft, name=name, text=text)


def judge(draft: Draft, recent: Iterable[Comment], reserved: Iterable[str]) -> CommentStatus:
    """SHOWN, or HELD for the owner: many links, the text of a recent comment again, or a name that belongs to someone else."""
    if draft.by_owner:
        return CommentStatus.SHOWN
    lowered = draft.text.lower()
    if lowered.count("://") + lowered.count("www.") > MOST_LINKS:
        return CommentStatus.HELD
    mine = skeleton(draft.name)
    if mine in _HOUSE or any(mine == skeleton(name) for name in reserved):
        return CommentStatus.HELD
    gist = skeleton(draft.text)
    if len(gist) > 20 and any(skeleton(other.text) == gist for other in recent):
        return CommentStatus.HELD
    return CommentStatus.SHOWN


def token_of(draft: Draft) -> str:
    """What makes a comment the same when it is sent twice (row C05): writer, place, name and words."""
    said = "\x1f".join((draft.writer, str(draft.article_id), str(draft.parent_id), draft.name, draft.text))
    return hashlib.sha256(said.encode()).hexdigest()[:40]


def submit(store: Store, draft: Draft, now: datetime, reserved: Iterable[str] = ()) -> Comment:
    """Store a reader's comment, or say why not: InputError, NotFound, TooMany. Sending it twice stores it once.

    `reserved` are names that may not be borrowed: the site's and its publishers'.
    """
    if draft.trap:
        raise InputError("This comment looks as if a robot wrote it. Leave the hidden field empty.")
    draft = clean(draft)
    token = token_of(draft)
    recent = store.recent_comments(limit=100)
    again = next((comment for comment in recent if comment.token == token and comment.article_id == draft.article_id), None)
    if again is not None:
        return again
    if not draft.by_owner:
        _check_flood(store, draft.writer, now)
    status = judge(draft, recent, reserved)
    if status is CommentStatus.HELD and len(store.recent_comments(status=CommentStatus.HELD, limit=LONGEST_QUEUE)) >= LONGEST_QUEUE:
        raise TooMany("Too many comments wait for the owner of this site. Please come back later.", seconds=3600)
    return store.add_comment(
        Comment(
            article_id=draft.article_id,
            parent_id=draft.parent_id,
            name=draft.name,
            text=draft.text,
            created=now,
            status=status,
            by_owner=draft.by_owner,
            writer=draft.writer,
            token=token,
        )
    )


def _check_flood(store: Store, writer: str, now: datetime) -> None:
    if store.comments_since(writer, now - timedelta(minutes=1)) >= PER_MINUTE:
        raise TooMany("You write faster than people can read. Please wait a minute.", seconds=60)
    if store.comments_since(writer, now - timedelta(hours=1)) >= PER_HOUR:
        raise TooMany("That was a lot for one hour. Please come back later.", seconds=1800)
    if store.comments_since("", now - timedelta(minutes=1)) >= EVERYBODY_PER_MINUTE:
        raise TooMany("Many people are writing at this moment. Please try again in a minute.", seconds=60)

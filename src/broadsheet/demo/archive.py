"""What of the edition does not come from a publisher's site: a web archive of pages that have been taken down, and a pasted page."""

from __future__ import annotations

import io
import uuid
from datetime import datetime, timedelta

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from broadsheet.demo.dates import moment
from broadsheet.demo.edition import Edition, Piece
from broadsheet.demo.markup import plain_blocks
from broadsheet.demo.render_page import article_page

#: How long after publication a page was archived.
ARCHIVED_AFTER = timedelta(hours=2)
#: When the aggregator's page was copied: day and time.
COPIED = (-1, "17:20")
_NAMES = uuid.UUID("6f1d6e8e-3a0c-5f0e-9f0f-0b7f5a1f6c11")


def archived_pieces(edition: Edition) -> list[Piece]:
    """The articles that only the archive still has."""
    return [piece for piece in edition.pieces.values() if piece.channel == "archive"]


def pasted_pieces(edition: Edition) -> list[Piece]:
    """The articles of the pasted page, the lead first."""
    pieces = [piece for piece in edition.pieces.values() if piece.channel == "paste"]
    return sorted(pieces, key=lambda piece: (piece.publisher.id != "courier", -piece.published.timestamp()))


def archive(edition: Edition) -> bytes:
    """A gzipped WARC 1.1 file with a response record for each archived page. Equal editions give equal bytes but for gzip's own header."""
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=True, warc_version="1.1")
    for piece in archived_pieces(edition):
        when = piece.published + ARCHIVED_AFTER
        body = article_page(edition, piece, when).encode("utf-8")
        http = StatusAndHeaders(
            "200 OK", [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(body)))], protocol="HTTP/1.1"
        )
        record = writer.create_warc_record(
            piece.url(when),
            "response",
            payload=io.BytesIO(body),
            length=len(body),  # else warcio copies the body to a file that it leaves open
            http_headers=http,
            warc_headers_dict={
                "WARC-Date": f"{when:%Y-%m-%dT%H:%M:%SZ}",
                "WARC-Record-ID": f"<urn:uuid:{uuid.uuid5(_NAMES, piece.id)}>",
            },
        )
        writer.write_record(record)
    return out.getvalue()


def pasted_at(edition: Edition) -> datetime:
    """When the page was copied."""
    return moment(edition.anchor, *COPIED)


def pasted_page(edition: Edition) -> str:
    """A page of an aggregator as copied from a browser: a lead, its furniture, and related articles with publisher and age."""
    lead, *related = pasted_pieces(edition)
    now = pasted_at(edition)
    lines = [lead.at(now).headline, *plain_blocks(lead.at(now).body), ""]
    lines += [
        "Ask Newsbasket",
        "Three things that our assistant can tell you about this story:",
        "Comments",
        "Be the first to comment...",
        "Related Articles",
    ]
    for piece in related:
        lines += [
            piece.publisher.name,
            _age(now - piece.published),
            f"- {piece.publisher.name}",
            piece.at(now).headline,
            " ".join(plain_blocks(piece.at(now).body)),
        ]
    return "\n".join(lines) + "\n"


def _age(age: timedelta) -> str:
    minutes = int(age.total_seconds() // 60)
    if minutes < 60:
        return f"{minutes} minutes ago"
    hours = minutes // 60
    return f"{hours} hour{'s' if hours > 1 else ''} ago"

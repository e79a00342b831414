"""A podcast: RSS 2.0 with enclosures and the itunes words that players read (duration, explicit). Pure (row A19)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime

from broadsheet.app.feeds_out import clean_xml


@dataclass(frozen=True, slots=True, kw_only=True)
class Episode:
    """One audio file: `url` is its page, `audio` its address, `size` in bytes, `seconds` how long it lasts."""

    url: str
    title: str
    summary: str
    published: datetime
    audio: str
    size: int
    seconds: float
    media_type: str = "audio/wav"


def duration(seconds: float) -> str:
    """As itunes:duration has it: 1:02:03."""
    minutes, rest = divmod(max(0, round(seconds)), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def podcast(title: str, description: str, url: str, home: str, episodes: Sequence[Episode], now: datetime) -> bytes:
    """The feed at `url`, of the page `home`; it was built when its newest episode was, so that an unchanged feed stays the same."""
    x = clean_xml
    built = max((one.published for one in episodes), default=now)
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        '<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd">',
        f"<channel><title>{x(title)}</title><link>{x(home)}</link><description>{x(description)}</description><language>en</language>",
        f'<atom:link rel="self" type="application/rss+xml" href="{x(url)}"/>',
        f"<lastBuildDate>{_time(built)}</lastBuildDate>",
        f"<itunes:author>{x(title)}</itunes:author><itunes:explicit>false</itunes:explicit>"
        '<itunes:category text="News"/><itunes:type>episodic</itunes:type>',
    ]
    for one in episodes:
        lines += [
            f'<item><title>{x(one.title)}</title><link>{x(one.url)}</link><guid isPermaLink="false">{x(one.audio)}</guid>',
            f"<pubDate>{_time(one.published)}</pubDate><description>{x(x(one.summary))}</description>",
            f'<enclosure url="{x(one.audio)}" length="{one.size}" type="{x(one.media_type)}"/>',
            f"<itunes:duration>{duration(one.seconds)}</itunes:duration><itunes:explicit>false</itunes:explicit></item>",
        ]
    lines.append("</channel></rss>\n")
    return "\n".join(lines).encode()


def _time(time: datetime) -> str:
    return format_datetime(time.astimezone(UTC), usegmt=True)

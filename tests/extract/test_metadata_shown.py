"""The day that a page shows its reader, where its head states another."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from broadsheet.extract.metadata_dates import date_in_address
from broadsheet.extract.page import FoundPage, find_article

NOW = datetime(2026, 11, 23, tzinfo=UTC)
TEXT = "".join(
    f"<p>The harbour master of Orrin keeps {number} lanterns ready, and each has its own keeper and its own book.</p>"
    for number in range(20)
)
STATED = "2021-03-04T08:00:00Z"
CHANGED = "2025-09-10T08:00:00Z"


def found(shown: str, *, kind: str = "Article", end: str = "", stated: str = STATED) -> FoundPage:
    data = f'{{"@type": "{kind}", "headline": "How to keep a lantern", "datePublished": "{stated}", "dateModified": "{CHANGED}"}}'
    head = f'<head><script type="application/ld+json">{data}</script></head>'
    html = f"<html>{head}<body><article><h1>How to keep a lantern</h1>{shown}{TEXT}{end}</article></body></html>"
    return find_article(html, "https://lantern.example/keep", NOW)


@pytest.mark.parametrize(
    ("shown", "day"),
    [
        ("", "2021-03-04"),
        ('<div class="date">September 10, 2025</div>', "2025-09-10"),
        ('<div class="date">4 March 2021</div><div class="date">10 September 2025</div>', "2021-03-04"),
        ('<div class="date">Updated September 10, 2025</div>', "2021-03-04"),
        ('<p><span>Last updated:</span> <time datetime="2025-09-10">September 10, 2025</time></p>', "2021-03-04"),
        ('<div class="post-date">May 7, 2019</div>', "2019-05-07"),
        ('<div><span>Updated May 9, 2024</span></div><div class="meta">Published <b>May 7, 2019</b></div>', "2019-05-07"),
        # The same day in another zone, or with day and month the other way round.
        ('<div class="date">5 March 2021</div>', "2021-03-04"),
        ('<div class="date">04/03/2021</div>', "2021-03-04"),
        # Another article's day, and one within a sentence.
        ('<aside class="related"><span class="date">May 7, 2019</span></aside>', "2021-03-04"),
        (
            "<p>The old lighthouse was closed on May 7, 2019, and it has stood dark and empty over the harbour of Orrin ever since.</p>",
            "2021-03-04",
        ),
    ],
)
def test_the_day_follows_what_the_page_shows(shown: str, day: str) -> None:
    page = found(shown)
    assert page.day == day
    assert page.article.published == datetime(2021, 3, 4, 8, tzinfo=UTC)


def test_news_is_dated_by_its_publication() -> None:
    assert found('<div class="date">September 10, 2025</div>', kind="NewsArticle").day == "2021-03-04"


def test_a_line_at_the_end_tells_when_it_was_first_published() -> None:
    line = "<p>This article was originally published on 26 September 2019 and is kept up to date.</p>"
    assert found("", end=line).day == "2019-09-26"
    assert found("", end=line + "<p>Published on 3 May 2018</p>").day == "2021-03-04"


@pytest.mark.parametrize(
    ("address", "day"),
    [
        ("https://p.example/2023/october/03/wine", "2023-10-03"),
        ("https://p.example/2023/Oct/3/wine", "2023-10-03"),
        ("https://p.example/2023/october/33/wine", ""),
        ("https://p.example/2023/octopus/03/wine", ""),
    ],
)
def test_months_with_names_in_addresses(address: str, day: str) -> None:
    assert date_in_address(address) == day

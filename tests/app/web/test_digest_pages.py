"""The digest as a page, a book and a feed."""

from __future__ import annotations

import io
import zipfile
from xml.etree import ElementTree

import pytest
from web_site import Site


def test_todays_digest_and_a_days(site: Site) -> None:
    for where in ("/digest", "/digest/2026-11-02"):
        answer = site.client.get(where)
        assert answer.status_code == 200
        assert "Monday, 2 November 2026" in answer.text
        assert 'id="story-1"' in answer.text
        assert "/article/" in answer.text
    assert "nothing new" in site.client.get("/digest/2025-01-01").text


@pytest.mark.parametrize("day", ["2026-11-03", "x", "2026-13-01", "0001-01-01", "9999-12-31", "2026-11-02T00"])
def test_what_is_no_day_is_not_found(site: Site, day: str) -> None:
    assert site.client.get(f"/digest/{day}").status_code == 404


def test_the_book_and_the_feed(site: Site) -> None:
    answer = site.client.get("/digest/2026-11-02/digest.epub")
    assert answer.headers["content-type"] == "application/epub+zip"
    assert zipfile.ZipFile(io.BytesIO(answer.content)).testzip() is None
    feed = site.client.get("/digest.atom")
    root = ElementTree.fromstring(feed.content)
    assert root.tag == "{http://www.w3.org/2005/Atom}feed"
    assert site.client.get("/digest.atom", headers={"if-none-match": feed.headers["etag"]}).status_code == 304

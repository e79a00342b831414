# ruff: noqa: E501 - rows of input read best as they are
"""What readers see: articles, search, pictures, feeds, the API, comments."""

from __future__ import annotations

import json
from urllib.parse import quote

import feedparser
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree
from selectolax.lexbor import LexborHTMLParser
from web_site import Site

from broadsheet.app.feeds_out import clean_xml
from broadsheet.errors import HttpStatus
from broadsheet.types import Article, Block, BlockKind, Comment, CommentStatus, Filing, Image, Mark, MarkKind, Response
from site_edition import NOW, png


def page(site: Site, path: str, status: int = 200) -> LexborHTMLParser:
    answer = site.client.get(path)
    assert answer.status_code == status, answer.text[:500]
    return LexborHTMLParser(answer.text)


def test_the_article_page_says_what_is_known(site: Site):
    tree = page(site, f"/article/{site.ids['lead']}")
    text = " ".join(tree.css_first("main").text().split())
    for words in (
        "Arle Valley Post",
        "1 hour ago",
        "2 November 2026, 08:18 UTC",
        "Received",
        "1 minute",
        "Marit Sund",
        "Edited once",
        "4 comments",
    ):
        assert words in text
    assert tree.css_first("a.original").attributes["href"] == "https://paper0.example/news/0"
    assert [node.text() for node in tree.css(".tags a")] == ["dam", "Arle", "floods"]
    assert "taken from json-ld" in text
    assert tree.css(".diff ins")
    assert tree.css(".diff del")
    assert "The mill race, a history" in text


def test_times_are_no_finer_than_known(site: Site):
    hour = page(site, f"/article/{site.ids['hour']}").css_first(".facts").text()
    assert "9 hours ago" in hour
    assert "(hour precision)" in hour
    assert "time unknown" in page(site, f"/article/{site.ids['partial']}").css_first(".facts").text()
    flags = [node.text() for node in page(site, f"/article/{site.ids['partial']}").css(".flag")]
    assert any("Partial" in flag for flag in flags)
    assert any("Truncated" in flag for flag in flags)
    assert "Teaser only" in page(site, f"/article/{site.ids['teaser']}").css_first(".flag").text()


def test_key_points_lead_to_their_place(site: Site):
    tree = page(site, f"/article/{site.ids['lead']}")
    links = [node.attributes["href"] for node in tree.css(".points a")]
    assert links
    for link in links:
        assert tree.css_first(link) is not None
        assert tree.css_first(link).text().strip()


def test_a_passage_can_be_opened(site: Site):
    tree = page(site, f"/article/{site.ids['lead']}?at=0-20")
    assert tree.css_first("mark#p-0-20").text() == "Engineers began to l"
    page(site, f"/article/{site.ids['lead']}?at=nonsense")


def test_languages_and_directions(site: Site):
    assert page(site, f"/article/{site.ids['arabic']}").css_first(".prose").attributes["dir"] == "rtl"
    assert page(site, f"/article/{site.ids['vietnamese']}").css_first(".prose").attributes["lang"] == "vi"


def test_search_and_its_filters(site: Site):
    tree = page(site, "/search?q=ferry")
    assert tree.css(".results mark")
    assert "?at=" in tree.css_first(".results .headline a").attributes["href"] or tree.css(".results")
    assert len(page(site, "/search?publisher=" + quote("Nhịp Sông")).css(".results li")) == 1
    assert len(page(site, "/search?language=ar").css(".results .card")) == 2
    assert "Nothing was found" in page(site, "/search?q=zzzz").text()


ODD = [
    '"',
    "a AND",
    "NEAR(",
    "title:",
    "*",
    "^",
    "-a",
    "{a b}:c",
    "\x00",
    "' OR 1=1 --",
    "a" * 3000,
    "<script>alert(1)</script>",
    "%",
    "\ud7ff",
    "' UNION SELECT 1",
]


@pytest.mark.parametrize("query", ODD)
def test_A04_A05_no_query_breaks_a_page(site: Site, query: str):
    for path in ("/search", "/api/v1/search", "/feed.json"):
        answer = site.client.get(path, params={"q": query, "publisher": query, "since": query, "offset": "0"})
        assert answer.status_code == 200
        assert "json" in answer.headers["content-type"] or "<script>alert" not in answer.text


@pytest.mark.parametrize("offset", ["-1", "x", "9" * 30, "1e9", ""])
def test_A06_odd_offsets(site: Site, offset: str):
    assert site.client.get("/search", params={"q": "ferry", "offset": offset}).status_code == 200


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(query=st.text(max_size=60), before=st.text(max_size=30))
def test_no_address_breaks_a_page(site: Site, query: str, before: str):
    site.ticks.seconds += 60
    assert site.client.get("/search", params={"q": query, "section": before}).status_code == 200
    assert site.client.get("/latest", params={"before": before}).status_code == 200


def test_unknown_things_are_not_found(site: Site):
    for path in ("/article/999", "/article/x", "/article/" + "9" * 30, "/nothing", "/article/1/comments.xml", "/feed.csv"):
        answer = site.client.get(path)
        assert answer.status_code == 404, path
        assert "Traceback" not in answer.text


HOSTILE = "<img src=x onerror=alert(1)>\"'><script>alert(1)</script>\u202e"


def test_I5_hostile_articles_and_comments_stay_text(site: Site):
    article = Article(
        title=HOSTILE, text=HOSTILE, publisher=HOSTILE, publisher_domain=HOSTILE, section=HOSTILE, tags=(HOSTILE,), authors=(HOSTILE,), teaser=HOSTILE,
        url="javascript:alert(1)", language="en", received=NOW, image=Image("javascript:alert(1)"), origins=((HOSTILE, HOSTILE),),
        layout=(Block(BlockKind.PARAGRAPH, 0, 20, marks=(Mark(MarkKind.LINK, 0, 9, "javascript:alert(1)"),)),),
    )  # fmt: skip
    number = site.newsroom.store.file([Filing(article=article, keys=("h",))])[0].article_id
    site.newsroom.store.add_comment(Comment(article_id=number, name=HOSTILE, text=HOSTILE, created=NOW))
    for path in (f"/article/{number}", "/", "/latest", "/search?q=script", f"/section/{quote(HOSTILE)}", f"/feed.rss?q={quote(HOSTILE)}"):
        text = site.client.get(path).text
        if path.startswith("/feed"):
            continue
        tree = LexborHTMLParser(text)
        assert not [node for node in tree.css("script") if "src" not in node.attributes]
        assert not tree.css("img[onerror], [onerror], a[href^=javascript]")


# -- pictures ----------------------------------------------------------------------------------------------------------


def test_H18_pictures_come_through_our_address(site: Site):
    source = page(site, f"/article/{site.ids['lead']}").css_first(".lead-picture img").attributes["src"]
    answer = site.client.get(source)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "image/png"
    assert answer.headers["content-security-policy"].startswith("default-src 'none'")
    assert "sandbox" in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert site.client.get(source, headers={"if-none-match": answer.headers["etag"]}).status_code == 304
    assert site.newsroom.fetcher.count("https://pictures.example/0.png") == 1


def test_H18_tampered_addresses_are_not_fetched(site: Site):
    good = site.seals.picture_address("https://pictures.example/0.png")
    _, _, signature, packed = good.split("/")
    other = site.seals.picture_address("http://169.254.169.254/").split("/")[3]
    before = len(site.newsroom.fetcher.requests)
    for path in (f"/img/{signature}/{other}", f"/img/{signature[:-1]}x/{packed}", f"/img/x/{packed}", f"/img/{signature}/%%%", site.seals.picture_address("file:///etc/passwd"), site.seals.picture_address("javascript:x")):  # fmt: skip
        assert site.client.get(path).status_code == 404
    assert len(site.newsroom.fetcher.requests) == before


def test_H18_only_pictures_are_served(site: Site):
    pages = {
        "svg": b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "html": b"<html><script>alert(1)</script>", "empty": b"",
        "large": png(1, 8, 8) + b"\0" * (10 * 1024 * 1024), "cut": Response(url="", status=200, headers=(), body=png(1, 8, 8), truncated=True),
        "gone": HttpStatus(404, "gone"),
    }  # fmt: skip
    for name, body in pages.items():
        url = f"https://pictures.example/{name}"
        site.newsroom.fetcher.pages[url] = body
        answer = site.client.get(site.seals.picture_address(url))
        assert answer.status_code == 404, name
        assert answer.content == b""
        site.client.get(site.seals.picture_address(url))
        assert site.newsroom.fetcher.count(url) == 1, "a failure is remembered"
    request = site.newsroom.fetcher.requests[-1]
    assert request.max_bytes == 10 * 1024 * 1024


# -- feeds and the API -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("query", ["", "?section=Politics", "?q=ferry", "?publisher=Capital%20Ledger"])
def test_A19_feeds_are_well_formed(site: Site, query: str):
    bad = "\x00\x0b\x1f\ufffe & < > ]]> \U0001f600"
    site.newsroom.store.file([Filing(article=Article(title=bad, text=bad, publisher=bad, section="Politics", received=NOW), keys=("b",))])
    for kind in ("rss", "atom"):
        answer = site.client.get(f"/feed.{kind}{query}")
        etree.fromstring(answer.content)
        parsed = feedparser.parse(answer.content)
        assert not parsed.bozo
        assert parsed.entries
        assert all(entry.id and entry.title and entry.link for entry in parsed.entries)
        assert site.client.get(f"/feed.{kind}{query}", headers={"if-none-match": answer.headers["etag"]}).status_code == 304
    document = json.loads(site.client.get(f"/feed.json{query}").content)
    assert document["version"] == "https://jsonfeed.org/version/1.1"
    assert all(set(item) >= {"id", "url", "content_html", "date_published"} for item in document["items"])


@given(st.text())
def test_A19_any_text_fits_into_xml(text: str):
    etree.fromstring(f'<a b="{clean_xml(text)}">{clean_xml(text)}</a>'.encode())


def test_comments_have_a_feed_of_their_own(site: Site):
    parsed = feedparser.parse(site.client.get(f"/article/{site.ids['lead']}/comments.atom").content)
    assert len(parsed.entries) == 4
    assert not any("a.example" in entry.summary for entry in parsed.entries)


def test_the_api_reads(site: Site):
    first = site.client.get("/api/v1/articles", params={"limit": 5}).json()
    second = site.client.get("/api/v1/articles", params={"limit": 5, "before": first["before"]}).json()
    assert len({article["id"] for article in first["articles"] + second["articles"]}) == 10
    article = site.client.get(f"/api/v1/articles/{site.ids['lead']}").json()
    block = article["layout"][0]
    assert article["text"][block["start"] : block["end"]].startswith("Engineers")
    assert article["revisions"] == 1
    hits = site.client.get("/api/v1/search", params={"q": "ferry"}).json()
    assert hits["total"] == len(hits["hits"]) > 0
    assert len(site.client.get(f"/api/v1/articles/{site.ids['lead']}/comments").json()) == 4
    assert site.client.get("/api/v1/articles", params={"limit": 9999}).status_code == 400
    assert site.client.get("/api/v1/articles/999").json()["code"] == "input.not_found"
    described = site.client.get("/api/v1/openapi.json").json()
    assert set(described["paths"]) == {f"/api/v1/{path}" for path in (
        "articles", "articles/{article_id}", "articles/{article_id}/comments", "articles/{article_id}/copies", "articles/{article_id}/related",
        "articles/{article_id}/statements", "articles/{article_id}/summary", "articles/{article_id}/why", "ask", "digest", "holders", "holders/{key}", "search", "sources", "stories", "stories/{story_id}", "stories/{story_id}/ledger", "stories/{story_id}/summary",
        "stories/{story_id}/related",
    )}  # fmt: skip


def test_A22_no_other_origin_is_invited(site: Site):
    for origin in ("null", "https://evil.example"):
        answer = site.client.get("/api/v1/articles", headers={"origin": origin})
        assert "access-control-allow-origin" not in answer.headers


def test_the_api_keeps_secrets(owner: Site):
    source = owner.newsroom.store.sources()[0]
    owner.post(
        f"/sources/{source.id}", {"url": source.url, "title": source.title, "username": "u", "password": "hunter22", "enabled": "yes"}
    )
    assert "hunter22" not in owner.client.get("/api/v1/sources").text
    assert "hunter22" not in owner.client.get(f"/sources/{source.id}").text
    assert "hunter22" not in owner.client.get("/sources.opml").text
    assert owner.newsroom.store.source(source.id).password == "hunter22"


# -- comments ----------------------------------------------------------------------------------------------------------


def test_a_reader_comments_and_answers(site: Site):
    where = f"/article/{site.ids['ferry']}"
    answer = site.post(f"{where}/comments", {"name": "Ole", "text": "At last!\n\nGood coffee."})
    assert answer.status_code == 303
    assert answer.headers["location"].startswith(f"{where}?note=thanks#comment-")
    number = answer.headers["location"].rpartition("-")[2]
    assert "Answer to" in page(site, f"{where}?reply={number}").css_first("#write").text()
    site.post(f"{where}/comments", {"name": "Pia", "text": "Agreed.", "parent": number})
    nodes = page(site, where).css(".comment")
    assert [node.css_first(".comment-name").text() for node in nodes] == ["Ole", "Pia"]
    assert "depth-1" in nodes[1].attributes["class"]


def test_a_mistake_keeps_what_was_typed(site: Site):
    answer = site.post(f"/article/{site.ids['ferry']}/comments", {"name": "", "text": "\nLong thought <b>"})
    assert answer.status_code == 400
    assert "Long thought &lt;b&gt;" in answer.text
    assert 'role="alert"' in answer.text


def test_C02_a_flood_is_told_to_wait(site: Site):
    where = f"/article/{site.ids['ferry']}/comments"
    codes = [site.post(where, {"name": "Ole", "text": f"Number {number}"}).status_code for number in range(6)]
    assert codes == [303, 303, 303, 303, 429, 429]


def test_the_owner_moderates(owner: Site):
    lead = owner.ids["lead"]
    held = next(c for c in owner.newsroom.store.comments(lead) if c.status is CommentStatus.HELD)
    assert "waits for you" in owner.client.get("/comments?status=held").text
    owner.post(f"/comments/{held.id}/show")
    assert owner.newsroom.store.comment(held.id).status is CommentStatus.SHOWN
    owner.post(f"/comments/{held.id}/delete")
    assert owner.newsroom.store.comment(held.id).text == ""
    assert owner.post(f"/comments/{held.id}/eat").status_code == 400
    owner.post(f"/article/{lead}/comments/close")
    assert "are closed" in owner.client.get(f"/article/{lead}").text
    assert owner.post(f"/article/{lead}/comments", {"name": "x", "text": "y"}).status_code == 400
    owner.post(f"/article/{lead}/comments/open")
    assert owner.post(f"/article/{lead}/comments", {"name": "The Courier", "text": "y"}).status_code == 303
    assert owner.newsroom.store.audit_log()[0].action == "comments.open"


def test_readers_do_not_see_what_waits_or_is_hidden(site: Site):
    text = site.client.get(f"/article/{site.ids['lead']}").text
    assert "https://a.example" not in text
    site.newsroom.store.put("readers_may_comment", "no")
    assert "Only the owner of this site may comment" in site.client.get(f"/article/{site.ids['lead']}").text
    assert site.post(f"/article/{site.ids['lead']}/comments", {"name": "x", "text": "y"}).status_code == 403

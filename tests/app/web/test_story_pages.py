"""Stories on the site: what pages say, what forms do, what the API and the feeds answer."""

from __future__ import annotations

import feedparser
from selectolax.lexbor import LexborHTMLParser
from web_site import Site

from broadsheet.types import Article, Filing, StoryLink
from site_edition import NOW
from story_edition import CARRIERS, describe_all


def page(site: Site, path: str, status: int = 200) -> LexborHTMLParser:
    answer = site.client.get(path)
    assert answer.status_code == status, answer.text[:500]
    return LexborHTMLParser(answer.text)


def said(tree: LexborHTMLParser, selector: str = "main") -> str:
    return " ".join(tree.css_first(selector).text().split())


def test_the_front_page_shows_stories(site: Site):
    tree = page(site, "/")
    lead = tree.css_first(".lead")
    assert lead.css_first(".headline a").attributes["href"] == f"/story/{site.ids['dam']}"
    assert "10 outlets · 6 independent reports" in said(tree, ".lead")
    assert "first: Lakeside Press Agency" in said(tree, ".lead")
    assert "13 articles" in lead.css_first("svg.spark").attributes["aria-label"]
    links = {node.attributes["href"] for node in tree.css(".headline a")}
    assert f"/article/{site.ids['alone_article']}" in links, "a single article is opened at once"
    assert f"/article/{site.ids['waiting']}" in links, "what waits to be linked is shown"
    assert not any(CARRIERS[5] in node.text() for node in tree.css(".headline"))


def test_T16_a_wire_report_is_one_report_with_its_outlets(site: Site):
    tree = page(site, f"/story/{site.ids['dam']}")
    report = tree.css_first(f"#article-{site.ids['wire']}")
    assert len(report.css("details.folds")) == 2
    summary = " ".join(report.css_first("details.folds summary").text().split())
    assert summary.startswith("6 copies of this report, crediting LPA: Capital Ledger")
    assert "1 duplicate: the same text again at Capital Ledger" in " ".join(report.text().split())
    assert len(tree.css(".report")) == 6
    assert f"/compare/{site.ids['copy']}/{site.ids['wire']}" in {node.attributes["href"] for node in report.css("a")}
    assert page(site, f"/story/{site.ids['dam']}?copies=show").css("details.folds[open]")
    languages = [" ".join(node.text().split()) for node in tree.css(".report .badge")]
    assert "in Deutsch" in languages
    assert "in العربية" in languages
    assert "New:" in said(tree, ".reports")


def test_the_story_page_has_what_surrounds_it(site: Site):
    tree = page(site, f"/story/{site.ids['dam']}")
    assert "The plan for the lake" in said(tree, ".tale-rail")
    assert tree.css(".tale-rail .reason")
    assert "Correct this story" not in said(tree)
    assert page(site, f"/story/{site.ids['alone']}").css(".report")
    for address in ("/story/999999", "/story/x", "/why/999999", "/compare/1/999999"):
        page(site, address, 404)


def test_an_article_says_where_it_stands(site: Site):
    copy = said(page(site, f"/article/{site.ids['copy']}"), ".in-story")
    assert "One of 13 articles in: Engineers lower the lake" in copy
    assert "This is a copy of Lake drained after cracks" in copy
    later = page(site, f"/article/{site.ids['later']}")
    assert "Earlier in this story" in said(later, ".earlier")
    assert said(later, ".related-list").startswith("Arle Valley Post")
    assert not page(site, f"/article/{site.ids['waiting']}").css(".in-story")


def test_why_and_side_by_side(site: Site):
    tree = page(site, f"/why/{site.ids['copy']}")
    assert "93 % alike, in the mean over the story's articles; 50 % is enough" in said(tree)
    assert len(tree.css("svg.bar")) == 5
    assert tree.css_first("svg.bar").attributes["aria-label"] == "strongly for"
    assert tree.css(".passages mark")
    assert "the copy names it as its source" in said(tree)
    assert "first article of this story" in said(page(site, f"/why/{site.ids['lead']}"))
    assert "waits to be put" in said(page(site, f"/why/{site.ids['waiting']}"))
    both = page(site, f"/compare/{site.ids['copy']}/{site.ids['wire']}")
    for tie in both.css("a.tie"):
        assert both.css_first(tie.attributes["href"]) is not None
    assert both.css("a.tie")


def test_lists_fold_copies_and_lose_none(site: Site):
    def articles(path: str) -> set[str]:
        links = (node.attributes.get("href") or "" for node in page(site, path).css("main a"))
        return {link for link in links if link.startswith("/article/") and "#" not in link}

    for path in ("/latest?copies=", "/section/Region?copies="):
        assert articles(path) == articles(path + "show")
        assert page(site, path).css("details.also")
        assert not page(site, path + "show").css("details.also")
    assert "also in:" in said(page(site, "/search?q=Tilda"), ".results")


def test_narrowed_lists_and_feeds_of_stories(site: Site):
    assert len(page(site, "/stories?outlets=2").css(".card")) == 2
    assert all("Transport" in node.text() for node in page(site, "/stories?section=Transport").css(".card .kicker"))
    for odd in ("outlets=x", "offset=-1", "offset=" + "9" * 30, "order=%00", "section=%27%20OR%201=1"):
        page(site, f"/stories?{odd}")
    parsed = feedparser.parse(site.client.get("/stories.atom?outlets=2").content)
    assert not parsed.bozo
    assert {entry.link for entry in parsed.entries} == {f"http://localhost/story/{site.ids[name]}" for name in ("dam", "ferry_story")}
    assert len(feedparser.parse(site.client.get(f"/story/{site.ids['dam']}/feed.rss").content).entries) == 13
    assert site.client.get("/stories.csv").status_code == 404


def test_the_api_tells_stories(site: Site):
    dam, copy, wire = site.ids["dam"], site.ids["copy"], site.ids["wire"]
    first = site.client.get("/api/v1/stories", params={"limit": 1}).json()
    assert first["stories"][0]["id"] == dam
    assert first["next_offset"] == 1
    story = site.client.get(f"/api/v1/stories/{dam}").json()
    assert (story["outlets"], len(story["members"]), story["next_offset"]) == (10, 13, 0)
    why = site.client.get(f"/api/v1/articles/{copy}/why").json()
    assert why["copy_of"]["original_id"] == wire
    assert why["passages"]
    assert why["signals"][0]["name"] == "terms"
    assert len(site.client.get(f"/api/v1/articles/{wire}/copies").json()["copies"]) == 7
    related = site.client.get(f"/api/v1/articles/{copy}/related").json()
    assert all(one["story_id"] != dam and one["reason"] for one in related)
    assert all(one["story"]["id"] != dam for one in site.client.get(f"/api/v1/stories/{dam}/related").json())


def test_the_owner_splits_moves_merges_and_takes_back(owner: Site):
    store, ids = owner.newsroom.store, owner.ids
    answer = owner.post(f"/story/{ids['dam']}/split", {"article": str(ids["wire"]), "copies": "yes"})
    assert answer.status_code == 303
    new = int(answer.headers["location"].partition("?")[0].rpartition("/")[2])
    assert len(store.members(new)) == 8, "the copies go along"
    assert owner.client.get(answer.headers["location"]).status_code == 200
    assert owner.client.get("/").status_code == 200, "a story that is not described yet breaks nothing"
    describe_all(store)
    moved = owner.post(f"/story/{new}/move", {"article": str(ids["copy"]), "to": f"http://localhost/article/{ids['later']}"})
    assert moved.headers["location"] == f"/story/{ids['dam']}?note=moved"
    assert "Second ferry" in said(page(owner, f"/story/{ids['dam']}/merge?q=second+ferry"), ".results")
    merged = owner.post(f"/story/{ids['dam']}/merge", {"other": str(ids["ferry_story"])})
    assert merged.headers["location"] == f"/story/{ids['dam']}?note=merged"
    describe_all(store)
    gone = owner.client.get(f"/story/{ids['ferry_story']}")
    assert (gone.status_code, gone.headers["location"]) == (301, f"/story/{ids['dam']}")
    assert len(page(owner, "/edits").css(".edit-log > li")) == 3
    assert owner.post(f"/edits/{store.edits()[0].id}/undo").status_code == 303
    assert store.story_of([ids["ferry"]])[ids["ferry"]] != ids["dam"]
    assert "taken back" in said(page(owner, "/edits"))
    assert any("merge" in entry.action for entry in store.audit_log())


def test_odd_corrections_are_explained(owner: Site):
    dam = owner.ids["dam"]
    for path, data in (
        ("split", {}), ("split", {"article": str(owner.ids["ferry"])}), ("move", {"article": str(owner.ids["copy"])}),
        ("move", {"article": str(owner.ids["copy"]), "to": str(dam)}), ("merge", {"other": "the ferry"}), ("merge", {"other": str(dam)}),
    ):  # fmt: skip
        assert owner.post(f"/story/{dam}/{path}", data).status_code == 400, (path, data)
    assert owner.post("/edits/999/undo").status_code == 404
    assert owner.post("/read", {}).status_code == 400


def test_reading_a_story_marks_what_was_shown(owner: Site):
    store, ids = owner.newsroom.store, owner.ids
    everything = [number for number, _ in store.coverage([ids["dam"]])[ids["dam"]]]
    assert page(owner, f"/story/{ids['dam']}").css("form[data-reads]")
    assert owner.post("/read", {"story": str(ids["dam"]), "upto": str(ids["later"] - 1), "mark": "read", "quiet": "yes"}).status_code == 204
    assert store.read_marks(everything) == {number for number in everything if number < ids["later"]}
    assert "1 new" in said(page(owner, "/"), ".lead")
    assert owner.post("/read", {"story": str(ids["dam"]), "next": "//evil.example"}).headers["location"] == f"/story/{ids['dam']}"
    assert page(owner, "/").css(".lead.is-read")
    owner.post("/read", {"article": str(ids["copy"]), "mark": "unread"})
    assert {ids["copy"], ids["wire"], ids["duplicate"]}.isdisjoint(store.read_marks(everything))
    assert not page(owner, f"/story/{ids['dam']}").css(f"#article-{ids['wire']}.is-read")


HOSTILE = "<img src=x onerror=alert(1)>\"'><script>alert(1)</script>"


def test_I5_hostile_stories_stay_text(owner: Site):
    store = owner.newsroom.store
    made = [
        Article(title=HOSTILE, text=HOSTILE * n, publisher=HOSTILE + str(n), section=HOSTILE, received=NOW, url=f"https://x.example/{n}")
        for n in (1, 2)
    ]
    numbers = [filed.article_id for filed in store.file([Filing(article=one, keys=(one.url,)) for one in made])]
    given = store.save_links(
        [StoryLink(article_id=number, story_id=-1, evidence=store.membership(owner.ids["copy"]).evidence) for number in numbers]
    )
    describe_all(store)
    for path in (
        "/",
        "/stories",
        f"/story/{given[-1]}",
        f"/article/{numbers[0]}",
        f"/why/{numbers[0]}",
        f"/compare/{numbers[0]}/{numbers[1]}",
        "/latest",
    ):
        tree = page(owner, path)
        assert not [node for node in tree.css("script") if "src" not in node.attributes], path
        assert not tree.css("[onerror], a[href^=javascript]"), path

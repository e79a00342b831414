"""The ledger on the site: what pages say, what can be narrowed, corrected, exported; the API."""

from __future__ import annotations

import csv
import io
import json

import pytest
from selectolax.lexbor import LexborHTMLParser
from web_site import Site

from broadsheet.types import (
    Article,
    Evidence,
    Filing,
    Findings,
    Holder,
    HolderKind,
    Story,
    StoryLink,
)
from pier_edition import BRENN, CLERK, FIRST, said, tell_pier
from site_edition import NOW


@pytest.fixture
def pier(site: Site) -> dict[str, int]:
    """A story of three reports and one that nobody read yet."""
    return tell_pier(site.newsroom.store)


def page(site: Site, path: str, status: int = 200) -> LexborHTMLParser:
    answer = site.client.get(path)
    assert answer.status_code == status, answer.text[:500]
    return LexborHTMLParser(answer.text)


def words(tree: LexborHTMLParser, selector: str = "main") -> str:
    return " ".join(tree.css_first(selector).text().split())


def test_the_story_page_tells_who_said_what_and_where_accounts_differ(site: Site, pier: dict[str, int]) -> None:
    tree = page(site, f"/story/{pier['story']}")
    rows = [" ".join(node.text().split()) for node in tree.css("section[aria-labelledby=said] .said")]
    assert len(rows) == 4
    assert rows[0].startswith("Odda Brenn says for Rowers' Guild that thirty people were killed")
    figure = tree.css_first("figure.is-contested")
    assert "these cannot all hold" in figure.text()
    assert [node.text() for node in figure.css("td.number")] == ["30", "11"]
    assert len(figure.css("svg.ranges circle")) == 2
    assert "1 article waits to be read" in words(tree)
    assert "only the first 300,000 characters were read" in words(tree)


def test_every_row_opens_its_passage(site: Site, pier: dict[str, int]) -> None:
    tree = page(site, f"/story/{pier['story']}/ledger")
    for link in tree.css(".said-words a"):
        href = link.attributes["href"] or ""
        opened = page(site, href.partition("#")[0])
        mark = opened.css_first(f"#{href.partition('#')[2]}")
        assert " ".join(mark.text().split()) == " ".join(link.text().split())


def test_the_ledger_is_narrowed_and_arranged(site: Site, pier: dict[str, int]) -> None:
    base = f"/story/{pier['story']}/ledger"
    assert len(page(site, base).css(".said")) == 4
    assert len(page(site, f"{base}?unsure=yes").css(".said")) == 5
    assert "not sure" in words(page(site, f"{base}?unsure=yes&kind=anonymous"), ".said")
    assert len(page(site, f"{base}?holder=quay+office").css(".said")) == 3
    assert len(page(site, f"{base}?stance=admits").css(".said")) == 1
    assert "Nothing fits." in words(page(site, f"{base}?stance=nonsense&holder=%00"))
    groups = [node.text() for node in page(site, f"{base}?by=holder").css(".claim h2")]
    assert [" ".join(name.split()) for name in groups] == ["Quay Office 3 rows", "Odda Brenn 1 row"]
    assert len(page(site, f"{base}?by=claim").css(".claim")) >= 3
    page(site, "/story/99999/ledger", 404)


def test_an_article_shows_in_its_margin_who_speaks(site: Site, pier: dict[str, int]) -> None:
    tree = page(site, f"/article/{pier['first']}")
    marks = [" ".join(node.text().split()) for node in tree.css(".voiced .voices li")]
    assert marks == ["Odda Brenn says", "Quay Office says"]
    assert tree.css_first(".voices a").attributes["href"] == "/holder/odda%20brenn"
    assert not tree.css(".prose u")
    shown = page(site, f"/article/{pier['first']}?said=show")
    assert shown.css_first(".prose u").text() == "that thirty people were killed when the pier at Vellmar fell"
    assert not page(site, f"/article/{pier['last']}").css(".voices")


def test_who_is_quoted_has_a_page(site: Site, pier: dict[str, int]) -> None:
    tree = page(site, "/holder/quay%20office")
    assert "3 statements in 3 articles" in words(tree)
    assert "The pier at Vellmar" in words(tree, ".claim h2")
    assert len(tree.css(".said")) == 3
    assert "/holder/quay%20office" in [node.attributes["href"] for node in page(site, "/holders?q=quay").css(".holders a")]
    assert "Nobody of that name" in words(page(site, "/holders?q=xyzzy"))
    page(site, "/holder/nobody", 404)


def test_a_row_is_corrected_and_hidden_for_good(owner: Site, pier: dict[str, int]) -> None:
    where = f"/article/{pier['first']}/statement/1"
    assert "Correct a row" in words(page(owner, where))
    answer = owner.post(where, {"do": "correct", "holder": "Ada Venn", "stance": "warns", "note": "a namesake"})
    assert answer.headers["location"] == f"/story/{pier['story']}/ledger?note=corrected"
    tree = page(owner, f"/story/{pier['story']}/ledger")
    assert words(tree, ".said-who").startswith("Ada Venn warns")
    assert "corrected by hand" in words(tree, ".said-who")
    assert "a namesake" in words(tree, ".edit-log")
    owner.post(f"/article/{pier['second']}/statement/1", {"do": "hide"})
    assert "eleven people" not in words(page(owner, f"/story/{pier['story']}/ledger"), ".saids")
    # A new analysis finds the rows with other numbers and edges: the corrections still hold.
    store = owner.newsroom.store
    again = (said(FIRST, "something of rust", CLERK), said(FIRST, "thirty people were killed when the pier at Vellmar fell", BRENN))
    store.save_findings([Findings(article_id=pier["first"], statements=again, version="2")])
    found = store.corrections([pier["first"], pier["second"]])
    assert [edit.actor for edit in found] == ["owner", "owner"]
    assert "Ada Venn warns" in words(page(owner, f"/story/{pier['story']}/ledger"), ".saids")
    owner.post(f"/corrections/{found[0].id}/undo", {"next": f"/story/{pier['story']}/ledger"})
    assert "Odda Brenn says" in words(page(owner, f"/story/{pier['story']}/ledger"), ".saids")
    page(owner, f"/article/{pier['first']}/statement/9", 404)
    assert owner.post(where, {"do": "correct", "stance": "shouts"}).status_code == 400


def test_a_ledger_is_exported(site: Site, pier: dict[str, int]) -> None:
    base = f"/story/{pier['story']}/ledger"
    table = list(csv.DictReader(io.StringIO(site.client.get(f"{base}.csv").text)))
    assert [row["holder"] for row in table] == ["Odda Brenn", "Quay Office", "a clerk", "Quay Office", "Quay Office"]
    assert "?at=" in table[0]["link"]
    linked = json.loads(site.client.get(f"{base}.jsonld").text)
    assert linked["@context"] == "https://schema.org"
    assert linked["numberOfItems"] == len(linked["itemListElement"]) == 5
    assert linked["itemListElement"][0]["@type"] == "Claim"
    dossier = site.client.get(f"{base}.md").text
    assert dossier.startswith("# The pier at Vellmar\n")
    assert "| Odda Brenn | 30 |" in dossier
    assert "rust" not in dossier, "what is not sure stays out of a dossier"
    assert site.client.get(f"{base}.pdf").status_code == 404


def test_cells_are_no_formulas(site: Site) -> None:
    store = site.newsroom.store
    text = "=HYPERLINK(1) is what they said."
    [filed] = store.file([Filing(article=Article(title="@x", text=text, publisher="+1", language="en", received=NOW))])
    [story] = store.save_links([StoryLink(article_id=filed.article_id, story_id=-1, evidence=Evidence())]).values()
    store.save_stories([Story(id=story, articles=1, first_seen=NOW, last_seen=NOW)])
    row = said(text, "=HYPERLINK(1)", Holder(name="-2", key="2", kind=HolderKind.GROUP))
    store.save_findings([Findings(article_id=filed.article_id, statements=(row,), version="1")])
    table = site.client.get(f"/story/{story}/ledger.csv").text.splitlines()[1]
    assert "'=HYPERLINK" in table
    assert "'@x,'+1" in table
    assert "'-2" in table


def test_the_api_tells_who_said_what(site: Site, pier: dict[str, int]) -> None:
    found = site.client.get(f"/api/v1/stories/{pier['story']}/ledger").json()
    assert [row["who"] for row in found["statements"]] == ["Odda Brenn", "Quay Office", "Quay Office", "Quay Office"]
    start, end = found["statements"][0]["content"][0]
    assert FIRST[start:end] == found["statements"][0]["words"]
    assert [value["low"] for value in found["figures"][0]["values"]] == [30.0, 11.0]
    assert found["figures"][0]["verdict"] == "contested"
    assert found["waiting"] == 1
    narrow = site.client.get(f"/api/v1/stories/{pier['story']}/ledger", params={"holder": "quay office", "stance": "admits"}).json()
    assert [row["stance"] for row in narrow["statements"]] == ["admits"]
    rows = site.client.get(f"/api/v1/articles/{pier['first']}/statements", params={"unsure": True}).json()
    assert len(rows) == 3
    assert site.client.get("/api/v1/holders", params={"q": "odda"}).json()[0]["key"] == "odda brenn"
    one = site.client.get("/api/v1/holders/quay office", params={"limit": 1}).json()
    assert (len(one["rows"]), one["next_offset"]) == (1, 1)
    assert site.client.get("/api/v1/holders/nobody").status_code == 404


def test_article_texts_are_no_markup_in_the_ledger(site: Site) -> None:
    store = site.newsroom.store
    text = "<script>alert(1)</script> & <b>bold</b> was what she said."
    [filed] = store.file([Filing(article=Article(title="<i>x</i>", text=text, publisher="<p>", language="en", received=NOW))])
    [story] = store.save_links([StoryLink(article_id=filed.article_id, story_id=-1, evidence=Evidence())]).values()
    store.save_stories([Story(id=story, articles=1, first_seen=NOW, last_seen=NOW)])
    holder = Holder(name='"><script>', key="script", kind=HolderKind.PERSON)
    store.save_findings([Findings(article_id=filed.article_id, statements=(said(text, text[:40], holder),), version="1")])
    for path in (f"/story/{story}", f"/story/{story}/ledger", "/holder/script", f"/article/{filed.article_id}"):
        body = site.client.get(path).text
        assert "<script>" not in body
        assert "<b>bold" not in body

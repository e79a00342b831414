"""Questions and summaries on the site and in the API."""

from __future__ import annotations

import pytest
from selectolax.lexbor import LexborHTMLParser
from web_site import Site

from pier_edition import FIRST, SECOND, THIRD, tell_pier


@pytest.fixture
def pier(site: Site) -> dict[str, int]:
    """A story of three reports and one that nobody read yet."""
    return tell_pier(site.newsroom.store)


def words(site: Site, path: str, selector: str = "main") -> str:
    answer = site.client.get(path)
    assert answer.status_code == 200, answer.text[:500]
    return " ".join(LexborHTMLParser(answer.text).css_first(selector).text().split())


def test_a_story_stands_in_brief_with_links_to_its_passages(site: Site, pier: dict[str, int]) -> None:
    answer = site.client.get(f"/story/{pier['story']}?length=page")
    tree = LexborHTMLParser(answer.text)
    told = tree.css(".brief .told-words a")
    assert told
    assert all("?at=" in (link.attributes["href"] or "") for link in told)
    for link in told:
        assert any(link.text().strip() in text for text in (FIRST, SECOND, THIRD, "Nothing else is known of the pier."))


def test_an_unknown_length_is_a_paragraph(site: Site, pier: dict[str, int]) -> None:
    assert "A paragraph" in words(site, f"/story/{pier['story']}?length=%3Cb%3E", ".brief-turns b")


def test_a_question_to_everything_is_answered_or_refused(site: Site, pier: dict[str, int]) -> None:
    assert "Odda Brenn" in words(site, "/ask?q=How+many+people+were+killed+when+the+pier+at+Vellmar+fell", ".answer")
    assert "do not say" in words(site, "/ask?q=Who+is+the+mayor+of+Xanthu", ".answer")


def test_a_question_to_a_story_suggests_others_and_asks_on(site: Site, pier: dict[str, int]) -> None:
    answer = site.client.get(f"/ask?q=Who+admitted+it&story={pier['story']}")
    tree = LexborHTMLParser(answer.text)
    assert "Quay Office" in " ".join(tree.css_first(".answer").text().split())
    hidden = {one.attributes["name"]: one.attributes["value"] for one in tree.css(".answer input[type=hidden]")}
    assert hidden == {"story": str(pier["story"]), "after": "Who admitted it"}
    assert tree.css(".suggested a")


def test_what_is_typed_is_text(site: Site) -> None:
    answer = site.client.get("/ask?q=%3Cscript%3Ealert(1)%3C/script%3E")
    assert "<script>alert" not in answer.text


@pytest.mark.parametrize("path", ["/ask?story=999999&q=who", "/ask?article=999999&q=who"])
def test_what_is_not_there_is_said_so(site: Site, path: str) -> None:
    assert site.client.get(path).status_code == 404


def test_the_api_answers_and_tells(site: Site, pier: dict[str, int]) -> None:
    answer = site.client.get(
        "/api/v1/ask", params={"q": "Who admitted that the pier had not been inspected?", "story": pier["story"]}
    ).json()
    assert answer["found"] == "answered"
    assert answer["sentences"][0]["holder"] == "Quay Office"
    assert answer["sentences"][0]["citations"][0]["words"] in THIRD
    story = site.client.get(f"/api/v1/stories/{pier['story']}/summary", params={"length": "page"}).json()
    assert story["sentences"]
    assert isinstance(story["suggested"], list)
    article = site.client.get(f"/api/v1/articles/{answer['sentences'][0]['citations'][0]['article_id']}/summary").json()
    assert [one["text"] for one in article["sentences"]] == [THIRD]
    assert site.client.get("/api/v1/ask", params={"q": " "}).status_code == 400
    assert site.client.get("/api/v1/articles/999999/summary").status_code == 404


def test_the_api_gives_a_digest(site: Site, pier: dict[str, int]) -> None:
    found = site.client.get("/api/v1/digest").json()
    assert len(found["stories"]) > 1
    assert all(one["told"] for one in found["stories"])
    assert site.client.get("/api/v1/digest", params={"since": "2020-01-01T00:00:00Z"}).status_code == 400
    assert site.client.get("/api/v1/digest", params={"since": "9999-12-31T23:59:59-14:00"}).status_code == 400
    assert site.client.get("/api/v1/digest", params={"until": "0001-01-01T00:00:00+14:00"}).status_code == 400

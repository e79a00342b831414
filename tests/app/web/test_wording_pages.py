"""What a text generator words and translates on the site: asked for by the owner, checked, marked."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, TypeVar

import pytest
from selectolax.lexbor import LexborHTMLParser
from web_site import Site

from broadsheet.errors import ModelError
from broadsheet.models.generating import Messages, Shape, Written
from pier_edition import tell_pier

T = TypeVar("T")


class Scripted:
    """A generator that answers what a function makes of what it is told."""

    name = "scripted-1"

    def __init__(self, answer: Callable[[str], Any]) -> None:
        self._answer = answer
        self.told: list[str] = []

    def write(self, messages: Messages, shape: Shape, read: Callable[[Any], T]) -> Written[T]:
        self.told.append(messages[-1][1])
        return Written(read(self._answer(messages[-1][1])), self.name, 41)


def failing(told: str) -> Any:
    raise ModelError("the service is not there")


def post(site: Site, path: str, **fields: str) -> LexborHTMLParser:
    answer = site.post(path, fields)
    assert answer.status_code == 200, answer.text[:400]
    return LexborHTMLParser(answer.text)


def text(tree: LexborHTMLParser, selector: str = "main") -> str:
    return " ".join(tree.css_first(selector).text().split())


@pytest.fixture
def pier(owner: Site) -> int:
    return tell_pier(owner.newsroom.store)["story"]


def test_without_a_generator_the_sources_own_sentences_are_shown(owner: Site, pier: int) -> None:
    tree = post(owner, f"/story/{pier}/worded")
    assert "No text generator is set up" in text(tree)
    assert "pier at Vellmar" in text(tree, ".tolds")
    assert "In the words of" not in owner.client.get(f"/story/{pier}").text


def test_what_is_invented_is_not_shown(owner: Site, pier: int) -> None:
    owner.newsroom.generator = Scripted(lambda told: {"sentences": [{"text": "The mayor fled to Xanthu with 900 crowns.", "cites": ["1"]}]})
    tree = post(owner, f"/story/{pier}/worded")
    assert "Xanthu" not in text(tree)
    assert "not held up" in text(tree) or "is held up" in text(tree)
    assert "pier at Vellmar" in text(tree, ".tolds")


def test_L06_a_generator_that_fails_leaves_the_sources_sentences(owner: Site, pier: int) -> None:
    owner.newsroom.generator = Scripted(failing)
    assert "did not answer" in text(post(owner, "/ask/worded", q="Who admitted it?", story=str(pier)))


def test_a_question_that_no_source_answers_is_not_sent(owner: Site, pier: int) -> None:
    generator = Scripted(lambda told: {"sentences": []})
    owner.newsroom.generator = generator
    post(owner, "/ask/worded", q="Who is the mayor of Xanthu?")
    assert generator.told == []


def translated(told: str) -> Any:
    blocks = json.loads(told)["blocks"]
    return {"blocks": [{"n": one["n"], "text": f"[de] {one['text']}"} for one in blocks]}


def test_a_translation_is_marked_and_the_original_is_one_key_away(owner: Site, pier: int) -> None:
    owner.newsroom.generator = Scripted(translated)
    article = owner.newsroom.store.members(pier)[0].article_id
    tree = post(owner, f"/article/{article}/translation", language="de")
    assert "Machine translation by scripted-1" in text(tree)
    assert "[de] " in text(tree, ".prose")
    assert tree.css_first(".to-original").attributes["href"] == f"/article/{article}"
    assert owner.newsroom.store.article(article).text.split("\n")[0] in text(tree, ".pair details")


def test_a_translation_that_loses_a_number_is_not_shown(owner: Site, pier: int) -> None:
    owner.newsroom.generator = Scripted(
        lambda told: {"blocks": [{"n": one["n"], "text": "Nichts, 17."} for one in json.loads(told)["blocks"]]}
    )
    article = owner.newsroom.store.members(pier)[0].article_id
    tree = post(owner, f"/article/{article}/translation", language="de")
    assert "Nichts" not in text(tree)
    assert tree.css(".untranslated")


def test_only_the_owner_may_ask_for_it(site: Site) -> None:
    story = tell_pier(site.newsroom.store)["story"]
    for path in (f"/story/{story}/worded", "/ask/worded", "/article/1/translation"):
        assert site.post(path).status_code in (303, 401, 403)

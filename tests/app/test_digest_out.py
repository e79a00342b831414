"""A digest written out: every form says the same, nothing of a publisher's text becomes markup (row A19)."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from xml.etree import ElementTree

import pytest

from broadsheet.app.digest_out import WIDTH, body_html, document, markdown, plain
from broadsheet.app.digest_record import digest_record
from broadsheet.app.epub import epub
from broadsheet.desk.digest import Digest, digest
from broadsheet.desk.digest_rules import Rules
from broadsheet.store import open_store
from pier_edition import tell_pier
from site_edition import NOW

BASE = "https://news.example.org"
EVIL = "<script>alert(1)</script> ]]> & \" ' \x00\x1b[2J \u202e *b* [l](javascript:1)\r\nBcc: x@y.example"


@pytest.fixture
def found(tmp_path: Path) -> Iterator[Digest]:
    store = open_store(tmp_path / "out.db")
    tell_pier(store)
    yield digest(store, Rules(name="mara"), NOW - timedelta(days=1), NOW)
    store.close()


@pytest.fixture
def evil(found: Digest) -> Digest:
    first = found.stories[0]
    story = replace(first.story, headline=EVIL)
    views = tuple(replace(view, told=replace(view.told, text=EVIL, holder=EVIL)) for view in first.told)
    figures = tuple(replace(one, quantity=EVIL, story=story) for one in found.contested)
    return replace(found, stories=(replace(first, story=story, told=views, publishers=(EVIL,)),), contested=figures)


def test_plain_text_is_wrapped_and_its_sources_are_numbered(found: Digest) -> None:
    text = plain(found, "The Evening Post", BASE)
    assert text.startswith("The Evening Post: 2 November 2026, 09:30 UTC\n====")
    assert all(len(line) <= WIDTH or "https://" in line for line in text.splitlines())
    assert "[1]" in text.split("Sources")[0]
    assert f"{BASE}/article/" in text.split("Sources")[1]
    assert "Contested figures" in text
    assert "Odda Brenn: 30" in text


def test_every_form_says_the_same(found: Digest) -> None:
    book = zipfile.ZipFile(io.BytesIO(epub(found, "Post", BASE))).read("EPUB/digest.xhtml").decode()
    forms = [plain(found, "Post", BASE), markdown(found, "Post", BASE), document(found, "Post", BASE), book]
    for view in found.stories[0].told:
        for form in forms:
            assert view.told.text.split()[0] in form
    for form in forms:
        assert all(value.holder in form for figure in found.contested for value in figure.values)
    assert json.loads(json.dumps(digest_record(found)))["counts"]["articles"] == 4


def test_nothing_new_is_said(found: Digest) -> None:
    nothing = Digest(rules=Rules(), since=found.since, until=found.until)
    for form in (plain(nothing, "Post"), markdown(nothing, "Post"), document(nothing, "Post")):
        assert "nothing new" in " ".join(form.split())
    ElementTree.fromstring(document(nothing, "Post").partition("\n")[2])


def test_without_an_address_of_ours_sources_lead_to_the_publishers(found: Digest) -> None:
    some = replace(found, outside=dict.fromkeys(range(1, 9), "https://oar.example/a"))
    assert "https://oar.example/a" in plain(some, "Post")
    assert "javascript:" not in document(replace(found, outside=dict.fromkeys(range(1, 9), "javascript:alert(1)")), "Post")


def test_A19_hostile_text_stays_text(evil: Digest) -> None:
    page = document(evil, EVIL, BASE)
    root = ElementTree.fromstring(page.partition("\n")[2])
    names = {element.tag.rpartition("}")[2] for element in root.iter()}
    assert names <= {"html", "head", "meta", "title", "style", "body", "h1", "h2", "p", "ul", "ol", "li", "a"}
    assert all(link.get("href", "").startswith(BASE) for link in root.iter("{http://www.w3.org/1999/xhtml}a"))
    assert "<img" not in body_html(evil, EVIL, BASE)
    text = plain(evil, EVIL, BASE)
    assert "\x1b" not in text + page
    assert "\u202e" not in text + page
    assert "\nBcc:" not in text
    assert "\\<script\\>" in markdown(evil, EVIL, BASE)
    assert "](javascript" not in markdown(evil, EVIL, BASE)


def test_the_book_is_as_the_specification_wants_it(evil: Digest) -> None:
    made = epub(evil, EVIL, BASE)
    assert made == epub(evil, EVIL, BASE)
    # OCF: the first entry's name and content stand at fixed places.
    assert made[30:38] == b"mimetype"
    assert made[38:58] == b"application/epub+zip"
    book = zipfile.ZipFile(io.BytesIO(made))
    assert book.testzip() is None
    parsed = {name: ElementTree.fromstring(book.read(name)) for name in book.namelist() if name.endswith(("xml", "opf", "xhtml"))}
    opf = "{http://www.idpf.org/2007/opf}"
    rootfile = next(parsed["META-INF/container.xml"].iter("{urn:oasis:names:tc:opendocument:xmlns:container}rootfile"))
    package = parsed[rootfile.get("full-path", "")]
    items = {item.get("id"): item for item in package.iter(f"{opf}item")}
    assert {f"EPUB/{item.get('href')}" for item in items.values()} <= set(book.namelist())
    assert all(ref.get("idref") in items for ref in package.iter(f"{opf}itemref"))
    assert [id_ for id_, item in items.items() if item.get("properties") == "nav"] == ["nav"]
    ids = {element.get("id") for element in parsed["EPUB/digest.xhtml"].iter()}
    links = [link.get("href", "") for link in parsed["EPUB/nav.xhtml"].iter("{http://www.w3.org/1999/xhtml}a")]
    assert {link.partition("#")[2] for link in links if "#" in link} <= ids
    dc = "{http://purl.org/dc/elements/1.1/}"
    assert all(package.find(f".//{dc}{name}") is not None for name in ("identifier", "title", "language"))

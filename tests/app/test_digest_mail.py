"""A digest as an e-mail: two equal parts, safe headers, nothing remote (row A12)."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest

from broadsheet.app.digest_mail import message
from broadsheet.desk.digest import Digest, digest
from broadsheet.desk.digest_rules import Rules
from broadsheet.errors import InputError
from broadsheet.store import open_store
from pier_edition import tell_pier
from site_edition import NOW

RULES = Rules(name="mara", email="mara@post.example")


@pytest.fixture
def found(tmp_path: Path) -> Digest:
    store = open_store(tmp_path / "mail.db")
    tell_pier(store)
    made = digest(store, RULES, NOW - timedelta(days=1), NOW)
    store.close()
    return made


def sent(found: Digest, title: str = "The Evening Post", sender: str = "press@news.example") -> bytes:
    return message(found, title=title, base="https://news.example", sender=sender, now=NOW).as_bytes()


def test_both_parts_say_the_same(found: Digest) -> None:
    read = message_from_bytes(sent(found), policy=default)
    assert read.get_content_type() == "multipart/alternative"
    text, html = (part.get_content() for part in read.iter_parts())
    for words in ("The pier at Vellmar", "Odda Brenn: 30", "To end it, write to press@news.example"):
        assert words in " ".join(text.split())
        assert words in html
    assert not re.search(r"<(img|script|link|iframe)|url\(", html)
    assert read["To"] == "mara@post.example"
    assert read["List-Unsubscribe"] == "<mailto:press@news.example?subject=unsubscribe%20mara>"
    assert all(len(line) <= 998 for line in sent(found).split(b"\r\n"))


def test_the_same_digest_has_the_same_id(found: Digest) -> None:
    ids = {message_from_bytes(sent(found))["Message-ID"], message_from_bytes(sent(found, title="Other"))["Message-ID"]}
    later = replace(found, until=found.until + timedelta(hours=1))
    assert len(ids) == 1
    assert message_from_bytes(sent(later))["Message-ID"] not in ids


@pytest.mark.parametrize(
    "evil", ["x\r\nBcc: all@post.example", "x\nBcc: all@post.example\n\nbody", "x\x00\u2028Bcc: y", "=?utf-8?q?=0d=0aBcc:_y?="]
)
def test_A12_no_header_can_be_begun(found: Digest, evil: str) -> None:
    story = replace(found.stories[0], story=replace(found.stories[0].story, headline=evil))
    made = replace(found, stories=(story,), rules=replace(RULES, name=evil))
    read = message_from_bytes(sent(made, title=evil), policy=default)
    assert read["Bcc"] is None
    known = "from to subject date message-id auto-submitted list-unsubscribe mime-version content-type"
    assert {name.lower() for name in read} <= set(known.split())
    with pytest.raises(InputError, match="no e-mail address"):
        sent(replace(found, rules=replace(RULES, email=f"mara@post.example{evil}")))


def test_a_reader_and_a_sender_are_needed(found: Digest) -> None:
    with pytest.raises(InputError, match="no e-mail address"):
        sent(replace(found, rules=Rules(name="x")))
    with pytest.raises(InputError, match=r"mail\.sender"):
        sent(found, sender="")

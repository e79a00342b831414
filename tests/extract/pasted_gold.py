"""Our own pasted pages with their gold: written as marked lines, turned into a text and offsets.

A page is {"id", "captured", "kind", "newline", "lines"}. A line begins with its mark and a blank:

    x furniture      t title        b body           h subhead, part of the body
    i furniture inside a body       m particulars    T title of a teaser
    = an empty line  @ begins an article: role, published, precision, publisher, truncated ("null" or nothing where unknown)

Inside a line `{p:...}` is the publisher, `{a:...}` the age as written, `{x:...}` furniture. The result has the format of the scorer's gold.
"""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path
from typing import Any

PAGES = Path(__file__).parent / "pasted" / "pages.json"
_TAG = re.compile(r"\{(p|a|x):([^{}]*)\}")


def pages() -> list[dict[str, Any]]:
    """All pages with text and gold."""
    return [_built(page) for page in json.loads(PAGES.read_text(encoding="utf-8"))]


def _built(page: dict[str, Any]) -> dict[str, Any]:
    newline = page.get("newline", "\n")
    text = ""
    articles: list[dict[str, Any]] = []
    teasers: list[dict[str, Any]] = []
    furniture: list[list[int]] = []
    for line in page["lines"]:
        mark, _, rest = line.partition(" ")
        if mark == "@":
            articles.append(_opened(rest))
            continue
        plain, tags = _untagged(rest)
        start = len(text) + len(plain) - len(plain.lstrip(" \t\u200e"))
        end = len(text) + len(plain.rstrip(" \t\u200e"))
        offset = len(text)
        text += plain + newline
        article = articles[-1] if articles else None
        for tag, first, last in tags:
            if tag == "p" and article is not None and mark != "T" and article["publisher_span"] is None:
                article["publisher"] = article["publisher"] or plain[first:last]
                article["publisher_span"] = [offset + first, offset + last]
            elif tag == "x":
                furniture.append([offset + first, offset + last])
                end = offset + len(plain[:first].rstrip())
        if mark == "t" and article is not None:
            article["title"] = re.sub(r"^(?:- |\d+\. )?(?:\*\*)?|\*\*$", "", plain.strip())
        elif mark in "bh" and mark and article is not None:
            article["start"] = start if article["start"] is None else article["start"]
            article["end"] = end
        elif mark == "i" and article is not None:
            article["inline"].append([start, end])
        elif mark == "T":
            teasers.append({"title": plain.strip()})
        elif mark == "x":
            furniture.append([start, end])
    inline = [span for article in articles for span in article.pop("inline")]
    gold = {"kind": page["kind"], "articles": articles, "teasers": teasers, "boilerplate": furniture, "inline": inline}
    return {"id": page["id"], "captured": page["captured"], "text": text, "gold": gold}


def _opened(rest: str) -> dict[str, Any]:
    role, published, precision, publisher, truncated = (shlex.split(rest) + [""] * 5)[:5]
    known = {
        name: value if value not in ("", "null", "-") else None for name, value in (("t", published), ("p", precision), ("n", publisher))
    }
    return {
        "start": None,
        "end": None,
        "title": "",
        "publisher": known["n"],
        "publisher_span": None,
        "published": known["t"],
        "precision": known["p"],
        "role": role,
        "truncated": truncated == "true",
        "inline": [],
    }


def _untagged(rest: str) -> tuple[str, list[tuple[str, int, int]]]:
    plain, tags, at = "", [], 0
    for found in _TAG.finditer(rest):
        plain += rest[at : found.start()]
        tags.append((found[1], len(plain), len(plain) + len(found[2])))
        plain += found[2]
        at = found.end()
    return plain + rest[at:], tags

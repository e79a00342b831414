"""A second opinion on sanitised markup, by parsers that the sanitiser does not use: html5lib (as browsers parse) and lxml."""

from __future__ import annotations

import re
from collections.abc import Iterator

import html5lib
from lxml import html as lxml_html

_NAMES = """
    p h1 h2 h3 h4 h5 h6 ul ol li blockquote pre figure figcaption table caption thead tbody tfoot tr td th colgroup br hr img a em i strong
    b code kbd samp sub sup q cite dl dt dd div section article main header footer aside nav details summary address html head body
"""
ALLOWED = frozenset(_NAMES.split())
ATTRIBUTES = {"a": {"href", "rel"}, "img": {"src", "alt", "width", "height"}}
_SAFE = re.compile(r"https?://[^\s/]", re.IGNORECASE)


def faults(markup: str) -> list[str]:
    """What is active or not allowed in a fragment, by either parser; empty when it is harmless."""
    found = [*_faults(_html5lib(markup)), *_faults(_lxml(markup))]
    return sorted(set(found))


def _faults(nodes: Iterator[tuple[str, dict[str, str]]]) -> Iterator[str]:
    for tag, attributes in nodes:
        if tag not in ALLOWED:
            yield f"<{tag}>"
        for name, value in attributes.items():
            if name not in ATTRIBUTES.get(tag, set()):
                yield f"<{tag} {name}>"
            elif name in ("href", "src") and not _SAFE.match(value):
                yield f"<{tag} {name}={value!r}>"


def _html5lib(markup: str) -> Iterator[tuple[str, dict[str, str]]]:
    for node in html5lib.parseFragment(markup, treebuilder="etree", namespaceHTMLElements=False).iter():
        if isinstance(node.tag, str) and node.tag != "DOCUMENT_FRAGMENT":
            yield node.tag.rpartition("}")[2], dict(node.attrib)


def _lxml(markup: str) -> Iterator[tuple[str, dict[str, str]]]:
    root = lxml_html.document_fromstring(f"<div>{markup}</div>")
    for node in root.iter():
        if isinstance(node.tag, str):
            yield node.tag, dict(node.attrib)


def texts(markup: str) -> tuple[str, str]:
    """The text as both parsers see it, without white space."""
    one = "".join(html5lib.parseFragment(markup, treebuilder="etree", namespaceHTMLElements=False).itertext())
    two = "".join(lxml_html.document_fromstring(f"<div>{markup}</div>").itertext())
    return "".join(one.split()), "".join(two.split())

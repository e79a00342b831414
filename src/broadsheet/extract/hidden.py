"""Text that a page holds but does not show: dropped before it can be read as the article's own.

Hidden text is a way to put words into summaries and answers that no reader of the page ever sees. What scripts or style sheets hide
cannot be told from the markup; what attributes and inline styles hide can.
"""

from __future__ import annotations

import re

from lxml import etree

from broadsheet.extract.tree import drop, fragment, inner_html, text_length

_HINT = re.compile(
    r"hidden|display\s{0,9}:|visibility\s{0,9}:|opacity\s{0,9}:|font-size\s{0,9}:|indent|clip|color\s{0,9}:|background|(?<!\d)\d{4,9}px",
    re.I,
)
_HIDING = re.compile(
    r"(?:^|[;\s])(?:display\s{0,9}:\s{0,9}none|visibility\s{0,9}:\s{0,9}(?:hidden|collapse)"
    r"|opacity\s{0,9}:\s{0,9}0{1,9}(?:\.0{1,9})?\s{0,9}(?:;|!|$)"
    r"|font-size\s{0,9}:\s{0,9}0{1,9}(?:\.0{1,9})?(?:px|pt|em|rem|%)?\s{0,9}(?:;|!|$)"
    r"|text-indent\s{0,9}:\s{0,9}-\d{3,9}|clip\s{0,9}:\s{0,9}rect\(\s{0,9}[01](?:px)?[\s,]|clip-path\s{0,9}:\s{0,9}inset\(\s{0,9}(?:50|100)%"
    r"|(?:left|top)\s{0,9}:\s{0,9}-\d{4,9})",
    re.IGNORECASE,
)
_COLOUR = re.compile(r"(?:^|[;\s])(color|background(?:-color)?)\s{0,9}:\s{0,9}([^;!]{1,40})", re.IGNORECASE)
_ROOTS = frozenset(("html", "body", "main", "article"))
_SAME = {"white": "#fff", "#ffffff": "#fff", "rgb(255,255,255)": "#fff", "black": "#000", "#000000": "#000", "rgb(0,0,0)": "#000"}


def hides(style: str) -> bool:
    """Whether an inline style makes its element invisible: not displayed, no size, moved away, or its text in its background's colour."""
    if _HIDING.search(style):
        return True
    colours: dict[str, str] = {}
    for name, value in _COLOUR.findall(style):
        value = value.lower().replace(" ", "")
        colours["background" if name.lower().startswith("b") else "color"] = _SAME.get(value, value)
    return bool(colours.get("color")) and (colours["color"] == "transparent" or colours["color"] == colours.get("background"))


def without_hidden(html: str) -> str:
    """The fragment without elements that are hidden by attribute or inline style. Markup without any hint is returned as it is."""
    if not _HINT.search(html):
        return html
    root = fragment(html)
    return inner_html(root) if drop_hidden(root) else html


def drop_hidden(root: etree._Element) -> int:
    """Remove hidden elements below `root`; returns how many.

    The roots of a page, and whatever holds most of its text, are left: pages hide themselves until their script has run, and saved pages
    stay so.
    """
    found = [node for node in root.iter(etree.Element) if node is not root and node.attrib and node.tag not in _ROOTS and _is_hidden(node)]
    if not found:
        return 0
    whole = text_length(root)
    dropped = 0
    for node in found:
        if text_length(node) * 2 <= whole:
            drop(node)
            dropped += 1
    return dropped


def _is_hidden(node: etree._Element) -> bool:
    if "paywall" in (node.get("class") or ""):
        # The publisher's own text, delivered with the page and uncovered for those who may read on: no trick.
        return False
    if node.get("hidden", "until-found") != "until-found" or node.get("aria-hidden", "").strip().lower() == "true":
        return True
    style = node.get("style", "")
    return style != "" and hides(style)

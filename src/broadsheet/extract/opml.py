"""OPML 1.0 and 2.0: lists of sources in and out, folders and unknown attributes kept (row F29)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import format_datetime
from xml.sax.saxutils import quoteattr

from lxml import etree

from broadsheet.errors import BrokenDocument, EmptyDocument, LimitExceeded, NotAFeed
from broadsheet.extract.charset import decode
from broadsheet.extract.feed import first_element
from broadsheet.extract.feed_xml import prepared
from broadsheet.types import Source, SourceKind
from broadsheet.types.text import clipped, one_line, storable
from broadsheet.types.urls import absolute

MOST_BYTES = 5 * 1024 * 1024
MOST_OUTLINES = 10_000
#: Folders in folders beyond this are read as if they stood in the last one that counts.
DEEPEST = 16
#: Elements in elements; libxml2 drops what is nested deeper than 255 without a word.
_NESTED = 200

_TAG = re.compile(r"<(/?)(?:[\w.-]{1,40}:)?outline(?=[\s/>])", re.IGNORECASE)
#: An ampersand that starts no entity: usual in addresses written by hand.
_BARE_AMPERSAND = re.compile(r"&(?!(?:#\d{1,7}|#x[0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{0,31});)")
_NAME = re.compile(r"[A-Za-z_][\w.-]{0,63}")
#: What a Source keeps in fields of its own; all other attributes go to `extra` as they are.
_FIELDS = frozenset({"xmlurl", "htmlurl", "title", "text"})


@dataclass(frozen=True, slots=True)
class Rejected:
    """An outline that is no source, and why, in words."""

    title: str
    url: str
    reason: str


@dataclass(frozen=True, slots=True)
class Subscriptions:
    """What an OPML document lists. `rejected` has each outline with an address that could not be taken."""

    sources: tuple[Source, ...] = ()
    rejected: tuple[Rejected, ...] = ()
    title: str = ""


@dataclass(slots=True)
class _Found:
    sources: dict[str, Source] = field(default_factory=dict)
    rejected: list[Rejected] = field(default_factory=list)
    outlines: int = 0


def parse(body: bytes) -> Subscriptions:
    """The sources of an OPML document, in its order, with their folders.

    Every outline stands for itself: one that cannot be taken (no http(s) address, a repetition, beyond `MOST_OUTLINES`) is listed with the
    reason and does not touch the others. Outlines without xmlUrl are folders. Raises EmptyDocument, NotAFeed (no OPML),
    LimitExceeded (over 5 MiB) and BrokenDocument.
    """
    if len(body) > MOST_BYTES:
        raise LimitExceeded("an OPML file of more than 5 MiB")
    text = prepared(decode(body).text)
    if not text.strip():
        raise EmptyDocument("the file is empty")
    if first_element(text).lower() not in ("opml", "body", "outline", "outlinedocument"):
        raise NotAFeed("no OPML file", hint="Export the list from the other program as OPML and try again.")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True, load_dtd=False)
    try:
        root = etree.fromstring(_BARE_AMPERSAND.sub("&amp;", _flattened(text)).encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError as error:
        raise BrokenDocument(f"not readable as OPML: {str(error)[:200]}") from error
    if root is None:
        raise BrokenDocument("not readable as OPML")
    found = _Found()
    for outline in root.iter():
        if isinstance(outline.tag, str) and _local(outline) == "outline":
            _take(outline, found)
    title = next((one_line(node.text or "") for node in root.iter() if isinstance(node.tag, str) and _local(node) == "title"), "")
    return Subscriptions(tuple(found.sources.values()), tuple(found.rejected), title)


def write(sources: Iterable[Source], *, title: str = "Broadsheet", created: datetime | None = None) -> bytes:
    """The sources as OPML 2.0 in UTF-8. What `parse` read comes out as it went in: folders, names, addresses and further attributes.

    Credentials, settings of polling and states are not written: the file is for other programs and other people.
    """
    root = _Folder()
    for source in sources:
        folder = root
        for name in source.folder:
            folder = folder.inner(name)
        folder.parts.append(source)
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<opml version="2.0">', "  <head>", f"    <title>{_escaped(title)}</title>"]
    if created is not None:
        lines.append(f"    <dateCreated>{format_datetime(created)}</dateCreated>")
    lines += ["  </head>", "  <body>"]
    _write_folder(root, lines, 2)
    lines += ["  </body>", "</opml>", ""]
    return "\n".join(lines).encode("utf-8")


def _local(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[2].lower()


def _flattened(text: str) -> str:
    """The document with outlines that are nested too deep brought up, so that the parser does not lose them."""
    depth = 0
    pieces: list[str] = []
    place = 0
    for found in _TAG.finditer(text):
        if found[1]:
            if depth > _NESTED:
                pieces.append(text[place : found.start()])
                place = text.find(">", found.end()) + 1 or len(text)
            depth = max(0, depth - 1)
            continue
        end = _tag_end(text, found.end())
        if text[end - 2 : end] == "/>":
            continue
        depth += 1
        if depth > _NESTED:
            pieces.append(text[place : end - 1] + "/>")
            place = end
    pieces.append(text[place:])
    return "".join(pieces)


_TAG_REST = re.compile(r"""(?>(?:[^>"']++|"[^"]*+"|'[^']*+'|["'])*)>?""")


def _tag_end(text: str, place: int) -> int:
    found = _TAG_REST.match(text, place)
    return found.end() if found else len(text)


def _take(outline: etree._Element, found: _Found) -> None:
    given = {str(name): storable(str(value)) for name, value in outline.attrib.items()}
    lower = {name.lower(): value for name, value in given.items()}
    title = one_line(lower.get("title") or lower.get("text") or "")
    raw = lower.get("xmlurl", "").strip()
    if not raw:
        if lower.get("type", "").lower() in ("rss", "atom"):
            found.rejected.append(Rejected(title, "", "it has no xmlUrl"))
        return
    found.outlines += 1
    url = absolute(raw)
    if found.outlines > MOST_OUTLINES:
        found.rejected.append(Rejected(title, raw, f"beyond the first {MOST_OUTLINES:,}"))
    elif not url:
        found.rejected.append(Rejected(title, clipped(raw, 200), "its xmlUrl is no http or https address"))
    elif url in found.sources:
        found.rejected.append(Rejected(title, url, "it is in the list already"))
    else:
        found.sources[url] = Source(
            kind=SourceKind.FEED,
            url=url,
            title=clipped(title, 500),
            site_url=absolute(lower.get("htmlurl", "")),
            folder=_folders(outline),
            extra=_extra(given, lower),
        )


def _folders(outline: etree._Element) -> tuple[str, ...]:
    names: list[str] = []
    for parent in outline.iterancestors():
        if isinstance(parent.tag, str) and _local(parent) == "outline" and not _attribute(parent, "xmlurl"):
            name = one_line(_attribute(parent, "title") or _attribute(parent, "text"))
            if name:
                names.append(clipped(name, 200))
    return tuple(reversed(names))[:DEEPEST]


def _attribute(element: etree._Element, name: str) -> str:
    return next((str(value) for key, value in element.attrib.items() if str(key).lower() == name), "")


def _extra(given: dict[str, str], lower: dict[str, str]) -> tuple[tuple[str, str], ...]:
    """The attributes that no field of a Source holds. A `text` that says something else than `title` is kept as well."""
    extra = [(name, value) for name, value in given.items() if name.lower() not in _FIELDS and "{" not in name]
    if lower.get("title") and lower.get("text") and lower["text"] != lower["title"]:
        extra.append(("text", lower["text"]))
    return tuple(extra)


@dataclass(slots=True)
class _Folder:
    """A folder on the way out: sources and folders in the order in which they came."""

    name: str = ""
    parts: list[_Folder | Source] = field(default_factory=list)
    folders: dict[str, _Folder] = field(default_factory=dict)

    def inner(self, name: str) -> _Folder:
        """The folder of that name in this one, made when it is not there."""
        if name not in self.folders:
            self.folders[name] = _Folder(name)
            self.parts.append(self.folders[name])
        return self.folders[name]


def _write_folder(folder: _Folder, lines: list[str], depth: int) -> None:
    indent = "  " * depth
    for part in folder.parts:
        if isinstance(part, Source):
            lines.append(f"{indent}<outline {_attributes(part)}/>")
        else:
            name = _quoted(part.name)
            lines.append(f"{indent}<outline text={name} title={name}>")
            _write_folder(part, lines, depth + 1)
            lines.append(f"{indent}</outline>")


def _attributes(source: Source) -> str:
    attributes = {"type": "rss", "text": source.title or source.url, "title": source.title or source.url}
    attributes.update({name: text for name, text in source.extra if _NAME.fullmatch(name)})
    attributes["xmlUrl"] = source.url
    if source.site_url:
        attributes["htmlUrl"] = source.site_url
    return " ".join(f"{name}={_quoted(text)}" for name, text in attributes.items())


def _quoted(text: str) -> str:
    return quoteattr(storable(text), {"\n": "&#10;", "\r": "&#13;", "\t": "&#9;"})


def _escaped(text: str) -> str:
    return storable(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")

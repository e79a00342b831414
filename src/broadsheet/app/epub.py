"""A digest as EPUB 3.3: one document with its navigation, in a container as the specification's OCF wants it. Pure.

The same digest gives the same bytes: times in the archive are those of the edition.
"""

from __future__ import annotations

import io
import zipfile
from datetime import UTC
from uuid import NAMESPACE_URL, uuid5

from broadsheet.app.digest_out import body_html, headings, name_of
from broadsheet.app.feeds_out import clean_xml
from broadsheet.desk.digest import Digest

_HEAD = '<?xml version="1.0" encoding="utf-8"?>\n'
_CONTAINER = (
    f'{_HEAD}<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    '<rootfile full-path="EPUB/content.opf" media-type="application/oebps-package+xml"/></rootfiles></container>\n'
)
_STYLE = "h1 { font-size: 1.4em; }\nh2 { font-size: 1.15em; margin-top: 1.5em; }\n.about { font-size: 0.85em; }\n"


def epub(found: Digest, title: str, base: str = "") -> bytes:
    """The book: `mimetype` first and stored, then container, package, navigation, text."""
    name = clean_xml(name_of(found, title))
    until = found.until.astimezone(UTC)
    files = {
        "META-INF/container.xml": _CONTAINER,
        "EPUB/content.opf": _package(found, name, title, base),
        "EPUB/nav.xhtml": _page(name, _navigation(found, name), ' xmlns:epub="http://www.idpf.org/2007/ops"'),
        "EPUB/digest.xhtml": _page(name, body_html(found, title, base)),
        "EPUB/style.css": _STYLE,
    }
    moment = (max(until.year, 1980), until.month, until.day, until.hour, until.minute, 0)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(zipfile.ZipInfo("mimetype", moment), b"application/epub+zip", zipfile.ZIP_STORED)
        for path, text in files.items():
            archive.writestr(zipfile.ZipInfo(path, moment), text.encode("utf-8", "replace"), zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def _package(found: Digest, name: str, title: str, base: str) -> str:
    id_ = uuid5(NAMESPACE_URL, f"{base}|{title}|{found.rules.name}|{found.since.isoformat()}|{found.until.isoformat()}")
    moment = f"{found.until.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
    return (
        f'{_HEAD}<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id" xml:lang="en">'
        '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f'<dc:identifier id="id">urn:uuid:{id_}</dc:identifier><dc:title>{name}</dc:title><dc:language>en</dc:language>'
        f'<dc:creator>{clean_xml(title)}</dc:creator><dc:date>{moment}</dc:date><meta property="dcterms:modified">{moment}</meta>'
        '<meta property="schema:accessMode">textual</meta><meta property="schema:accessModeSufficient">textual</meta>'
        '<meta property="schema:accessibilityFeature">structuralNavigation</meta>'
        '<meta property="schema:accessibilityHazard">none</meta></metadata>'
        '<manifest><item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>'
        '<item id="digest" href="digest.xhtml" media-type="application/xhtml+xml"/>'
        '<item id="style" href="style.css" media-type="text/css"/></manifest>'
        '<spine><itemref idref="nav" linear="no"/><itemref idref="digest"/></spine></package>\n'
    )


def _navigation(found: Digest, name: str) -> str:
    links = "".join(
        f'<li><a href="digest.xhtml#story-{place}">{clean_xml(headline)}</a></li>' for place, headline in enumerate(headings(found), 1)
    )
    inner = f"<ol>{links}</ol>" if links else ""
    return f'<nav epub:type="toc"><h1>Contents</h1><ol><li><a href="digest.xhtml">{name}</a>{inner}</li></ol></nav>'


def _page(name: str, body: str, more: str = "") -> str:
    return (
        f'{_HEAD}<!DOCTYPE html>\n<html xmlns="http://www.w3.org/1999/xhtml"{more} lang="en" xml:lang="en"><head><title>{name}</title>'
        f'<link rel="stylesheet" type="text/css" href="style.css"/></head>\n<body>\n{body}\n</body></html>\n'
    )

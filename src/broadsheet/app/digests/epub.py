"""The digest as an EPUB 3 book, by the specification (W3C EPUB 3.3, Open Container Format): one chapter a story, and the ledger's parts."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from datetime import UTC, datetime
from html import escape
from uuid import NAMESPACE_URL, uuid5

from broadsheet.app.cli.safe import safe
from broadsheet.app.digests.lines import summary, title
from broadsheet.desk.asking import Cited
from broadsheet.desk.digest import Digest
from broadsheet.desk.words import breadth

MEDIA_TYPE = "application/epub+zip"
_STYLE = "body { font-family: serif; line-height: 1.5; } h1 { font-size: 1.4em; } .small { font-size: .8em; } li { margin-bottom: .6em; }"
_CONTAINER = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    '<rootfile full-path="OEBPS/content.opf" media-type="application/oebps-package+xml"/></rootfiles></container>'
)


def epub(digest: Digest, name: str, base: str) -> bytes:
    """The book. Everything in it is escaped; links go to the site at `base`. The same digest gives the same bytes."""
    chapters = _chapters(digest, name, base)
    identifier = f"urn:uuid:{uuid5(NAMESPACE_URL, f'{base}/digest/{digest.rules.name}/{digest.until.isoformat()}')}"
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as book:
        # The container's first file is its type, stored as it is: that is how readers know a book.
        _add(book, "mimetype", MEDIA_TYPE, zipfile.ZIP_STORED)
        _add(book, "META-INF/container.xml", _CONTAINER)
        _add(book, "OEBPS/style.css", _STYLE)
        _add(book, "OEBPS/nav.xhtml", _nav(chapters))
        _add(book, "OEBPS/content.opf", _package(chapters, identifier, f"{name}: {title(digest)}", digest.until))
        for place, (heading, body) in enumerate(chapters):
            _add(book, f"OEBPS/part{place}.xhtml", _page(heading, body))
    return made.getvalue()


def _add(book: zipfile.ZipFile, path: str, text: str, how: int = zipfile.ZIP_DEFLATED) -> None:
    entry = zipfile.ZipInfo(path, (2000, 1, 1, 0, 0, 0))
    entry.compress_type = how
    entry.external_attr = 0o644 << 16
    book.writestr(entry, text.encode("utf-8"))


def _chapters(digest: Digest, name: str, base: str) -> list[tuple[str, str]]:
    found = [(f"{name}: {title(digest)}", f"<p>{_text(summary(digest))}</p>")]
    for item in digest.stories:
        told = "".join(
            f"<li>{f'<b>{_text(view.told.holder)}: {_text(view.told.label)}</b> ' if view.told.label and view.told.holder else ''}"
            f"{_text(view.told.text)} {_cited(view.cited, base)}</li>"
            for view in item.told
        )
        link = escape(f"{base}/story/{item.story.id}", quote=True)
        found.append(
            (
                item.headline,
                f'<p class="small"><a href="{link}">{_text(breadth(item.story))}</a></p><ul>{told or "<li>Nothing to tell.</li>"}</ul>',
            )
        )
    if digest.contested:
        body = "".join(
            f'<h2>{_text(figure.quantity)}</h2><p class="small">{_text(figure.story.headline)}</p><ul>'
            + "".join(
                f"<li>{_text(value.holder) or 'not said by whom'}: {_text(value.amount)} {_cited([value.cited], base)}</li>"
                for value in figure.values
            )
            + "</ul>"
            for figure in digest.contested
        )
        found.append(("Where figures differ", body))
    if digest.changes:
        body = "".join(
            f'<h2>{_text(change.name)}</h2><p class="small">{_text(change.story.headline)}</p><ul>'
            + "".join(
                f"<li>{_text(turn.who)} {_text(turn.stance)}: {_text(turn.words)} {_cited([turn.cited], base)}</li>"
                for turn in (change.first, change.second)
            )
            + "</ul>"
            for change in digest.changes
        )
        found.append(("What changed", body))
    if digest.corrected:
        body = "".join(
            f"<li>{_text(one.source.outlet)}: {f'“{_text(one.gone)}” became “{_text(one.came)}”' if one.gone else _text(one.came)} "
            f"{_cited([one.cited], base)}</li>"
            for one in digest.corrected
        )
        found.append(("What was corrected", f"<ul>{body}</ul>"))
    return found


def _text(words: str) -> str:
    return escape(" ".join(safe(words).split()))


def _cited(cited: Sequence[Cited], base: str) -> str:
    links = (f'<a href="{escape(base + one.href, quote=True)}">{_text(one.source.outlet)}</a>' for one in cited[:4])
    return f'<span class="small">({", ".join(links)})</span>'


def _page(heading: str, body: str) -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<html xmlns="http://www.w3.org/1999/xhtml" lang="en" xml:lang="en"><head>'
        f'<title>{_text(heading)}</title><link rel="stylesheet" type="text/css" href="style.css"/></head>'
        f"<body><h1>{_text(heading)}</h1>{body}</body></html>"
    )


def _nav(chapters: Sequence[tuple[str, str]]) -> str:
    entries = "".join(f'<li><a href="part{place}.xhtml">{_text(heading)}</a></li>' for place, (heading, _) in enumerate(chapters))
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" '
        'lang="en" xml:lang="en"><head><title>Contents</title></head><body><nav epub:type="toc" id="toc"><h1>Contents</h1>'
        f"<ol>{entries}</ol></nav></body></html>"
    )


def _package(chapters: Sequence[tuple[str, str]], identifier: str, name: str, made: datetime) -> str:
    places = range(len(chapters))
    items = "".join(f'<item id="part{place}" href="part{place}.xhtml" media-type="application/xhtml+xml"/>' for place in places)
    spine = "".join(f'<itemref idref="part{place}"/>' for place in places)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<package xmlns="http://www.idpf.org/2007/opf" version="3.0" '
        'unique-identifier="id" xml:lang="en">'
        '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f'<dc:identifier id="id">{_text(identifier)}</dc:identifier><dc:title>{_text(name)}</dc:title><dc:language>en</dc:language>'
        f'<meta property="dcterms:modified">{made.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}</meta></metadata>'
        f'<manifest><item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>'
        f'<item id="style" href="style.css" media-type="text/css"/>{items}</manifest><spine>{spine}</spine></package>'
    )

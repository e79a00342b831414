"""A digest written out: plain text, Markdown and HTML, all from the same blocks, so that none says less than another. Pure (row A19).

Sources are numbered: [3] after a sentence is the third of the list at the end. Texts of publishers are cleaned of control and direction
characters and escaped for what they stand in; no picture, script or style of anybody is carried.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from broadsheet.app.feeds_out import clean_xml
from broadsheet.desk.asking import Cited
from broadsheet.desk.digest import Digest, DigestStory
from broadsheet.desk.digest_changes import Corrected
from broadsheet.desk.plain import clean_line
from broadsheet.desk.render import safe_url
from broadsheet.desk.words import counted, direction, exact, listed

#: Columns of plain text.
WIDTH = 72
_LONGEST = 4000
_CORRECTIONS = {"text": "Text changed", "title": "Headline changed", "note": "Correction printed"}


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph: `kind` is "title", "heading", "story", "about" (quiet), "told" or "row"; `cites` are numbers of sources.

    `address` is where a headline leads, "" = nowhere. `language` is the text's, "" for our own words.
    """

    kind: str
    text: str
    cites: tuple[int, ...] = ()
    language: str = "en"
    address: str = ""


@dataclass(slots=True)
class Notes:
    """The sources of a digest, numbered as they are cited. Addresses are ours where `base` is known, else the publishers' own."""

    found: Digest
    base: str
    cited: list[Cited] = field(default_factory=list)
    _numbers: dict[str, int] = field(default_factory=dict)

    def number(self, cited: Cited) -> int:
        """The number of this passage."""
        if cited.href not in self._numbers:
            self.cited.append(cited)
            self._numbers[cited.href] = len(self.cited)
        return self._numbers[cited.href]

    def address(self, cited: Cited) -> str:
        """Where the passage can be read; "" when nowhere."""
        return f"{self.base}{cited.href}" if self.base else safe_url(self.found.outside.get(cited.source.id, ""))


def name_of(found: Digest, title: str) -> str:
    """What the edition is called: "The Evening Post: 2 November 2026, 07:00 UTC"."""
    return f"{clean_line(title, 100)}: {exact(found.until)}"


def blocks(found: Digest, title: str, notes: Notes) -> list[Block]:
    """The digest in order: stories, contested figures, changes of position, corrections, counts."""
    made = [Block("title", name_of(found, title)), Block("about", summary(found))]
    for story in found.stories:
        made += _story(story, notes)
    if found.contested:
        made.append(Block("heading", "Contested figures"))
    for figure in found.contested:
        unit = f" ({figure.unit})" if figure.unit else ""
        made.append(Block("told", f"{figure.quantity}{unit} – {figure.story.headline}", language=""))
        for value in figure.values:
            words = f"{value.holder}: {value.amount} (“{value.words}”), {value.cited.source.outlet}"
            made.append(Block("row", words, (notes.number(value.cited),), ""))
    if found.changes:
        made.append(Block("heading", "Changes of position"))
    for change in found.changes:
        made.append(Block("told", f"{change.name} – {change.story.headline}", language=""))
        for when, turn in (("First", change.first), ("Then", change.second)):
            made.append(Block("row", f"{when}: {turn.who} {turn.stance}: {turn.words}", (notes.number(turn.cited),), ""))
    if found.corrected:
        made.append(Block("heading", "What was corrected"))
    for row in found.corrected:
        made.append(Block("told", f"{_CORRECTIONS[row.kind]}: {row.source.outlet}, “{row.source.title or 'Untitled'}”", language=""))
        made += list(_correction(row, notes))
    return made


def summary(found: Digest) -> str:
    """The line under the title: the period, and what it brought in counts."""
    counts = found.counts
    period = f"From {exact(found.since)} to {exact(found.until)}"
    if not found:
        wanted = " that your rules want" if counts.articles else ""
        return f"{period}: nothing new{wanted}."
    parts = [
        f"{counted(counts.articles, 'article')} from {counted(counts.publishers, 'publisher')}",
        f"{counted(counts.stories, 'story', 'stories')}, {counts.begun} of them new",
        f"{len(found.stories)} told here" if counts.left_out else "",
        f"{counted(counts.waiting, 'article')} not in a story yet" if counts.waiting else "",
        "only the newest were looked at" if counts.capped else "",
    ]
    return f"{period}: {'; '.join(part for part in parts if part)}."


def _story(item: DigestStory, notes: Notes) -> Iterator[Block]:
    address = f"{notes.base}/story/{item.story.id}" if notes.base else ""
    yield Block("story", item.headline, address=address, language=item.story.languages[0] if item.story.languages else "")
    reports = f", {counted(item.story.reports, 'independent report')}" if item.story.reports else ""
    begun = "new story" if item.begun else "goes on"
    names = f": {listed(item.publishers, 4)}" if item.publishers else ""
    yield Block("about", f"{counted(item.story.outlets, 'outlet')}{reports}; {begun}; {counted(item.articles, 'new article')}{names}")
    for view in item.told:
        told = view.told
        head = ": ".join(part for part in (told.holder, told.label) if part)
        mark = "New: " if told.new else ""
        words = f"{mark}{head} – {told.text}" if head else f"{mark}{told.text}"
        language = view.cited[0].source.language if view.cited and not (head or mark) else ""
        yield Block("told", words, tuple(notes.number(one) for one in view.cited[:4]), language)


def _correction(row: Corrected, notes: Notes) -> Iterator[Block]:
    number = (notes.number(row.cited),)
    more = f" (and {counted(row.changes, 'further change')})" if row.changes else ""
    if row.gone:
        yield Block("row", f"Before: {row.gone}", () if row.came else number, "")
    if row.came:
        yield Block("row", f"{'Now: ' if row.kind != 'note' else ''}{row.came}{more}", number, "")


def plain(found: Digest, title: str, base: str = "") -> str:
    """Plain text, wrapped at 72 columns but for addresses."""
    notes = Notes(found, base)
    lines: list[str] = []
    for block in blocks(found, title, notes):
        text = clean_line(block.text, _LONGEST) + "".join(f" [{number}]" for number in block.cites)
        if block.kind == "row":
            lines += [_filled(text, "  * ", "    ")]
            continue
        lines += ["", _filled(text)]
        if block.kind in ("title", "heading", "story"):
            widest = max(len(line) for line in lines[-1].split("\n"))
            lines.append(("=" if block.kind == "title" else "-") * min(WIDTH, widest))
    if notes.cited:
        lines += ["", "Sources", "-------"]
    for number, cited in enumerate(notes.cited, 1):
        lines.append(_filled(f"[{number}] {_source(cited)}", "", "    "))
        if address := notes.address(cited):
            lines.append(f"    {address}")
    return "\n".join(lines).strip("\n") + "\n"


def _filled(text: str, first: str = "", rest: str = "") -> str:
    return textwrap.fill(text, WIDTH, initial_indent=first, subsequent_indent=rest, break_long_words=False, break_on_hyphens=False)


def _source(cited: Cited) -> str:
    words = f"{cited.source.outlet}, “{cited.source.title or 'Untitled'}”, {exact(cited.source.time)}"
    return clean_line(words, 600)


def markdown(found: Digest, title: str, base: str = "") -> str:
    """CommonMark; nothing of a publisher's text is markup."""
    notes = Notes(found, base)
    heads = {"title": "# ", "heading": "## ", "story": "## "}
    lines: list[str] = []
    for block in blocks(found, title, notes):
        text = _unmarked(clean_line(block.text, _LONGEST))
        cites = "".join(f" \\[{number}\\]" for number in block.cites)
        if block.address:
            text = f"[{text}](<{block.address}>)"
        lines += [f"- {text}{cites}"] if block.kind == "row" else ["", f"{heads.get(block.kind, '')}{text}{cites}", ""]
    lines += ["", "## Sources", ""] if notes.cited else []
    for number, cited in enumerate(notes.cited, 1):
        words, address = _unmarked(_source(cited)), notes.address(cited).replace("<", "%3C").replace(">", "%3E")
        lines.append(f"{number}. " + (f"[{words}](<{address}>)" if address else words))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n") + "\n"


def _unmarked(text: str) -> str:
    return re.sub(r"([\\`*_{}\[\]<>()#+!|~&-])", r"\\\1", text)


def body_html(found: Digest, title: str, base: str = "", *, headed: bool = True) -> str:
    """The digest as elements of well-formed XHTML, with ids "story-1", ... for its stories; `headed` with its title."""
    notes = Notes(found, base)
    tags = {"title": "h1", "heading": "h2", "story": "h2", "about": "p", "told": "p"}
    lines: list[str] = []
    stories = 0
    rows = False
    for block in blocks(found, title, notes):
        if block.kind == "title" and not headed:
            continue
        if rows and block.kind != "row":
            lines.append("</ul>")
        if block.kind == "row" and not rows:
            lines.append("<ul>")
        rows = block.kind == "row"
        text = clean_xml(clean_line(block.text, _LONGEST))
        if block.address:
            text = f'<a href="{clean_xml(block.address)}">{text}</a>'
        text += "".join(f" {_cite(number, notes)}" for number in block.cites)
        stories += block.kind == "story"
        id_ = f' id="story-{stories}"' if block.kind == "story" else ""
        quiet = ' class="about"' if block.kind == "about" else ""
        tag = "li" if rows else tags[block.kind]
        lines.append(f"<{tag}{id_}{quiet}{_language(block.language)}>{text}</{tag}>")
    if rows:
        lines.append("</ul>")
    if notes.cited:
        lines += ["<h2>Sources</h2>", "<ol>", *(_listed(cited, notes) for cited in notes.cited), "</ol>"]
    return "\n".join(lines)


def _language(code: str) -> str:
    # "und": the text is in a language that we do not know, or in two.
    code = clean_xml(code) if re.fullmatch(r"[A-Za-z0-9-]{2,20}", code) else ""
    return "" if code == "en" else f' lang="{code or "und"}" xml:lang="{code or "und"}" dir="{direction(code)}"'


def _cite(number: int, notes: Notes) -> str:
    address = notes.address(notes.cited[number - 1])
    return f'<a href="{clean_xml(address)}">[{number}]</a>' if address else f"[{number}]"


def _listed(cited: Cited, notes: Notes) -> str:
    words, address = clean_xml(_source(cited)), notes.address(cited)
    return f'<li><a href="{clean_xml(address)}">{words}</a></li>' if address else f"<li>{words}</li>"


def document(found: Digest, title: str, base: str = "", more: str = "") -> str:
    """A whole HTML document without anything remote, for e-mail and files. `more` is our own markup at its end."""
    return (
        '<!DOCTYPE html>\n<html lang="en" xmlns="http://www.w3.org/1999/xhtml" xml:lang="en"><head><meta charset="utf-8"/>'
        '<meta name="viewport" content="width=device-width"/>'
        f"<title>{clean_xml(name_of(found, title))}</title><style>{STYLE}</style></head>\n<body>\n{body_html(found, title, base)}\n{more}"
        "</body></html>\n"
    )


STYLE = (
    "body{max-width:40em;margin:1em auto;padding:0 1em;font:1em/1.5 Georgia,serif}h1{font-size:1.5em}"
    "h2{font-size:1.2em;margin:1.6em 0 .2em}.about{color:#555;font-size:.85em}li{margin:.3em 0}"
)


def headings(found: Digest) -> Sequence[str]:
    """The stories' headlines, cleaned, in order."""
    return [clean_line(one.headline, 300) for one in found.stories]
